#include "simulators/player/gateways.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "simulators/player/faults.hpp"

namespace larm::player {
namespace {

/// Whether the officer on duty has an address for the channel.
bool can_be_reached(core::State const& state, std::string const& recipient, v1::Channel channel) {
    auto const duty = state.duties().find(recipient);
    if (duty == state.duties().end()) {
        return false;
    }
    return std::ranges::any_of(duty->second.officers, [&](v1::DutySeeded const& officer) {
        return officer.officer_id() == duty->second.officer_id &&
               std::ranges::find(officer.channels(), channel) != officer.channels().end();
    });
}

}  // namespace

std::string key_of(Message const& message) {
    return fmt::format("{} {} {} {} {} {}", message.incident, message.step, message.party,
                       message.attempt, message.recipient, static_cast<int>(message.channel));
}

void Gateways::take(core::State const& state, v1::Event const& event, std::int64_t /*seq*/) {
    for (auto const& chase : event.chases()) {
        for (auto const& notice : chase.notices()) {
            for (auto const channel : notice.channels()) {
                Message message{stage_.incident_name(event.incident_id()),
                                chase.step(),
                                chase.party(),
                                notice.recipient(),
                                notice.message(),
                                static_cast<v1::Channel>(channel),
                                chase.attempt()};
                send(state, event.incident_id(), std::move(message));
            }
        }
    }
}

void Gateways::send(core::State const& state, std::string const& incident_id, Message message) {
    ++deliveries_;
    if (!can_be_reached(state, message.recipient, message.channel)) {
        report(incident_id, message, {}, v1::DELIVERY_OUTCOME_FAILED, "ingen adress");
        return;
    }
    auto const& way = model(message.channel);
    auto chance = stage_.chance("delivery " + key_of(message));
    auto const accepted = chance.delay(way.accepted_after());
    auto const reason = outage(stage_.scenario(), message.channel, message.recipient, stage_.now());
    if (!reason.empty()) {
        report(incident_id, message, accepted, v1::DELIVERY_OUTCOME_FAILED, reason);
        return;
    }
    if (chance.percent(way.failed_percent())) {
        report(incident_id, message, accepted, v1::DELIVERY_OUTCOME_FAILED, "avvisat");
        return;
    }
    report(incident_id, message, accepted, v1::DELIVERY_OUTCOME_ACCEPTED);
    auto const received = accepted + chance.delay(way.received_after());
    if (chance.percent(way.lost_percent())) {
        return;
    }
    report(incident_id, message, received, v1::DELIVERY_OUTCOME_RECEIVED);
    stage_.later(received, [this, message] { recipients_.arrive(message); });
}

void Gateways::report(std::string const& incident_id, Message const& message, core::Duration after,
                      v1::DeliveryOutcome outcome, std::string const& detail) {
    v1::Command command;
    auto& result = *command.mutable_record_delivery();
    result.set_incident_id(incident_id);
    result.set_step(message.step);
    result.set_party(message.party);
    result.set_attempt(message.attempt);
    result.set_recipient(message.recipient);
    result.set_channel(message.channel);
    result.set_outcome(outcome);
    result.set_detail(detail);
    stage_.later(after, [this, command] { stage_.give_own(command); });
}

v1::ChannelModel const& Gateways::model(v1::Channel channel) const {
    for (auto const& each : stage_.scenario().script.channels()) {
        if (std::ranges::find(each.channels(), channel) != each.channels().end()) {
            return each;
        }
    }
    return v1::ChannelModel::default_instance();
}

}  // namespace larm::player
