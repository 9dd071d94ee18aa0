// The live world's outbox: what is due goes to the live channels, and what became of it comes back
// as commands.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include "engine/delivery/outbox.hpp"
#include "engine/delivery/roll_call_outbox.hpp"
#include "engine/world/auditor.hpp"
#include "engine/world/live_world.hpp"
#include "engine/world/ports.hpp"

namespace larm::world {

/// What has become of the deliveries over one channel since the start, for /metrics.
struct DeliveryCounts {
    delivery::LaneCounts lane;
    /// Reports by outcome; one delivery may be reported on more than once.
    std::array<std::int64_t, v1::DeliveryOutcome_ARRAYSIZE> reports{};
};

/// A channel over which, as far as is known, nothing gets through now.
struct DownChannel {
    std::string why;  ///< What it said last, in English.
    /// Messages of alarms over it fail at once; else a roll-call or an offer has found it out, and
    /// alarms will try.
    bool fails_at_once = false;
};

/// Made before its world and destroyed after it. Delivers nothing before resume().
class LiveOutbox final : public OutboxPort {
public:
    /// `roll_calls`, `offers`: channels of their own to the same people, for what is no alarm.
    explicit LiveOutbox(delivery::Channels<delivery::Live> channels,
                        delivery::LaneOptions const& options = {},
                        delivery::Channels<delivery::RollCall> roll_calls = {},
                        delivery::Channels<delivery::DutyOffer> offers = {});

    /// Where results go. Once, before LiveWorld::begin_delivery().
    void report_to(LiveWorld& world) { world_ = &world; }
    void take(core::State const& state, v1::Event const& event, std::int64_t seq) override;
    void resume(core::State const& state, core::Instant now) override;
    /// Gives up what is out of time, and looks for who has been forgotten.
    void audit(core::State const& state, core::Instant now) override;
    /// After the world has drained: sends what is queued for at most `drain`. What is left, and
    /// what was sent too late for its outcome to be written down, is sent at the next start under
    /// the same ids.
    void stop(std::chrono::milliseconds drain);
    /// What has been told of a delivery outside its channel, by a callback: of an alarm or, by
    /// `kind`, a roll-call. Any thread.
    void record(std::string_view kind, v1::RecordDelivery record);
    /// Of alarms; roll-calls have lanes of their own and are not counted. Any thread.
    [[nodiscard]] std::map<v1::Channel, DeliveryCounts> counts() const;
    /// By alarms, roll-calls and offers alike: whichever has tried last knows. Any thread.
    [[nodiscard]] std::map<v1::Channel, DownChannel> down() const;
    /// Whether it delivers at all: not on a copy of a data folder. Any thread.
    [[nodiscard]] bool delivers() const { return has_begun_; }
    /// What the last audit has found. Any thread.
    [[nodiscard]] AuditReport audit_report() const { return auditor_.report(); }

private:
    using Reports = std::array<std::atomic<std::int64_t>, v1::DeliveryOutcome_ARRAYSIZE>;

    void submit(v1::RecordDelivery record);

    LiveWorld* world_ = nullptr;
    std::array<Reports, v1::Channel_ARRAYSIZE> reports_{};
    std::atomic<bool> has_begun_ =
        false;  ///< What was taken before is in the state that resume() is given.
    Auditor auditor_;
    delivery::Outbox<delivery::Live> outbox_;
    delivery::RollCallOutbox roll_calls_;
    delivery::DutyOutbox offers_;
};

}  // namespace larm::world
