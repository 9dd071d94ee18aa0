// Blood: a centre's stock, its alarm to the country's other centres, and what they offer. What is
// needed and what lacks is reckoned when it is read (blood.hpp) and decides nothing: the alarm is a
// blood centre's own act.
#include <algorithm>
#include <set>
#include <string>

#include "engine/core/blood.hpp"
#include "engine/core/decide_parts.hpp"
#include "engine/core/ladder.hpp"
#include "engine/core/party.hpp"

namespace larm::core {
namespace {

/// Each kind once; red cells by group, since nobody can give them without.
template <typename Lines>
std::optional<Rejection> refuse_lines(Lines const& lines, std::string const& field, int least) {
    std::set<blood::Kind> named;
    if (lines.empty()) {
        return refusal(Code::invalid_argument, field, "says nothing: name product, group, units");
    }
    for (auto const& line : lines) {
        auto const kind = blood::kind_of(line);
        if (!named.insert(kind).second) {
            return refusal(Code::invalid_argument, field, "names the same product and group twice");
        }
        if (kind.first == v1::BLOOD_PRODUCT_RED_CELLS &&
            kind.second == v1::BLOOD_GROUP_UNSPECIFIED) {
            return refusal(Code::invalid_argument, field, "red cells need a group");
        }
        if (line.units() < least) {
            return refusal(Code::invalid_argument, field,
                           "units must be at least " + std::to_string(least));
        }
    }
    return std::nullopt;
}

/// An incident whose pack has a step that asks for blood.
template <typename Request>
std::expected<Incident const*, Rejection> incident_with_blood(Context const& context,
                                                              Request const& request) {
    auto incident = running_incident_of(context, request);
    if (incident && (*incident)->pack->blood_step() < 0) {
        return std::unexpected{
            refusal(Code::failed_precondition, "incident_id",
                    "the incident's rules have no alarm to the country's blood centres")};
    }
    return incident;
}

/// What the party has offered to the centre that asked.
blood::Units offered_by(Incident const& incident, std::string_view party, std::string_view to) {
    blood::Units sum;
    for (auto const& offer : incident.blood.offers()) {
        if ((party.empty() || offer.given().party() == party) && offer.given().to() == to) {
            blood::add(sum, blood::units_of(offer.given().units()));
        }
    }
    return sum;
}

/// Whether the centre may alarm the country: a region's own, which the incident has alarmed.
bool may_ask(Incident const& incident, std::string const& party) {
    return incident.pack->region(organisation_of(party)) != nullptr &&
           std::ranges::find(incident.chases, party, &Chase::party) != incident.chases.end();
}

/// The step has begun: asks whoever has not been asked, and anew whoever has not offered enough,
/// unless together they have.
void ask_those_who_have_not_offered(v1::Event& event, Context const& context,
                                    Incident const& incident,
                                    v1::AlarmBloodCountry const& request) {
    auto const step = incident.pack->blood_step();
    auto const wanted = blood::units_of(request.asks());
    auto const is_covered = blood::covers(offered_by(incident, {}, request.party()), wanted);
    for (auto const& party :
         incident.pack->parties(incident.pack->step(step).audience(), incident.region_id)) {
        if (party == request.party() || incident.blood_alarm_of(party) != nullptr) {
            continue;
        }
        auto const* const chase = incident.chase(step, party);
        if (chase == nullptr) {
            *event.add_chases() = ladder::begin(incident, step, party, context.now);
        } else if (!is_covered &&
                   !blood::covers(offered_by(incident, party, request.party()), wanted)) {
            *event.add_chases() = ladder::ask_anew(incident, step, party, context.now);
        }
    }
}

std::expected<v1::BloodOfferSnapshot const*, Rejection> offer_of(Incident const& incident,
                                                                 std::string const& id) {
    auto const* const offer = incident.blood_offer(id);
    if (offer == nullptr) {
        return std::unexpected{
            refusal(Code::not_found, "offer_id", "no such offer in this incident")};
    }
    return offer;
}

std::string next_offer_id(Incident const& incident, std::string const& party) {
    auto const before = std::ranges::count_if(
        incident.blood.offers(), [&](auto const& each) { return each.given().party() == party; });
    return std::string{organisation_of(party)} + "-" + std::to_string(before + 1);
}

/// Whom an offer is for: the centre that is named, or the one that asked last.
std::expected<std::string, Rejection> asker_of(Incident const& incident,
                                               v1::OfferBlood const& request) {
    auto const* const last = incident.last_blood_alarm();
    if (last == nullptr) {
        return std::unexpected{refusal(Code::failed_precondition, "incident_id",
                                       "no blood centre has alarmed the country")};
    }
    auto const to = request.to().empty() ? last->asked().party() : request.to();
    if (incident.blood_alarm_of(to) == nullptr || to == request.party()) {
        return std::unexpected{refusal(Code::invalid_argument, "to", "has not asked for it")};
    }
    return to;
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
    if (auto refused = refuse_lines(request.lines(), "lines", 0); refused) {
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
    auto const found = incident_with_blood(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = **found;
    if (!may_ask(incident, request.party())) {
        return std::unexpected{refusal(Code::failed_precondition, "party",
                                       "the country is alarmed by a region's blood centre that "
                                       "has been alarmed itself")};
    }
    if (auto refused = refuse_lines(request.asks(), "asks", 1); refused) {
        return std::unexpected{std::move(*refused)};
    }
    auto event = context.event(incident.id);
    auto& alarmed = *event.mutable_blood_country_alarmed();
    alarmed.set_party(request.party());
    alarmed.set_reason(request.reason());
    *alarmed.mutable_asks() = request.asks();
    auto const step = incident.pack->blood_step();
    if (auto const* const own = incident.chase(step, request.party()); own != nullptr) {
        *event.add_chases() = ladder::settle(incident, *own);  // who asks cannot be asked
    }
    if (incident.started[static_cast<std::size_t>(step)]) {
        ask_those_who_have_not_offered(event, context, incident, request);
    }
    ladder::imply_acknowledgement(event, incident, request.party(), step, context.now);
    return Events{std::move(event)};
}

Outcome decide_blood_offer(Context const& context, v1::OfferBlood const& request) {
    auto const found = incident_with_blood(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = **found;
    auto const to = asker_of(incident, request);
    if (!to) {
        return std::unexpected{to.error()};
    }
    auto const step = incident.pack->blood_step();
    auto const* const chase = incident.chase(step, request.party());
    if (chase == nullptr) {
        return std::unexpected{
            refusal(Code::not_found, "party", request.party() + " has not been asked for blood")};
    }
    if (auto refused = refuse_lines(request.units(), "units", 1); refused) {
        return std::unexpected{std::move(*refused)};
    }
    auto event = context.event(incident.id);
    auto& offered = *event.mutable_blood_offered();
    offered.set_party(request.party());
    offered.set_to(*to);
    offered.set_offer_id(next_offer_id(incident, request.party()));
    *offered.mutable_units() = request.units();
    offered.set_ready_at_us(
        (context.now + seconds(std::int64_t{60} * request.ready_in_minutes())).us);
    offered.set_note(request.note());
    offered.set_via(via_or_api(request.via()));
    offered.set_taken_by(context.taken_by(request.via(), request.party()));
    *event.add_chases() = ladder::settle(incident, *chase);
    ladder::imply_acknowledgement(event, incident, request.party(), step, context.now);
    return Events{std::move(event)};
}

Outcome decide_blood_accept(Context const& context, v1::AcceptBlood const& request) {
    auto const found = incident_with_blood(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const offer = offer_of(**found, request.offer_id());
    if (!offer) {
        return std::unexpected{offer.error()};
    }
    auto const& given = (*offer)->given();
    auto const may_change = (*offer)->state() == v1::BLOOD_OFFER_STATE_OFFERED ||
                            (*offer)->state() == v1::BLOOD_OFFER_STATE_ACCEPTED;
    if (given.to() != request.party() || !may_change) {
        return std::unexpected{
            refusal(Code::failed_precondition, given.to() == request.party() ? "offer_id" : "party",
                    given.to() == request.party() ? "the offer is under way already"
                                                  : "the offer is for " + given.to())};
    }
    auto const& wanted = request.units().empty() ? given.units() : request.units();
    if (auto refused = refuse_lines(wanted, "units", 1); refused) {
        return std::unexpected{std::move(*refused)};
    }
    if (!blood::covers(blood::units_of(given.units()), blood::units_of(wanted))) {
        return std::unexpected{
            refusal(Code::failed_precondition, "units", "is more than has been offered")};
    }
    auto event = context.event((*found)->id);
    auto& accepted = *event.mutable_blood_accepted();
    accepted.set_party(request.party());
    accepted.set_offer_id(request.offer_id());
    *accepted.mutable_units() = wanted;
    accepted.set_note(request.note());
    accepted.set_via(via_or_api(request.via()));
    accepted.set_taken_by(context.taken_by(request.via(), request.party()));
    return Events{std::move(event)};
}

Outcome decide_blood_transport(Context const& context, v1::ReportBloodTransport const& request) {
    auto const found = incident_of(context, request);  // what rolls arrives after the end, too
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const offer = offer_of(**found, request.offer_id());
    if (!offer) {
        return std::unexpected{offer.error()};
    }
    auto const has_left = request.state() == v1::BLOOD_OFFER_STATE_UNDER_WAY;
    if (!has_left && request.state() != v1::BLOOD_OFFER_STATE_ARRIVED) {
        return std::unexpected{refusal(Code::invalid_argument, "state",
                                       "BLOOD_OFFER_STATE_UNDER_WAY or BLOOD_OFFER_STATE_ARRIVED")};
    }
    auto const& given = (*offer)->given();
    if (request.party() != given.to() && !(has_left && request.party() == given.party())) {
        return std::unexpected{refusal(Code::failed_precondition, "party",
                                       "said by the centre that asked; that it is under way also "
                                       "by the one that sends it")};
    }
    auto const is_taken = (*offer)->state() == v1::BLOOD_OFFER_STATE_ACCEPTED ||
                          (*offer)->state() == v1::BLOOD_OFFER_STATE_UNDER_WAY;
    if ((*found)->is_closed() || !is_taken) {
        return std::unexpected{refusal(Code::failed_precondition, "offer_id",
                                       (*found)->is_closed() ? "the incident is closed"
                                       : (*offer)->state() == v1::BLOOD_OFFER_STATE_ARRIVED
                                           ? "it has arrived already"
                                           : "the offer has not been accepted")};
    }
    auto event = context.event((*found)->id);
    auto& reported = *event.mutable_blood_transport_reported();
    reported.set_party(request.party());
    reported.set_offer_id(request.offer_id());
    reported.set_state(request.state());
    if (has_left && request.arrives_in_minutes() > 0) {
        reported.set_arrives_at_us(
            (context.now + seconds(std::int64_t{60} * request.arrives_in_minutes())).us);
    }
    reported.set_note(request.note());
    reported.set_via(via_or_api(request.via()));
    reported.set_taken_by(context.taken_by(request.via(), request.party()));
    return Events{std::move(event)};
}

}  // namespace larm::core
