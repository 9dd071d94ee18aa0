#include "simulators/player/after_action.hpp"

#include <algorithm>

#include "engine/core/exercise.hpp"
#include "engine/report/after_action.hpp"
#include "engine/report/paper.hpp"

namespace larm::player {
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

std::vector<v1::InjectView> injects_of(Player const& player) {
    auto const& exercise = *player.state().exercise();
    auto views = player.injects().views();
    for (auto& view : views) {
        if (auto const* const record = core::inject_of(exercise, view.record().inject_id())) {
            *view.mutable_record() = *record;
            view.mutable_record()->set_done_at_us(view.met_at_us());
        }
    }
    for (auto const& record : exercise.injects()) {
        if (record.cause() == v1::INJECT_CAUSE_MADE_UP) {
            *views.emplace_back().mutable_record() = record;
        }
    }
    return views;
}

AfterActionDraft draft_of(Player const& player) {
    AfterActionDraft draft;
    auto& report = draft.report;
    *report.mutable_exercise() = *player.state().exercise();
    *report.mutable_result() = player.result();
    auto const injects = injects_of(player);
    for (auto const& inject : injects) {
        *report.add_injects() = inject;
    }
    for (auto const& objective : player.scenario().script.objectives()) {
        *report.add_objectives() = result_of(objective, injects);
    }
    std::ranges::copy(player.log(), std::back_inserter(draft.log));
    return draft;
}

AfterActionReport::AfterActionReport(AfterActionDraft draft)
    : report_{std::move(draft.report)},
      account_{{report_.result().started_at_us()}, {report_.result().ended_at_us()}} {
    for (auto const& [seq, event] : draft.log) {
        account_.tell(event, seq);
    }
    account_.write(report_);
}

void AfterActionReport::compare_with(std::vector<v1::FormerRun> const& former) {
    report_.mutable_former()->Assign(former.begin(), former.end());
}

report::PaperDocument AfterActionReport::paper() const {
    return report::after_action_paper(report_, account_.state().active_pack());
}

std::string AfterActionReport::html() const {
    return report::paper_html(paper());
}

std::string AfterActionReport::pdf() const {
    return report::paper_pdf(paper());
}

std::string AfterActionReport::json() const {
    return report::after_action_json(report_);
}

}  // namespace larm::player
