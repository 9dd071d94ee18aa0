// The end of a night: people who do what they are asked, and leaders who end what goes on.
#include <utility>

#include "engine/core/party.hpp"
#include "simulators/swarm/crowd.hpp"
#include "simulators/swarm/invariants.hpp"

namespace larm::swarm {
namespace {

v1::Command acknowledge(core::Incident const& incident, std::string const& party) {
    v1::Command command;
    command.mutable_acknowledge()->set_incident_id(incident.id);
    command.mutable_acknowledge()->set_party(party);
    *command.mutable_actor() =
        actor_of(core::role_of(party), std::string{core::organisation_of(party)});
    return command;
}

v1::Command commit(core::Incident const& incident, core::Chase const& chase) {
    v1::Command command;
    auto const region = std::string{core::organisation_of(chase.party)};
    auto& request = *command.mutable_commit_transports();
    request.set_incident_id(incident.id);
    request.set_region_id(region);
    request.set_count(incident.pack->step(chase.step).minimum());
    *command.mutable_actor() = actor_of(v1::ROLE_TIB, region);
    return command;
}

v1::Command decline_national(core::Incident const& incident) {
    v1::Command command;
    command.mutable_decline_national()->set_incident_id(incident.id);
    *command.mutable_actor() = actor_of(v1::ROLE_TIB, incident.region_id);
    return command;
}

v1::Command decline(core::Incident const& incident, core::Chase const& chase) {
    v1::Command command;
    auto& request = *command.mutable_answer();
    request.set_incident_id(incident.id);
    request.set_party(chase.party);
    request.set_step(incident.pack->step(chase.step).id());
    request.mutable_decline()->set_reason("inget att avvara");
    *command.mutable_actor() =
        actor_of(core::role_of(chase.party), std::string{core::organisation_of(chase.party)});
    return command;
}

v1::Command send_situation(core::Incident const& incident) {
    v1::Command command;
    command.mutable_send_situation()->set_incident_id(incident.id);
    *command.mutable_actor() = actor_of(v1::ROLE_TIB, incident.region_id);
    return command;
}

void accept_shortfalls(core::Incident const& incident, std::vector<v1::Command>& commands) {
    for (auto const& region : incident.transports) {
        if (!region.declined ||
            incident.missing_transports(region.region_id) <= region.accepted_missing) {
            continue;
        }
        v1::Command command;
        command.mutable_accept_shortfall()->set_incident_id(incident.id);
        command.mutable_accept_shortfall()->set_region_id(region.region_id);
        *command.mutable_actor() = actor_of(v1::ROLE_TIB, incident.region_id);
        commands.push_back(std::move(command));
    }
}

/// What a recommendation is about: a mode, the standard of care, or an item; by its question, or by
/// the decision whose time is over.
struct OnWhat {
    bool is_mode = false;
    std::string item;
};

OnWhat on_what(core::TriageBook const& book, v1::TriageRecommendation const& open) {
    if (open.expired() != 0) {
        auto const& earlier = book.decisions[static_cast<std::size_t>(open.expired()) - 1];
        return {earlier.mode() != v1::TRIAGE_MODE_UNSPECIFIED, earlier.ration_item()};
    }
    auto const& terms = book.terms->regions()[*book.terms->region(open.region_id())];
    auto const index = terms.question(open.question_id());
    return index ? OnWhat{terms.questions[*index].rule->has_mode(),
                          terms.questions[*index].rule->ration_item()}
                 : OnWhat{};
}

/// Stays as it is: one decision answers all that is open on the same.
void decide_triage(core::Incident const& incident, core::Chase const& chase,
                   std::vector<v1::Command>& commands) {
    auto const& book = incident.triage;
    auto const fill = [&](auto& decision, v1::TriageRecommendation const& open) {
        decision.set_incident_id(incident.id);
        decision.set_region_id(open.region_id());
        decision.set_reason("tills vidare");
    };
    for (auto const& open : book.standing) {
        if (open.decided() != 0 || open.decider() != chase.party) {
            continue;
        }
        auto const on = on_what(book, open);
        v1::Command command;
        *command.mutable_actor() =
            actor_of(core::role_of(chase.party), std::string{core::organisation_of(chase.party)});
        if (on.is_mode) {
            fill(*command.mutable_decide_triage(), open);
            command.mutable_decide_triage()->set_mode(book.mode(open.region_id()));
        } else {
            auto& decision = *command.mutable_decide_care_standard();
            fill(decision, open);
            if (on.item.empty()) {
                decision.set_standard(book.standard(open.region_id()));
            } else {
                decision.set_ration_item(on.item);
                decision.set_ends(!book.rations(open.region_id(), on.item));
            }
        }
        commands.push_back(std::move(command));
    }
}

void do_what_is_asked(core::Incident const& incident, core::Chase const& chase,
                      std::vector<v1::Command>& commands) {
    switch (incident.pack->step(chase.step).expects()) {
        case v1::EXPECTS_ACKNOWLEDGEMENT:
            commands.push_back(acknowledge(incident, chase.party));
            break;
        case v1::EXPECTS_TRANSPORTS:
            if (!has_said_no(incident, chase)) {
                commands.push_back(commit(incident, chase));
            }
            break;
        case v1::EXPECTS_NATIONAL_DECISION: commands.push_back(decline_national(incident)); break;
        case v1::EXPECTS_SHORTFALL_DECISION: accept_shortfalls(incident, commands); break;
        case v1::EXPECTS_TRANSFER_ANSWER:  // no to all that is proposed, asked for or lacking
        case v1::EXPECTS_BLOOD_OFFER:
        case v1::EXPECTS_SUPPORT_OFFER: commands.push_back(decline(incident, chase)); break;
        case v1::EXPECTS_SITUATION_REPORT: commands.push_back(send_situation(incident)); break;
        case v1::EXPECTS_TRIAGE_DECISION: decide_triage(incident, chase, commands); break;
        case v1::EXPECTS_UNSPECIFIED:
        case v1::Expects_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Expects_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
}

/// A leader's command to every incident that `is_meant`. `fill` chooses the request.
template <typename Meant, typename Fill>
std::vector<v1::Command> lead(core::State const& state, Meant const& is_meant, Fill const& fill) {
    std::vector<v1::Command> commands;
    for (auto const& incident : state.incidents()) {
        if (is_meant(incident)) {
            auto& command = commands.emplace_back();
            fill(command).set_incident_id(incident.id);
            *command.mutable_actor() = actor_of(v1::ROLE_TIB, incident.region_id);
        }
    }
    return commands;
}

}  // namespace

std::vector<v1::Command> do_what_is_asked(core::State const& state) {
    std::vector<v1::Command> commands;
    for (auto const& incident : state.incidents()) {
        if (incident.is_closed()) {
            continue;
        }
        for (auto const& chase : incident.chases) {
            if (is_asked_now(incident, chase) && !incident.is_satisfied(chase)) {
                do_what_is_asked(incident, chase, commands);
            }
        }
    }
    return commands;
}

std::vector<v1::Command> resume_what_is_held(core::State const& state) {
    return lead(
        state, [](core::Incident const& incident) { return incident.chases_held; },
        [](v1::Command& command) -> auto& { return *command.mutable_resume_chases(); });
}

std::vector<v1::Command> stand_everything_down(core::State const& state) {
    return lead(
        state,
        [](core::Incident const& incident) {
            return incident.is_open() && incident.phase != v1::INCIDENT_PHASE_REPORTED;
        },
        [](v1::Command& command) -> auto& { return *command.mutable_stand_down(); });
}

std::vector<v1::Command> bring_everybody_in(core::State const& state) {
    std::vector<v1::Command> commands;
    for (auto const& incident : state.incidents()) {
        for (auto const& move : incident.casualties.moves) {
            if (!incident.is_closed() && move.state() == v1::TRANSFER_STATE_UNDER_WAY) {
                auto& command = commands.emplace_back();
                command.mutable_arrive_transfer()->set_incident_id(incident.id);
                command.mutable_arrive_transfer()->set_move_id(move.move_id());
                *command.mutable_actor() = actor_of(v1::ROLE_TIB, incident.region_id);
            }
        }
    }
    return commands;
}

std::vector<v1::Command> close_everything(core::State const& state) {
    return lead(
        state, [](core::Incident const& incident) { return !incident.is_closed(); },
        [](v1::Command& command) -> auto& { return *command.mutable_close_incident(); });
}

}  // namespace larm::swarm
