#include "simulators/player/stage.hpp"

#include <algorithm>

#include "engine/core/party.hpp"
#include "engine/world/restore.hpp"
#include "simulators/player/act.hpp"
#include "simulators/player/faults.hpp"

namespace larm::player {
namespace {

/// When an incident of the scenario is first heard of.
int first_heard_s(v1::ScenarioIncident const& incident) {
    return incident.has_reported() ? incident.reported().at_s() : incident.confirmed().at_s();
}

std::string const& in(std::map<std::string, std::string, std::less<>> const& names,
                      std::string_view name) {
    static std::string const none;
    auto const found = names.find(name);
    return found == names.end() ? none : found->second;
}

}  // namespace

std::string uuid_at(core::Instant at, Chance chance) {
    auto const ms = static_cast<std::uint64_t>(at.us / 1000);
    // From the last part to the first: so they were always drawn, and other ids are another replay.
    auto const third = chance.below(std::uint64_t{1} << 48U);
    auto const second = chance.below(0x4000);
    auto const first = chance.below(0x1000);
    core::CommandId id{};
    auto const put = [&](std::size_t from, std::uint64_t value) {
        for (std::size_t index = 0; index < 8; ++index) {
            id[from + index] = static_cast<std::uint8_t>(value >> (56U - 8U * index));
        }
    };
    put(0, ms << 16U | 0x7000U | first);
    put(8, (0x8000U | second) << 48U | third);
    return core::uuid_text(id);
}

Stage::Stage(Scenario const& scenario, std::uint64_t seed)
    : now_{scenario.starts}, scenario_{scenario}, seed_{seed} {
    for (auto const& incident : scenario.script.incidents()) {
        auto const at = scenario.starts + core::seconds(first_heard_s(incident));
        auto id = uuid_at(at, chance("incident " + incident.id()));
        names_[id] = incident.id();
        ids_[incident.id()] = std::move(id);
    }
}

void Stage::later(core::Duration after, Agenda::Happening happening) {
    agenda_.put(now_ + after, std::move(happening));
}

void Stage::at(int seconds, Agenda::Happening happening) {
    agenda_.put(scenario_.starts + core::seconds(seconds), std::move(happening));
}

std::string const& Stage::incident_id(std::string_view name) const {
    return in(ids_, name);
}

std::string Stage::incident_name(std::string_view id) const {
    return in(names_, id);
}

void Stage::sign(v1::Command& command, std::string const& party) const {
    auto& actor = *command.mutable_actor();
    actor.set_role(core::role_of(party));
    actor.set_organisation(std::string{core::organisation_of(party)});
    auto const duty = state().duties().find(party);
    if (command.has_accept_duty()) {
        actor.set_token_id(command.accept_duty().officer_id());
    } else if (duty != state().duties().end() && !duty->second.officer_id.empty()) {
        actor.set_token_id(duty->second.officer_id);
    } else {
        actor.set_token_id(party);
    }
}

std::optional<core::Instant> Stage::held_until(std::string_view party) const {
    if (auto const fault = cut_off(scenario_, party, now_); fault) {
        return scenario_.starts + core::seconds(fault->until_s());
    }
    return back_at(scenario_, now_);
}

bool Stage::is_human(std::string_view party) const {
    return humans_.contains(party) ||
           (core::role_of(party) == v1::ROLE_DEPUTY &&
            humans_.contains(core::make_party(v1::ROLE_TIB, core::organisation_of(party))));
}

core::Duration Stage::tired(core::Duration after, std::string_view party) const {
    auto const* const behaviour = scenario_.behaviour(party);
    if (behaviour == nullptr || !behaviour->has_fatigue()) {
        return after;
    }
    auto const& fatigue = behaviour->fatigue();
    auto const since_s = (now_ - scenario_.starts).us / 1'000'000 - fatigue.after_s();
    auto const percent = std::clamp<std::int64_t>(since_s * fatigue.percent_an_hour() / 3600, 0,
                                                  fatigue.percent_max());
    return {after.us * (100 + percent) / 100};
}

void Stage::note_opened(std::string const& id, std::string const& region_id) {
    if (names_.contains(id)) {
        return;
    }
    for (auto const& incident : scenario_.script.incidents()) {
        auto& known = ids_[incident.id()];
        if (incident.region_id() == region_id && state().incident(known) == nullptr) {
            names_.erase(known);
            known = id;
            names_[id] = incident.id();
            return;
        }
    }
    ids_[id] = id;
    names_[id] = id;
}

void Stage::give(v1::Command command, std::string const& party, std::string const& incident_name,
                 world::ReplyTo reply_to) {
    give_kept(command, party, incident_name, std::move(reply_to));
}

void Stage::give_kept(v1::Command& command, std::string const& party,
                      std::string const& incident_name, world::ReplyTo reply_to) {
    if (is_human(party)) {
        return;
    }
    if (auto const until = held_until(party); until) {
        agenda_.put(*until, [this, command, party, incident_name,
                             reply_to = std::move(reply_to)]() mutable {
            give(std::move(command), party, incident_name, std::move(reply_to));
        });
        return;
    }
    auto const id = incident_id(incident_name);
    auto const command_id = uuid_at(now_, chance("command " + std::to_string(++commands_)));
    auto const opens = (command.has_report_incident() || command.has_confirm_incident()) &&
                       state().incident(id) == nullptr;
    fill_ids(command, command_id, opens ? std::string{} : id);
    sign(command, party);
    // By which a command is told from another under the same id: here no two have the same.
    command.set_fingerprint(command_id.substr(command_id.size() - 8));
    command.set_fresh_id(id);
    if (!reply_to) {
        submit(command, [this](world::Reply&& reply) { ++(reply ? accepted_ : refused_); });
        return;
    }
    submit(command, [this, reply_to = std::move(reply_to)](world::Reply&& reply) mutable {
        ++(reply ? accepted_ : refused_);
        reply_to(std::move(reply));
    });
}

}  // namespace larm::player
