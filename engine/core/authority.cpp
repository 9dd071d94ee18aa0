#include "engine/core/authority.hpp"

#include <google/protobuf/descriptor.h>
#include <larm/v1/options.pb.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "engine/core/authority_parts.hpp"
#include "engine/core/decide.hpp"
#include "engine/core/mutation.hpp"
#include "engine/core/party.hpp"

namespace larm::core {
namespace {

constexpr std::uint32_t all_roles = ~std::uint32_t{0};

std::uint32_t bit(v1::Role role) {
    return std::uint32_t{1} << static_cast<unsigned>(role);
}

std::uint32_t roles_of(google::protobuf::MethodDescriptor const& method) {
    auto const& access = method.options().GetExtension(v1::access);
    std::uint32_t roles = access.roles().empty() ? all_roles : 0;
    for (auto const role : access.roles()) {
        roles |= bit(static_cast<v1::Role>(role));
    }
    return roles;
}

using RoleTable = std::array<std::uint32_t, 256>;

/// Roles per field number of Command's request: the methods that take the field's message.
RoleTable make_role_table() {
    RoleTable table{};
    auto const* const request = v1::Command::descriptor()->FindOneofByName("request");
    auto const* const pool = v1::Command::descriptor()->file()->pool();
    for (auto const* name :
         {"larm.v1.IncidentService", "larm.v1.AlarmService", "larm.v1.TransportService",
          "larm.v1.BloodService", "larm.v1.ContactService", "larm.v1.CapacityService",
          "larm.v1.SupportService", "larm.v1.SituationService", "larm.v1.ConferenceService",
          "larm.v1.TransferService", "larm.v1.TriageService", "larm.v1.ExerciseService"}) {
        auto const* const service = pool->FindServiceByName(name);
        for (int method = 0; method < service->method_count(); ++method) {
            for (int field = 0; field < request->field_count(); ++field) {
                if (request->field(field)->message_type() ==
                    service->method(method)->input_type()) {
                    table[static_cast<std::size_t>(request->field(field)->number())] =
                        roles_of(*service->method(method));
                }
            }
        }
    }
    // Made by the daemon of what may be called by these.
    auto const* const approve = pool->FindMethodByName("larm.v1.ContactService.ApproveContacts");
    table[static_cast<std::size_t>(v1::Command::kChangeContacts)] = roles_of(*approve);
    return table;
}

std::uint32_t roles_for(v1::Command const& command) {
    static RoleTable const table = make_role_table();  // a constant of the contract, not state
    return table[static_cast<std::size_t>(command.request_case())];
}

/// A blood centre that has alarmed the country, and calls those who do not answer.
bool asks_for_blood(Incident const* incident, v1::Actor const& actor) {
    return incident != nullptr && actor.role() == v1::ROLE_BLOOD &&
           incident->blood_alarm_of(make_party(v1::ROLE_BLOOD, actor.organisation())) != nullptr;
}

/// Of what a blood centre asks the country for, it may enter the answers that it has taken by
/// voice, and of nothing else: the step has to be named.
bool asks_in_step(Incident const* incident, v1::Actor const& actor, std::string_view step) {
    return asks_for_blood(incident, actor) && !step.empty() &&
           incident->pack->step_index(step) == incident->pack->blood_step();
}

/// Those who have alarmed the country.
void add_askers(Parties& parties, Incident const& incident) {
    for (auto const& alarm : incident.blood.alarms()) {
        auto const& party = alarm.asked().party();
        if (std::ranges::find(parties, party) == parties.end()) {
            parties.push_back(party);
        }
    }
}

std::optional<Rejection> refuse_for_party(Incident const* incident, v1::Actor const& actor,
                                          std::string const& party, v1::Via via,
                                          std::string_view step) {
    if (incident != nullptr && !incident->chases.empty() &&
        std::ranges::find(incident->chases, party, &Chase::party) == incident->chases.end()) {
        return std::nullopt;  // a party that is not asked is answered by the decision itself
    }
    if (speaks_for(actor, party) ||
        (is_taken_by_voice(via) &&
         (leads(incident, actor) || asks_in_step(incident, actor, step)))) {
        return std::nullopt;
    }
    auto may = leaders(incident);
    if (incident != nullptr && incident->pack != nullptr && !step.empty() &&
        incident->pack->step_index(step) == incident->pack->blood_step()) {
        add_askers(may, *incident);
    }
    return denied_without_voice("party", party, may);
}

/// A blood centre for itself; what was said by voice is entered by whoever leads, and an offer by
/// whoever asked for it too.
std::optional<Rejection> refuse_for_blood(Incident const* incident, v1::Actor const& actor,
                                          std::string const& party, v1::Via via,
                                          bool may_be_the_asker) {
    auto const may_enter =
        leads(incident, actor) || (may_be_the_asker && asks_for_blood(incident, actor));
    if (role_of(party) == v1::ROLE_BLOOD &&
        (speaks_for(actor, party) || (is_taken_by_voice(via) && may_enter))) {
        return std::nullopt;
    }
    auto may = leaders(incident);
    if (may_be_the_asker && incident != nullptr) {
        add_askers(may, *incident);
    }
    return denied_without_voice("party", party, may);
}

std::optional<Rejection> refuse_unless_leading(Incident const* incident, v1::Actor const& actor) {
    if (incident == nullptr || leads(incident, actor)) {
        return std::nullopt;  // an unknown incident is answered by the decision itself
    }
    return denied_but_to_leaders(*incident);
}

std::optional<Rejection> refuse_opening(State const& state, v1::Actor const& actor,
                                        std::string const& region) {
    auto const* const pack = state.active_pack();
    if (pack == nullptr || pack->region(region) == nullptr ||
        pack->region_of(actor.organisation()) == region) {
        return std::nullopt;  // an unknown region is answered by the decision itself
    }
    return denied("region_id", "a token acts for its own region only; this is for " +
                                   make_party(v1::ROLE_TIB, region));
}

std::optional<Rejection> refuse_roll_call(v1::Actor const& actor,
                                          v1::StartRollCall const& request) {
    for (auto const& party : request.parties()) {
        if (actor.role() != v1::ROLE_ADMIN && organisation_of(party) != actor.organisation()) {
            return denied("parties", "a token acts for its own organisation only");
        }
    }
    return std::nullopt;
}

std::optional<Rejection> refuse_end(RollCall const* call, v1::Actor const& actor) {
    if (call == nullptr || might_start(actor, call->started)) {
        return std::nullopt;  // one that is not there, or not named, is the decision's to answer
    }
    return denied("roll_call_id", "the roll-call asks other organisations too; an admin ends it");
}

/// A hospital itself, or its region's duty officer: always, or with what was taken by voice.
std::optional<Rejection> refuse_for_hospital(State const& state, v1::Actor const& actor,
                                             std::string const& hospital, bool is_always_regions,
                                             v1::Via via = v1::VIA_UNSPECIFIED) {
    auto const* const pack = state.active_pack();
    if (pack == nullptr || pack->hospital(hospital) == nullptr) {
        return std::nullopt;  // an unknown hospital is answered by the decision itself
    }
    auto const is_itself = actor.role() == v1::ROLE_HOSPITAL && actor.organisation() == hospital;
    auto const is_region =
        is_duty_officer(actor) && actor.organisation() == pack->region_of(hospital);
    if (is_itself || (is_region && (is_always_regions || is_taken_by_voice(via)))) {
        return std::nullopt;
    }
    Parties both;
    add_hospital(both, *pack, hospital);
    return is_always_regions ? denied_to_others("hospital_id", both)
                             : denied_without_voice("hospital_id", both.front(), {both.back()});
}

std::optional<Rejection> refuse_organisation(State const& state, v1::Command const& command) {
    auto const& actor = command.actor();
    auto const known = [&state](auto const& request) {
        return state.incident(request.incident_id());
    };
    auto const leading = [&](auto const& request) {
        return refuse_unless_leading(known(request), actor);
    };
    auto const regional = [&](auto const& request) {
        return refuse_for_region(known(request), actor, request.region_id(), request.via());
    };
    auto const of_hospital = [&](auto const& request) {
        return refuse_for_hospital(state, actor, request.hospital_id(), false, request.via());
    };
    auto const for_own = [&](std::string const& party) -> std::optional<Rejection> {
        return speaks_for(actor, party)
                   ? std::nullopt
                   : std::optional{denied("party", "a token acts for its own organisation only")};
    };
    auto const of_own_centre = [&](std::string const& party) -> std::optional<Rejection> {
        return speaks_for(actor, party) ? std::nullopt
                                        : std::optional{denied_to_others("party", {party})};
    };
    auto const of_blood = [&](auto const& request, bool may_be_the_asker) {
        return refuse_for_blood(known(request), actor, request.party(), request.via(),
                                may_be_the_asker);
    };
    switch (command.request_case()) {
        case v1::Command::kReportIncident:
            return refuse_opening(state, actor, command.report_incident().region_id());
        case v1::Command::kConfirmIncident:
            return refuse_opening(state, actor, command.confirm_incident().region_id());
        case v1::Command::kChangeLevel: return leading(command.change_level());
        case v1::Command::kRescindIncident: return leading(command.rescind_incident());
        case v1::Command::kEscalateNational: return leading(command.escalate_national());
        case v1::Command::kDeclineNational: return leading(command.decline_national());
        case v1::Command::kStandDown: return leading(command.stand_down());
        case v1::Command::kCloseIncident: return leading(command.close_incident());
        case v1::Command::kResumeChases:
            return actor.role() == v1::ROLE_ADMIN ? std::nullopt : leading(command.resume_chases());
        case v1::Command::kReleaseTransports: return leading(command.release_transports());
        case v1::Command::kAcceptShortfall: return leading(command.accept_shortfall());
        case v1::Command::kAcknowledge:
            return refuse_for_party(known(command.acknowledge()), actor,
                                    command.acknowledge().party(), command.acknowledge().via(),
                                    command.acknowledge().step());
        case v1::Command::kAnswer:
            return refuse_for_party(known(command.answer()), actor, command.answer().party(),
                                    command.answer().via(), command.answer().step());
        case v1::Command::kReportCall: return leading(command.report_call());
        case v1::Command::kCommitTransports: return regional(command.commit_transports());
        case v1::Command::kDeclineTransports: return regional(command.decline_transports());
        case v1::Command::kRevokeTransports: return regional(command.revoke_transports());
        case v1::Command::kReconfirmTransports: return regional(command.reconfirm_transports());
        case v1::Command::kDepartTransports: return regional(command.depart_transports());
        case v1::Command::kReportBloodStock:
            return of_own_centre(command.report_blood_stock().party());
        case v1::Command::kAlarmBloodCountry:
            return of_own_centre(command.alarm_blood_country().party());
        case v1::Command::kOfferBlood: return of_blood(command.offer_blood(), true);
        case v1::Command::kWithdrawBloodOffer:
            return of_blood(command.withdraw_blood_offer(), true);
        case v1::Command::kAcceptBlood: return of_blood(command.accept_blood(), false);
        case v1::Command::kReportBloodTransport:
            return of_blood(command.report_blood_transport(), false);
        case v1::Command::kOfferDuty: return for_own(command.offer_duty().party());
        case v1::Command::kAcceptDuty: return for_own(command.accept_duty().party());
        case v1::Command::kPlanDuty:
            return actor.role() == v1::ROLE_ADMIN ? std::nullopt
                                                  : for_own(command.plan_duty().party());
        case v1::Command::kStartRollCall: return refuse_roll_call(actor, command.start_roll_call());
        case v1::Command::kEndRollCall:
            return refuse_end(state.roll_call(command.end_roll_call().roll_call_id()), actor);
        case v1::Command::kChangeContacts: return std::nullopt;  // the decision looks at each
        case v1::Command::kReportCapacity: return of_hospital(command.report_capacity());
        case v1::Command::kReportStep: return of_hospital(command.report_step());
        case v1::Command::kRecordExercised: return of_hospital(command.record_exercised());
        case v1::Command::kReportArrivals: return of_hospital(command.report_arrivals());
        case v1::Command::kOrderSteps:
            return refuse_for_hospital(state, actor, command.order_steps().hospital_id(), true);
        case v1::Command::kReportCasualties: return leading(command.report_casualties());
        case v1::Command::kProposeTransfers:
        case v1::Command::kAcceptTransfers:
        case v1::Command::kAmendTransfer:
        case v1::Command::kDeclineTransfers:
        case v1::Command::kDepartTransfer:
        case v1::Command::kArriveTransfer:
        case v1::Command::kReleaseTransfer:
        case v1::Command::kCallOffTransfers:
        case v1::Command::kDivertTransfer:
        case v1::Command::kUndoTransfer:
        case v1::Command::kProposeMove: return refuse_in_transfers(state, command);
        case v1::Command::kReportIndicator:
        case v1::Command::kDecideTriage:
        case v1::Command::kDecideCareStandard: return refuse_in_triage(state, command);
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
        case v1::Command::kEndConference: return refuse_in_cooperation(state, command);
        case v1::Command::kStartExercise:
        case v1::Command::kPauseExercise:
        case v1::Command::kChangePace:
        case v1::Command::kSkipAhead:
        case v1::Command::kGiveInject:
        case v1::Command::kSkipInject:
        case v1::Command::kJudgeInject:
        case v1::Command::kHandOver:
        case v1::Command::kObserve:
        case v1::Command::kEndExercise: return std::nullopt;  // the role says it all
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
    return denied("", "the engine's own command");
}

}  // namespace

bool is_taken_by_voice(v1::Via via) {
    return via == v1::VIA_PHONE || via == v1::VIA_RAKEL;
}

bool is_duty_officer(v1::Actor const& actor) {
    return actor.role() == v1::ROLE_TIB || actor.role() == v1::ROLE_DEPUTY;
}

bool is_conference_caller(v1::Actor const& actor) {
    return is_duty_officer(actor) || actor.role() == v1::ROLE_NATIONAL;
}

bool leads(Incident const* incident, v1::Actor const& actor) {
    return incident != nullptr && is_duty_officer(actor) &&
           incident->region_id == actor.organisation();
}

std::optional<Rejection> refuse_for_region(Incident const* incident, v1::Actor const& actor,
                                           std::string const& region, v1::Via via) {
    if (incident != nullptr && incident->pack != nullptr &&
        incident->pack->region(region) == nullptr) {
        return std::nullopt;  // an unknown region is answered by the decision itself
    }
    if (actor.organisation() == region || mutated(Mutation::promises_for_others) ||
        (is_taken_by_voice(via) && leads(incident, actor))) {
        return std::nullopt;
    }
    return denied_without_voice("region_id", make_party(v1::ROLE_TIB, region), leaders(incident));
}

bool speaks_for(v1::Actor const& actor, std::string_view party) {
    if (actor.organisation() != organisation_of(party)) {
        return false;
    }
    auto const role = role_of(party);
    auto const for_duty = role == v1::ROLE_TIB || role == v1::ROLE_DEPUTY;
    return actor.role() == role || (for_duty && is_duty_officer(actor));
}

bool role_may_call(std::string_view service, std::string_view method, v1::Role role) {
    auto const* const pool = v1::Command::descriptor()->file()->pool();
    auto const* const found =
        pool->FindMethodByName(std::string{service} + "." + std::string{method});
    return found != nullptr && (roles_of(*found) & bit(role)) != 0;
}

std::optional<Rejection> refuse_actor(State const& state, v1::Command const& command) {
    if (!command.has_actor()) {
        return command_is_own(command)
                   ? std::nullopt
                   : std::optional{denied("", "a client's command needs an actor")};
    }
    if ((roles_for(command) & bit(command.actor().role())) == 0) {
        return denied("", "this role may not do this");
    }
    return refuse_organisation(state, command);
}

}  // namespace larm::core
