// What goes out to people outside incidents, over live channels and marked as no alarm: the
// messages of a roll-call, and the offer of a duty when a shift begins.
#pragma once

#include <larm/v1/domain.pb.h>

#include <cstdint>
#include <memory>
#include <string>

#include "engine/core/pack.hpp"
#include "engine/core/state.hpp"

namespace larm::world {

/// One message to one officer over one channel.
struct RollCallMessage {
    /// Of the roll-call: what an answer names as its incident, and what its result is reported
    /// under (RecordDelivery.incident_id). Empty for the offer of a duty: nothing is reported.
    std::string roll_call_id;
    std::string party;  ///< role@organisation; also the recipient.
    std::string officer_id;
    v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
    std::string message;  ///< Template of `pack`.
    std::shared_ptr<core::Pack const> pack;
    core::Instant at;  ///< When what it tells of happened.
    /// With roll-call, officer and channel what makes its id; 0 for a roll-call, which has an id.
    std::int64_t seq = 0;
};

/// The lanes of kind RollCall. Called on the world's thread after the event is durable; must not
/// block.
class RollCallPort {
public:
    virtual ~RollCallPort() = default;
    virtual void send(RollCallMessage message) = 0;
    /// What has not left of this roll-call leaves no more.
    virtual void cancel(std::string const& roll_call_id) = 0;
};

/// Hands the port what a durable event sends or stops.
void tell(RollCallPort& port, core::State const& state, v1::Event const& event, std::int64_t seq);
/// At start: what the roll-call under way had queued and never reported on, under the same ids.
void tell_again(RollCallPort& port, core::State const& state);

}  // namespace larm::world
