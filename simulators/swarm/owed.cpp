#include "simulators/swarm/owed.hpp"

#include <utility>

#include "engine/core/party.hpp"
#include "simulators/swarm/wire.hpp"

namespace larm::swarm {
namespace {

bool is_human(v1::PartyState state) {
    return state == v1::PARTY_STATE_ACKNOWLEDGED || state == v1::PARTY_STATE_ANSWERED;
}

}  // namespace

void Owed::enter(v1::Event const& event) {
    auto const& incident = event.incident_id();
    if (event.has_incident_stood_down() || event.has_incident_rescinded() ||
        event.has_incident_closed() || event.has_chases_held() || event.has_chases_resumed()) {
        forgive(incident);
    }
    if (event.has_delivery_recorded()) {
        settle(incident, event.delivery_recorded());
    }
    for (auto const& notice : event.chases_held().notices()) {
        owe(event, {}, notice.recipient(), event.chases_held().hold(), notice);
    }
    auto const& warned = event.capacity_warned();
    for (auto const& notice : warned.notices()) {
        owe(event, {}, core::make_party(v1::ROLE_HOSPITAL, warned.warning().hospital_id()),
            warned.number(), notice);
    }
    for (auto const& update : event.chases()) {
        enter_chase(event, update);
    }
}

void Owed::enter_chase(v1::Event const& event, v1::ChaseUpdate const& update) {
    // Somebody has said something: what waited before is sent no more after a crash, and what is
    // told of it is told by this event.
    auto& state = states_[{event.incident_id(), update.step(), update.party()}];
    auto const has_said = std::exchange(state, update.state()) != update.state();
    if (is_human(update.state()) && (has_said || update.notices().empty())) {
        forgive(event.incident_id(), update);
    }
    if (update.notices().empty()) {
        return;
    }
    if (event.has_party_answered()) {
        forgive(event.incident_id(), update);
    } else if (event.has_duty_accepted()) {
        forgive(event.incident_id(), update, event.duty_accepted().party());
    }
    for (auto const& notice : update.notices()) {
        owe(event, update.step(), update.party(), update.attempt(), notice);
    }
}

void Owed::owe(v1::Event const& event, std::string const& step, std::string const& party,
               int attempt, v1::Notice const& notice) {
    for (auto const channel : notice.channels()) {
        messages_[{event.incident_id(), step, party, notice.recipient(), channel}] = {
            attempt, event.at_us()};
    }
}

/// An outcome is an answer, also that it has failed: then the chase climbs.
void Owed::settle(std::string const& incident, v1::DeliveryRecorded const& recorded) {
    auto const found = messages_.find(
        {incident, recorded.step(), recorded.party(), recorded.recipient(), recorded.channel()});
    if (found != messages_.end() && found->second.attempt == recorded.attempt() &&
        recorded.outcome() != v1::DELIVERY_OUTCOME_HANDED_OVER) {
        messages_.erase(found);
    }
}

void Owed::forgive(std::string const& incident) {
    std::erase_if(messages_, [&](auto const& each) { return std::get<0>(each.first) == incident; });
}

void Owed::forgive(std::string const& incident, v1::ChaseUpdate const& update,
                   std::string const& recipient) {
    std::erase_if(messages_, [&](auto const& each) {
        auto const& [of, step, party, to, channel] = each.first;
        return of == incident && step == update.step() && party == update.party() &&
               (recipient.empty() || to == recipient);
    });
}

std::string Owed::first(std::function<bool(std::string const&)> const& has_shown,
                        core::Instant before) const {
    for (auto const& [whom, message] : messages_) {
        auto const& [incident, step, party, to, channel] = whom;
        auto key = key_of(incident, step, party, message.attempt, to, channel);
        if (message.since_us < before.us && !has_shown(key)) {
            return key;
        }
    }
    return {};
}

}  // namespace larm::swarm
