// What the simulated blood centres do: count, alarm the country, offer, say no, take back, accept.
#include <fmt/format.h>

#include "engine/core/blood.hpp"
#include "engine/core/party.hpp"
#include "simulators/player/people.hpp"
#include "simulators/player/rounds.hpp"

namespace larm::player {
namespace {

/// As the party's own, over the way it heard of it.
template <typename Request>
Request& of_party(Request& request, Heard const& heard) {
    request.set_party(heard.party);
    if constexpr (requires { request.set_via(heard.via); }) {
        request.set_via(heard.via);
    }
    return request;
}

/// Whether what the centre has accepted falls short of what it asked the country for.
bool wants_more(core::Incident const& incident, std::string const& asker) {
    core::blood::Units accepted;
    for (auto const& offer : incident.blood.offers()) {
        if (offer.given().to() == asker && offer.state() != v1::BLOOD_OFFER_STATE_WITHDRAWN) {
            core::blood::add(accepted, core::blood::units_of(offer.accepted()));
        }
    }
    auto const* const alarm = incident.blood_alarm_of(asker);
    return alarm != nullptr &&
           !core::blood::covers(accepted, core::blood::units_of(alarm->asked().asks()));
}

}  // namespace

void People::plan_blood(Heard const& heard) {
    auto const& plan = stage_.scenario().behaviour(heard.by)->blood();
    auto const name = fmt::format("{} {}", heard.incident, heard.party);
    if (plan.has_stock() && is_planned_for(plan.stock().incident(), heard.incident)) {
        auto chance = stage_.chance("counting " + name);
        stage_.later(stage_.tired(chance.delay(plan.stock().after()), heard.by),
                     [this, heard, &plan] {
                         if (!incident(heard.incident)->is_open()) {
                             return;
                         }
                         v1::Command command;
                         auto& counted = of_party(*command.mutable_report_blood_stock(), heard);
                         *counted.mutable_lines() = plan.stock().lines();
                         counted.set_note(plan.stock().note());
                         stage_.give(std::move(command), heard.by, heard.incident);
                     });
    }
    for (int index = 0; index < plan.alarms_size(); ++index) {
        auto const& alarm = plan.alarms(index);
        if (!is_planned_for(alarm.incident(), heard.incident)) {
            continue;
        }
        auto chance = stage_.chance(fmt::format("alarming the country {} {}", index, name));
        stage_.later(stage_.tired(chance.delay(alarm.after()), heard.by), [this, heard, &alarm] {
            if (knowledge(heard.incident, heard.party).of_end) {
                return;  // who knows that it is over asks for nothing more
            }
            v1::Command command;
            auto& asking = of_party(*command.mutable_alarm_blood_country(), heard);
            asking.set_reason(alarm.reason());
            *asking.mutable_asks() = alarm.asks();
            stage_.give(std::move(command), heard.by, heard.incident);
        });
    }
}

bool People::awaits_blood(Heard const& heard) const {
    auto const* const known = incident(heard.incident);
    auto const* const chase = known->chase(known->pack->step_index(heard.step), heard.party);
    return known->is_running() && chase != nullptr && chase->state != v1::PARTY_STATE_ANSWERED;
}

void People::answer_for_blood(Heard const& heard) {
    auto const& plan = stage_.scenario().behaviour(heard.by)->blood();
    auto& known = knowledge(heard.incident, heard.party);
    auto const gives = known.blood_offers < plan.offers_size();
    if (!awaits_blood(heard) || known.is_answering || (!gives && !plan.has_declines())) {
        return;  // one question is heard over several channels, and from several rungs
    }
    known.is_answering = true;
    auto const index = known.blood_offers;
    auto chance =
        stage_.chance(fmt::format("offering {} {} {}", index, heard.incident, heard.party));
    auto const after = chance.delay(gives ? plan.offers(index).after() : plan.declines().after());
    stage_.later(after, [this, heard, index, gives, &plan] {
        auto& mine = knowledge(heard.incident, heard.party);
        mine.is_answering = false;
        if (mine.of_end || !awaits_blood(heard)) {
            return;
        }
        if (gives) {
            mine.blood_offers = index + 1;
            offer_blood(heard, plan.offers(index));
            return;
        }
        v1::Command command;
        auto& answer = of_party(*command.mutable_answer(), heard);
        answer.set_step(heard.step);
        answer.mutable_decline()->set_reason(plan.declines().reason());
        stage_.give(std::move(command), heard.by, heard.incident);
    });
}

void People::offer_blood(Heard const& heard, v1::PlannedBloodOffer const& planned) {
    v1::Command command;
    auto& offer = of_party(*command.mutable_offer_blood(), heard);
    *offer.mutable_units() = planned.units();
    offer.set_ready_in_minutes(planned.ready_in_minutes());
    offer.set_note(planned.note());
    stage_.give(std::move(command), heard.by, heard.incident,
                [this, heard, &planned](world::Reply const& reply) {
                    if (reply && planned.has_withdrawn_after()) {
                        withdraw_later(heard, planned);
                    }
                });
}

/// The offer is the party's newest when the reply comes.
void People::withdraw_later(Heard const& heard, v1::PlannedBloodOffer const& planned) {
    std::string id;
    for (auto const& offer : incident(heard.incident)->blood.offers()) {
        id = offer.given().party() == heard.party ? offer.given().offer_id() : id;
    }
    auto chance = stage_.chance(fmt::format("withdrawing {} {}", heard.incident, id));
    stage_.later(stage_.tired(chance.delay(planned.withdrawn_after()), heard.by), [this, heard, id,
                                                                                   &planned] {
        v1::Command command;
        auto& withdrawn = of_party(*command.mutable_withdraw_blood_offer(), heard);
        withdrawn.set_offer_id(id);
        withdrawn.set_reason(planned.withdrawn_reason());
        stage_.give(
            std::move(command), heard.by, heard.incident, [this, heard](world::Reply const& reply) {
                auto const& offers = stage_.scenario().behaviour(heard.by)->blood().offers();
                auto& known = knowledge(heard.incident, heard.party);
                if (reply && known.blood_offers < offers.size()) {
                    offer_blood(heard, offers.Get(known.blood_offers++));
                }
            });
    });
}

void People::hear_of_offers(Message const& message) {
    auto const& known = *incident(message.incident);
    auto const& step = known.pack->step(known.pack->step_index(message.step));
    auto const is_withdrawal = message.text == step.on_withdrawal().message();
    auto const* const behaviour = stage_.scenario().behaviour(message.recipient);
    if ((message.text != step.on_offer().message() && !is_withdrawal) ||
        !behaviour->blood().has_accepts_after()) {
        return;
    }
    for (auto const& offer : known.blood.offers()) {
        auto const& given = offer.given();
        // What was not needed before may be, now that another has taken its own back.
        auto const is_meant = is_withdrawal || given.party() == message.party;
        if (given.to() != message.recipient || !is_meant) {
            continue;
        }
        auto chance =
            stage_.chance(fmt::format("accepting {} {}", message.incident, given.offer_id()));
        stage_.later(chance.delay(behaviour->blood().accepts_after()),
                     [this, message, id = given.offer_id()] { accept_blood(message, id); });
    }
}

void People::accept_blood(Message const& message, std::string const& offer_id) {
    auto const& known = *incident(message.incident);
    if (!known.is_running() || !wants_more(known, message.recipient) ||
        known.blood_offer(offer_id)->state() != v1::BLOOD_OFFER_STATE_OFFERED) {
        return;  // heard twice, or taken back meanwhile
    }
    v1::Command command;
    command.mutable_accept_blood()->set_party(message.recipient);
    command.mutable_accept_blood()->set_offer_id(offer_id);
    stage_.give(std::move(command), message.recipient, message.incident);
}

}  // namespace larm::player
