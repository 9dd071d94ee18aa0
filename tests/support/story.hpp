// Tells a story to the real core: commands at engine times, deadlines fired in between, the state
// folded as a world would. No journal and no threads: those have tests of their own.
#pragma once

#include <larm/v1/command.pb.h>
#include <larm/v1/incident.pb.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/decide.hpp"
#include "engine/core/state.hpp"

namespace larm::test {

/// The test pack tests/support/chain.textproto.
[[nodiscard]] v1::RulePack chain_pack();

/// A TiB of `region`; other roles by name.
[[nodiscard]] v1::Actor actor(v1::Role role, std::string_view organisation);

class Story {
public:
    explicit Story(v1::RulePack const& pack = chain_pack());

    /// Another pack comes into force; its hash is `mark` over and over.
    void activate(v1::RulePack const& pack, char mark);
    /// Engine time now, seconds since the story began.
    [[nodiscard]] std::int64_t now_s() const { return (now_ - began).us / 1'000'000; }
    /// Moves on, firing every deadline at its own time.
    void wait_s(std::int64_t seconds);
    /// Moves on without firing anything, as an outage does; then what is due is fired.
    void outage_s(std::int64_t seconds);

    core::Outcome give(v1::Command command);
    /// As give(), but a refusal fails the test.
    void must(v1::Command command);

    /// Confirms in `region`, level katastrofläge, and answers with the incident's id.
    std::string confirm(std::string const& region);
    [[nodiscard]] core::Incident const& incident(std::string const& id) const;
    [[nodiscard]] core::Chase const& chase(std::string const& id, std::string_view step,
                                           std::string_view party) const;
    /// Kinds of all events since the last call, e.g. "StepStarted regional_alarm".
    std::vector<std::string> told();
    [[nodiscard]] core::State const& state() const { return state_; }
    [[nodiscard]] core::Instant now() const { return now_; }
    [[nodiscard]] std::vector<v1::Event> const& log() const { return log_; }

    static constexpr core::Instant began{1'700'000'000'000'000};

private:
    void fold(core::Events const& events);
    void fire_due();

    core::State state_;
    core::Instant now_ = began;
    std::vector<v1::Event> log_;
    std::size_t told_ = 0;
    int ids_ = 0;
};

// Commands in short. Each call makes a new command id.
[[nodiscard]] v1::Command confirm(std::string const& region);
[[nodiscard]] v1::Command acknowledge(std::string const& incident, std::string const& party,
                                      std::string const& step = {});
[[nodiscard]] v1::Command commit(std::string const& incident, std::string const& region, int count);
[[nodiscard]] v1::Command decline(std::string const& incident, std::string const& region,
                                  std::string const& reason);
[[nodiscard]] v1::Command revoke(std::string const& incident, std::string const& region, int count);
[[nodiscard]] v1::Command accept_shortfall(std::string const& incident, std::string const& region,
                                           std::string const& by_region);
[[nodiscard]] v1::Command escalate(std::string const& incident, std::string const& by_region);
[[nodiscard]] v1::Command stand_down(std::string const& incident, std::string const& by_region);
[[nodiscard]] v1::Command rescind(std::string const& incident, std::string const& by_region);
[[nodiscard]] v1::Command close(std::string const& incident, std::string const& by_region);
[[nodiscard]] v1::Command delivered(std::string const& incident, core::Chase const& chase,
                                    std::string const& step, v1::Channel channel,
                                    v1::DeliveryOutcome outcome);
[[nodiscard]] std::string next_uuid();

}  // namespace larm::test
