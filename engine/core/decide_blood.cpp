// Blood: a centre's stock, and its alarm to the country's other centres. What these offer is in
// decide_blood_offers.cpp. What is needed and what lacks is reckoned when it is read (blood.hpp)
// and decides nothing: the alarm is a blood centre's own act.
#include "engine/core/decide_blood.hpp"

#include <algorithm>

#include "engine/core/ladder.hpp"
#include "engine/core/party.hpp"

namespace larm::core {
namespace blood {
namespace {

/// What the centre wants and has not accepted; no zeros.
Units lacking(Incident const& incident, Question const& question) {
    auto lacks = question.wanted;
    for (auto const& offer : incident.blood.offers()) {
        auto const stands = offer.state() != v1::BLOOD_OFFER_STATE_WITHDRAWN &&
                            offer.given().offer_id() != question.except;
        if (!stands || offer.given().to() != question.asker) {
            continue;
        }
        for (auto const& [kind, units] : units_of(offer.accepted())) {
            if (auto const found = lacks.find(kind); found != lacks.end()) {
                found->second -= units;
            }
        }
    }
    std::erase_if(lacks, [](auto const& each) { return each.second <= 0; });
    return lacks;
}

/// What the party has offered to the centre, and what has not been accepted or taken back.
Units on_offer(Incident const& incident, std::string_view party, Question const& question) {
    Units sum;
    for (auto const& offer : incident.blood.offers()) {
        if (offer.state() == v1::BLOOD_OFFER_STATE_OFFERED && offer.given().party() == party &&
            offer.given().to() == question.asker && offer.given().offer_id() != question.except) {
            add(sum, units_of(offer.given().units()));
        }
    }
    return sum;
}

}  // namespace

bool is_met(Incident const& incident, Question const& question) {
    return lacking(incident, question).empty();
}

void ask_others(v1::Event& event, Context const& context, Incident const& incident,
                Question const& question, std::string_view but) {
    auto const step = incident.pack->blood_step();
    auto const lacks = lacking(incident, question);
    for (auto const& party :
         incident.pack->parties(incident.pack->step(step).audience(), incident.region_id)) {
        if (party == question.asker || party == but || incident.blood_alarm_of(party) != nullptr) {
            continue;
        }
        auto const* const chase = incident.chase(step, party);
        if (chase == nullptr) {
            *event.add_chases() = ladder::begin(incident, step, party, context.now);
            continue;
        }
        auto const may_wait = question.only_answered && chase->next_due.is_set();
        if (!lacks.empty() && !may_wait && !covers(on_offer(incident, party, question), lacks)) {
            *event.add_chases() = ladder::ask_anew(incident, step, party, context.now);
        }
    }
}

}  // namespace blood

namespace {

/// Whether the centre may alarm the country: a region's own, which the incident has alarmed.
bool may_ask(Incident const& incident, std::string const& party) {
    return incident.pack->region(organisation_of(party)) != nullptr &&
           std::ranges::find(incident.chases, party, &Chase::party) != incident.chases.end();
}

/// The centre's alarm that this one says once more, as after a double press; nullptr: it is news.
v1::BloodAlarmSnapshot const* said_already(Context const& context, Incident const& incident,
                                           v1::AlarmBloodCountry const& request) {
    auto const* const before = incident.blood_alarm_of(request.party());
    auto const within = seconds(incident.pack->rules.blood().same_alarm_within_s());
    auto const is_same = before != nullptr &&
                         blood::units_of(before->asked().asks()) == blood::units_of(request.asks());
    return is_same && context.now < Instant{before->at_us()} + within ? before : nullptr;
}

/// How many the step will ask when it begins, in the moment after this event.
int asked_first(Incident const& incident, std::string const& asker) {
    auto const& step = incident.pack->step(incident.pack->blood_step());
    auto const parties = incident.pack->parties(step.audience(), incident.region_id);
    return static_cast<int>(
        std::ranges::count_if(parties, [&](auto const& each) { return each != asker; }));
}

}  // namespace

Outcome decide_blood_stock(Context const& context, v1::ReportBloodStock const& request) {
    Incident const* incident = nullptr;
    if (!request.incident_id().empty()) {
        auto const found = asked_incident(context, request);
        if (!found) {
            return std::unexpected{found.error()};
        }
        incident = *found;
    }
    if (auto refused = blood::refuse_lines(request.lines(), "lines", 0); refused) {
        return std::unexpected{std::move(*refused)};
    }
    auto const observed = request.observed_at() == 0 ? context.now : Instant{request.observed_at()};
    if (observed > context.now) {
        return std::unexpected{
            refusal(Code::invalid_argument, "observed_at", "lies ahead; leave it out for now")};
    }
    auto const* const before = context.state.blood_stock(request.party());
    if (before != nullptr && before->observed_at_us() > observed.us) {
        return std::unexpected{refusal(Code::failed_precondition, "observed_at",
                                       "a later count of this centre's stands already")};
    }
    auto event = context.event(request.incident_id());
    auto& counted = *event.mutable_blood_stock_reported();
    counted.set_party(request.party());
    *counted.mutable_lines() = request.lines();
    counted.set_observed_at_us(observed.us);
    counted.set_via(via_or_api(request.via()));
    counted.set_note(request.note());
    if (incident != nullptr) {
        ladder::imply_acknowledgement(event, *incident, request.party(), -1, context.now);
    }
    return Events{std::move(event)};
}

Outcome decide_blood_alarm(Context const& context, v1::AlarmBloodCountry const& request) {
    auto const found = blood::incident_with_blood(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = **found;
    if (!may_ask(incident, request.party())) {
        return std::unexpected{refusal(Code::failed_precondition, "party",
                                       "the country is alarmed by a region's blood centre that "
                                       "has been alarmed itself")};
    }
    if (auto refused = blood::refuse_lines(request.asks(), "asks", 1); refused) {
        return std::unexpected{std::move(*refused)};
    }
    auto event = context.event(incident.id);
    auto& alarmed = *event.mutable_blood_country_alarmed();
    alarmed.set_party(request.party());
    alarmed.set_reason(request.reason());
    *alarmed.mutable_asks() = request.asks();
    auto const step = incident.pack->blood_step();
    if (auto const* const before = said_already(context, incident, request); before != nullptr) {
        alarmed.set_same_as_us(before->at_us());
    } else if (incident.started[static_cast<std::size_t>(step)]) {
        auto const wanted = blood::units_of(request.asks());
        blood::ask_others(event, context, incident, {request.party(), wanted, {}});
        alarmed.set_asked(event.chases_size());
    } else {
        alarmed.set_asked(asked_first(incident, request.party()));
    }
    if (auto const* const own = incident.chase(step, request.party()); own != nullptr) {
        *event.add_chases() = ladder::settle(incident, *own);  // who asks cannot be asked
    }
    ladder::imply_acknowledgement(event, incident, request.party(), step, context.now);
    return Events{std::move(event)};
}

}  // namespace larm::core
