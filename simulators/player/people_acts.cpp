// What the simulated people do about transports, and over the telephone.
#include <fmt/format.h>

#include "engine/core/party.hpp"
#include "simulators/player/people.hpp"
#include "simulators/player/rounds.hpp"

namespace larm::player {
namespace {

v1::Command commit_command(Heard const& heard, v1::PlannedCommit const& planned) {
    v1::Command command;
    auto& commit = *command.mutable_commit_transports();
    commit.set_region_id(std::string{core::organisation_of(heard.party)});
    commit.set_count(planned.count());
    commit.set_kind(planned.kind());
    commit.set_ready_in_minutes(planned.ready_in_minutes());
    commit.set_provisional(planned.provisional());
    commit.set_crew(planned.crew());
    commit.set_place(planned.place());
    *commit.mutable_resource_ids() = planned.resource_ids();
    commit.set_via(heard.via);
    return command;
}

}  // namespace

void People::plan(Heard const& heard, v1::TransportPlan const& transports) {
    for (int index = 0; index < transports.commits_size(); ++index) {
        if (transports.commits(index).when_asked() == 0) {
            commit(heard, transports.commits(index), index);
        }
    }
    auto const region = std::string{core::organisation_of(heard.party)};
    auto const name = fmt::format("{} {}", heard.incident, heard.party);
    if (auto const& declines = transports.declines();
        transports.has_declines() && is_planned_for(declines.incident(), heard.incident)) {
        auto chance = stage_.chance("declining " + name);
        stage_.later(stage_.tired(chance.delay(declines.after()), heard.by),
                     [this, heard, region, &declines] {
                         v1::Command command;
                         command.mutable_decline_transports()->set_region_id(region);
                         command.mutable_decline_transports()->set_reason(declines.reason());
                         command.mutable_decline_transports()->set_via(heard.via);
                         stage_.give(std::move(command), heard.by, heard.incident);
                     });
    }
    for (int index = 0; index < transports.revokes_size(); ++index) {
        auto const& revoke = transports.revokes(index);
        if (!is_planned_for(revoke.incident(), heard.incident)) {
            continue;
        }
        auto chance = stage_.chance(fmt::format("revoking {} {}", index, name));
        stage_.later(stage_.tired(chance.delay(revoke.after()), heard.by),
                     [this, heard, region, &revoke] {
                         v1::Command command;
                         command.mutable_revoke_transports()->set_region_id(region);
                         command.mutable_revoke_transports()->set_count(revoke.count());
                         command.mutable_revoke_transports()->set_reason(revoke.reason());
                         stage_.give(std::move(command), heard.by, heard.incident);
                     });
    }
}

void People::commit(Heard const& heard, v1::PlannedCommit const& planned, int index) {
    if (!is_planned_for(planned.incident(), heard.incident)) {
        return;
    }
    auto chance =
        stage_.chance(fmt::format("promising {} {} {}", index, heard.incident, heard.party));
    auto const after = stage_.tired(chance.delay(planned.after()), heard.by);
    auto const is_wrong = chance.percent(planned.mistake().percent());
    stage_.later(after, [this, heard, after, is_wrong, &planned] {
        if (knowledge(heard.incident, heard.party).of_end) {
            return;  // who knows that the alarm is over promises nothing more
        }
        auto entered = heard;
        if (heard.via == v1::VIA_PHONE && after.us > 0) {
            entered.by = heard.party;  // what was not said on the telephone the party enters itself
            entered.via = v1::VIA_CONSOLE;
        }
        auto command = commit_command(entered, planned);
        if (is_wrong) {
            command.mutable_commit_transports()->set_count(planned.mistake().count());
            command.mutable_commit_transports()->clear_resource_ids();
        }
        stage_.give(std::move(command), entered.by, entered.incident,
                    [this, entered, is_wrong, &planned](world::Reply const& reply) {
                        if (reply && is_wrong && planned.mistake().has_noticed_after()) {
                            put_right(entered, planned, reply->seq());
                        } else if (reply && planned.has_firm_after()) {
                            firm_up(entered, planned, reply->seq());
                        }
                    });
    });
}

/// What was entered by mistake is taken back, and the right number promised.
void People::put_right(Heard const& heard, v1::PlannedCommit const& planned, std::int64_t seq) {
    auto const region = std::string{core::organisation_of(heard.party)};
    auto const id =
        incident(heard.incident)->transports_of(region)->commitments.back().given.commitment_id();
    auto chance = stage_.chance(fmt::format("noticing {} {} {}", heard.incident, heard.party, seq));
    auto const after = stage_.tired(chance.delay(planned.mistake().noticed_after()), heard.by);
    stage_.later(after, [this, heard, region, id, &planned] {
        v1::Command command;
        auto& revoke = *command.mutable_revoke_transports();
        revoke.set_region_id(region);
        revoke.set_commitment_id(id);
        revoke.set_count(planned.mistake().count());
        revoke.set_reason("Fel antal");
        stage_.give(std::move(command), heard.by, heard.incident);
        stage_.give(commit_command(heard, planned), heard.by, heard.incident);
    });
}

/// The commitment is the one that the event `seq` made: the region's newest when the reply comes.
void People::firm_up(Heard const& heard, v1::PlannedCommit const& planned, std::int64_t seq) {
    auto const region = std::string{core::organisation_of(heard.party)};
    auto const* const given = incident(heard.incident)->transports_of(region);
    auto const id = given->commitments.back().given.commitment_id();
    auto chance = stage_.chance(fmt::format("firming {} {} {}", heard.incident, heard.party, seq));
    stage_.later(stage_.tired(chance.delay(planned.firm_after()), heard.by),
                 [this, heard, region, id] {
                     v1::Command command;
                     command.mutable_reconfirm_transports()->set_region_id(region);
                     command.mutable_reconfirm_transports()->set_commitment_id(id);
                     stage_.give(std::move(command), heard.party, heard.incident);
                 });
}

void People::call_by_hand(Message const& message) {
    if (stage_.is_human(message.party)) {
        return;  // who answers that telephone is no simulated person
    }
    auto const* const behaviour = stage_.scenario().behaviour(message.party);
    auto& known = knowledge(message.incident, message.party);
    if (behaviour == nullptr || !behaviour->has_on_the_phone() || known.is_called) {
        return;
    }
    auto chance = stage_.chance("calling " + key_of(message));
    if (!chance.percent(behaviour->on_the_phone().percent())) {
        return;  // nobody answers; the next message makes for the next call
    }
    known.is_called = true;
    stage_.later(stage_.tired(chance.delay(behaviour->on_the_phone().after()), message.party),
                 [this, message] {
                     knowledge(message.incident, message.party).is_called = false;
                     answer_the_phone(message.incident, message.recipient, message.party);
                 });
}

void People::answer_the_phone(std::string const& name, std::string const& declarer,
                              std::string const& party) {
    if (!incident(name)->is_open() && !incident(name)->has_ended()) {
        return;
    }
    v1::Command command;
    command.mutable_acknowledge()->set_party(party);
    command.mutable_acknowledge()->set_via(v1::VIA_PHONE);
    stage_.give(std::move(command), declarer, name);
    auto& known = knowledge(name, party);
    if (!std::exchange(known.of_incident, true)) {
        plan({declarer, party, name, {}, v1::VIA_PHONE, 0},
             stage_.scenario().behaviour(party)->transports());
        plan_blood({party, party, name, {}, v1::VIA_CONSOLE, 0});
    }
}

}  // namespace larm::player
