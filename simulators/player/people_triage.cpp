// What the simulated people decide on triage and the standard of care, once they are asked.
#include <fmt/format.h>

#include "engine/core/party.hpp"
#include "simulators/player/people.hpp"

namespace larm::player {
namespace {

v1::Command on_mode(v1::TriageRecommendation const& open, v1::TriagePlan const& plan) {
    v1::Command command;
    auto& decision = *command.mutable_decide_triage();
    decision.set_region_id(open.region_id());
    decision.set_mode(plan.follow() != open.back() ? v1::TRIAGE_MODE_MASS_CASUALTY
                                                   : v1::TRIAGE_MODE_NORMAL);
    decision.set_reason(plan.reason());
    return command;
}

/// The step below, when the return is recommended.
v1::CareStandard below(v1::CareStandard standard) {
    return standard == v1::CARE_STANDARD_CRISIS ? v1::CARE_STANDARD_CONTINGENCY
                                                : v1::CARE_STANDARD_CONVENTIONAL;
}

v1::Command on_standard(core::TriageBook const& book, v1::TriageRecommendation const& open,
                        v1::TriageQuestion const& question, v1::TriagePlan const& plan) {
    v1::Command command;
    auto& decision = *command.mutable_decide_care_standard();
    decision.set_region_id(open.region_id());
    decision.set_reason(plan.reason());
    if (question.has_ration_item()) {
        decision.set_ration_item(question.ration_item());
        decision.set_ends(plan.follow() == open.back());
    } else if (!plan.follow()) {
        decision.set_standard(book.standard(open.region_id()));
    } else {
        decision.set_standard(open.back() ? below(question.standard()) : question.standard());
    }
    return command;
}

/// One command for each thing that waits for the party; what has run out is left as it is.
std::vector<v1::Command> decisions(core::TriageBook const& book, std::string const& party,
                                   v1::TriagePlan const& plan) {
    std::vector<v1::Command> commands;
    for (auto const& open : book.standing) {
        auto const region = book.terms->region(open.region_id());
        if (open.decided() != 0 || open.expired() != 0 || open.decider() != party || !region) {
            continue;
        }
        auto const& terms = book.terms->regions()[*region];
        auto const index = terms.question(open.question_id());
        if (!index) {
            continue;
        }
        auto const& question = *terms.questions[*index].rule;
        commands.push_back(question.has_mode() ? on_mode(open, plan)
                                               : on_standard(book, open, question, plan));
    }
    return commands;
}

}  // namespace

void People::decide_triage(Heard const& heard) {
    auto const& behaviour = *stage_.scenario().behaviour(heard.by);
    auto& known = knowledge(heard.incident, heard.party);
    if (!behaviour.has_triage() || !known.answered.insert(heard.step).second) {
        return;
    }
    auto chance =
        stage_.chance(fmt::format("triage {} {} {}", heard.incident, heard.party, heard.attempt));
    stage_.later(stage_.tired(chance.delay(behaviour.triage().after()), heard.by), [this, heard,
                                                                                    &behaviour] {
        knowledge(heard.incident, heard.party).answered.erase(heard.step);  // asked anew later
        auto const* const open = incident(heard.incident);
        if (!open->is_running() || open->triage.terms == nullptr) {
            return;
        }
        for (auto& command : decisions(open->triage, heard.party, behaviour.triage())) {
            stage_.give(std::move(command), heard.by, heard.incident);
        }
    });
}

}  // namespace larm::player
