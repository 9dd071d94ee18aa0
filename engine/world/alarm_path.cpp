#include "engine/world/alarm_path.hpp"

namespace larm::world {

bool is_safe(v1::Durability durability) {
    return durability == v1::DURABILITY_LOCAL || durability == v1::DURABILITY_REPLICATED;
}

bool is_on_alarm_path(v1::Command const& command) {
    switch (command.request_case()) {
        case v1::Command::kConfirmIncident:
        case v1::Command::kAcknowledge:
        case v1::Command::kAnswer:
        case v1::Command::kCommitTransports:
        case v1::Command::kDeclineTransports:
        case v1::Command::kRevokeTransports:
        case v1::Command::kEscalateNational:
        case v1::Command::kRescindIncident:
        case v1::Command::kStandDown:
        case v1::Command::kResumeChases:  // or nobody could be chased until the disk is back
        case v1::Command::kAlarmBloodCountry:
        case v1::Command::kOfferBlood:
        case v1::Command::kWithdrawBloodOffer:  // who counts on it must know
        case v1::Command::kReportBloodStock:    // it may be the centre's acknowledgement
        case v1::Command::kDeadlineDue:
        case v1::Command::kRecordDelivery: return true;
        case v1::Command::kReportCall:
        case v1::Command::kReportIncident:
        case v1::Command::kChangeLevel:
        case v1::Command::kDeclineNational:
        case v1::Command::kCloseIncident:
        case v1::Command::kReconfirmTransports:
        case v1::Command::kDepartTransports:
        case v1::Command::kReleaseTransports:
        case v1::Command::kAcceptShortfall:
        case v1::Command::kAcceptBlood:
        case v1::Command::kReportBloodTransport:
        case v1::Command::kOfferDuty:
        case v1::Command::kAcceptDuty:
        case v1::Command::kPlanDuty:
        case v1::Command::kStartRollCall:
        case v1::Command::kEndRollCall:
        case v1::Command::kChangeContacts:
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
        case v1::Command::kCallOffTransfers:
        case v1::Command::kDivertTransfer:
        case v1::Command::kUndoTransfer:
        case v1::Command::kReportIndicator:
        case v1::Command::kDecideTriage:
        case v1::Command::kDecideCareStandard:
        case v1::Command::kRequestSupport:
        case v1::Command::kOfferSupport:
        case v1::Command::kDeclineSupport:
        case v1::Command::kAcceptSupport:
        case v1::Command::kReportSupport:
        case v1::Command::kReleaseSupport:
        case v1::Command::kCancelSupport:
        case v1::Command::kReportSupply:
        case v1::Command::kFillSituation:
        case v1::Command::kSendSituation:
        case v1::Command::kCallConference:
        case v1::Command::kChangeConference:
        case v1::Command::kReportAttendance:
        case v1::Command::kRecordConferenceDecision:
        case v1::Command::kTakePosition:
        case v1::Command::kOpenExercise:  // an exercise can wait for a disk
        case v1::Command::kMoveExercise:
        case v1::Command::kDeliverInject:
        case v1::Command::kStartExercise:
        case v1::Command::kPauseExercise:
        case v1::Command::kChangePace:
        case v1::Command::kSkipAhead:
        case v1::Command::kGiveInject:
        case v1::Command::kSkipInject:
        case v1::Command::kJudgeInject:
        case v1::Command::kHandOver:
        case v1::Command::kObserve:
        case v1::Command::kEndExercise:
        case v1::Command::kEndConference:
        case v1::Command::kTendDuty:
        case v1::Command::kActivateRulePack:
        case v1::Command::kSeedDuty:
        case v1::Command::kNoticeClockSkew:
        case v1::Command::kTellDeviceDropped:
        case v1::Command::REQUEST_NOT_SET: break;
    }
    return false;
}

std::string_view notice_for(v1::Durability durability) {
    switch (durability) {
        case v1::DURABILITY_SPILL:
            return "Journalen kan inte skrivas. Uppgiften är sparad på reservplats och larmet går "
                   "ut. Kontakta driften.";
        case v1::DURABILITY_NONE:
            return "Skriv ner detta: uppgiften kan inte sparas någonstans och finns bara i minnet. "
                   "Larmet går ut ändå. Kontakta driften.";
        case v1::DURABILITY_LOCAL:
        case v1::DURABILITY_REPLICATED:
        case v1::DURABILITY_UNSPECIFIED:
        case v1::Durability_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Durability_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {};
}

}  // namespace larm::world
