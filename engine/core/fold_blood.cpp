// What events of blood make of an incident. A stock is the world's, and taken down there.
#include "engine/core/blood.hpp"
#include "engine/core/check.hpp"
#include "engine/core/fold.hpp"

namespace larm::core {
namespace {

v1::BloodAlarmSnapshot& alarm_or_new(Incident& incident, std::string const& party) {
    for (auto& alarm : *incident.blood.mutable_alarms()) {
        if (alarm.asked().party() == party) {
            return alarm;
        }
    }
    return *incident.blood.add_alarms();
}

v1::BloodOfferSnapshot& offer_called(Incident& incident, std::string const& id) {
    for (auto& offer : *incident.blood.mutable_offers()) {
        if (offer.given().offer_id() == id) {
            return offer;
        }
    }
    LARM_CHECK(false);
}

/// What the party's offers come to that it has not taken back.
std::int64_t units_offered(Incident const& incident, std::string const& party) {
    std::int64_t units = 0;
    for (auto const& each : incident.blood.offers()) {
        if (each.given().party() == party && each.state() != v1::BLOOD_OFFER_STATE_WITHDRAWN) {
            units += blood::total(blood::units_of(each.given().units()));
        }
    }
    return units;
}

/// Whoever is asked anew has not answered that yet.
void forget_answers(Incident& incident, v1::Event const& event) {
    for (auto const& update : event.chases()) {
        auto const step = incident.pack->step_index(update.step());
        auto* const chase = incident.chase(step, update.party());
        if (step == incident.pack->blood_step() && update.state() != v1::PARTY_STATE_ANSWERED) {
            chase->answer.clear();
            chase->note.clear();
        }
    }
}

}  // namespace

void fold(Incident& incident, v1::BloodStockReported const& counted, v1::Event const& event) {
    note_human(
        incident, event,
        {.party = counted.party(), .via = counted.via(), .taken_by = {}, .answer = {}, .note = {}});
}

void fold(Incident& incident, v1::BloodCountryAlarmed const& alarmed, v1::Event const& event) {
    if (alarmed.same_as_us() != 0) {
        return;  // said once more: what was asked, and when, stands as it is
    }
    auto& alarm = alarm_or_new(incident, alarmed.party());
    *alarm.mutable_asked() = alarmed;
    if (alarm.first_at_us() == 0) {
        alarm.set_first_at_us(event.at_us());
    }
    alarm.set_at_us(event.at_us());
    forget_answers(incident, event);
    note_human(incident, event,
               {.party = alarmed.party(),
                .via = v1::VIA_API,
                .taken_by = {},
                .answer = "asks: " + alarmed.reason(),
                .note = {}});
}

void fold(Incident& incident, v1::BloodOffered const& offered, v1::Event const& event) {
    auto& offer = *incident.blood.add_offers();
    *offer.mutable_given() = offered;
    offer.set_state(v1::BLOOD_OFFER_STATE_OFFERED);
    offer.set_offered_at_us(event.at_us());
    note_human(incident, event,
               {.party = offered.party(),
                .via = offered.via(),
                .taken_by = offered.taken_by(),
                .answer = "accept " + std::to_string(units_offered(incident, offered.party())),
                .note = offered.note()});
}

void fold(Incident& incident, v1::BloodOfferWithdrawn const& withdrawn, v1::Event const& event) {
    auto& offer = offer_called(incident, withdrawn.offer_id());
    offer.set_state(v1::BLOOD_OFFER_STATE_WITHDRAWN);
    *offer.mutable_withdrawn() = withdrawn;
    offer.set_withdrawn_at_us(event.at_us());
    forget_answers(incident, event);
    auto const left = units_offered(incident, withdrawn.party());
    note_human(incident, event,
               {.party = withdrawn.party(),
                .via = withdrawn.via(),
                .taken_by = withdrawn.taken_by(),
                .answer = left > 0 ? "accept " + std::to_string(left)
                                   : "decline: " + withdrawn.reason(),  // it gives nothing now
                .note = {}});
}

void fold(Incident& incident, v1::BloodAccepted const& accepted, v1::Event const& event) {
    auto& offer = offer_called(incident, accepted.offer_id());
    offer.set_state(v1::BLOOD_OFFER_STATE_ACCEPTED);
    *offer.mutable_accepted() = accepted.units();
    offer.set_accepted_at_us(event.at_us());
}

void fold(Incident& incident, v1::BloodTransportReported const& reported, v1::Event const& event) {
    auto& offer = offer_called(incident, reported.offer_id());
    offer.set_state(reported.state());
    if (reported.state() == v1::BLOOD_OFFER_STATE_ARRIVED) {
        offer.set_arrived_at_us(event.at_us());
        return;
    }
    if (offer.under_way_at_us() == 0) {
        offer.set_under_way_at_us(event.at_us());
    }
    offer.set_arrives_at_us(reported.arrives_at_us());
}

}  // namespace larm::core
