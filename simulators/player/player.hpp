// Plays a scenario in virtual time: the same core and the same World as the daemon's, with
// simulated people at the other end of the outbox. No clock and no thread: the caller says how fast
// it goes. The same scenario, rules and seed give the same bytes.
#pragma once

#include <larm/v1/report.pb.h>

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <vector>

#include "engine/report/timeline.hpp"
#include "engine/world/world.hpp"
#include "simulators/player/gateways.hpp"
#include "simulators/player/injects.hpp"
#include "simulators/player/judge.hpp"
#include "simulators/player/people.hpp"
#include "simulators/player/replay_log.hpp"
#include "simulators/player/script.hpp"
#include "simulators/player/stage.hpp"

namespace larm::player {

class Player final : public Stage, private world::FeedPort {
public:
    struct Options {
        std::uint64_t seed = 1;
        /// Keep the log in this new file too.
        std::optional<std::filesystem::path> journal{};
        /// That file exists: the same is played anew that stands in it, and goes on from there.
        bool again = false;
        /// Parties that are left to humans from the beginning.
        std::set<std::string, std::less<>> humans{};
        /// Its time stands until somebody starts it: an exercise for people.
        bool waits = false;
        /// Told of everything as well; may be nullptr.
        world::FeedPort* feed = nullptr;
    };

    /// `scenario` and the options' feed must outlive it. Failure: what is wrong with the journal,
    /// in English.
    [[nodiscard]] static std::expected<std::unique_ptr<Player>, std::string> open(
        Scenario const& scenario, Options const& options);

    /// When something happens next; nothing when the scenario is over.
    [[nodiscard]] std::optional<core::Instant> next() const;
    /// Lets it happen. There must be something.
    void step();
    void play_to_the_end();
    /// So many have happened.
    [[nodiscard]] std::int64_t steps() const { return steps_; }
    /// Where the journal's file ended when it was opened.
    [[nodiscard]] std::int64_t stood_at() const { return replay_log_->stood_at(); }
    /// What is played anew is not what stands in the file.
    [[nodiscard]] bool has_diverged() const { return replay_log_->has_diverged(); }
    /// Nothing happens before `at`, which is not past next().
    void wait_until(core::Instant at) { now_ = std::max(now_, at); }
    /// Gives the command of a human, now.
    void submit_for_human(v1::Command const& command, world::ReplyTo reply_to) {
        submit(command, std::move(reply_to));
    }
    void read(world::Reader reader) { world_->read(std::move(reader)); }

    [[nodiscard]] core::State const& state() const override { return world_->staged(); }
    /// The log so far: a range of PublishedEvent.
    [[nodiscard]] auto log() const {
        return batches_ | std::views::transform([](auto const& batch) -> auto const& {
                   return batch->events;
               }) |
               std::views::join;
    }
    /// How many events that is.
    [[nodiscard]] std::int64_t events() const { return events_; }
    /// Told so far; grows with step(). It is made when it is asked for: most of what is played is
    /// looked at in other ways, and words cost more than what they tell of.
    [[nodiscard]] std::vector<v1::TimelineLine> const& timeline() const;
    [[nodiscard]] report::Timeline const& teller() const;
    /// How it stands: meant for when the scenario is over.
    [[nodiscard]] v1::ReplayReport result() const;
    /// What went wrong with the journal file; empty while all is well.
    [[nodiscard]] std::string const& trouble() const { return replay_log_->trouble(); }
    [[nodiscard]] journal::Hash const& head() const { return replay_log_->hash(); }
    [[nodiscard]] Injects const& injects() const { return injects_; }
    /// How what is expected stands so far.
    [[nodiscard]] std::vector<v1::Verdict> expectations() const;
    /// The same, with what the acts came to: meant for when the scenario is over.
    [[nodiscard]] std::vector<v1::Verdict> verdicts() const;

    void give_own(v1::Command const& command) override;
    [[nodiscard]] bool holds(v1::Condition const& condition) override {
        return injects_.holds(condition);
    }

private:
    Player(Scenario const& scenario, Options const& options, std::unique_ptr<ReplayLog> log);

    void step(core::Instant at);
    void submit(v1::Command const& command, world::ReplyTo reply_to) override;
    void decided(v1::Event const& event) override;
    void publish(std::shared_ptr<world::PublishedBatch const> batch) override;
    /// Until nothing waits for the log.
    void settle();
    void set_up(Options const& options);
    void restart();
    [[nodiscard]] std::optional<core::Instant> next_due() const;
    void follow(v1::Event const& event);
    [[nodiscard]] std::vector<v1::Verdict> verdicts_on_acts() const;

    std::unique_ptr<ReplayLog> replay_log_;
    People people_;
    Script script_;
    Gateways gateways_;
    Judge judge_;
    Injects injects_;
    world::FeedPort* feed_;
    std::vector<std::shared_ptr<world::PublishedBatch const>> batches_;
    std::int64_t events_ = 0;
    /// Of the batches that have been told.
    struct Told {
        report::Timeline teller;
        std::vector<v1::TimelineLine> lines;
        std::size_t batches = 0;
    };
    [[nodiscard]] Told const& told() const;
    mutable Told told_;
    std::int64_t steps_ = 0;
    std::unique_ptr<world::World> world_;
};

}  // namespace larm::player
