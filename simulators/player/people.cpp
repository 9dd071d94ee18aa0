#include "simulators/player/people.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/party.hpp"

namespace larm::player {
namespace {

v1::Via via_of(v1::Channel channel) {
    switch (channel) {
        case v1::CHANNEL_PUSH: return v1::VIA_PUSH;
        case v1::CHANNEL_SMS: return v1::VIA_SMS;
        case v1::CHANNEL_VOICE: return v1::VIA_VOICE;
        case v1::CHANNEL_RAKEL: return v1::VIA_RAKEL;
        case v1::CHANNEL_EMAIL: return v1::VIA_EMAIL;
        case v1::CHANNEL_WEBHOOK: return v1::VIA_WEBHOOK;
        case v1::CHANNEL_OPERATOR:
        case v1::CHANNEL_UNSPECIFIED:
        case v1::Channel_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Channel_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return v1::VIA_CONSOLE;
}

v1::Hearing const* hearing_of(v1::SimulatedParty const& behaviour, v1::Channel channel) {
    for (auto const& each : behaviour.hears()) {
        if (std::ranges::find(each.channels(), channel) != each.channels().end()) {
            return &each;
        }
    }
    return nullptr;
}

bool is_the_end(v1::Step const& step) {
    return step.start().trigger() == v1::TRIGGER_STAND_DOWN ||
           step.start().trigger() == v1::TRIGGER_RESCIND;
}

}  // namespace

void People::arrive(Message const& message) {
    auto const* const behaviour = stage_.scenario().behaviour(message.recipient);
    auto const* const hearing =
        behaviour == nullptr ? nullptr : hearing_of(*behaviour, message.channel);
    if (hearing == nullptr || stage_.is_human(message.recipient)) {
        return;
    }
    auto chance = stage_.chance("hearing " + key_of(message));
    if (chance.percent(hearing->percent())) {
        stage_.later(stage_.tired(chance.delay(hearing->after()), message.recipient),
                     [this, message] { hear(message); });
    }
}

void People::confirmed(std::string const& incident, std::string const& by) {
    if (stage_.scenario().behaviour(by) == nullptr) {
        return;  // the confirmation was all that this party does
    }
    auto const party = core::make_party(v1::ROLE_TIB, core::organisation_of(by));
    hear_of_incident({by, party, incident, {}, v1::VIA_CONSOLE, 0});
}

void People::hear(Message const& message) {
    auto const* const known = incident(message.incident);
    if (known == nullptr || known->pack == nullptr) {
        return;
    }
    auto const declarer = core::make_party(v1::ROLE_TIB, known->region_id);
    auto const& step = known->pack->step(known->pack->step_index(message.step));
    if (message.recipient == declarer && message.party != declarer) {
        if (message.text != step.on_decline().message()) {  // who has said no has been reached
            call_by_hand(message);
        }
        return;
    }
    if (step.expects() == v1::EXPECTS_BLOOD_OFFER && message.recipient != message.party &&
        core::role_of(message.recipient) == v1::ROLE_BLOOD) {
        hear_of_offers(message);
        return;
    }
    Heard const heard{message.recipient, message.party,           message.incident,
                      message.step,      via_of(message.channel), message.attempt};
    if (is_the_end(step)) {
        knowledge(message.incident, message.party).of_end = true;
    } else {
        hear_of_incident(heard);
    }
    hear_question(heard, message.text == known->pack->rules.policy().reconfirm_message());
}

void People::hear_of_incident(Heard const& heard) {
    auto& known = knowledge(heard.incident, heard.party);
    if (std::exchange(known.of_incident, true)) {
        return;
    }
    plan(heard, stage_.scenario().behaviour(heard.by)->transports());
    plan_blood(heard);
}

void People::hear_question(Heard const& heard, bool asks_again) {
    auto const& pack = *incident(heard.incident)->pack;
    auto& known = knowledge(heard.incident, heard.party);
    if (asks_again) {
        reconfirm(heard);
        return;
    }
    switch (pack.step(pack.step_index(heard.step)).expects()) {
        case v1::EXPECTS_NATIONAL_DECISION: decide_national(heard); return;
        case v1::EXPECTS_SHORTFALL_DECISION: decide_shortfall(heard); return;
        case v1::EXPECTS_TRIAGE_DECISION: decide_triage(heard); break;
        case v1::EXPECTS_TRANSPORTS: {
            if (!known.questions.insert(heard.attempt).second) {
                break;  // the same question over another channel
            }
            auto const asked = static_cast<int>(known.questions.size());
            auto const& commits = stage_.scenario().behaviour(heard.by)->transports().commits();
            for (int index = 0; index < commits.size(); ++index) {
                if (commits.Get(index).when_asked() == asked) {
                    commit(heard, commits.Get(index), index);
                }
            }
            break;
        }
        case v1::EXPECTS_BLOOD_OFFER: answer_for_blood(heard); break;
        case v1::EXPECTS_TRANSFER_ANSWER: answer_transfers(heard); break;
        case v1::EXPECTS_SUPPORT_OFFER: answer_support(heard); break;
        case v1::EXPECTS_SITUATION_REPORT: report_situation(heard); break;
        case v1::EXPECTS_ACKNOWLEDGEMENT:
            if (!comes(heard)) {
                return;
            }
            break;
        case v1::EXPECTS_UNSPECIFIED:
        case v1::Expects_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Expects_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    acknowledge(heard);
}

void People::once(Heard const& heard, v1::Delay const& after, std::string const& what,
                  Agenda::Happening act) {
    if (!knowledge(heard.incident, heard.party).answered.insert(heard.step).second) {
        return;
    }
    auto chance =
        stage_.chance(fmt::format("{} {} {} {}", what, heard.incident, heard.party, heard.attempt));
    stage_.later(stage_.tired(chance.delay(after), heard.by),
                 [this, heard, act = std::move(act)]() mutable {
                     knowledge(heard.incident, heard.party).answered.erase(heard.step);
                     if (incident(heard.incident)->is_running()) {
                         act();
                     }
                 });
}

bool People::has_acknowledged(Heard const& heard) const {
    auto const* const known = incident(heard.incident);
    auto const* const chase = known->chase(known->pack->step_index(heard.step), heard.party);
    return known->is_closed() || chase == nullptr || chase->acknowledged_at.is_set();
}

void People::acknowledge(Heard const& heard) {
    auto const& behaviour = *stage_.scenario().behaviour(heard.by);
    auto& known = knowledge(heard.incident, heard.party);
    if (!behaviour.has_acknowledges_after() || has_acknowledged(heard) ||
        !known.answered.insert(heard.step).second) {
        return;
    }
    auto chance = stage_.chance(
        fmt::format("acknowledging {} {} {}", heard.incident, heard.step, heard.party));
    stage_.later(
        stage_.tired(chance.delay(behaviour.acknowledges_after()), heard.by), [this, heard] {
            knowledge(heard.incident, heard.party).answered.erase(heard.step);  // asked anew later
            if (has_acknowledged(heard)) {
                return;  // another act, or another person, has said it meanwhile
            }
            v1::Command command;
            command.mutable_acknowledge()->set_party(heard.party);
            command.mutable_acknowledge()->set_via(heard.via);
            stage_.give(std::move(command), heard.by, heard.incident);
        });
}

void People::decide_national(Heard const& heard) {
    auto const& behaviour = *stage_.scenario().behaviour(heard.by);
    if (!behaviour.has_national() ||
        !knowledge(heard.incident, heard.party).answered.insert(heard.step).second) {
        return;
    }
    auto chance = stage_.chance("national " + heard.incident);
    stage_.later(stage_.tired(chance.delay(behaviour.national().after()), heard.by), [this, heard,
                                                                                      &behaviour] {
        auto const* const known = incident(heard.incident);
        if (!known->is_running() || known->national_taken || known->national_declined) {
            return;
        }
        v1::Command command;
        if (behaviour.national().take()) {
            command.mutable_escalate_national()->set_reason(behaviour.national().reason());
        } else {
            command.mutable_decline_national()->set_reason(behaviour.national().reason());
        }
        stage_.give(std::move(command), heard.by, heard.incident);
    });
}

void People::decide_shortfall(Heard const& heard) {
    auto const& behaviour = *stage_.scenario().behaviour(heard.by);
    auto& known = knowledge(heard.incident, heard.party);
    if (!behaviour.has_shortfall() || !known.answered.insert(heard.step).second) {
        return;
    }
    auto chance = stage_.chance(fmt::format("shortfall {} {}", heard.incident, stage_.now().us));
    stage_.later(stage_.tired(chance.delay(behaviour.shortfall().after()), heard.by),
                 [this, heard, &behaviour] {
                     knowledge(heard.incident, heard.party)
                         .answered.erase(heard.step);  // a later no is asked anew
                     auto const* const open = incident(heard.incident);
                     if (!open->is_running() || !open->has_open_shortfall()) {
                         return;
                     }
                     v1::Command command;
                     auto& answer = *command.mutable_answer();
                     answer.set_party(heard.party);
                     answer.set_step(heard.step);
                     answer.set_via(heard.via);
                     answer.mutable_accept();
                     answer.set_note(behaviour.shortfall().reason());
                     stage_.give(std::move(command), heard.by, heard.incident);
                 });
}

/// Says of all that stands that it still does.
void People::reconfirm(Heard const& heard) {
    auto const& behaviour = *stage_.scenario().behaviour(heard.by);
    if (!behaviour.has_acknowledges_after()) {
        return;
    }
    auto chance = stage_.chance(
        fmt::format("reconfirming {} {} {}", heard.incident, heard.party, stage_.now().us));
    stage_.later(stage_.tired(chance.delay(behaviour.acknowledges_after()), heard.by),
                 [this, heard] {
                     auto const region = std::string{core::organisation_of(heard.party)};
                     auto const* const given = incident(heard.incident)->transports_of(region);
                     std::vector<std::string> standing;
                     for (auto const& each :
                          given == nullptr ? std::vector<core::Commitment>{} : given->commitments) {
                         if (each.standing() > 0) {
                             standing.push_back(each.given.commitment_id());
                         }
                     }
                     for (auto const& id : standing) {
                         v1::Command command;
                         command.mutable_reconfirm_transports()->set_region_id(region);
                         command.mutable_reconfirm_transports()->set_commitment_id(id);
                         command.mutable_reconfirm_transports()->set_via(heard.via);
                         stage_.give(std::move(command), heard.by, heard.incident);
                     }
                 });
}

}  // namespace larm::player
