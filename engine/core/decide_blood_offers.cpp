// Blood that other centres offer to the one that has alarmed the country: given, taken back,
// accepted, under way, arrived. A figure is not changed but taken back, and given anew.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "engine/core/authority.hpp"
#include "engine/core/decide_blood.hpp"
#include "engine/core/ladder.hpp"
#include "engine/core/party.hpp"

namespace larm::core {
namespace {

std::expected<v1::BloodOfferSnapshot const*, Rejection> offer_of(Incident const& incident,
                                                                 std::string const& id) {
    auto const* const offer = incident.blood_offer(id);
    if (offer == nullptr) {
        return std::unexpected{
            refusal(Code::not_found, "offer_id", "no offer '" + id + "' of blood")};
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
        return std::unexpected{refusal(
            Code::invalid_argument, "to",
            to + " has not asked the country for blood: " + last->asked().party() + " asked last")};
    }
    return to;
}

/// The centre that asked hears of it, where it has not entered it itself. Also after the end: what
/// rolls is counted on until it has come.
void tell_asker(v1::ChaseUpdate& update, Context const& context, Incident const& incident,
                v1::Notify const& notify, std::string const& asker) {
    if (!incident.is_closed() && !speaks_for(context.command.actor(), asker)) {
        ladder::tell(update, incident, notify, asker);
    }
}

/// Why an offer cannot be accepted, sent or taken back any more; in the words of the third case.
std::string gone(v1::BloodOfferSnapshot const& offer, std::string else_so) {
    return offer.state() == v1::BLOOD_OFFER_STATE_ARRIVED     ? "it has arrived already"
           : offer.state() == v1::BLOOD_OFFER_STATE_WITHDRAWN ? "the offer has been withdrawn"
                                                              : std::move(else_so);
}

std::expected<void, Rejection> may_be_withdrawn(Incident const& incident,
                                                v1::BloodOfferSnapshot const& offer,
                                                v1::WithdrawBloodOffer const& request) {
    auto const refused = [](std::string field, std::string why) {
        return std::unexpected{
            refusal(Code::failed_precondition, std::move(field), std::move(why))};
    };
    if (incident.is_closed()) {
        return refused("incident_id", "the incident is closed");
    }
    if (offer.given().party() != request.party()) {
        return refused("party", "the offer is of " + offer.given().party());
    }
    if (offer.state() == v1::BLOOD_OFFER_STATE_ARRIVED ||
        offer.state() == v1::BLOOD_OFFER_STATE_WITHDRAWN) {
        return refused("offer_id", gone(offer, {}));
    }
    return {};
}

/// What had been accepted of them lacks again.
void ask_for_what_is_lost(v1::Event& event, Context const& context, Incident const& incident,
                          std::vector<v1::BloodOfferSnapshot const*> const& lost) {
    std::set<std::string_view> ids;
    for (auto const* const offer : lost) {
        ids.insert(offer->given().offer_id());
    }
    for (auto const* const offer : lost) {
        auto const& asker = offer->given().to();
        auto const* const alarm = incident.blood_alarm_of(asker);
        if (!incident.is_running() || offer->accepted().empty() || alarm == nullptr) {
            continue;
        }
        auto const wanted = blood::units_of(alarm->asked().asks());
        blood::Question const question{asker, wanted, ids, true};
        if (!blood::is_met(incident, question)) {
            blood::ask_others(event, context, incident, question, offer->given().party());
        }
    }
}

std::vector<v1::BloodOfferSnapshot const*> not_arrived(Incident const& incident,
                                                       std::string_view party) {
    std::vector<v1::BloodOfferSnapshot const*> found;
    for (auto const& offer : incident.blood.offers()) {
        if (offer.given().party() == party && offer.state() != v1::BLOOD_OFFER_STATE_ARRIVED &&
            offer.state() != v1::BLOOD_OFFER_STATE_WITHDRAWN) {
            found.push_back(&offer);
        }
    }
    return found;
}

}  // namespace

namespace blood {

void withdraw_all(Events& events, Context const& context, Incident const& incident,
                  Chase const& chase) {
    auto const lost = not_arrived(incident, chase.party);
    auto const& answer = context.command.answer();
    auto& said = *events.front().mutable_chases(0);  // the no itself
    auto const is_told_more = [&](v1::Notice const& notice) {
        return std::ranges::any_of(
            lost, [&](auto const* offer) { return offer->given().to() == notice.recipient(); });
    };
    auto& notices = *said.mutable_notices();
    notices.erase(std::remove_if(notices.begin(), notices.end(), is_told_more), notices.end());
    auto update = said;
    std::set<std::string_view> told;
    for (auto const* const offer : lost) {
        auto event = context.event(incident.id);
        auto& withdrawn = *event.mutable_blood_offer_withdrawn();
        withdrawn.set_party(chase.party);
        withdrawn.set_offer_id(offer->given().offer_id());
        withdrawn.set_reason(answer.decline().reason());
        withdrawn.set_via(via_or_api(answer.via()));
        withdrawn.set_taken_by(context.taken_by(answer.via(), chase.party));
        update.clear_notices();
        if (told.insert(offer->given().to()).second) {  // once, of all that it loses
            tell_asker(update, context, incident, incident.pack->step(chase.step).on_withdrawal(),
                       offer->given().to());
        }
        *event.add_chases() = update;
        if (offer == lost.back()) {
            ask_for_what_is_lost(event, context, incident, lost);
        }
        events.push_back(std::move(event));
    }
}

}  // namespace blood

Outcome decide_blood_offer(Context const& context, v1::OfferBlood const& request) {
    auto const found = blood::incident_with_blood(context, request);
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
    if (auto refused = blood::refuse_lines(request.units(), "units", 1); refused) {
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
    auto& update = *event.add_chases();
    update = ladder::settle(incident, *chase);
    tell_asker(update, context, incident, incident.pack->step(step).on_offer(), *to);
    ladder::imply_acknowledgement(event, incident, request.party(), step, context.now);
    return Events{std::move(event)};
}

Outcome decide_blood_withdrawal(Context const& context, v1::WithdrawBloodOffer const& request) {
    auto const found = incident_of(context, request);  // what rolls may turn round after the end
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = **found;
    auto const offer = offer_of(incident, request.offer_id());
    if (!offer) {
        return std::unexpected{offer.error()};
    }
    if (auto may = may_be_withdrawn(incident, **offer, request); !may) {
        return std::unexpected{std::move(may.error())};
    }
    auto event = context.event(incident.id);
    auto& withdrawn = *event.mutable_blood_offer_withdrawn();
    withdrawn.set_party(request.party());
    withdrawn.set_offer_id(request.offer_id());
    withdrawn.set_reason(request.reason());
    withdrawn.set_via(via_or_api(request.via()));
    withdrawn.set_taken_by(context.taken_by(request.via(), request.party()));
    auto const step = incident.pack->blood_step();
    if (auto const* const chase = incident.chase(step, request.party()); chase != nullptr) {
        auto& update = *event.add_chases();
        update = ladder::current(incident, *chase);  // asked anew meanwhile, it still is
        tell_asker(update, context, incident, incident.pack->step(step).on_withdrawal(),
                   (*offer)->given().to());
    }
    ask_for_what_is_lost(event, context, incident, {*offer});
    ladder::imply_acknowledgement(event, incident, request.party(), step, context.now);
    return Events{std::move(event)};
}

Outcome decide_blood_accept(Context const& context, v1::AcceptBlood const& request) {
    auto const found = blood::incident_with_blood(context, request);
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
                    given.to() == request.party() ? gone(**offer, "the offer is under way already")
                                                  : "the offer is for " + given.to())};
    }
    auto const& wanted = request.units().empty() ? given.units() : request.units();
    if (auto refused = blood::refuse_lines(wanted, "units", 1); refused) {
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
        return std::unexpected{
            refusal(Code::failed_precondition, (*found)->is_closed() ? "incident_id" : "offer_id",
                    (*found)->is_closed() ? "the incident is closed"
                                          : gone(**offer, "the offer has not been accepted"))};
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
