// Which event of the log tells that an indicator was done, and what that is worth.
//
// The points are those of Gryth et al., Prehosp Disaster Med 2010: 2, 1 or 0 for each indicator.
// There observers judged content too; a log knows time only. That 1 is for what is done within a
// multiple of the standard time is an assumption of ours, which the pack's scale says.
#include <optional>

#include "engine/report/score_parts.hpp"

namespace larm::report {
namespace {

constexpr int points_in_time = 2;
constexpr int points_late = 1;

/// Whether the log would show it, and when it did.
struct Evidence {
    bool is_in_log = false;
    core::Instant at;
};

Evidence evidence_of(v1::RegionalIndicator id, core::Incident const& incident,
                     IncidentNotes const& notes) {
    switch (id) {
        case v1::REGIONAL_INDICATOR_DECLARE_MAJOR_INCIDENT: return {true, incident.confirmed_at};
        case v1::REGIONAL_INDICATOR_LEVEL_OF_PREPAREDNESS: return {true, notes.level_at};
        // Secondary transports go between hospitals: promising them is not a decision for the
        // scene, and none of the others leaves an event either.
        case v1::REGIONAL_INDICATOR_RESOURCES_TO_SCENE:
        case v1::REGIONAL_INDICATOR_RECEIVING_HOSPITALS:
        case v1::REGIONAL_INDICATOR_CONTACT_WITH_SCENE:
        case v1::REGIONAL_INDICATOR_REFERRAL_GUIDELINES:
        case v1::REGIONAL_INDICATOR_INFORM_MEDIA:
        case v1::REGIONAL_INDICATOR_GENERAL_GUIDELINES:
        case v1::REGIONAL_INDICATOR_DEFINITIVE_REFERRAL:
        case v1::REGIONAL_INDICATOR_OWN_CAPACITY:
        case v1::REGIONAL_INDICATOR_NOTIFY_REFERRAL:
        case v1::REGIONAL_INDICATOR_UNSPECIFIED:
        case v1::RegionalIndicator_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::RegionalIndicator_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {};
}

v1::IndicatorResult result_of(Evidence const& evidence, core::Instant alerted, core::Instant until,
                              core::Duration standard, int late_within_times) {
    if (!evidence.is_in_log) {
        return v1::INDICATOR_RESULT_NOT_IN_LOG;
    }
    if (!alerted.is_set()) {
        return v1::INDICATOR_RESULT_NO_ALERT;
    }
    auto const late_us = standard.us * late_within_times;
    if (!evidence.at.is_set()) {
        return until.us - alerted.us <= late_us ? v1::INDICATOR_RESULT_PENDING
                                                : v1::INDICATOR_RESULT_NOT_DONE;
    }
    auto const after_us = evidence.at.us - alerted.us;
    if (after_us <= standard.us) {
        return v1::INDICATOR_RESULT_IN_TIME;
    }
    return after_us <= late_us ? v1::INDICATOR_RESULT_LATE : v1::INDICATOR_RESULT_NOT_DONE;
}

std::optional<int> points_of(v1::IndicatorResult result) {
    switch (result) {
        case v1::INDICATOR_RESULT_IN_TIME: return points_in_time;
        case v1::INDICATOR_RESULT_LATE: return points_late;
        case v1::INDICATOR_RESULT_NOT_DONE: return 0;
        case v1::INDICATOR_RESULT_NOT_IN_LOG:
        case v1::INDICATOR_RESULT_NO_ALERT:
        case v1::INDICATOR_RESULT_PENDING:
        case v1::INDICATOR_RESULT_UNSPECIFIED:
        case v1::IndicatorResult_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::IndicatorResult_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return std::nullopt;
}

}  // namespace

void score_indicators(v1::IncidentScore& score, core::Pack const& pack,
                      core::Incident const& incident, IncidentNotes const& notes,
                      core::Instant until) {
    auto const& rules = pack.rules;
    score.set_scale_source(rules.indicator_scale().source());
    for (auto const& indicator : rules.indicators()) {
        auto const evidence = evidence_of(indicator.id(), incident, notes);
        auto& row = *score.add_indicators();
        row.set_id(indicator.id());
        *row.mutable_title() = indicator.title();
        row.set_standard_s(indicator.standard_s());
        row.set_result(result_of(evidence, notes.alerted_at, until,
                                 core::seconds(indicator.standard_s()),
                                 rules.indicator_scale().late_within_times()));
        if (evidence.at.is_set() && notes.alerted_at.is_set()) {
            row.set_after_us(evidence.at.us - notes.alerted_at.us);
        }
        if (auto const points = points_of(row.result()); points) {
            row.set_points(*points);
            score.set_measured(score.measured() + 1);
            score.set_points(score.points() + *points);
            score.set_points_max(score.points_max() + points_in_time);
        }
    }
    if (score.measured() > 0 && score.measured() == score.indicators_size()) {
        score.set_acceptable(score.points() > rules.indicator_scale().acceptable_over());
    }
}

}  // namespace larm::report
