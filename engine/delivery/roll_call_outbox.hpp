// The outboxes of roll-calls (provlarm) and of offers of a duty: channels of their own to the same
// people, in lanes of their own, so that none of it delays an alarm. Neither is a chase: whoever
// holds a roll-call says what is to be sent to whom, hears what became of it, and sends again after
// a crash what has no outcome; of an offer nothing is reported.
//
// Any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "engine/core/pack.hpp"
#include "engine/delivery/channel.hpp"
#include "engine/delivery/lane.hpp"

namespace larm::delivery {

/// One message to one officer over one channel. The same once more has the same id.
struct SideMessage {
    /// What an answer names as its incident. Empty for the offer of a duty.
    std::string roll_call_id;
    std::string party;  ///< role@organisation of the officer.
    std::string officer_id;
    v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
    std::string message;                     ///< Template of `pack`.
    std::shared_ptr<core::Pack const> pack;  ///< Whose ChannelPolicy holds.
    core::Instant began;                     ///< {time} in the text.
    /// Of the offer's event, which tells one offer from another; 0 for a roll-call, which has an
    /// id.
    std::int64_t seq = 0;
};

template <Kind K>
class SideOutbox {
public:
    /// Results carry the roll-call's id as incident_id, the party as recipient, and officer_id.
    SideOutbox(Channels<K> channels, RecordTo record_to, LaneOptions options = {});
    /// Abandons what stop() has not drained.
    ~SideOutbox();
    SideOutbox(SideOutbox const&) = delete;
    SideOutbox& operator=(SideOutbox const&) = delete;

    /// What cannot leave is reported as failed at once.
    void send(SideMessage const& message);
    /// The officer has answered: what waits for them leaves no more.
    void settle(std::string const& roll_call_id, std::string const& officer_id);
    /// The roll-call is over.
    void end(std::string const& roll_call_id);
    /// As Outbox::tend() and Outbox::stop().
    void tend();
    std::size_t stop(std::chrono::milliseconds drain);
    [[nodiscard]] std::map<v1::Channel, LaneCounts> counts() const;

private:
    using OfficerChannel = std::pair<std::string, v1::Channel>;
    using Leaves = std::map<OfficerChannel, std::shared_ptr<Leave>>;

    RecordTo record_to_;
    mutable std::mutex mutex_;
    std::map<std::string, Leaves> leaves_;                   ///< By roll-call, or by offer.
    std::map<v1::Channel, std::unique_ptr<Lane<K>>> lanes_;  ///< Last: they report.
};

using RollCallOutbox = SideOutbox<RollCall>;
using DutyOutbox = SideOutbox<DutyOffer>;

}  // namespace larm::delivery
