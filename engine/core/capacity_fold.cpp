// Folding what is said of hospitals. Nothing is derived here but what counts of the reports.
#include <algorithm>
#include <utility>

#include "engine/core/capacity.hpp"

namespace larm::core {
namespace {

using Said = ByStage<ByDimension<bool>>;

Said said_by(v1::CapacityReport const& report) {
    Said said{};
    for (auto const& figure : report.figures()) {
        if (is_stage(figure.stage()) && is_dimension(figure.dimension())) {
            said[index_of(figure.stage())][index_of(figure.dimension())] = true;
        }
    }
    return said;
}

bool is_said(Said const& said, v1::CapacityFigure const& figure) {
    return is_stage(figure.stage()) && is_dimension(figure.dimension()) &&
           said[index_of(figure.stage())][index_of(figure.dimension())];
}

bool says_facility(v1::CapacityReport const& report) {
    return report.facility() != v1::FACILITY_STATUS_UNSPECIFIED;
}

/// Takes away what a report as late, or a later one, says too.
void give_way(v1::CapacityReport& report, v1::CapacityReport const& later, Said const& said) {
    auto& figures = *report.mutable_figures();
    figures.erase(std::remove_if(figures.begin(), figures.end(),
                                 [&said](auto const& figure) { return is_said(said, figure); }),
                  figures.end());
    if (says_facility(later)) {
        report.clear_facility();
    }
}

/// Whether nothing would be left of it.
bool gives_all(v1::CapacityReport const& report, v1::CapacityReport const& later,
               Said const& said) {
    return (!says_facility(report) || says_facility(later)) &&
           std::ranges::all_of(report.figures(),
                               [&said](auto const& figure) { return is_said(said, figure); });
}

bool says_nothing(v1::CapacityReport const& report) {
    return report.figures().empty() && !says_facility(report);
}

/// Takes a report in that was observed no earlier than all that are known.
void take_latest(google::protobuf::RepeatedPtrField<v1::CapacityReport>& reports,
                 v1::CapacityReport const& report) {
    auto const said = said_by(report);
    int kept = 0;
    for (int index = 0; index < reports.size(); ++index) {
        if (gives_all(reports[index], report, said)) {
            continue;
        }
        give_way(*reports.Mutable(index), report, said);
        if (kept != index) {
            reports.SwapElements(kept, index);
        }
        ++kept;
    }
    if (!says_nothing(report)) {
        // Most often it says what the last one said, and can have its memory.
        (kept < reports.size() ? *reports.Mutable(kept) : *reports.Add()).CopyFrom(report);
        ++kept;
    }
    if (kept < reports.size()) {
        reports.DeleteSubrange(kept, reports.size() - kept);
    }
}

}  // namespace

Capacity::Known Capacity::known_or_new(std::string const& hospital) {
    auto const index = terms().hospital(hospital);
    if (index && hospitals_[*index].record != nullptr) {
        return {*hospitals_[*index].record, *hospitals_[*index].past};
    }
    Known const known{records_[hospital], pasts_[hospital]};
    known.record.set_hospital_id(hospital);
    if (index) {
        hospitals_[*index].record = &known.record;
        hospitals_[*index].past = &known.past;
    }
    return known;
}

void Capacity::fold(v1::Event const& event) {
    Instant const at{event.at_us()};
    if (event.has_capacity_reported()) {
        fold(event.capacity_reported().report());
        touch(event.capacity_reported().report().hospital_id(), at);
    } else if (event.has_steps_changed()) {
        for (auto const& step : event.steps_changed().steps()) {
            fold(step, at);
        }
        if (!event.steps_changed().steps().empty()) {
            // An event of a level may be of several hospitals; they stand together by hospital.
            std::string const* former = nullptr;
            for (auto const& step : event.steps_changed().steps()) {
                if (former == nullptr || *former != step.hospital_id()) {
                    touch(step.hospital_id(), at);
                }
                former = &step.hospital_id();
            }
        }
    } else if (event.has_step_exercised()) {
        fold(event.step_exercised().record(), at);
    } else if (event.has_capacity_warned()) {
        fold(event.capacity_warned(), at);
        touch(event.capacity_warned().warning().hospital_id(), at);
    } else if (event.has_shortfall_passed()) {
        fold(event.shortfall_passed(), at);
        touch(event.shortfall_passed().hospital_id(), at);
    }
}

void Capacity::fold(v1::CapacityReport const& report) {
    auto const [record, past] = known_or_new(report.hospital_id());
    past.add({report.reported_at_us()}, report);
    auto& reports = *record.mutable_reports();
    if (std::ranges::none_of(reports, [&](auto const& known) {
            return known.observed_at_us() > report.observed_at_us();
        })) {
        take_latest(reports, report);
        return;
    }
    auto fresh = report;
    for (auto& known : reports) {
        if (known.observed_at_us() <= fresh.observed_at_us()) {
            give_way(known, fresh, said_by(fresh));
        } else {
            give_way(fresh, known, said_by(known));
        }
    }
    reports.erase(std::remove_if(reports.begin(), reports.end(), says_nothing), reports.end());
    if (!says_nothing(fresh)) {
        reports.Add(std::move(fresh));
    }
}

void Capacity::fold(v1::StepRecord const& step, Instant at) {
    auto const [record, past] = known_or_new(step.hospital_id());
    past.add(at, step);
    auto const known = std::ranges::find(*record.mutable_steps(), step.step_id(),
                                         [](auto const& each) { return each.step_id(); });
    if (known == record.mutable_steps()->end()) {
        *record.add_steps() = step;
    } else {
        *known = step;
    }
}

void Capacity::fold(v1::ExercisedRecord const& exercised, Instant at) {
    auto const [record, past] = known_or_new(exercised.hospital_id());
    past.add(at, exercised);
    auto const known = std::ranges::find(*record.mutable_exercised(), exercised.step_id(),
                                         [](auto const& each) { return each.step_id(); });
    if (known == record.mutable_exercised()->end()) {
        *record.add_exercised() = exercised;
    } else if (known->exercised_at_us() <= exercised.exercised_at_us()) {
        *known = exercised;
    }
}

void Capacity::fold(v1::CapacityWarned const& warned, Instant at) {
    auto const& warning = warned.warning();
    auto const [record, past] = known_or_new(warning.hospital_id());
    for (auto const& shortfall : warning.shortfalls()) {
        auto const known = std::ranges::find(*record.mutable_shortfalls(), shortfall.stage(),
                                             [](auto const& each) { return each.stage(); });
        if (known == record.mutable_shortfalls()->end()) {
            *record.add_shortfalls() = shortfall;
        } else {
            *known = shortfall;
        }
    }
    for (auto& step : *record.mutable_steps()) {
        auto const& overdue = warning.overdue_step_ids();
        if (step.state() == v1::STEP_STATE_ACCEPTED &&
            std::ranges::find(overdue, step.step_id()) != overdue.end() && !step.overdue()) {
            step.set_overdue(true);
            past.add(at, step);
        }
    }
}

void Capacity::fold(v1::ShortfallPassed const& passed, Instant /*at*/) {
    auto& shortfalls = *known_or_new(passed.hospital_id()).record.mutable_shortfalls();
    shortfalls.erase(
        std::remove_if(shortfalls.begin(), shortfalls.end(),
                       [&](auto const& each) { return each.stage() == passed.stage(); }),
        shortfalls.end());
}

}  // namespace larm::core
