#include "simulators/swarm/mail.hpp"

#include <utility>

#include "engine/core/party.hpp"

namespace larm::swarm {
namespace {

v1::RecordDelivery message_of(std::string const& incident, std::string const& step,
                              std::string const& party, int attempt, std::string const& recipient,
                              v1::Channel channel) {
    v1::RecordDelivery message;
    message.set_incident_id(incident);
    message.set_step(step);
    message.set_party(party);
    message.set_attempt(attempt);
    message.set_recipient(recipient);
    message.set_channel(channel);
    return message;
}

}  // namespace

Mail::Mail(std::uint64_t seed, Odds const& odds, Tally& tally, Report report, Seen seen)
    : odds_{odds},
      chance_{seed, "mail"},
      tally_{tally},
      report_{std::move(report)},
      seen_{std::move(seen)} {}

void Mail::take(core::State const& /*state*/, v1::Event const& event, std::int64_t seq) {
    seen_(seq);
    if (!has_begun_) {
        return;  // it stands in the state that resume() is given
    }
    for (auto const& notice : event.chases_held().notices()) {
        for (auto const channel : notice.channels()) {
            send(message_of(event.incident_id(), {}, notice.recipient(), event.chases_held().hold(),
                            notice.recipient(), static_cast<v1::Channel>(channel)));
        }
    }
    auto const& warned = event.capacity_warned();
    for (auto const& notice : warned.notices()) {
        for (auto const channel : notice.channels()) {
            send(message_of(event.incident_id(), {},
                            core::make_party(v1::ROLE_HOSPITAL, warned.warning().hospital_id()),
                            warned.number(), notice.recipient(),
                            static_cast<v1::Channel>(channel)));
        }
    }
    for (auto const& chase : event.chases()) {
        for (auto const& notice : chase.notices()) {
            for (auto const channel : notice.channels()) {
                send(message_of(event.incident_id(), chase.step(), chase.party(), chase.attempt(),
                                notice.recipient(), static_cast<v1::Channel>(channel)));
            }
        }
    }
}

void Mail::resume(core::State const& state, core::Instant /*now*/) {
    has_begun_ = true;
    for (auto const& incident : state.incidents()) {
        for (auto const& notice : incident.notices) {
            if (!notice.has_outcome()) {
                ++tally_.resent_messages;
                send(message_of(incident.id, {}, notice.recipient, notice.attempt, notice.recipient,
                                notice.channel));
            }
        }
        if (incident.chases_held || incident.is_closed()) {
            continue;
        }
        for (auto const& chase : incident.chases) {
            for (auto const& delivery : chase.deliveries) {
                if (!delivery.has_outcome()) {
                    ++tally_.resent_messages;
                    send(message_of(incident.id, incident.pack->step(chase.step).id(), chase.party,
                                    delivery.attempt, delivery.recipient, delivery.channel));
                }
            }
        }
    }
}

void Mail::send(v1::RecordDelivery const& message) {
    ++tally_.messages;
    v1::Command command;
    auto& result = *command.mutable_record_delivery();
    result = message;
    auto const after = core::milliseconds(50 + static_cast<std::int64_t>(chance_.below(20'000)));
    if (is_calm_) {
        result.set_outcome(v1::DELIVERY_OUTCOME_RECEIVED);
        report_(after, std::move(command));
        return;
    }
    if (chance_.percent(odds_.lost_percent)) {
        return;
    }
    auto const fails = chance_.percent(odds_.failed_percent);
    tally_.failed_messages += fails ? 1 : 0;
    result.set_outcome(fails ? v1::DELIVERY_OUTCOME_FAILED : v1::DELIVERY_OUTCOME_ACCEPTED);
    result.set_detail(fails ? "avvisat" : "");
    report_(after, command);
    if (chance_.percent(odds_.twice_percent)) {
        report_(after + core::milliseconds(static_cast<std::int64_t>(chance_.below(60'000))),
                command);
    }
    if (!fails && chance_.percent(50)) {  // a receipt may overtake the acceptance
        result.set_outcome(v1::DELIVERY_OUTCOME_RECEIVED);
        report_(core::milliseconds(static_cast<std::int64_t>(chance_.below(90'000))),
                std::move(command));
    }
}

}  // namespace larm::swarm
