// What an alerted party says back: acknowledgements and answers, the same over every channel.
#include <algorithm>

#include "engine/core/decide_blood.hpp"
#include "engine/core/decide_parts.hpp"
#include "engine/core/ladder.hpp"
#include "engine/core/party.hpp"
#include "engine/core/step.hpp"
#include "engine/core/support.hpp"

namespace larm::core {
namespace {

/// The deputy answers for the region's TiB, in whose place they were told.
template <typename Request>
Request for_whom(Context const& context, Request request) {
    auto const* const incident = context.state.incident(request.incident_id());
    if (incident == nullptr || role_of(request.party()) != v1::ROLE_DEPUTY ||
        std::ranges::any_of(incident->chases,
                            [&](auto const& chase) { return chase.party == request.party(); })) {
        return request;
    }
    request.set_party(make_party(v1::ROLE_TIB, organisation_of(request.party())));
    return request;
}

/// The chase that an answer without a step must mean. Never a decision: the national step and a
/// shortfall are taken by name, so that "5" over any channel is five transports and nothing else.
/// More than was asked is reserve, so the transports are meant also when enough are promised, and a
/// no is about them. After the end the step that tells of it is meant, and no number. Somebody who
/// has seen the alarm may still say yes or no to it, and change it.
Chase const* chase_awaiting_answer(Incident const& incident, v1::Answer const& request) {
    auto const has_count = request.accept().count() > 0 || request.provisional().count() > 0;
    auto const has_ended = incident.has_ended();
    Chase const* unseen = nullptr;
    Chase const* seen = nullptr;
    Chase const* last = nullptr;
    for (auto const& chase : incident.chases) {
        if (chase.party != request.party()) {
            continue;
        }
        auto const expects = incident.pack->step(chase.step).expects();
        auto const is_open = !incident.is_satisfied(chase) || request.has_decline();
        if (expects == v1::EXPECTS_TRANSPORTS && (has_count || (is_open && !has_ended))) {
            return &chase;
        }
        if (expects == v1::EXPECTS_BLOOD_OFFER && request.has_decline() && !has_ended) {
            return &chase;  // a no to the alarm itself is given by naming its step
        }
        if (expects != v1::EXPECTS_ACKNOWLEDGEMENT) {
            continue;
        }
        auto const*& first = incident.is_satisfied(chase) ? seen : unseen;
        first = first == nullptr ? &chase : first;
        last = &chase;
    }
    if (has_ended) {
        return last;
    }
    return unseen != nullptr ? unseen : seen;
}

/// Who has seen all else can mean nothing but the conference that they are called to.
void acknowledge_call(v1::Event& event, Incident const& incident, std::string_view party,
                      Instant now) {
    for (auto const& chase : incident.chases) {
        if (chase.party == party && calls_a_conference(incident.pack->step(chase.step)) &&
            incident.is_running()) {
            if (auto update = ladder::acknowledge(incident, chase, now); update) {
                *event.add_chases() = std::move(*update);
            }
        }
    }
}

Outcome answer_acknowledgement(Context const& context, Incident const& incident, Chase const& chase,
                               v1::Answer const& request) {
    auto event = context.event(incident.id);
    auto& answered = *event.mutable_party_answered();
    answered.set_party(chase.party);
    answered.set_step(incident.pack->step(chase.step).id());
    answered.set_via(via_or_api(request.via()));
    answered.set_taken_by(context.taken_by(request.via(), chase.party));
    answered.set_note(request.note());
    answered.set_answer(request.has_decline() ? "decline: " + request.decline().reason()
                                              : "accept");
    *event.add_chases() =
        request.has_decline() ? ladder::decline(incident, chase) : ladder::settle(incident, chase);
    auto const by_voice = !answered.taken_by().empty();
    ladder::imply_acknowledgement(event, incident, chase.party, chase.step, context.now,
                                  by_voice && !tells_the_end(incident.pack->step(chase.step))
                                      ? ladder::Heard::alarm_alone
                                      : ladder::Heard::all);
    ladder::tell_the_end(event, incident, chase.party, context.now, by_voice);
    return Events{std::move(event)};
}

Outcome answer_blood(Context const& context, Incident const& incident, Chase const& chase,
                     v1::Answer const& request) {
    if (!request.has_decline() && !incident.has_ended()) {
        return std::unexpected{refusal(Code::invalid_argument, "answer",
                                       "an offer of blood says how many units of which group: "
                                       "BloodService/Offer; or decline with a reason")};
    }
    auto decided = answer_acknowledgement(context, incident, chase, request);
    // Who has been asked anew since says by a no that there is no more; what stands, stands.
    if (decided && incident.is_running() && chase.state == v1::PARTY_STATE_ANSWERED) {
        blood::withdraw_all(*decided, context, incident, chase);
    }
    return decided;
}

Outcome answer_transports(Context const& context, v1::Answer const& request) {
    auto const region = std::string{organisation_of(request.party())};
    if (request.has_decline()) {
        v1::DeclineTransports decline;
        decline.set_incident_id(request.incident_id());
        decline.set_region_id(region);
        decline.set_reason(request.decline().reason());
        decline.set_via(request.via());
        decline.set_note(request.note());
        return decide_decline(context, decline);
    }
    auto const count =
        request.has_accept() ? request.accept().count() : request.provisional().count();
    if (count < 1) {
        return std::unexpected{refusal(Code::invalid_argument,
                                       request.has_accept() ? "accept.count" : "provisional.count",
                                       "say how many transports, or decline with a reason")};
    }
    v1::CommitTransports commit;
    commit.set_incident_id(request.incident_id());
    commit.set_region_id(region);
    commit.set_count(count);
    commit.set_provisional(request.has_provisional());
    commit.set_via(request.via());
    commit.set_note(request.note());
    return decide_commit(context, commit);
}

/// A decision is the stricken region's: answering it is giving it.
std::optional<Rejection> refuse_decision(Context const& context, Incident const& incident) {
    if (context.command.actor().organisation() == incident.region_id) {
        return std::nullopt;
    }
    return refusal(Code::permission_denied, "party", "this decision is the stricken region's own");
}

Outcome answer_national(Context const& context, Incident const& incident,
                        v1::Answer const& request) {
    if (auto refused = refuse_decision(context, incident); refused) {
        return std::unexpected{std::move(*refused)};
    }
    if (request.has_decline()) {
        v1::DeclineNational decline;
        decline.set_incident_id(request.incident_id());
        decline.set_reason(request.decline().reason());
        return decide_national(context, decline);
    }
    v1::EscalateNational escalate;
    escalate.set_incident_id(request.incident_id());
    escalate.set_reason(request.note());
    return decide_national(context, escalate);
}

/// Yes or no to all that is proposed to the region; to a part by TransferService.
Outcome answer_transfers(Context const& context, v1::Answer const& request) {
    std::string const region{organisation_of(request.party())};
    if (request.has_decline()) {
        v1::DeclineTransfers decline;
        decline.set_incident_id(request.incident_id());
        decline.set_region_id(region);
        decline.set_reason(request.decline().reason());
        decline.set_via(request.via());
        return decide_decline_transfers(context, decline);
    }
    if (!request.has_accept() || request.accept().count() != 0) {
        return std::unexpected{refusal(Code::failed_precondition, "answer",
                                       "accept all that is proposed, decline it, or say which "
                                       "moves by TransferService/Accept")};
    }
    v1::AcceptTransfers accept;
    accept.set_incident_id(request.incident_id());
    accept.set_region_id(region);
    accept.set_via(request.via());
    accept.set_note(request.note());
    return decide_accept_transfers(context, accept);
}

/// A number is an offer where only one thing is asked; otherwise it takes words that say of what.
Outcome answer_support(Context const& context, Incident const& incident,
                       v1::Answer const& request) {
    auto const region = std::string{organisation_of(request.party())};
    if (request.has_decline()) {
        v1::DeclineSupport decline;
        decline.set_region_id(region);
        decline.set_reason(request.decline().reason());
        decline.set_via(request.via());
        return decline_all_support(context, incident, decline);
    }
    auto const count =
        request.has_accept() ? request.accept().count() : request.provisional().count();
    if (count < 1 || awaited_lines(incident.support, region) != 1) {
        return std::unexpected{refusal(Code::failed_precondition, "answer",
                                       "say what is offered, by SupportService/OfferSupport")};
    }
    v1::OfferSupport offer;
    offer.set_incident_id(request.incident_id());
    offer.set_region_id(region);
    offer.set_quantity(count);
    offer.set_provisional(request.has_provisional());
    offer.set_via(request.via());
    offer.set_note(request.note());
    for (auto const& asked : incident.support) {
        for (auto const& line : asked.lines()) {
            if (awaits_answer(line, region)) {
                offer.set_request_id(asked.request_id());
                offer.set_line(line.line());
            }
        }
    }
    return decide_offer_support(context, offer);
}

Outcome answer_shortfall(Context const& context, Incident const& incident,
                         v1::Answer const& request) {
    if (auto refused = refuse_decision(context, incident); refused) {
        return std::unexpected{std::move(*refused)};
    }
    if (!request.has_accept()) {
        return std::unexpected{
            refusal(Code::failed_precondition, "answer",
                    "a shortfall is accepted, or met by more transports; it cannot be declined")};
    }
    Events events;
    auto const transport_step = incident.pack->step(incident.pack->transport_step()).id();
    for (auto const& region : incident.transports) {
        auto const missing = incident.missing_transports(region.region_id);
        if (!region.declined || missing <= region.accepted_missing) {
            continue;
        }
        auto event = context.event(incident.id);
        auto& accepted = *event.mutable_shortfall_accepted();
        accepted.set_region_id(region.region_id);
        accepted.set_step(transport_step);
        accepted.set_reason(request.note());
        accepted.set_missing(missing);
        events.push_back(std::move(event));
    }
    if (events.empty()) {
        return std::unexpected{
            refusal(Code::failed_precondition, "step", "no shortfall waits for a decision")};
    }
    for (auto const& chase : incident.chases) {
        if (incident.pack->step(chase.step).expects() == v1::EXPECTS_SHORTFALL_DECISION) {
            *events.back().add_chases() = ladder::settle(incident, chase);
        }
    }
    return events;
}

}  // namespace

Outcome decide_acknowledge(Context const& context, v1::Acknowledge const& given) {
    if (auto const* const call = context.state.roll_call(given.incident_id()); call != nullptr) {
        return decide_roll_call_answer(context, *call, given.party(), given.via());
    }
    auto const request = for_whom(context, given);
    auto const found = asked_incident(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = **found;
    auto event = context.event(incident.id);
    auto& acknowledged = *event.mutable_party_acknowledged();
    acknowledged.set_party(request.party());
    acknowledged.set_via(via_or_api(request.via()));
    acknowledged.set_taken_by(context.taken_by(request.via(), request.party()));
    auto const by_voice = !acknowledged.taken_by().empty();
    if (request.step().empty()) {
        // All that is open. Whom nothing had reached, not even the end, is spoken to of the alarm.
        auto const is_news = by_voice && incident.has_ended() &&
                             !ladder::is_told_of_the_end(incident, request.party());
        ladder::imply_acknowledgement(event, incident, request.party(), -1, context.now,
                                      is_news ? ladder::Heard::alarm_alone : ladder::Heard::all);
        if (event.chases().empty()) {
            acknowledge_call(event, incident, request.party(), context.now);
        }
        // Also who has seen an end that another has taken the place of.
        if (is_news || !event.chases().empty()) {
            ladder::tell_the_end(event, incident, request.party(), context.now, by_voice);
        }
        return Events{std::move(event)};
    }
    auto const* const chase =
        incident.chase(incident.pack->step_index(request.step()), request.party());
    if (chase == nullptr) {
        return std::unexpected{
            refusal(Code::not_found, "step",
                    request.party() + " is not asked anything in step '" + request.step() + "'")};
    }
    if (auto update = ladder::acknowledge(incident, *chase, context.now); update) {
        *event.add_chases() = std::move(*update);
        if (by_voice && !tells_the_end(incident.pack->step(chase->step))) {
            // Whoever has been told of the alarm by telephone has been told all of it.
            ladder::imply_acknowledgement(event, incident, request.party(), chase->step,
                                          context.now, ladder::Heard::alarm_alone);
        }
        ladder::tell_the_end(event, incident, request.party(), context.now, by_voice);
    }
    return Events{std::move(event)};
}

Outcome decide_answer(Context const& context, v1::Answer const& given) {
    if (auto const* const call = context.state.roll_call(given.incident_id()); call != nullptr) {
        return decide_roll_call_answer(context, *call, given.party(), given.via());  // also a no
    }
    auto const request = for_whom(context, given);
    auto const found = asked_incident(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = **found;
    if (request.answer_case() == v1::Answer::ANSWER_NOT_SET) {
        return std::unexpected{refusal(Code::invalid_argument, "answer",
                                       "needs one of accept, provisional and decline")};
    }
    auto const* const chase =
        request.step().empty()
            ? chase_awaiting_answer(incident, request)
            : incident.chase(incident.pack->step_index(request.step()), request.party());
    if (chase == nullptr) {
        return std::unexpected{refusal(
            Code::not_found, "step",
            request.step().empty()
                ? "say which step: none of the party's waits for such an answer, and a decision "
                  "is never taken without naming it"
                : request.party() + " is not asked anything in step '" + request.step() + "'")};
    }
    auto const expects = incident.pack->step(chase->step).expects();
    if (expects == v1::EXPECTS_TRANSPORTS) {
        return answer_transports(context, request);
    }
    if (expects == v1::EXPECTS_NATIONAL_DECISION) {
        return answer_national(context, incident, request);
    }
    if (expects == v1::EXPECTS_SHORTFALL_DECISION) {
        return answer_shortfall(context, incident, request);
    }
    if (expects == v1::EXPECTS_BLOOD_OFFER) {
        return answer_blood(context, incident, *chase, request);
    }
    if (expects == v1::EXPECTS_SUPPORT_OFFER) {
        return answer_support(context, incident, request);
    }
    if (expects == v1::EXPECTS_TRANSFER_ANSWER) {
        return answer_transfers(context, request);
    }
    if (expects == v1::EXPECTS_TRIAGE_DECISION) {
        return std::unexpected{refusal(Code::failed_precondition, "answer",
                                       "triage and the standard of care are decided by "
                                       "TriageService, with a reason")};
    }
    if (expects == v1::EXPECTS_SITUATION_REPORT) {
        return std::unexpected{refusal(Code::failed_precondition, "answer",
                                       "a situation report is sent by SituationService/"
                                       "SendSituation")};
    }
    return answer_acknowledgement(context, incident, *chase, request);
}

}  // namespace larm::core
