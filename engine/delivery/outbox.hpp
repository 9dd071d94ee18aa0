// The outbox: turns durable events into deliveries, one for each recipient and channel, and hands
// each to its channel's lane, which tries until it has an outcome. What to send, when and instead
// of whom is the core's. Nothing here is state of its own: what is queued stands in the journal,
// and resume() finds it there.
//
// Threads: take() and resume() belong to one thread, the world's; they wait for nothing but a
// queue's mutex, and render nothing. Rendering and sending are each lane's own thread's. Results
// come by `record_to`, from any thread.
//
// Live alarms are never throttled, grouped or deduplicated. A lane holds `queue_max` deliveries;
// what does not fit is recorded as failed at once, so that the chase climbs instead of waiting.
#pragma once

#include <larm/v1/event.pb.h>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "engine/core/state.hpp"
#include "engine/delivery/channel.hpp"
#include "engine/delivery/lane.hpp"
#include "engine/delivery/leaves.hpp"

namespace larm::delivery {

/// A live world has an Outbox<Live>, an exercise an Outbox<Exercise>; roll-calls are no chases, and
/// have an outbox of their own (roll_call_outbox.hpp).
template <Kind K>
class Outbox {
public:
    /// Starts a worker for each channel.
    Outbox(Channels<K> channels, RecordTo record_to, LaneOptions options = {});
    /// Abandons what stop() has not drained.
    ~Outbox();
    Outbox(Outbox const&) = delete;
    Outbox& operator=(Outbox const&) = delete;

    /// An event has become durable: sends what it says goes out, and cancels what it makes needless
    /// and has not left. `state` is at least as new as the event.
    void take(core::State const& state, v1::Event const& event);
    /// At start, before the first take(): sends again, under the same ids, what was queued and
    /// never reported on. Not for chases that are held for a human, or overdue for so long at `now`
    /// that they will be: a restored backup must not alarm.
    void resume(core::State const& state, core::Instant now);

    /// Takes no more, and sends what is queued for at most `drain`; the rest is abandoned, stays
    /// without an outcome in the journal, and is sent at the next start. Answers with how many.
    /// From any thread, one at a time.
    std::size_t stop(std::chrono::milliseconds drain);

    /// Gives up what is out of time even where a channel holds its worker up. Now and then, from
    /// any thread.
    void tend();
    /// Whether a delivery is where it should be: with its lane, or cancelled on purpose. What is
    /// not has been lost, or its outcome is on its way to `record_to`. The world's thread.
    [[nodiscard]] bool knows(core::Incident const& incident, core::Chase const& chase,
                             core::Delivery const& delivery) const {
        return leaves_.knows(incident, chase, delivery);
    }

    /// For metrics. Any thread.
    [[nodiscard]] std::map<v1::Channel, LaneCounts> counts() const;

private:
    [[nodiscard]] std::shared_ptr<core::Pack const> pinned(core::Pack const& pack);
    [[nodiscard]] std::shared_ptr<Facts const> facts_now(core::Incident const& incident);
    using Notices = google::protobuf::RepeatedPtrField<v1::Notice>;
    void send(core::State const& state, std::shared_ptr<Ask const> const& ask,
              Notices const& notices);
    void tell_of_hold(core::State const& state, v1::Event const& event);
    void tell_of_capacity(core::State const& state, v1::Event const& event);
    void resume_notices(core::State const& state, core::Incident const& incident);
    void resume_chase(core::State const& state, core::Incident const& incident,
                      core::Chase const& chase, std::shared_ptr<Facts const>& facts);
    void deliver(core::State const& state, Work work);

    RecordTo record_to_;
    std::map<std::string, std::shared_ptr<core::Pack const>> packs_;  ///< By hash, copied once.
    Leaves leaves_;
    std::map<v1::Channel, std::unique_ptr<Lane<K>>> lanes_;  ///< Last: they report to record_to_.
};

}  // namespace larm::delivery
