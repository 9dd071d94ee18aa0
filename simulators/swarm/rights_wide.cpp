// Who may do what in capacity, transfers, triage, support, situation reports, conferences,
// roll-calls and exercises: written a second time from the contract and not from
// engine/core/authority.
#include <algorithm>

#include "engine/core/conference.hpp"
#include "engine/core/party.hpp"
#include "engine/core/situation.hpp"
#include "engine/core/support.hpp"
#include "simulators/swarm/rights_parts.hpp"

namespace larm::swarm {
namespace {

std::string region_of(core::State const& state, std::string const& organisation) {
    auto const* const pack = state.active_pack();
    return pack == nullptr ? std::string{} : std::string{pack->region_of(organisation)};
}

/// A hospital for itself; its region's officers, always or with what was said by voice.
bool is_of_hospital(core::State const& state, v1::Actor const& by, std::string const& hospital,
                    bool region_may) {
    auto const is_itself = by.role() == v1::ROLE_HOSPITAL && by.organisation() == hospital;
    return is_itself || (region_may && is_officer(by.role()) && !hospital.empty() &&
                         region_of(state, hospital) == by.organisation());
}

template <typename Request>
bool may_report(core::State const& state, v1::Actor const& by, Request const& request) {
    return is_of_hospital(state, by, request.hospital_id(), is_voice(request.via()));
}

bool may_supply(core::State const& state, v1::Actor const& by, v1::ReportSupply const& request) {
    auto const is_its_region = is_officer(by.role()) && is_voice(request.via()) &&
                               region_of(state, request.organisation_id()) == by.organisation();
    auto const is_known_role =
        is_officer(by.role()) || by.role() == v1::ROLE_BLOOD || by.role() == v1::ROLE_HOSPITAL;
    return is_known_role && (by.organisation() == request.organisation_id() || is_its_region);
}

/// A receiving region, or one of its hospitals.
template <typename Request>
bool may_receive_moves(core::State const& state, v1::Actor const& by, Request const& request) {
    if (by.role() == v1::ROLE_HOSPITAL) {
        return region_of(state, by.organisation()) == request.region_id();
    }
    return may_promise(state, by, request);
}

enum class End { left, came };

/// Who leads; where the patients were, or whose vehicle it is; where they come to.
template <typename Request>
bool may_tell_of_move(core::State const& state, v1::Actor const& by, Request const& request,
                      End end) {
    auto const* const incident = state.incident(request.incident_id());
    if (incident == nullptr || leads(by, incident)) {
        return incident != nullptr;
    }
    auto const* const move = core::transfer_move(incident->casualties.moves, request.move_id());
    if (move == nullptr) {
        return false;
    }
    if (end == End::came) {
        return is_of_hospital(state, by, move->to_hospital_id(), true);
    }
    return is_of_hospital(state, by, move->from_hospital_id(), true) ||
           (is_officer(by.role()) && by.organisation() == move->vehicle().region_id());
}

bool may_call_off(core::State const& state, v1::Actor const& by,
                  v1::CallOffTransfers const& request) {
    auto const* const incident = state.incident(request.incident_id());
    return incident != nullptr &&
           (leads(by, incident) ||
            (is_officer(by.role()) && std::ranges::all_of(request.move_ids(), [&](auto const& id) {
                 auto const* const move = core::transfer_move(incident->casualties.moves, id);
                 return move == nullptr ||
                        region_of(state, move->to_hospital_id()) == by.organisation();
             })));
}

bool may_propose(core::State const& state, v1::Actor const& by, v1::ProposeMove const& request) {
    return is_officer(by.role()) && (leads(by, state.incident(request.incident_id())) ||
                                     is_of_hospital(state, by, request.from_hospital_id(), true) ||
                                     is_of_hospital(state, by, request.to_hospital_id(), true));
}

bool may_measure(core::State const& state, v1::Actor const& by,
                 v1::ReportIndicator const& request) {
    if (by.role() == v1::ROLE_HOSPITAL) {
        return by.organisation() == request.hospital_id() &&
               region_of(state, by.organisation()) == request.region_id();
    }
    if (request.hospital_id().empty()) {
        return may_promise(state, by, request);
    }
    return is_officer(by.role()) && by.organisation() == request.region_id() &&
           is_voice(request.via());
}

/// The giver, or the stricken region by voice; that it has come, also whoever asked for it.
bool may_tell_of_support(core::State const& state, v1::Actor const& by,
                         v1::ReportSupport const& request) {
    auto const* const incident = state.incident(request.incident_id());
    auto const* const asked = incident == nullptr
                                  ? nullptr
                                  : core::support_request(incident->support, request.request_id());
    if (asked == nullptr || !is_officer(by.role())) {
        return false;
    }
    auto const is_asker = asked->region_id() == by.organisation();
    for (auto const& line : asked->lines()) {
        for (auto const& offer : line.offers()) {
            if (offer.offer_id() == request.offer_id()) {
                return offer.region_id() == by.organisation() ||
                       (is_asker && request.kind() == v1::SUPPORT_REPORT_KIND_ARRIVED) ||
                       (leads(by, incident) && is_voice(request.via()));
            }
        }
    }
    return false;
}

bool may_fill(core::State const& state, v1::Actor const& by, v1::FillSituation const& request) {
    auto const* const incident = state.incident(request.incident_id());
    if (incident == nullptr || leads(by, incident)) {
        return incident != nullptr;
    }
    auto const* const section = core::situation_section(*incident, request.section());
    auto const is_near = by.role() == v1::ROLE_NATIONAL ||
                         region_of(state, by.organisation()) == incident->region_id;
    return section != nullptr && is_near &&
           std::ranges::find(section->filled_by(), by.role()) != section->filled_by().end();
}

bool may_chair(core::State const& state, v1::Actor const& by, auto const& request) {
    auto const* const incident = state.incident(request.incident_id());
    auto const* const called =
        incident == nullptr ? nullptr : core::conference(*incident, request.conference_id());
    return called != nullptr && (is_officer(by.role()) || by.role() == v1::ROLE_NATIONAL) &&
           (called->organisation_id() == by.organisation() || leads(by, incident));
}

bool may_call(core::State const& state, v1::Actor const& by) {
    return by.role() == v1::ROLE_NATIONAL ||
           (is_officer(by.role()) && region_of(state, by.organisation()) == by.organisation());
}

bool may_ask_roll(v1::Actor const& by, v1::StartRollCall const& request) {
    auto const is_own = std::ranges::all_of(request.parties(), [&](auto const& party) {
        return core::organisation_of(party) == by.organisation();
    });
    return by.role() == v1::ROLE_ADMIN || (is_officer(by.role()) && is_own);
}

bool may_end_roll(core::State const& state, v1::Actor const& by, v1::EndRollCall const& request) {
    auto const* const call = state.roll_call(request.roll_call_id());
    return by.role() == v1::ROLE_ADMIN ||
           (is_officer(by.role()) &&
            (call == nullptr || std::ranges::all_of(call->started.asks(), [&](auto const& ask) {
                 return core::organisation_of(ask.party()) == by.organisation();
             })));
}

}  // namespace

bool has_wide_right(core::State const& state, v1::Command const& command) {
    auto const& by = command.actor();
    auto const is_controller = by.role() == v1::ROLE_CONTROLLER;
    using Command = v1::Command;
    auto const kind = command.request_case();
    if (kind == Command::kReportCapacity) {
        return may_report(state, by, command.report_capacity());
    }
    if (kind == Command::kReportStep) {
        return may_report(state, by, command.report_step());
    }
    if (kind == Command::kRecordExercised) {
        return may_report(state, by, command.record_exercised());
    }
    if (kind == Command::kReportArrivals) {
        return may_report(state, by, command.report_arrivals());
    }
    if (kind == Command::kOrderSteps) {
        return is_of_hospital(state, by, command.order_steps().hospital_id(), true);
    }
    if (kind == Command::kReportCasualties) {
        return may_lead(state, by, command.report_casualties());
    }
    if (kind == Command::kReportSupply) {
        return may_supply(state, by, command.report_supply());
    }
    if (kind == Command::kProposeTransfers) {
        return may_lead(state, by, command.propose_transfers());
    }
    if (kind == Command::kReleaseTransfer) {
        return may_lead(state, by, command.release_transfer());
    }
    if (kind == Command::kProposeMove) {
        return may_propose(state, by, command.propose_move());
    }
    if (kind == Command::kAcceptTransfers) {
        return may_receive_moves(state, by, command.accept_transfers());
    }
    if (kind == Command::kAmendTransfer) {
        return may_receive_moves(state, by, command.amend_transfer());
    }
    if (kind == Command::kDeclineTransfers) {
        return may_receive_moves(state, by, command.decline_transfers());
    }
    if (kind == Command::kDivertTransfer) {
        return may_receive_moves(state, by, command.divert_transfer());
    }
    if (kind == Command::kDepartTransfer) {
        return may_tell_of_move(state, by, command.depart_transfer(), End::left);
    }
    if (kind == Command::kArriveTransfer) {
        return may_tell_of_move(state, by, command.arrive_transfer(), End::came);
    }
    if (kind == Command::kUndoTransfer) {
        auto const& undo = command.undo_transfer();
        auto const end = undo.state() == v1::TRANSFER_STATE_ARRIVED ? End::came : End::left;
        return may_tell_of_move(state, by, undo, end);
    }
    if (kind == Command::kCallOffTransfers) {
        return may_call_off(state, by, command.call_off_transfers());
    }
    if (kind == Command::kReportIndicator) {
        return may_measure(state, by, command.report_indicator());
    }
    if (kind == Command::kReportSupport) {
        return may_tell_of_support(state, by, command.report_support());
    }
    if (kind == Command::kFillSituation) {
        return may_fill(state, by, command.fill_situation());
    }
    if (kind == Command::kCallConference) {
        return may_call(state, by);
    }
    if (kind == Command::kChangeConference) {
        return may_chair(state, by, command.change_conference());
    }
    if (kind == Command::kReportAttendance) {
        return may_chair(state, by, command.report_attendance());
    }
    if (kind == Command::kRecordConferenceDecision) {
        return may_chair(state, by, command.record_conference_decision());
    }
    if (kind == Command::kEndConference) {
        return may_chair(state, by, command.end_conference());
    }
    if (kind == Command::kTakePosition) {
        auto const& position = command.take_position();
        return is_of(by, position.party()) ||
               (is_voice(position.via()) && may_chair(state, by, position));
    }
    if (kind == Command::kStartRollCall) {
        return may_ask_roll(by, command.start_roll_call());
    }
    if (kind == Command::kEndRollCall) {
        return may_end_roll(state, by, command.end_roll_call());
    }
    if (kind == Command::kObserve) {
        return is_controller || by.role() == v1::ROLE_OBSERVER;
    }
    return is_controller && (kind == Command::kStartExercise || kind == Command::kPauseExercise ||
                             kind == Command::kChangePace || kind == Command::kSkipAhead ||
                             kind == Command::kGiveInject || kind == Command::kSkipInject ||
                             kind == Command::kJudgeInject || kind == Command::kHandOver ||
                             kind == Command::kEndExercise);
}

}  // namespace larm::swarm
