// Shared by the decide files and by nobody else: the context of one decision and the checks most of
// them begin with.
#pragma once

#include <expected>
#include <string>

#include "engine/core/decide.hpp"
#include "engine/core/nearest.hpp"

namespace larm::core {

/// What one decision looks at.
struct Context {
    State const& state;
    v1::Command const& command;
    Instant now;

    /// An event at `now`, of an incident or of the world where `incident_id` is empty.
    [[nodiscard]] v1::Event event(std::string const& incident_id = {}) const;
    /// Token id of the operator, where an answer of `party` was taken by voice by somebody else;
    /// empty otherwise.
    [[nodiscard]] std::string taken_by(v1::Via via, std::string_view party) const;
};

/// VIA_API where a client left it out.
[[nodiscard]] v1::Via via_or_api(v1::Via via);

/// The incident of a request, at the version the caller expects if it expects one.
template <typename Request>
std::expected<Incident const*, Rejection> incident_of(Context const& context,
                                                      Request const& request) {
    auto const* const incident = context.state.incident(request.incident_id());
    if (incident == nullptr) {
        return std::unexpected{refusal(Code::not_found, "incident_id", "no such incident")};
    }
    if constexpr (requires { request.expected_version(); }) {
        if (request.expected_version() != 0 && request.expected_version() != incident->version) {
            return std::unexpected{refusal(Code::aborted, "expected_version",
                                           "the incident has moved on to version " +
                                               std::to_string(incident->version) +
                                               "; read it again and decide anew")};
        }
    }
    return incident;
}

/// The same, for what can only be done while the alarm chain runs.
template <typename Request>
std::expected<Incident const*, Rejection> running_incident_of(Context const& context,
                                                              Request const& request) {
    auto incident = incident_of(context, request);
    if (incident && !(*incident)->is_running()) {
        return std::unexpected{refusal(Code::failed_precondition, "incident_id",
                                       (*incident)->is_open()
                                           ? "the alarm has not gone out"
                                           : "the alarm has been called off; report to the "
                                             "incident's TiB by phone")};
    }
    return incident;
}

/// The same, for what is said of one of its regions.
template <typename Request>
std::expected<Incident const*, Rejection> incident_for_region(Context const& context,
                                                              Request const& request) {
    auto incident = running_incident_of(context, request);
    if (incident && (*incident)->pack->region(request.region_id()) == nullptr) {
        return std::unexpected{refusal(Code::invalid_argument, "region_id",
                                       no_region((*incident)->pack, request.region_id()))};
    }
    return incident;
}

/// The incident, if the party has been asked anything in it.
template <typename Request>
std::expected<Incident const*, Rejection> asked_incident(Context const& context,
                                                         Request const& request) {
    auto incident = incident_of(context, request);
    if (!incident) {
        return incident;
    }
    if ((*incident)->is_closed()) {
        return std::unexpected{
            refusal(Code::failed_precondition, "incident_id", "the incident is closed")};
    }
    for (auto const& chase : (*incident)->chases) {
        if (chase.party == request.party()) {
            return incident;
        }
    }
    if ((*incident)->chases.empty()) {
        return std::unexpected{
            refusal(Code::failed_precondition, "incident_id", "the alarm has not gone out")};
    }
    return std::unexpected{
        refusal(Code::not_found, "party", not_asked(**incident, request.party()))};
}

/// The incident, while there is somebody left to tell: promises outlive the alarm.
template <typename Request>
std::expected<Incident const*, Rejection> unclosed_incident_of(Context const& context,
                                                               Request const& request) {
    auto incident = incident_of(context, request);
    if (incident && (*incident)->is_closed()) {
        return std::unexpected{
            refusal(Code::failed_precondition, "incident_id", "the incident is closed")};
    }
    return incident;
}

Outcome decide_report(Context const& context, v1::ReportIncident const& request);
Outcome decide_confirm(Context const& context, v1::ConfirmIncident const& request);
Outcome decide_level(Context const& context, v1::ChangeLevel const& request);
Outcome decide_rescind(Context const& context, v1::RescindIncident const& request);
Outcome decide_national(Context const& context, v1::EscalateNational const& request);
Outcome decide_national(Context const& context, v1::DeclineNational const& request);
Outcome decide_stand_down(Context const& context, v1::StandDown const& request);
Outcome decide_close(Context const& context, v1::CloseIncident const& request);
Outcome decide_resume(Context const& context, v1::ResumeChases const& request);

Outcome decide_acknowledge(Context const& context, v1::Acknowledge const& request);
Outcome decide_answer(Context const& context, v1::Answer const& request);

Outcome decide_report_call(Context const& context, v1::ReportCall const& request);

Outcome decide_commit(Context const& context, v1::CommitTransports const& request);
Outcome decide_decline(Context const& context, v1::DeclineTransports const& request);
Outcome decide_revoke(Context const& context, v1::RevokeTransports const& request);
Outcome decide_reconfirm(Context const& context, v1::ReconfirmTransports const& request);
Outcome decide_depart(Context const& context, v1::DepartTransports const& request);
Outcome decide_release(Context const& context, v1::ReleaseTransports const& request);
Outcome decide_shortfall(Context const& context, v1::AcceptShortfall const& request);

Outcome decide_blood_stock(Context const& context, v1::ReportBloodStock const& request);
Outcome decide_blood_alarm(Context const& context, v1::AlarmBloodCountry const& request);
Outcome decide_blood_offer(Context const& context, v1::OfferBlood const& request);
Outcome decide_blood_withdrawal(Context const& context, v1::WithdrawBloodOffer const& request);
Outcome decide_blood_accept(Context const& context, v1::AcceptBlood const& request);
Outcome decide_blood_transport(Context const& context, v1::ReportBloodTransport const& request);

Outcome decide_offer_duty(Context const& context, v1::OfferDuty const& request);
Outcome decide_accept_duty(Context const& context, v1::AcceptDuty const& request);
Outcome decide_seed_duty(Context const& context, v1::SeedDuty const& request);
Outcome decide_plan_duty(Context const& context, v1::PlanDuty const& request);
Outcome decide_change_contacts(Context const& context, v1::ChangeContacts const& request);
Outcome decide_tend_duty(Context const& context);
/// Nothing where the pack says nothing of it, or has no channel for it that the owner has.
Outcome decide_device_dropped(Context const& context, v1::TellDeviceDropped const& request);
/// Offers and reminders whose time has come.
void tend_roster(Events& events, Context const& context);
/// The end of roll-calls, and the pack's next one.
void tend_roll_calls(Events& events, Context const& context);
/// The duty is the officer's from now on, and open chases move with it.
Events take_duty(Context const& context, std::string const& party, std::string const& officer_id);
/// What had failed for want of an address goes again to those of `officers` who have the duty.
void correct_chases(Events& events, Context const& context,
                    google::protobuf::RepeatedPtrField<v1::DutySeeded> const& officers);

Outcome decide_start_roll_call(Context const& context, v1::StartRollCall const& request);
Outcome decide_end_roll_call(Context const& context, v1::EndRollCall const& request);
/// A human of the party has answered the roll-call.
Outcome decide_roll_call_answer(Context const& context, RollCall const& call,
                                std::string const& party, v1::Via via);
Outcome decide_roll_call_delivery(Context const& context, RollCall const& call,
                                  v1::RecordDelivery const& request);

Outcome decide_capacity_report(Context const& context, v1::ReportCapacity const& request);
Outcome decide_order_steps(Context const& context, v1::OrderSteps const& request);
Outcome decide_report_step(Context const& context, v1::ReportStep const& request);
Outcome decide_exercised(Context const& context, v1::RecordExercised const& request);
Outcome decide_casualties(Context const& context, v1::ReportCasualties const& request);
Outcome decide_arrivals(Context const& context, v1::ReportArrivals const& request);
/// Orders what the level orders by itself in the hospitals of the region that has decided it:
/// which, by the incident's own `rules`, of the ladders in force.
void order_by_level(Events& events, Context const& context, std::string const& incident_id,
                    std::string const& region, v1::ReadinessLevel level,
                    v1::CapacityRules const& rules);
/// Calls off what a level has ordered and nobody has accepted: it was a false alarm.
void call_off_orders(Events& events, Context const& context, Incident const& incident);
/// What is due of hospitals: one event a hospital.
void tend_capacity(Events& events, Context const& context, Incident const& incident);

Outcome decide_propose_transfers(Context const& context, v1::ProposeTransfers const& request);
Outcome decide_propose_move(Context const& context, v1::ProposeMove const& request);
Outcome decide_accept_transfers(Context const& context, v1::AcceptTransfers const& request);
Outcome decide_amend_transfer(Context const& context, v1::AmendTransfer const& request);
Outcome decide_decline_transfers(Context const& context, v1::DeclineTransfers const& request);
Outcome decide_depart_transfer(Context const& context, v1::DepartTransfer const& request);
Outcome decide_arrive_transfer(Context const& context, v1::ArriveTransfer const& request);
Outcome decide_release_transfer(Context const& context, v1::ReleaseTransfer const& request);
Outcome decide_call_off_transfers(Context const& context, v1::CallOffTransfers const& request);
Outcome decide_divert_transfer(Context const& context, v1::DivertTransfer const& request);
Outcome decide_undo_transfer(Context const& context, v1::UndoTransfer const& request);
/// Once nothing but what is of `region` lacks a decision, nobody is asked for it any more.
void settle_shortfall(v1::Event& event, Incident const& incident, std::string const& region);

/// Once `gone` vehicles of a promise no longer stand: accepted moves that none of the others
/// carries are called off, the latest first. Their patients are planned for anew.
void call_off_stranded(Events& events, Context const& context, Incident const& incident,
                       std::string const& region, std::string const& commitment_id, int gone);
/// A new look at who goes where, when it is due.
void tend_transfers(Events& events, Context const& context, Incident const& incident);
Outcome decide_report_indicator(Context const& context, v1::ReportIndicator const& request);
Outcome decide_triage_mode(Context const& context, v1::DecideTriage const& request);
Outcome decide_care_standard(Context const& context, v1::DecideCareStandard const& request);
/// Indicators that have turned, and what follows from them.
void tend_triage(Events& events, Context const& context, Incident const& incident);

Outcome decide_request_support(Context const& context, v1::RequestSupport const& request);
Outcome decide_offer_support(Context const& context, v1::OfferSupport const& request);
Outcome decide_decline_support(Context const& context, v1::DeclineSupport const& request);
Outcome decide_accept_support(Context const& context, v1::AcceptSupport const& request);
Outcome decide_report_support(Context const& context, v1::ReportSupport const& request);
Outcome decide_release_support(Context const& context, v1::ReleaseSupport const& request);
Outcome decide_cancel_support(Context const& context, v1::CancelSupport const& request);
Outcome decide_supply(Context const& context, v1::ReportSupply const& request);
/// Of all requests whatever the region has not answered.
Outcome decline_all_support(Context const& context, Incident const& incident,
                            v1::DeclineSupport const& said);

Outcome decide_fill_situation(Context const& context, v1::FillSituation const& request);
Outcome decide_send_situation(Context const& context, v1::SendSituation const& request);

Outcome decide_call_conference(Context const& context, v1::CallConference const& request);
Outcome decide_change_conference(Context const& context, v1::ChangeConference const& request);
Outcome decide_attendance(Context const& context, v1::ReportAttendance const& request);
Outcome decide_conference_decision(Context const& context,
                                   v1::RecordConferenceDecision const& request);
Outcome decide_position(Context const& context, v1::TakePosition const& request);
Outcome decide_end_conference(Context const& context, v1::EndConference const& request);

Outcome decide_deadline(Context const& context, v1::DeadlineDue const& request);
Outcome decide_delivery(Context const& context, v1::RecordDelivery const& request);
Outcome decide_rule_pack(Context const& context, v1::ActivateRulePack const& request);
Outcome decide_clock_skew(Context const& context, v1::NoticeClockSkew const& request);
Outcome decide_open_exercise(Context const& context, v1::OpenExercise const& request);
Outcome decide_move_exercise(Context const& context, v1::MoveExercise const& request);
Outcome decide_deliver_inject(Context const& context, v1::DeliverInject const& request);
Outcome decide_start_exercise(Context const& context);
Outcome decide_pause_exercise(Context const& context, v1::PauseExercise const& request);
Outcome decide_pace(Context const& context, v1::ChangePace const& request);
Outcome decide_skip_ahead(Context const& context, v1::SkipAhead const& request);
Outcome decide_give_inject(Context const& context, v1::GiveInject const& request);
Outcome decide_skip_inject(Context const& context, v1::SkipInject const& request);
Outcome decide_judge_inject(Context const& context, v1::JudgeInject const& request);
Outcome decide_hand_over(Context const& context, v1::HandOver const& request);
Outcome decide_observe(Context const& context, v1::Observe const& request);
Outcome decide_end_exercise(Context const& context, v1::EndExercise const& request);
/// Why a player's command is not taken now: an exercise whose time stands takes none.
[[nodiscard]] std::optional<Rejection> refuse_while_still(State const& state,
                                                          v1::Command const& command);

}  // namespace larm::core
