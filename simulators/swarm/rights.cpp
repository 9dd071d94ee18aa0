#include "engine/core/party.hpp"
#include "simulators/swarm/rights_parts.hpp"

namespace larm::swarm {

bool is_officer(v1::Role role) {
    return role == v1::ROLE_TIB || role == v1::ROLE_DEPUTY;
}

bool leads(v1::Actor const& by, core::Incident const* incident) {
    return is_officer(by.role()) && incident != nullptr && by.organisation() == incident->region_id;
}

bool is_voice(v1::Via via) {
    return via == v1::VIA_PHONE || via == v1::VIA_RAKEL;
}

bool is_of(v1::Actor const& by, std::string const& party) {
    auto const role = core::role_of(party);
    auto const same = by.role() == role || (is_officer(by.role()) && is_officer(role));
    return same && by.organisation() == core::organisation_of(party);
}

namespace {

/// For itself, or as the stricken region's TiB who has heard it by voice.
template <typename Request>
bool may_answer(core::State const& state, v1::Actor const& by, Request const& request) {
    return is_of(by, request.party()) ||
           (is_voice(request.via()) && leads(by, state.incident(request.incident_id())));
}

bool asks_for_blood(v1::Actor const& by, core::Incident const* incident) {
    return by.role() == v1::ROLE_BLOOD && incident != nullptr &&
           incident->blood_alarm_of("blood@" + by.organisation()) != nullptr;
}

/// So may a blood centre that asks the country, of what it asks for, by voice.
template <typename Request>
bool may_answer_step(core::State const& state, v1::Actor const& by, Request const& request) {
    auto const* const incident = state.incident(request.incident_id());
    return may_answer(state, by, request) ||
           (is_voice(request.via()) && asks_for_blood(by, incident) && !request.step().empty() &&
            incident->pack->step_index(request.step()) == incident->pack->blood_step());
}

/// The region that asked for it.
template <typename Request>
bool may_receive(core::State const& state, v1::Actor const& by, Request const& request) {
    auto const* const incident = state.incident(request.incident_id());
    if (incident == nullptr || !is_officer(by.role())) {
        return false;
    }
    for (auto const& asked : incident->support) {
        if (asked.request_id() == request.request_id()) {
            return asked.region_id() == by.organisation();
        }
    }
    return false;
}

/// Of a region: whoever its rules give the decision to.
template <typename Request>
bool may_decide(core::State const& state, v1::Actor const& by, Request const& request) {
    auto const* const incident = state.incident(request.incident_id());
    auto const* const terms = incident == nullptr ? nullptr : incident->triage.terms;
    auto const region = terms == nullptr ? std::nullopt : terms->region(request.region_id());
    return region && is_of(by, terms->regions()[*region].decider);
}

bool may_report(core::State const& state, v1::Actor const& by, v1::ReportIncident const& request) {
    if (by.role() == v1::ROLE_HOSPITAL) {
        auto const* const pack = state.active_pack();
        return pack != nullptr && pack->region_of(by.organisation()) == request.region_id();
    }
    return is_officer(by.role()) && by.organisation() == request.region_id();
}

bool may_hand_over(v1::Actor const& by, std::string const& party) {
    return (is_officer(by.role()) || by.role() == v1::ROLE_BLOOD) && is_of(by, party);
}

}  // namespace

bool has_right(core::State const& state, v1::Command const& command) {
    auto const& by = command.actor();
    switch (command.request_case()) {
        case v1::Command::kReportIncident: return may_report(state, by, command.report_incident());
        case v1::Command::kConfirmIncident:
            return is_officer(by.role()) &&
                   by.organisation() == command.confirm_incident().region_id();
        case v1::Command::kChangeLevel: return may_lead(state, by, command.change_level());
        case v1::Command::kRescindIncident: return may_lead(state, by, command.rescind_incident());
        case v1::Command::kEscalateNational:
            return may_lead(state, by, command.escalate_national());
        case v1::Command::kDeclineNational: return may_lead(state, by, command.decline_national());
        case v1::Command::kStandDown: return may_lead(state, by, command.stand_down());
        case v1::Command::kCloseIncident: return may_lead(state, by, command.close_incident());
        case v1::Command::kResumeChases:
            return by.role() == v1::ROLE_ADMIN || may_lead(state, by, command.resume_chases());
        case v1::Command::kAcknowledge: return may_answer_step(state, by, command.acknowledge());
        case v1::Command::kAnswer: return may_answer_step(state, by, command.answer());
        case v1::Command::kReportCall: return may_lead(state, by, command.report_call());
        case v1::Command::kCommitTransports:
            return may_promise(state, by, command.commit_transports());
        case v1::Command::kDeclineTransports:
            return may_promise(state, by, command.decline_transports());
        case v1::Command::kRevokeTransports:
            return may_promise(state, by, command.revoke_transports());
        case v1::Command::kReconfirmTransports:
            return may_promise(state, by, command.reconfirm_transports());
        case v1::Command::kDepartTransports:
            return may_promise(state, by, command.depart_transports());
        case v1::Command::kReleaseTransports:
            return may_lead(state, by, command.release_transports());
        case v1::Command::kAcceptShortfall: return may_lead(state, by, command.accept_shortfall());
        case v1::Command::kOfferDuty: return may_hand_over(by, command.offer_duty().party());
        case v1::Command::kAcceptDuty: return may_hand_over(by, command.accept_duty().party());
        case v1::Command::kPlanDuty:
            return by.role() == v1::ROLE_ADMIN || may_hand_over(by, command.plan_duty().party());
        case v1::Command::kReportBloodStock: return is_of(by, command.report_blood_stock().party());
        case v1::Command::kAlarmBloodCountry:
            return is_of(by, command.alarm_blood_country().party());
        case v1::Command::kOfferBlood:
            return may_answer(state, by, command.offer_blood()) ||
                   (is_voice(command.offer_blood().via()) &&
                    asks_for_blood(by, state.incident(command.offer_blood().incident_id())));
        case v1::Command::kWithdrawBloodOffer:
            return may_answer(state, by, command.withdraw_blood_offer()) ||
                   (is_voice(command.withdraw_blood_offer().via()) &&
                    asks_for_blood(by,
                                   state.incident(command.withdraw_blood_offer().incident_id())));
        case v1::Command::kAcceptBlood: return may_answer(state, by, command.accept_blood());
        case v1::Command::kReportBloodTransport:
            return may_answer(state, by, command.report_blood_transport());
        case v1::Command::kRequestSupport:
            return is_officer(by.role()) &&
                   by.organisation() == command.request_support().region_id();
        case v1::Command::kOfferSupport: return may_promise(state, by, command.offer_support());
        case v1::Command::kDeclineSupport: return may_promise(state, by, command.decline_support());
        case v1::Command::kAcceptSupport: return may_receive(state, by, command.accept_support());
        case v1::Command::kReleaseSupport: return may_receive(state, by, command.release_support());
        case v1::Command::kCancelSupport: return may_receive(state, by, command.cancel_support());
        case v1::Command::kDecideTriage: return may_decide(state, by, command.decide_triage());
        case v1::Command::kDecideCareStandard:
            return may_decide(state, by, command.decide_care_standard());
        case v1::Command::kSendSituation: return may_lead(state, by, command.send_situation());
        case v1::Command::kReportSupport:
        case v1::Command::kReportSupply:
        case v1::Command::kFillSituation:
        case v1::Command::kCallConference:
        case v1::Command::kChangeConference:
        case v1::Command::kReportAttendance:
        case v1::Command::kRecordConferenceDecision:
        case v1::Command::kTakePosition:
        case v1::Command::kEndConference:
        case v1::Command::kStartRollCall:
        case v1::Command::kEndRollCall:
        case v1::Command::kReportCapacity:
        case v1::Command::kOrderSteps:
        case v1::Command::kReportStep:
        case v1::Command::kRecordExercised:
        case v1::Command::kReportCasualties:
        case v1::Command::kReportArrivals:
        case v1::Command::kProposeTransfers:
        case v1::Command::kProposeMove:
        case v1::Command::kAcceptTransfers:
        case v1::Command::kAmendTransfer:
        case v1::Command::kDeclineTransfers:
        case v1::Command::kDepartTransfer:
        case v1::Command::kArriveTransfer:
        case v1::Command::kReleaseTransfer:
        case v1::Command::kDivertTransfer:
        case v1::Command::kUndoTransfer:
        case v1::Command::kCallOffTransfers:
        case v1::Command::kReportIndicator:
        case v1::Command::kStartExercise:
        case v1::Command::kPauseExercise:
        case v1::Command::kChangePace:
        case v1::Command::kSkipAhead:
        case v1::Command::kGiveInject:
        case v1::Command::kSkipInject:
        case v1::Command::kJudgeInject:
        case v1::Command::kHandOver:
        case v1::Command::kObserve:
        case v1::Command::kEndExercise: return has_wide_right(state, command);
        case v1::Command::kChangeContacts:  // the swarm has no book of contacts
        case v1::Command::kOpenExercise:
        case v1::Command::kMoveExercise:
        case v1::Command::kDeliverInject:
        case v1::Command::kTendDuty:
        case v1::Command::kDeadlineDue:
        case v1::Command::kRecordDelivery:
        case v1::Command::kActivateRulePack:
        case v1::Command::kSeedDuty:
        case v1::Command::kNoticeClockSkew:
        case v1::Command::kTellDeviceDropped:
        case v1::Command::REQUEST_NOT_SET: break;
    }
    return false;
}

}  // namespace larm::swarm
