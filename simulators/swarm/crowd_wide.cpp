// The whole contract, played: any client's command there is, filled in by wishes.cpp, and given by
// somebody who mostly may. What is drawn twice is drawn by what is played rarely.
#include <google/protobuf/message.h>
#include <larm/v1/options.pb.h>

#include <algorithm>
#include <array>
#include <vector>

#include "engine/core/decide.hpp"
#include "engine/core/party.hpp"
#include "engine/core/support.hpp"
#include "engine/core/transfers.hpp"
#include "simulators/player/act.hpp"
#include "simulators/player/stage.hpp"
#include "simulators/swarm/crowd.hpp"
#include "simulators/swarm/wishes.hpp"

namespace larm::swarm {

/// A kind of command.
struct CommandKind {
    google::protobuf::FieldDescriptor const* field = nullptr;
    std::vector<v1::Role> roles{};  ///< Who may, as the contract has it.
    bool is_of_exercise = false;
    std::string service{};
};

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

constexpr std::array services{
    "larm.v1.IncidentService", "larm.v1.AlarmService",     "larm.v1.TransportService",
    "larm.v1.BloodService",    "larm.v1.ContactService",   "larm.v1.CapacityService",
    "larm.v1.SupportService",  "larm.v1.SituationService", "larm.v1.ConferenceService",
    "larm.v1.TransferService", "larm.v1.TriageService",    "larm.v1.ExerciseService"};

/// Of whoever has played them already by hand, or what needs the book of contacts.
bool is_left_out(FieldDescriptor const& field) {
    return field.number() == v1::Command::kConfirmIncident ||
           field.number() == v1::Command::kReportIncident ||
           field.number() == v1::Command::kStandDown ||
           field.number() == v1::Command::kRescindIncident ||
           field.number() == v1::Command::kCloseIncident ||
           field.number() == v1::Command::kChangeContacts;
}

std::vector<CommandKind> make_kinds() {
    std::vector<CommandKind> kinds;
    auto const* const requests = v1::Command::descriptor()->FindOneofByName("request");
    auto const* const pool = v1::Command::descriptor()->file()->pool();
    for (auto const* const name : services) {
        auto const* const service = pool->FindServiceByName(name);
        for (int method = 0; method < service->method_count(); ++method) {
            for (int index = 0; index < requests->field_count(); ++index) {
                auto const& field = *requests->field(index);
                if (field.message_type() != service->method(method)->input_type() ||
                    is_left_out(field)) {
                    continue;
                }
                auto& kind = kinds.emplace_back();
                kind.field = &field;
                kind.service = service->name();
                kind.is_of_exercise = kind.service == "ExerciseService";
                auto const& access = service->method(method)->options().GetExtension(v1::access);
                for (auto const role : access.roles()) {
                    kind.roles.push_back(static_cast<v1::Role>(role));
                }
            }
        }
    }
    return kinds;
}

std::vector<CommandKind> const& kinds() {
    static auto const all = make_kinds();
    return all;
}

/// What follows on what somebody has begun already; anything where nobody has begun anything.
bool is_under_way(CommandKind const& kind, core::Incident const& incident) {
    auto const is_of = [&](std::string_view service) { return kind.service == service; };
    auto const moves = !incident.casualties.moves.empty() || !incident.casualties.sites.empty();
    auto const asks = !incident.support.empty();
    auto const meets = !incident.conferences.empty();
    auto const bleeds = !incident.blood.alarms().empty();
    return (moves && is_of("TransferService")) || (asks && is_of("SupportService")) ||
           (meets && is_of("ConferenceService")) || (bleeds && is_of("BloodService")) ||
           (!moves && !asks && !meets && !bleeds);
}

template <typename Request>
v1::TransferMove const* move_of(core::Incident const* incident, Request const& request) {
    if (incident == nullptr) {
        return nullptr;
    }
    if constexpr (requires { request.move_ids(); }) {
        return request.move_ids().empty()
                   ? nullptr
                   : core::transfer_move(incident->casualties.moves, request.move_ids(0));
    } else {
        return core::transfer_move(incident->casualties.moves, request.move_id());
    }
}

}  // namespace

v1::Command Crowd::wish(CommandKind const& kind, core::State const& state,
                        core::Incident const* incident) {
    auto const& roles = kind.roles;
    auto const role = roles.empty() ? v1::ROLE_TIB : roles[one_of(roles.size())];
    auto from = incident != nullptr && chance_.percent(50) ? incident->region_id : region();
    v1::Command command;
    auto& request = *command.GetReflection()->MutableMessage(&command, kind.field);
    Wishes{state, incident, chance_}.fill(request, from);
    if (role == v1::ROLE_HOSPITAL) {
        from = hospital_of(from);
    }
    *command.mutable_actor() = actor_of(role, role == v1::ROLE_NATIONAL ? "socialstyrelsen" : from);
    set_right(command, state, incident);
    return command;
}

/// Rather what goes on with what somebody has begun.
CommandKind const& Crowd::kind(core::Incident const* incident, bool of_exercise) {
    auto const goes_on = incident != nullptr && !of_exercise && chance_.percent(60);
    CommandKind const* found = nullptr;
    do {
        found = &kinds()[one_of(kinds().size())];
    } while (found->is_of_exercise != of_exercise || (goes_on && !is_under_way(*found, *incident)));
    return *found;
}

v1::Command Crowd::anything(core::State const& state, core::Incident const* incident,
                            bool of_exercise) {
    return wish(kind(incident, of_exercise), state, incident);
}

v1::Command Crowd::something_apt(core::State const& state, core::Incident const* incident,
                                 bool of_exercise) {
    constexpr int kinds_max = 6;
    constexpr int wishes_max = 16;
    for (int tried = 0; tried < kinds_max; ++tried) {
        auto const& wanted = kind(incident, of_exercise);
        if (wanted.field->number() == v1::Command::kEndExercise && !chance_.percent(10)) {
            continue;  // it would leave nothing to do
        }
        for (int wishes = 0; wishes < wishes_max; ++wishes) {
            auto command = wish(wanted, state, incident);
            auto as_given = command;
            player::fill_ids(as_given, player::uuid_at(state.at(), chance_), {});
            if (core::decide(state, as_given, state.at())) {
                return command;
            }
        }
    }
    return anything(state, incident, of_exercise);
}

/// Mostly one with which that can be done: what is under way is diverted, say.
void Crowd::choose_move(v1::Command& command, core::Incident const* incident) {
    if (incident == nullptr || chance_.percent(20)) {
        return;
    }
    auto const& moves = incident->casualties.moves;
    auto const choose = [&](auto& request, auto const& is_meant) -> v1::TransferMove const* {
        std::vector<v1::TransferMove const*> fit;
        for (auto const& move : moves) {
            if (is_meant(move)) {
                fit.push_back(&move);
            }
        }
        if (fit.empty()) {
            return nullptr;
        }
        auto const* const chosen = fit[one_of(fit.size())];
        request.set_move_id(chosen->move_id());
        return chosen;
    };
    auto const is = [](v1::TransferState state) {
        return [state](v1::TransferMove const& move) { return move.state() == state; };
    };
    if (command.has_depart_transfer()) {
        choose(*command.mutable_depart_transfer(), is(v1::TRANSFER_STATE_ACCEPTED));
    } else if (command.has_arrive_transfer()) {
        choose(*command.mutable_arrive_transfer(), core::is_promised);
    } else if (command.has_divert_transfer()) {
        choose(*command.mutable_divert_transfer(), is(v1::TRANSFER_STATE_UNDER_WAY));
    } else if (command.has_release_transfer()) {
        choose(*command.mutable_release_transfer(),
               [&](v1::TransferMove const& move) { return core::releasable(*incident, move) > 0; });
    } else if (command.has_undo_transfer()) {
        auto& undo = *command.mutable_undo_transfer();
        auto const* const move =
            choose(undo, [](v1::TransferMove const& each) { return !each.formers().empty(); });
        undo.set_state(move == nullptr ? undo.state() : move->state());
    }
}

/// By whom such a thing is done, where the request itself says so.
void Crowd::set_right(v1::Command& command, core::State const& state,
                      core::Incident const* incident) {
    auto& actor = *command.mutable_actor();
    auto const region_of = [&](std::string_view organisation) {
        auto const* const pack = state.active_pack();
        return pack == nullptr ? std::string{} : std::string{pack->region_of(organisation)};
    };
    auto const of_receiver = [&](auto& request) {
        if (auto const* const move = move_of(incident, request); move != nullptr) {
            request.set_region_id(region_of(move->to_hospital_id()));
            actor = actor_of(v1::ROLE_TIB, request.region_id());
        }
    };
    auto const of_asker = [&](auto const& request) {
        auto const* const asked =
            incident == nullptr ? nullptr
                                : core::support_request(incident->support, request.request_id());
        if (asked != nullptr) {
            actor = actor_of(v1::ROLE_TIB, asked->region_id());
        }
    };
    auto const of_hospital = [&](auto const& request) {
        actor = actor_of(v1::ROLE_HOSPITAL, request.hospital_id());
    };
    auto const of_region = [&](auto const& request) {
        actor = actor_of(v1::ROLE_TIB, request.region_id());
    };
    auto const of_party = [&](auto const& request) {
        actor = actor_of(core::role_of(request.party()),
                         std::string{core::organisation_of(request.party())});
    };
    /// The one that gives the offer, or that it is for.
    auto const of_centre = [&](auto& request, auto const& which) {
        auto const* const offer =
            incident == nullptr ? nullptr : incident->blood_offer(request.offer_id());
        if (offer != nullptr) {
            request.set_party((offer->given().*which)());
        }
        of_party(request);
    };
    auto const lead = [&] {
        if (incident != nullptr) {
            actor = actor_of(v1::ROLE_TIB, incident->region_id);
        }
    };
    auto const decider = [&](auto& request) {
        auto const* const terms = incident == nullptr ? nullptr : incident->triage.terms;
        if (auto const region =
                terms == nullptr ? std::nullopt : terms->region(request.region_id());
            region) {
            auto const& party = terms->regions()[*region].decider;
            actor = actor_of(core::role_of(party), std::string{core::organisation_of(party)});
        }
    };
    choose_move(command, incident);
    if (command.has_accept_transfers()) {
        of_receiver(*command.mutable_accept_transfers());
    } else if (command.has_amend_transfer()) {
        of_receiver(*command.mutable_amend_transfer());
    } else if (command.has_decline_transfers()) {
        of_receiver(*command.mutable_decline_transfers());
    } else if (command.has_divert_transfer()) {
        command.mutable_divert_transfer()->set_region_id(
            region_of(command.divert_transfer().to_hospital_id()));
        actor = actor_of(v1::ROLE_TIB, command.divert_transfer().region_id());
    } else if (command.has_propose_move()) {
        auto& move = *command.mutable_propose_move();
        chance_.percent(80) ? move.clear_from_hospital_id() : move.clear_from_site_id();
        if (chance_.percent(50)) {
            move.clear_commitment_id();
        }
        move.set_count(1);
        lead();
    } else if (command.has_accept_support()) {
        of_asker(command.accept_support());
    } else if (command.has_release_support()) {
        of_asker(command.release_support());
    } else if (command.has_cancel_support()) {
        of_asker(command.cancel_support());
    } else if (command.has_report_capacity()) {
        of_hospital(command.report_capacity());
    } else if (command.has_report_step()) {
        of_hospital(command.report_step());
    } else if (command.has_order_steps()) {
        of_hospital(command.order_steps());
    } else if (command.has_record_exercised()) {
        of_hospital(command.record_exercised());
    } else if (command.has_report_arrivals()) {
        of_hospital(command.report_arrivals());
    } else if (command.has_offer_support()) {
        of_region(command.offer_support());
    } else if (command.has_decline_support()) {
        of_region(command.decline_support());
    } else if (command.has_request_support()) {
        of_region(command.request_support());
    } else if (command.has_report_indicator()) {
        command.mutable_report_indicator()->clear_hospital_id();
        of_region(command.report_indicator());
    } else if (command.has_decide_triage()) {
        decider(*command.mutable_decide_triage());
    } else if (command.has_decide_care_standard()) {
        decider(*command.mutable_decide_care_standard());
    } else if (command.has_take_position()) {
        of_party(command.take_position());
    } else if (command.has_report_blood_stock()) {
        of_party(command.report_blood_stock());
    } else if (command.has_alarm_blood_country()) {
        of_party(command.alarm_blood_country());
    } else if (command.has_offer_blood()) {
        command.mutable_offer_blood()->clear_to();
        of_party(command.offer_blood());
    } else if (command.has_withdraw_blood_offer()) {
        of_centre(*command.mutable_withdraw_blood_offer(), &v1::BloodOffered::party);
    } else if (command.has_accept_blood()) {
        of_centre(*command.mutable_accept_blood(), &v1::BloodOffered::to);
    } else if (command.has_report_blood_transport()) {
        of_centre(*command.mutable_report_blood_transport(), &v1::BloodOffered::to);
    } else if (command.has_acknowledge()) {
        of_party(command.acknowledge());
    } else if (command.has_answer()) {
        of_party(command.answer());
    } else if (command.has_offer_duty()) {
        of_party(command.offer_duty());
    } else if (command.has_accept_duty()) {
        of_party(command.accept_duty());
    } else if (command.has_observe() && chance_.percent(80)) {
        command.mutable_observe()->clear_indicator_key();
        command.mutable_observe()->clear_result();
    } else if (command.has_plan_duty()) {
        of_party(command.plan_duty());
    } else if (command.has_report_supply()) {
        actor.set_organisation(command.report_supply().organisation_id());
        actor.set_role(region_of(actor.organisation()) == actor.organisation() ? v1::ROLE_TIB
                                                                               : v1::ROLE_HOSPITAL);
    } else if (command.has_report_casualties() || command.has_propose_transfers() ||
               command.has_depart_transfer() || command.has_arrive_transfer() ||
               command.has_undo_transfer() || command.has_release_transfer() ||
               command.has_call_off_transfers() || command.has_fill_situation() ||
               command.has_send_situation() || command.has_call_conference() ||
               command.has_change_conference() || command.has_report_attendance() ||
               command.has_record_conference_decision() || command.has_end_conference() ||
               command.has_report_call()) {
        lead();
    }
}

std::string Crowd::hospital_of(std::string const& region) {
    auto const& all = rules_.pack.pack.hospitals();
    auto const* found = &all[static_cast<int>(one_of(static_cast<std::size_t>(all.size())))];
    for (int tries = 0; tries < 4 && found->region_id() != region; ++tries) {
        found = &all[static_cast<int>(one_of(static_cast<std::size_t>(all.size())))];
    }
    return found->id();
}

}  // namespace larm::swarm
