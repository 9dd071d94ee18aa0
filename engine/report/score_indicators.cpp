// Which event of the log tells that an indicator was done, and what that is worth.
//
// The points are those of Gryth et al., Prehosp Disaster Med 2010: 2, 1 or 0 for each indicator.
// There observers judged content too; a log knows time only, and an observer's word is taken for
// both. That 1 is for what is done within a multiple of the standard time is an assumption of ours,
// which the pack's scale says.
#include <optional>

#include "engine/core/indicator_keys.hpp"
#include "engine/report/score.hpp"

namespace larm::report {
namespace {

constexpr int points_in_time = 2;
constexpr int points_late = 1;

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

/// What somebody saw is worth what they said.
v1::IndicatorResult result_of(v1::InjectResult observed) {
    switch (observed) {
        case v1::INJECT_RESULT_DONE: return v1::INDICATOR_RESULT_IN_TIME;
        case v1::INJECT_RESULT_PARTLY: return v1::INDICATOR_RESULT_LATE;
        case v1::INJECT_RESULT_NOT_DONE: return v1::INDICATOR_RESULT_NOT_DONE;
        case v1::INJECT_RESULT_UNSPECIFIED:
        case v1::InjectResult_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::InjectResult_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return v1::INDICATOR_RESULT_UNSPECIFIED;
}

class Rows {
public:
    Rows(v1::IncidentScore& score, v1::RulePack const& rules, IncidentNotes const& notes,
         core::Instant until)
        : score_{score}, rules_{rules}, notes_{notes}, until_{until} {}

    v1::IndicatorScore& add(v1::Indicator const& indicator, Evidence const& evidence,
                            core::Instant alerted) {
        auto& row = *score_.add_indicators();
        row.set_id(indicator.id());
        row.set_scope(core::scope_of(indicator));
        row.set_key(indicator.key());
        *row.mutable_title() = indicator.title();
        row.set_standard_s(indicator.standard_s());
        row.set_result(result_of(evidence, alerted, until_, core::seconds(indicator.standard_s()),
                                 rules_.indicator_scale().late_within_times()));
        if (evidence.at.is_set() && alerted.is_set()) {
            row.set_after_us(evidence.at.us - alerted.us);
        }
        return row;
    }
    void add_regional(core::Incident const& incident) {
        for (auto const& indicator : rules_.indicators()) {
            if (core::scope_of(indicator) == v1::INDICATOR_SCOPE_REGIONAL) {
                give_points(add(indicator, evidence_of(indicator.id(), incident, notes_),
                                notes_.alerted_at));
            }
        }
    }
    void add_prehospital() {
        for (auto const& indicator : rules_.indicators()) {
            if (core::scope_of(indicator) == v1::INDICATOR_SCOPE_PREHOSPITAL) {
                observe(add(indicator, evidence_of(indicator.key(), notes_.scene, nullptr),
                            notes_.alerted_at));
            }
        }
    }
    void add_hospital(std::string const& id, HospitalNotes const& hospital) {
        for (auto const& indicator : rules_.indicators()) {
            if (core::scope_of(indicator) == v1::INDICATOR_SCOPE_HOSPITAL) {
                auto& row = add(indicator, evidence_of(indicator.key(), notes_.scene, &hospital),
                                hospital.alerted_at);
                row.set_hospital_id(id);
                observe(row);
            }
        }
    }

private:
    /// What the log knows counts before what somebody saw.
    void observe(v1::IndicatorScore& row) {
        auto const observed = notes_.observed.find({row.key(), row.hospital_id()});
        if (!points_of(row.result()) && observed != notes_.observed.end()) {
            row.set_result(result_of(observed->second));
            row.set_observed(true);
        }
        give_points(row);
    }
    static void give_points(v1::IndicatorScore& row) {
        if (auto const points = points_of(row.result()); points) {
            row.set_points(*points);
        }
    }

    v1::IncidentScore& score_;
    v1::RulePack const& rules_;
    IncidentNotes const& notes_;
    core::Instant until_;
};

/// By scope, and the regional sum as the incident's own.
void sum_up(v1::IncidentScore& score, int acceptable_over) {
    for (auto const& row : score.indicators()) {
        auto const* const last = score.scopes().empty() ? nullptr : &*score.scopes().rbegin();
        if (last == nullptr || last->scope() != row.scope() ||
            last->hospital_id() != row.hospital_id()) {
            auto& begun = *score.add_scopes();
            begun.set_scope(row.scope());
            begun.set_hospital_id(row.hospital_id());
        }
        auto& sum = *score.mutable_scopes()->rbegin();
        sum.set_indicators(sum.indicators() + 1);
        if (row.has_points()) {
            sum.set_measured(sum.measured() + 1);
            sum.set_points(sum.points() + row.points());
            sum.set_points_max(sum.points_max() + points_in_time);
        }
    }
    for (auto& sum : *score.mutable_scopes()) {
        if (sum.measured() == sum.indicators()) {
            sum.set_acceptable(sum.points() > acceptable_over);
        }
        if (sum.scope() == v1::INDICATOR_SCOPE_REGIONAL) {
            score.set_measured(sum.measured());
            score.set_points(sum.points());
            score.set_points_max(sum.points_max());
            if (sum.has_acceptable()) {
                score.set_acceptable(sum.acceptable());
            }
        }
    }
}

}  // namespace

void score_indicators(v1::IncidentScore& score, core::Pack const& pack,
                      core::Incident const& incident, IncidentNotes const& notes,
                      core::Instant until) {
    score.set_scale_source(pack.rules.indicator_scale().source());
    Rows rows{score, pack.rules, notes, until};
    rows.add_regional(incident);
    rows.add_prehospital();
    for (auto const& hospital : pack.rules.hospitals()) {  // in the order that people know
        if (auto const alerted = notes.hospitals.find(hospital.id());
            alerted != notes.hospitals.end()) {
            rows.add_hospital(alerted->first, alerted->second);
        }
    }
    sum_up(score, pack.rules.indicator_scale().acceptable_over());
}

}  // namespace larm::report
