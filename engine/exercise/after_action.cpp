#include "engine/exercise/after_action.hpp"

#include <algorithm>

#include "engine/core/exercise.hpp"
#include "engine/report/score.hpp"

namespace larm::exercise {
namespace {

v1::ObjectiveResult result_of(v1::Objective const& objective,
                              std::vector<v1::InjectView> const& injects) {
    v1::ObjectiveResult result;
    result.mutable_objective()->set_objective_id(objective.id());
    *result.mutable_objective()->mutable_title() = objective.title();
    for (auto const& inject : injects) {
        if (std::ranges::find(inject.objective_ids(), objective.id()) ==
                inject.objective_ids().end() ||
            inject.record().state() != v1::INJECT_STATE_GIVEN) {
            continue;
        }
        result.set_injects(result.injects() + 1);
        // What a person has judged counts before what the log can tell.
        auto const judged = inject.record().result();
        auto const is_done = judged == v1::INJECT_RESULT_UNSPECIFIED
                                 ? inject.met()
                                 : judged == v1::INJECT_RESULT_DONE;
        if (is_done) {
            result.set_done(result.done() + 1);
        } else if (judged == v1::INJECT_RESULT_PARTLY) {
            result.set_partly(result.partly() + 1);
        } else if (judged == v1::INJECT_RESULT_NOT_DONE || inject.has_met()) {
            result.set_not_done(result.not_done() + 1);
        }
    }
    return result;
}

}  // namespace

std::vector<v1::InjectView> injects_of(player::Player const& player) {
    auto const& exercise = *player.state().exercise();
    auto views = player.injects().views();
    for (auto& view : views) {
        if (auto const* const record = core::inject_of(exercise, view.record().inject_id())) {
            *view.mutable_record() = *record;
        }
    }
    for (auto const& record : exercise.injects()) {
        if (record.cause() == v1::INJECT_CAUSE_MADE_UP) {
            *views.emplace_back().mutable_record() = record;
        }
    }
    return views;
}

v1::AfterAction after_action(player::Player const& player) {
    v1::AfterAction report;
    *report.mutable_exercise() = *player.state().exercise();
    *report.mutable_result() = player.result();
    report::Score score;
    for (auto const& [seq, event] : player.log()) {
        score.tell(event, seq);
    }
    *report.mutable_score() = score.report();
    auto const injects = injects_of(player);
    for (auto const& inject : injects) {
        *report.add_injects() = inject;
    }
    for (auto const& objective : player.scenario().script.objectives()) {
        *report.add_objectives() = result_of(objective, injects);
    }
    return report;
}

}  // namespace larm::exercise
