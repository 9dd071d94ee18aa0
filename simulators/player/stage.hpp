// What everybody in a replay shares: the scenario, the time, what is going to happen, and a way to
// give commands. The player is behind it.
#pragma once

#include <larm/v1/command.pb.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "engine/core/state.hpp"
#include "engine/world/world.hpp"
#include "simulators/player/agenda.hpp"
#include "simulators/player/chance.hpp"
#include "simulators/player/scenario.hpp"

namespace larm::player {

/// How often simulated people look at what nobody calls them about.
inline constexpr auto looks_every = core::seconds(10);

class Stage {
public:
    Stage(Scenario const& scenario, std::uint64_t seed);
    Stage(Stage const&) = delete;
    Stage& operator=(Stage const&) = delete;
    virtual ~Stage() = default;

    [[nodiscard]] Scenario const& scenario() const { return scenario_; }
    [[nodiscard]] std::uint64_t seed() const { return seed_; }
    [[nodiscard]] core::Instant now() const { return now_; }
    [[nodiscard]] Chance chance(std::string const& what) const { return {seed_, what}; }
    /// `happening` is called `after` from now, or so many seconds into the scenario.
    void later(core::Duration after, Agenda::Happening happening);
    void at(int seconds, Agenda::Happening happening);
    /// Humans act for those parties, and for the deputies of such a TiB: nobody is simulated, nor
    /// answers a telephone for them.
    void leave_to_humans(std::set<std::string, std::less<>> parties) {
        humans_ = std::move(parties);
    }
    void hand_over(std::string const& party, bool to_human) {
        to_human ? (void)humans_.insert(party) : (void)humans_.erase(party);
    }
    [[nodiscard]] bool is_human(std::string_view party) const;

    /// How long what takes a party so long takes it by now: people get tired.
    [[nodiscard]] core::Duration tired(core::Duration after, std::string_view party) const;

    /// Whether a condition of the scenario holds now.
    [[nodiscard]] virtual bool holds(v1::Condition const& condition) = 0;

    /// The engine's id of an incident of the scenario, known before a simulated person opens it.
    [[nodiscard]] std::string const& incident_id(std::string_view name) const;
    /// The scenario's name of an incident; empty where it has none.
    [[nodiscard]] std::string incident_name(std::string_view id) const;

    /// An incident has been opened: where a human did so it becomes the scenario's first one of
    /// that region that is not open, or one that the scenario has nothing to say of.
    void note_opened(std::string const& id, std::string const& region_id);

    /// Counts the events that say more than what a hospital has: whoever looks at anything else
    /// need not look again before there is one.
    [[nodiscard]] std::int64_t news() const { return news_; }

    /// Gives a command as `party` does: with its role, organisation and officer. Fills in the ids.
    /// A human's party is left to the human; whoever cannot reach the engine enters it later.
    /// `reply_to` may be empty.
    void give(v1::Command command, std::string const& party, std::string const& incident_name,
              world::ReplyTo reply_to = {});
    /// The same; what it fills in stays in `command`, whose memory the caller may use again for
    /// the next one like it.
    void give_kept(v1::Command& command, std::string const& party, std::string const& incident_name,
                   world::ReplyTo reply_to = {});
    /// Gives one of the engine's own.
    virtual void give_own(v1::Command const& command) = 0;
    /// What has been decided so far.
    [[nodiscard]] virtual core::State const& state() const = 0;

    [[nodiscard]] int accepted() const { return accepted_; }
    [[nodiscard]] int refused() const { return refused_; }

protected:
    /// An event has been decided.
    void note(v1::Event const& event) { news_ += event.has_capacity_reported() ? 0 : 1; }
    /// `command` is complete.
    virtual void submit(v1::Command const& command, world::ReplyTo reply_to) = 0;

    Agenda agenda_;
    core::Instant now_;

private:
    std::set<std::string, std::less<>> humans_;
    /// Until when nothing of what the party enters reaches the engine; nothing: it does.
    [[nodiscard]] std::optional<core::Instant> held_until(std::string_view party) const;
    void sign(v1::Command& command, std::string const& party) const;

    Scenario const& scenario_;
    std::uint64_t seed_;
    std::map<std::string, std::string, std::less<>> ids_;    ///< By name.
    std::map<std::string, std::string, std::less<>> names_;  ///< By id.
    std::int64_t news_ = 0;
    std::int64_t commands_ = 0;
    int accepted_ = 0;
    int refused_ = 0;
};

/// A UUID of version 7 (RFC 9562) whose random part is drawn by chance.
[[nodiscard]] std::string uuid_at(core::Instant at, Chance chance);

}  // namespace larm::player
