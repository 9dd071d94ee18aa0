// The way of messages out of the house and of their results back: lost, late, failed, told twice.
// Nobody reads them; who acts when is the crowd's.
#pragma once

#include <larm/v1/command.pb.h>

#include <functional>

#include "engine/world/ports.hpp"
#include "simulators/player/chance.hpp"
#include "simulators/swarm/odds.hpp"
#include "simulators/swarm/tally.hpp"

namespace larm::swarm {

class Mail final : public world::OutboxPort {
public:
    using Report = std::function<void(core::Duration after, v1::Command result)>;
    using Seen = std::function<void(std::int64_t seq)>;

    /// `report` lets a result arrive; `seen` is told of every event that acts on the outside.
    Mail(std::uint64_t seed, Odds const& odds, Tally& tally, Report report, Seen seen);

    void take(core::State const& state, v1::Event const& event, std::int64_t seq) override;
    void resume(core::State const& state, core::Instant now) override;
    /// A new process: delivers nothing before resume().
    void restart() { has_begun_ = false; }
    /// From now on everything arrives, at once and once.
    void be_calm() { is_calm_ = true; }

private:
    void send(v1::RecordDelivery const& message);

    Odds odds_;
    player::Chance chance_;
    Tally& tally_;
    Report report_;
    Seen seen_;
    bool has_begun_ = false;
    bool is_calm_ = false;
};

}  // namespace larm::swarm
