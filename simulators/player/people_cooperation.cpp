// What the simulated duty officers say when they are asked for support or reminded of the situation
// report, and whether they come to a conference.
#include <fmt/format.h>

#include <algorithm>

#include "engine/core/party.hpp"
#include "engine/core/support.hpp"
#include "simulators/player/people.hpp"

namespace larm::player {

void People::answer_support(Heard const& heard) {
    auto const& behaviour = *stage_.scenario().behaviour(heard.by);
    if (!behaviour.support().has_answers_after()) {
        return;
    }
    once(heard, behaviour.support().answers_after(), "answering support", [this, heard] {
        auto const requests = incident(heard.incident)->support;  // as it is asked now
        for (auto const& request : requests) {
            for (auto const& line : request.lines()) {
                if (core::awaits_answer(line, heard.region())) {
                    answer_line(heard, request, line);
                }
            }
        }
    });
}

void People::answer_line(Heard const& heard, v1::SupportRequestRecord const& request,
                         v1::SupportLineRecord const& line) {
    auto const& plan = stage_.scenario().behaviour(heard.by)->support();
    auto& offered = knowledge(heard.incident, heard.party).support;
    v1::Command command;
    for (int index = 0; index < plan.gives_size(); ++index) {
        auto const& gives = plan.gives(index);
        auto const count = std::min(gives.quantity() - offered[index], line.quantity());
        if (gives.kind() != line.kind() || count <= 0) {
            continue;
        }
        offered[index] += count;
        auto& offer = *command.mutable_offer_support();
        offer.set_region_id(heard.region());
        offer.set_request_id(request.request_id());
        offer.set_line(line.line());
        offer.set_quantity(count);
        offer.set_ready_in_minutes(gives.ready_in_minutes());
        offer.set_provisional(gives.provisional());
        offer.set_conditions(gives.conditions());
        stage_.give(std::move(command), heard.by, heard.incident);
        return;
    }
    auto& decline = *command.mutable_decline_support();
    decline.set_region_id(heard.region());
    decline.set_request_id(request.request_id());
    decline.set_line(line.line());
    decline.set_reason(plan.declines_reason());
    stage_.give(std::move(command), heard.by, heard.incident);
}

void People::report_situation(Heard const& heard) {
    auto const& behaviour = *stage_.scenario().behaviour(heard.by);
    if (!behaviour.has_situation()) {
        return;
    }
    once(heard, behaviour.situation().after(), "reporting the situation",
         [this, heard, &plan = behaviour.situation()] {
             auto& known = knowledge(heard.incident, heard.party);
             for (auto const& fill : plan.fills()) {
                 if (known.reports == 0) {
                     v1::Command command;
                     command.mutable_fill_situation()->set_section(fill.section());
                     command.mutable_fill_situation()->set_words(fill.words());
                     stage_.give(std::move(command), heard.by, heard.incident);
                 }
             }
             ++known.reports;
             v1::Command command;
             command.mutable_send_situation()->set_note(plan.note());
             stage_.give(std::move(command), heard.by, heard.incident);
         });
}

bool People::comes(Heard const& heard) {
    auto const& pack = *incident(heard.incident)->pack;
    auto const& behaviour = *stage_.scenario().behaviour(heard.by);
    auto const trigger = pack.step(pack.step_index(heard.step)).start().trigger();
    if (trigger != v1::TRIGGER_CONFERENCE_CALLED || !behaviour.has_conference() ||
        has_acknowledged(heard)) {
        return true;
    }
    auto const& calls = incident(heard.incident)->conferences;
    auto chance =
        stage_.chance(fmt::format("coming {} {} {}", heard.incident, heard.party, calls.size()));
    if (chance.percent(behaviour.conference().comes_percent())) {
        return true;
    }
    once(heard, behaviour.acknowledges_after(), "saying no to a conference",
         [this, heard, &plan = behaviour.conference()] {
             if (has_acknowledged(heard)) {
                 return;
             }
             v1::Command command;
             auto& answer = *command.mutable_answer();
             answer.set_party(heard.party);
             answer.set_step(heard.step);
             answer.set_via(heard.via);
             answer.mutable_decline()->set_reason(plan.declines_reason());
             stage_.give(std::move(command), heard.by, heard.incident);
         });
    return false;
}

}  // namespace larm::player
