#include "engine/report/capacity_csv.hpp"

#include <fmt/format.h>

#include <vector>

#include "engine/core/local_time.hpp"
#include "engine/report/csv.hpp"

namespace larm::report {
namespace {

std::string number(bool is_known, int value) {
    return is_known ? fmt::format("{}", value) : std::string{};
}

/// Local time, as people agree on it; empty for never.
std::string time(std::int64_t us) {
    if (us == 0) {
        return {};
    }
    auto const local = core::local_time({us});
    return core::date_text(local) + " " + core::clock_text(local);
}

/// "INTENSIVE" of CARE_STAGE_INTENSIVE.
std::string short_name(std::string const& name, std::string_view prefix) {
    return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

std::string stage_name(v1::CareStage stage) {
    return short_name(v1::CareStage_Name(stage), "CARE_STAGE_");
}

std::string dimension_name(v1::PlusDimension dimension) {
    return short_name(v1::PlusDimension_Name(dimension), "PLUS_DIMENSION_");
}

}  // namespace

std::string capacity_csv(v1::GetCapacityReply const& picture) {
    auto text = csv_row({"region", "hospital", "stage", "dimension", "baseline", "maximum", "free",
                         "observed", "age_s", "stale", "via", "now", "effective", "binding"});
    for (auto const& hospital : picture.hospitals()) {
        for (auto const& stage : hospital.stages()) {
            for (auto const& figure : stage.figures()) {
                auto const is_good = figure.reported() && !figure.stale();
                text += csv_row(
                    {hospital.region_id(), hospital.hospital_id(), stage_name(stage.stage()),
                     dimension_name(figure.dimension()), number(true, figure.baseline()),
                     number(true, figure.maximum()), number(figure.reported(), figure.free()),
                     time(figure.observed_at()), number(figure.reported(), figure.age_s()),
                     figure.reported() ? (figure.stale() ? "yes" : "no") : "",
                     figure.reported() ? short_name(v1::Via_Name(figure.via()), "VIA_") : "",
                     number(is_good, figure.now()), number(stage.known(), stage.effective()),
                     stage.known() ? dimension_name(stage.binding()) : ""});
            }
        }
    }
    return text;
}

std::string steps_csv(v1::GetCapacityReply const& picture) {
    auto text = csv_row({"region", "hospital", "step", "dimension", "order", "title", "lead_min",
                         "state", "since", "ready", "overdue", "last_exercised", "took_min"});
    for (auto const& hospital : picture.hospitals()) {
        for (auto const& step : hospital.steps()) {
            auto const& record = step.record();
            text += csv_row({hospital.region_id(), hospital.hospital_id(), record.step_id(),
                             dimension_name(step.dimension()), number(true, step.order()),
                             step.title(), number(true, step.lead_minutes()),
                             short_name(v1::StepState_Name(record.state()), "STEP_STATE_"),
                             time(record.since_us()), time(record.ready_at_us()),
                             step.overdue() ? "yes" : "no", time(step.last_exercised_at()),
                             number(step.last_took_minutes() > 0, step.last_took_minutes())});
        }
    }
    return text;
}

}  // namespace larm::report
