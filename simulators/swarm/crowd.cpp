#include "simulators/swarm/crowd.hpp"

#include <google/protobuf/message.h>

#include <array>

#include "engine/core/party.hpp"
#include "engine/core/resource_name.hpp"

namespace larm::swarm {
namespace {

constexpr std::array roles{v1::ROLE_TIB,      v1::ROLE_DEPUTY,   v1::ROLE_BLOOD,
                           v1::ROLE_HOSPITAL, v1::ROLE_NATIONAL, v1::ROLE_CONTROLLER,
                           v1::ROLE_OBSERVER, v1::ROLE_ADMIN};

constexpr int promise_max = 7;
constexpr int vehicles = 12;

/// The chosen request of a command.
google::protobuf::Message& request_of(v1::Command& command) {
    auto const* const choice = v1::Command::descriptor()->FindOneofByName("request");
    auto const& reflection = *command.GetReflection();
    return *reflection.MutableMessage(&command,
                                      reflection.GetOneofFieldDescriptor(command, choice));
}

void set_version(v1::Command& command, std::int64_t version) {
    auto& request = request_of(command);
    auto const* const field = request.GetDescriptor()->FindFieldByName("expected_version");
    if (field != nullptr) {
        request.GetReflection()->SetInt64(&request, field, version);
    }
}

}  // namespace

v1::Actor actor_of(v1::Role role, std::string const& organisation) {
    v1::Actor actor;
    actor.set_role(role);
    actor.set_organisation(organisation);
    actor.set_token_id(core::make_party(role, organisation));
    return actor;
}

Crowd::Crowd(Rules const& rules, std::uint64_t seed, Odds const& odds)
    : rules_{rules}, seed_{seed}, odds_{odds}, chance_{seed, "crowd"} {}

std::string Crowd::region() {
    auto const& regions = rules_.pack.pack.regions();
    return regions[static_cast<int>(one_of(static_cast<std::size_t>(regions.size())))].id();
}

v1::Actor Crowd::somebody() {
    auto const role = roles[one_of(roles.size())];
    if (role == v1::ROLE_HOSPITAL) {
        auto const& all = rules_.pack.pack.hospitals();
        auto const which = static_cast<int>(one_of(static_cast<std::size_t>(all.size())));
        return actor_of(role, all[which].id());
    }
    return actor_of(role, role == v1::ROLE_NATIONAL ? "socialstyrelsen" : region());
}

v1::Command Crowd::next(core::State const& state, std::int64_t number) {
    chance_ = player::Chance{seed_, "act " + std::to_string(number)};
    return chosen(state);
}

v1::Command Crowd::next_in_exercise(core::State const& state, std::int64_t number) {
    chance_ = player::Chance{seed_, "play " + std::to_string(number)};
    if (chance_.percent(25)) {
        auto command = chance_.percent(50) ? something_apt(state, nullptr, true)
                                           : anything(state, nullptr, true);
        muddle(command, state);
        return command;
    }
    return chosen(state);
}

v1::Command Crowd::chosen(core::State const& state) {
    auto const& incidents = state.incidents();
    auto const may_open = incidents.size() < static_cast<std::size_t>(odds_.incidents_max);
    auto const reported = !incidents.empty() && chance_.percent(3);
    v1::Command command;
    if (incidents.empty() || (may_open && chance_.percent(3)) || reported) {
        command = open(state);
    } else if (chance_.percent(5)) {
        command = of_duty(state);
    } else {
        command = any(state, one_to_work_on(state));
    }
    muddle(command, state);
    return command;
}

/// Mostly one that has been confirmed and goes on.
core::Incident const& Crowd::one_to_work_on(core::State const& state) {
    auto running = state.open_incidents();
    std::erase_if(running, [](auto const* each) { return !each->is_running(); });
    if (!running.empty() && chance_.percent(85)) {
        return *running[one_of(running.size())];
    }
    return state.incidents()[one_of(state.incidents().size())];
}

/// A new incident, or the confirmation of one that has only been reported.
v1::Command Crowd::open(core::State const& state) {
    v1::Command command;
    for (auto const& incident : state.incidents()) {
        if (incident.phase == v1::INCIDENT_PHASE_REPORTED) {
            command.mutable_confirm_incident()->set_incident_id(incident.id);
            command.mutable_confirm_incident()->set_region_id(incident.region_id);
        }
    }
    if (!command.has_confirm_incident() &&
        state.incidents().size() >= static_cast<std::size_t>(odds_.incidents_max)) {
        return any(state, state.incidents().back());
    }
    if (!command.has_confirm_incident() && chance_.percent(30)) {
        auto& report = *command.mutable_report_incident();
        report.set_region_id(region());
        report.mutable_report()->set_exact_location("E18 väster om Arboga");
        *command.mutable_actor() = actor_of(v1::ROLE_TIB, report.region_id());
        return command;
    }
    auto& confirm = *command.mutable_confirm_incident();
    if (confirm.region_id().empty()) {
        confirm.set_region_id(region());
    }
    confirm.set_level(v1::READINESS_LEVEL_KATASTROF);
    confirm.set_mass_casualty(true);
    *command.mutable_actor() = actor_of(v1::ROLE_TIB, confirm.region_id());
    return command;
}

v1::Command Crowd::any(core::State const& state, core::Incident const& incident) {
    if (chance_.percent(odds_.wide_percent)) {
        return chance_.percent(odds_.apt_percent) ? something_apt(state, &incident, false)
                                                  : anything(state, &incident, false);
    }
    auto const kind = one_of(100);
    if (kind < 40 && !incident.chases.empty()) {
        return by_party(incident);
    }
    if (kind < 68) {
        return by_region(incident);
    }
    if (kind < 80) {
        return share_of_promise(incident);
    }
    return kind < 97 ? by_leader(incident) : of_duty(state);
}

/// Somebody who is asked says that they have seen it, or answers.
v1::Command Crowd::by_party(core::Incident const& incident) {
    auto const& chase = incident.chases[one_of(incident.chases.size())];
    auto const is_by_voice = chance_.percent(20);
    v1::Command command;
    if (chance_.percent(70)) {
        auto& request = *command.mutable_acknowledge();
        request.set_incident_id(incident.id);
        request.set_party(chase.party);
        request.set_via(is_by_voice ? v1::VIA_PHONE : v1::VIA_PUSH);
        request.set_step(chance_.percent(30) ? incident.pack->step(chase.step).id() : "");
    } else {
        auto& request = *command.mutable_answer();
        request.set_incident_id(incident.id);
        request.set_party(chase.party);
        request.set_via(is_by_voice ? v1::VIA_PHONE : v1::VIA_CONSOLE);
        request.set_step(incident.pack->step(chase.step).id());
        auto const count = static_cast<int>(one_of(promise_max));
        switch (one_of(4)) {
            case 0: request.mutable_decline()->set_reason("inga bilar"); break;
            case 1: request.mutable_provisional()->set_count(count); break;
            default: request.mutable_accept()->set_count(count); break;
        }
    }
    *command.mutable_actor() =
        is_by_voice
            ? actor_of(v1::ROLE_TIB, incident.region_id)
            : actor_of(core::role_of(chase.party), std::string{core::organisation_of(chase.party)});
    return command;
}

/// A region promises, declines, or takes back.
v1::Command Crowd::by_region(core::Incident const& incident) {
    v1::Command command;
    auto const from = region();
    auto const count = 1 + static_cast<int>(one_of(promise_max));
    auto const kind = one_of(10);
    if (kind < 6) {
        auto& request = *command.mutable_commit_transports();
        request.set_region_id(from);
        request.set_incident_id(incident.id);
        request.set_count(count);
        request.set_provisional(chance_.percent(30));
        if (chance_.percent(40)) {
            request.add_resource_ids("BIL-" + std::to_string(one_of(vehicles)));
        }
        if (chance_.percent(40)) {
            request.set_expires_in_minutes(1 + static_cast<int>(one_of(60)));
        }
        for (auto more = one_of(3); !request.resource_ids().empty() && more > 0; --more) {
            request.add_resource_ids("BIL-" + std::to_string(one_of(vehicles)));
        }
    } else if (kind < 7) {
        command.mutable_decline_transports()->set_region_id(from);
        command.mutable_decline_transports()->set_incident_id(incident.id);
        command.mutable_decline_transports()->set_reason("inga bilar");
    } else {
        command.mutable_revoke_transports()->set_region_id(from);
        command.mutable_revoke_transports()->set_incident_id(incident.id);
        command.mutable_revoke_transports()->set_count(count);
        name_some(*command.mutable_revoke_transports(), incident);
    }
    *command.mutable_actor() = actor_of(chance_.percent(80) ? v1::ROLE_TIB : v1::ROLE_DEPUTY, from);
    return command;
}

/// Of vehicles that are taken back or let go some are meant by name: those that stand there, and
/// now and then one that does not.
template <typename Request>
void Crowd::name_some(Request& request, core::Incident const& incident) {
    auto const* const region = incident.transports_of(request.region_id());
    if (region == nullptr || !chance_.percent(50)) {
        return;
    }
    std::vector<std::string> names;
    for (auto const& each : region->commitments) {
        if (request.commitment_id().empty() ||
            request.commitment_id() == each.given.commitment_id()) {
            auto const standing = core::standing_names(each);
            names.insert(names.end(), standing.begin(), standing.end());
        }
    }
    if (names.empty()) {
        return;
    }
    auto const first = one_of(names.size());
    auto const count = 1 + one_of(names.size());
    for (std::size_t each = 0; each < count; ++each) {
        request.add_resource_ids(names[(first + each) % names.size()]);
    }
    if (chance_.percent(10)) {
        request.set_resource_ids(0, "BIL-" + std::to_string(one_of(vehicles)));
    }
    request.set_count(static_cast<int>(count));
}

/// One promise is firmed up, leaves, or is let go.
v1::Command Crowd::share_of_promise(core::Incident const& incident) {
    v1::Command command;
    auto const& given = incident.transports;
    auto const from = given.empty() ? region() : given[one_of(given.size())].region_id;
    auto const* const known = incident.transports_of(from);
    auto const promises = known == nullptr ? 0 : known->commitments.size();
    auto const id = from + "-" + std::to_string(1 + one_of(promises + 1));
    auto const fill = [&](auto& request) {
        request.set_incident_id(incident.id);
        request.set_region_id(from);
        request.set_commitment_id(id);
    };
    *command.mutable_actor() = actor_of(v1::ROLE_TIB, from);
    auto const count = 1 + static_cast<int>(one_of(4));
    switch (one_of(3)) {
        case 0: fill(*command.mutable_reconfirm_transports()); break;
        case 1:
            fill(*command.mutable_depart_transports());
            command.mutable_depart_transports()->set_count(count);
            break;
        default:
            fill(*command.mutable_release_transports());
            command.mutable_release_transports()->set_count(count);
            name_some(*command.mutable_release_transports(), incident);
            *command.mutable_actor() = actor_of(v1::ROLE_TIB, incident.region_id);
            break;
    }
    return command;
}

v1::Command Crowd::by_leader(core::Incident const& incident) {
    v1::Command command;
    *command.mutable_actor() = actor_of(v1::ROLE_TIB, incident.region_id);
    auto const kind = one_of(100);
    if (kind < 28) {
        command.mutable_accept_shortfall()->set_incident_id(incident.id);
        command.mutable_accept_shortfall()->set_region_id(region());
    } else if (kind < 44) {
        command.mutable_change_level()->set_incident_id(incident.id);
        command.mutable_change_level()->set_level(v1::READINESS_LEVEL_FORSTARKNING);
    } else if (kind < 58) {
        command.mutable_escalate_national()->set_incident_id(incident.id);
    } else if (kind < 68) {
        command.mutable_decline_national()->set_incident_id(incident.id);
    } else if (kind < 84) {
        command.mutable_resume_chases()->set_incident_id(incident.id);
    } else if (kind < 88) {
        command.mutable_stand_down()->set_incident_id(incident.id);
    } else if (kind < 90) {
        command.mutable_rescind_incident()->set_incident_id(incident.id);
    } else {
        command.mutable_close_incident()->set_incident_id(incident.id);
    }
    return command;
}

/// The duty is offered to a colleague, or taken over where it has been.
v1::Command Crowd::of_duty(core::State const& state) {
    v1::Command command;
    for (auto const& [party, duty] : state.duties()) {
        if (!duty.offered_to.empty()) {
            command.mutable_accept_duty()->set_party(party);
            command.mutable_accept_duty()->set_officer_id(duty.offered_to);
            *command.mutable_actor() =
                actor_of(core::role_of(party), std::string{core::organisation_of(party)});
            command.mutable_actor()->set_token_id(duty.offered_to);
            return command;
        }
    }
    auto const& officers = rules_.contacts.officers();
    auto const which = static_cast<int>(one_of(static_cast<std::size_t>(officers.size())));
    auto const& officer = officers[which];
    command.mutable_offer_duty()->set_party(officer.party());
    command.mutable_offer_duty()->set_to_officer_id(officer.id());
    *command.mutable_actor() = actor_of(core::role_of(officer.party()),
                                        std::string{core::organisation_of(officer.party())});
    return command;
}

/// Wrong people, and people who look at an old picture.
void Crowd::muddle(v1::Command& command, core::State const& state) {
    if (chance_.percent(odds_.wrong_percent)) {
        *command.mutable_actor() = somebody();
    }
    if (!state.incidents().empty() && chance_.percent(20)) {
        auto const& seen = state.incidents()[one_of(state.incidents().size())];
        set_version(command, seen.version);
    }
}

}  // namespace larm::swarm
