#include "engine/core/decide.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>

#include "engine/core/authority.hpp"
#include "engine/core/command_memory.hpp"
#include "engine/core/decide_parts.hpp"
#include "engine/core/party.hpp"
#include "engine/core/reach.hpp"

namespace larm::core {
namespace {

Outcome dispatch(Context const& context) {
    auto const& command = context.command;
    switch (command.request_case()) {
        case v1::Command::kReportIncident: return decide_report(context, command.report_incident());
        case v1::Command::kConfirmIncident:
            return decide_confirm(context, command.confirm_incident());
        case v1::Command::kChangeLevel: return decide_level(context, command.change_level());
        case v1::Command::kRescindIncident:
            return decide_rescind(context, command.rescind_incident());
        case v1::Command::kEscalateNational:
            return decide_national(context, command.escalate_national());
        case v1::Command::kDeclineNational:
            return decide_national(context, command.decline_national());
        case v1::Command::kStandDown: return decide_stand_down(context, command.stand_down());
        case v1::Command::kCloseIncident: return decide_close(context, command.close_incident());
        case v1::Command::kResumeChases: return decide_resume(context, command.resume_chases());
        case v1::Command::kAcknowledge: return decide_acknowledge(context, command.acknowledge());
        case v1::Command::kAnswer: return decide_answer(context, command.answer());
        case v1::Command::kReportCall: return decide_report_call(context, command.report_call());
        case v1::Command::kCommitTransports:
            return decide_commit(context, command.commit_transports());
        case v1::Command::kDeclineTransports:
            return decide_decline(context, command.decline_transports());
        case v1::Command::kRevokeTransports:
            return decide_revoke(context, command.revoke_transports());
        case v1::Command::kReconfirmTransports:
            return decide_reconfirm(context, command.reconfirm_transports());
        case v1::Command::kDepartTransports:
            return decide_depart(context, command.depart_transports());
        case v1::Command::kReleaseTransports:
            return decide_release(context, command.release_transports());
        case v1::Command::kAcceptShortfall:
            return decide_shortfall(context, command.accept_shortfall());
        case v1::Command::kOfferDuty: return decide_offer_duty(context, command.offer_duty());
        case v1::Command::kAcceptDuty: return decide_accept_duty(context, command.accept_duty());
        case v1::Command::kPlanDuty: return decide_plan_duty(context, command.plan_duty());
        case v1::Command::kStartRollCall:
            return decide_start_roll_call(context, command.start_roll_call());
        case v1::Command::kEndRollCall:
            return decide_end_roll_call(context, command.end_roll_call());
        case v1::Command::kChangeContacts:
            return decide_change_contacts(context, command.change_contacts());
        case v1::Command::kReportCapacity:
            return decide_capacity_report(context, command.report_capacity());
        case v1::Command::kOrderSteps: return decide_order_steps(context, command.order_steps());
        case v1::Command::kReportStep: return decide_report_step(context, command.report_step());
        case v1::Command::kRecordExercised:
            return decide_exercised(context, command.record_exercised());
        case v1::Command::kReportCasualties:
            return decide_casualties(context, command.report_casualties());
        case v1::Command::kReportArrivals:
            return decide_arrivals(context, command.report_arrivals());
        case v1::Command::kProposeTransfers:
            return decide_propose_transfers(context, command.propose_transfers());
        case v1::Command::kProposeMove: return decide_propose_move(context, command.propose_move());
        case v1::Command::kAcceptTransfers:
            return decide_accept_transfers(context, command.accept_transfers());
        case v1::Command::kAmendTransfer:
            return decide_amend_transfer(context, command.amend_transfer());
        case v1::Command::kDeclineTransfers:
            return decide_decline_transfers(context, command.decline_transfers());
        case v1::Command::kDepartTransfer:
            return decide_depart_transfer(context, command.depart_transfer());
        case v1::Command::kArriveTransfer:
            return decide_arrive_transfer(context, command.arrive_transfer());
        case v1::Command::kReleaseTransfer:
            return decide_release_transfer(context, command.release_transfer());
        case v1::Command::kCallOffTransfers:
            return decide_call_off_transfers(context, command.call_off_transfers());
        case v1::Command::kDivertTransfer:
            return decide_divert_transfer(context, command.divert_transfer());
        case v1::Command::kUndoTransfer:
            return decide_undo_transfer(context, command.undo_transfer());
        case v1::Command::kReportIndicator:
            return decide_report_indicator(context, command.report_indicator());
        case v1::Command::kDecideTriage:
            return decide_triage_mode(context, command.decide_triage());
        case v1::Command::kDecideCareStandard:
            return decide_care_standard(context, command.decide_care_standard());
        case v1::Command::kRequestSupport:
            return decide_request_support(context, command.request_support());
        case v1::Command::kOfferSupport:
            return decide_offer_support(context, command.offer_support());
        case v1::Command::kDeclineSupport:
            return decide_decline_support(context, command.decline_support());
        case v1::Command::kAcceptSupport:
            return decide_accept_support(context, command.accept_support());
        case v1::Command::kReportSupport:
            return decide_report_support(context, command.report_support());
        case v1::Command::kReleaseSupport:
            return decide_release_support(context, command.release_support());
        case v1::Command::kCancelSupport:
            return decide_cancel_support(context, command.cancel_support());
        case v1::Command::kReportSupply: return decide_supply(context, command.report_supply());
        case v1::Command::kFillSituation:
            return decide_fill_situation(context, command.fill_situation());
        case v1::Command::kSendSituation:
            return decide_send_situation(context, command.send_situation());
        case v1::Command::kCallConference:
            return decide_call_conference(context, command.call_conference());
        case v1::Command::kChangeConference:
            return decide_change_conference(context, command.change_conference());
        case v1::Command::kReportAttendance:
            return decide_attendance(context, command.report_attendance());
        case v1::Command::kRecordConferenceDecision:
            return decide_conference_decision(context, command.record_conference_decision());
        case v1::Command::kTakePosition: return decide_position(context, command.take_position());
        case v1::Command::kEndConference:
            return decide_end_conference(context, command.end_conference());
        case v1::Command::kTendDuty: return decide_tend_duty(context);
        case v1::Command::kDeadlineDue: return decide_deadline(context, command.deadline_due());
        case v1::Command::kRecordDelivery:
            return decide_delivery(context, command.record_delivery());
        case v1::Command::kActivateRulePack:
            return decide_rule_pack(context, command.activate_rule_pack());
        case v1::Command::kSeedDuty: return decide_seed_duty(context, command.seed_duty());
        case v1::Command::kNoticeClockSkew:
            return decide_clock_skew(context, command.notice_clock_skew());
        case v1::Command::kTellDeviceDropped:
            return decide_device_dropped(context, command.tell_device_dropped());
        case v1::Command::kReportBloodStock:
            return decide_blood_stock(context, command.report_blood_stock());
        case v1::Command::kAlarmBloodCountry:
            return decide_blood_alarm(context, command.alarm_blood_country());
        case v1::Command::kOfferBlood: return decide_blood_offer(context, command.offer_blood());
        case v1::Command::kWithdrawBloodOffer:
            return decide_blood_withdrawal(context, command.withdraw_blood_offer());
        case v1::Command::kAcceptBlood: return decide_blood_accept(context, command.accept_blood());
        case v1::Command::kReportBloodTransport:
            return decide_blood_transport(context, command.report_blood_transport());
        case v1::Command::kOpenExercise:
            return decide_open_exercise(context, command.open_exercise());
        case v1::Command::kMoveExercise:
            return decide_move_exercise(context, command.move_exercise());
        case v1::Command::kDeliverInject:
            return decide_deliver_inject(context, command.deliver_inject());
        case v1::Command::kStartExercise: return decide_start_exercise(context);
        case v1::Command::kPauseExercise:
            return decide_pause_exercise(context, command.pause_exercise());
        case v1::Command::kChangePace: return decide_pace(context, command.change_pace());
        case v1::Command::kSkipAhead: return decide_skip_ahead(context, command.skip_ahead());
        case v1::Command::kGiveInject: return decide_give_inject(context, command.give_inject());
        case v1::Command::kSkipInject: return decide_skip_inject(context, command.skip_inject());
        case v1::Command::kJudgeInject: return decide_judge_inject(context, command.judge_inject());
        case v1::Command::kHandOver: return decide_hand_over(context, command.hand_over());
        case v1::Command::kObserve: return decide_observe(context, command.observe());
        case v1::Command::kEndExercise: return decide_end_exercise(context, command.end_exercise());
        case v1::Command::REQUEST_NOT_SET: break;
    }
    return std::unexpected{refusal(Code::invalid_argument, "", "no such command")};
}

/// Over which channel a recipient is told first: what has reached the officer before. All of them
/// leave in the same second; a lane that is slow or full delays what stands behind it.
void order_channels(State const& state, Events& events) {
    if (state.reach().empty()) {
        return;
    }
    for (auto& event : events) {
        for (auto& chase : *event.mutable_chases()) {
            for (auto& notice : *chase.mutable_notices()) {
                auto const duty = state.duties().find(notice.recipient());
                if (duty == state.duties().end() || notice.channels_size() < 2) {
                    continue;
                }
                std::vector<v1::Channel> channels;
                for (auto const channel : notice.channels()) {
                    channels.push_back(static_cast<v1::Channel>(channel));
                }
                channels = by_success(state.reach(), duty->second.officer_id, std::move(channels));
                notice.mutable_channels()->Assign(channels.begin(), channels.end());
            }
        }
    }
}

}  // namespace

v1::Event Context::event(std::string const& incident_id) const {
    v1::Event made;
    made.set_at_us(now.us);
    if (!incident_id.empty()) {  // what is set takes memory, if it is empty too
        made.set_incident_id(incident_id);
    }
    return made;
}

std::string Context::taken_by(v1::Via via, std::string_view party) const {
    auto const by_voice = via == v1::VIA_PHONE || via == v1::VIA_RAKEL;
    return by_voice && !speaks_for(command.actor(), party) ? command.actor().token_id()
                                                           : std::string{};
}

v1::Via via_or_api(v1::Via via) {
    return via == v1::VIA_UNSPECIFIED ? v1::VIA_API : via;
}

bool command_is_own(v1::Command const& command) {
    // Ten numbers of the envelope are kept for the engine's own; they carry no command id.
    constexpr int first = v1::Command::kDeadlineDue;
    constexpr int count = 10;
    auto const number = static_cast<int>(command.request_case());
    return number == v1::Command::REQUEST_NOT_SET || (number >= first && number < first + count);
}

std::string const& command_id(v1::Command const& command) {
    if (command.has_report_capacity()) {  // comes by the minute, and reading by names costs more
        return command.report_capacity().command_id();
    }
    using google::protobuf::FieldDescriptor;
    using google::protobuf::MessageFactory;
    using google::protobuf::Reflection;
    struct Path {
        FieldDescriptor const* request = nullptr;
        FieldDescriptor const* id = nullptr;  ///< nullptr: the request has none.
        Reflection const* reflection = nullptr;
    };
    // By the request's number: to find fields by name, or what reads them, costs more than to read.
    static auto const* const reflection = v1::Command::default_instance().GetReflection();
    static auto const paths = [] {
        std::vector<Path> found;
        auto const& requests = *v1::Command::descriptor()->FindOneofByName("request");
        for (int index = 0; index < requests.field_count(); ++index) {
            auto const* const request = requests.field(index);
            auto const number = static_cast<std::size_t>(request->number());
            found.resize(std::max(found.size(), number + 1));
            auto const* const type = request->message_type();
            auto const* const prototype = MessageFactory::generated_factory()->GetPrototype(type);
            found[number] = {request, type->FindFieldByName("command_id"),
                             prototype->GetReflection()};
        }
        return found;
    }();
    static std::string const none;
    auto const& path = paths[static_cast<std::size_t>(command.request_case())];
    if (path.id == nullptr) {
        return none;
    }
    std::string unused;  // filled only for string representations this library does not generate
    return path.reflection->GetStringReference(reflection->GetMessage(command, path.request),
                                               path.id, &unused);
}

Outcome decide(State const& state, v1::Command const& command, Instant now) {
    if (auto refused = refuse_actor(state, command); refused) {
        return std::unexpected{std::move(*refused)};
    }
    if (auto still = refuse_while_still(state, command); still) {
        return std::unexpected{std::move(*still)};
    }
    auto outcome = dispatch({state, command, now});
    if (outcome) {
        order_channels(state, *outcome);
    }
    if (outcome && !outcome->empty() && command.has_actor()) {
        auto const id = parse_uuid(command_id(command));
        if (!id) {
            return std::unexpected{refusal(Code::invalid_argument, "command_id", "must be a UUID")};
        }
        auto& cause = *outcome->front().mutable_cause();
        cause.set_command_id(id->data(), id->size());
        cause.set_fingerprint(command.fingerprint());
        *cause.mutable_actor() = command.actor();
    }
    return outcome;
}

}  // namespace larm::core
