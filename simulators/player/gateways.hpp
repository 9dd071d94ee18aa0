// The way of messages in a replay: from the outbox over channels that are slow, lose messages or
// are down, to the device of whoever is on duty. Results come back as commands, as a channel
// worker's do.
#pragma once

#include <larm/v1/event.pb.h>
#include <larm/v1/scenario.pb.h>

#include <string>

#include "engine/world/ports.hpp"
#include "simulators/player/stage.hpp"

namespace larm::player {

/// One message that lies on a device.
struct Message {
    std::string incident;  ///< The scenario's name of it.
    std::string step;
    std::string party;  ///< Whose chase it belongs to.
    std::string
        recipient;     ///< Who is to hear it; another where it goes to a deputy or the declarer.
    std::string text;  ///< Message template of the pack.
    v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
    int attempt = 0;
};

/// Hears of messages that have arrived on a device.
class Recipients {
public:
    virtual ~Recipients() = default;
    virtual void arrive(Message const& message) = 0;
};

/// `stage` and `recipients` must outlive it.
class Gateways final : public world::OutboxPort {
public:
    Gateways(Stage& stage, Recipients& recipients) : stage_{stage}, recipients_{recipients} {}

    void take(core::State const& state, v1::Event const& event, std::int64_t seq) override;
    void resume(core::State const& /*state*/, core::Instant /*now*/) override {
    }  // a replay begins with an empty log

    [[nodiscard]] int deliveries() const { return deliveries_; }

private:
    void send(core::State const& state, std::string const& incident_id, Message message);
    void report(std::string const& incident_id, Message const& message, core::Duration after,
                v1::DeliveryOutcome outcome, std::string const& detail = {});
    [[nodiscard]] v1::ChannelModel const& model(v1::Channel channel) const;

    Stage& stage_;
    Recipients& recipients_;
    int deliveries_ = 0;
};

/// Names what is drawn for a message, so that each has its own luck.
[[nodiscard]] std::string key_of(Message const& message);

}  // namespace larm::player
