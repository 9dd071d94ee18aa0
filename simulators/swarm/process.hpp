// One life of the machine: a World and its clock, driven in virtual time by the rules of LiveWorld,
// without its threads. It ends by being destroyed.
#pragma once

#include <functional>
#include <optional>

#include "engine/world/engine_clock.hpp"
#include "engine/world/world.hpp"
#include "simulators/swarm/disk.hpp"
#include "simulators/swarm/tally.hpp"

namespace larm::swarm {

class Process {
public:
    struct Ports {
        world::LogPort& log;
        world::FeedPort& feed;
        world::OutboxPort& outbox;
    };

    /// The ports must outlive it.
    Process(world::Start start, Ports ports, world::ClockReading const& reading,
            v1::Durability mode, int snapshot_events, Tally& tally);

    [[nodiscard]] world::World& world() { return world_; }
    /// Engine time of the last turn.
    [[nodiscard]] core::Instant now() const { return now_; }
    /// In the last turn everything due was fired, and nothing has been put off.
    [[nodiscard]] bool is_up_to_date() const { return has_run_due_ && world_.is_accepting(); }

    /// `decide` submits what is queued; it is called where the world accepts commands.
    void turn(world::ClockReading const& reading, std::function<void(core::Instant)> const& decide);
    /// The disk is done with the first batch.
    void on_log_answer(v1::Durability durability);
    /// The mode changed without a batch.
    void on_log_mode(v1::Durability durability);
    /// When it looks at its clock by itself.
    [[nodiscard]] std::optional<core::Duration> wakes_after() const;

private:
    void give_up_hung_batch();
    void consider_snapshot();

    Ports ports_;
    world::EngineClock clock_;
    core::Instant now_;
    int snapshot_events_;
    std::int64_t snapshot_seq_;
    std::size_t segment_commands_;
    world::World world_;
    Tally& tally_;

    std::int64_t steady_us_ = 0;
    std::int64_t batch_since_us_ = 0;  ///< 0: no batch is in flight.
    int given_up_ = 0;                 ///< Batches that the disk still works on.
    bool is_snapshot_asked_ = false;
    bool has_run_due_ = false;
    bool has_begun_delivery_ = false;
};

}  // namespace larm::swarm
