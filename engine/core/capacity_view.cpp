#include "engine/core/capacity_view.hpp"

#include <algorithm>

#include "engine/core/nearest.hpp"
#include "engine/core/next_step.hpp"
#include "engine/core/scene_now.hpp"

namespace larm::core {
namespace {

struct Where {
    State const& state;
    std::size_t hospital;
    Instant now;
    CapacityTerms const& horizons;  ///< Whose rules say how far ahead.

    [[nodiscard]] Capacity const& capacity() const { return state.capacity(); }
    [[nodiscard]] CapacityTerms const& terms() const { return capacity().terms(); }
    [[nodiscard]] HospitalTerms const& rule() const { return terms().hospitals()[hospital]; }
    [[nodiscard]] HospitalNow const& at_hospital() const { return capacity().now(hospital); }
};

v1::CapacityReport const* report_of(v1::HospitalSnapshot const* record, v1::CareStage stage,
                                    v1::PlusDimension dimension) {
    if (record == nullptr) {
        return nullptr;
    }
    for (auto const& report : record->reports()) {
        for (auto const& figure : report.figures()) {
            if (figure.stage() == stage && figure.dimension() == dimension) {
                return &report;
            }
        }
    }
    return nullptr;
}

void fill_figure(v1::FigureView& out, Where const& where, std::size_t stage,
                 std::size_t dimension) {
    auto const& figure = where.at_hospital().figures[stage][dimension];
    auto const& terms = where.terms().stage(stage);
    out.set_dimension(dimension_at(dimension));
    out.set_baseline(where.rule().baseline[stage][dimension]);
    out.set_maximum(where.rule().maximum[stage][dimension]);
    out.set_reported(figure.is_reported);
    if (!figure.is_reported) {
        return;
    }
    auto const* const report = report_of(where.capacity().record(where.rule().rule->id()),
                                         stage_at(stage), dimension_at(dimension));
    out.set_free(figure.free);
    out.set_observed_at(figure.observed_at.us);
    out.set_age_s(static_cast<std::int32_t>(
        std::max<std::int64_t>(0, (where.now - figure.observed_at).us) / 1'000'000));
    out.set_stale(!figure.is_known(terms, where.now));
    out.set_added(figure.since);
    auto const since = taken(where.at_hospital(), stage, minute_of(where.now)) -
                       taken(where.at_hospital(), stage, minute_of(figure.observed_at));
    out.set_taken(static_cast<std::int32_t>(-whole(-since)));
    out.set_now(static_cast<std::int32_t>(
        whole((std::int64_t{figure.free} + figure.since) * 1'000'000 - since)));
    if (report != nullptr) {
        out.set_reported_at(report->reported_at_us());
        out.set_reported_by(report->reported_by());
        out.set_via(report->via());
        out.set_taken_by(report->taken_by());
    }
}

void fill_forecast(v1::StageCapacityView& out, Where const& where, std::size_t stage) {
    auto const& terms = where.terms().stage(stage);
    auto const now = minute_of(where.now);
    auto const begun = taken(where.at_hospital(), stage, now);
    for (auto const horizon : where.horizons.rules().horizons_min()) {
        auto& point = *out.add_forecast();
        point.set_in_minutes(horizon);
        auto const expected = taken_or_expected(where.at_hospital(), stage, now + horizon) - begun;
        point.set_expected(static_cast<std::int32_t>(-whole(-expected)));
        auto const found = forecast(where.at_hospital(), terms, stage, where.now, now + horizon);
        if (!found) {
            continue;
        }
        point.set_known(true);
        point.set_effective(found->free);
        point.set_binding(found->binding);
        auto added = 0;
        for (auto const& step : where.at_hospital().coming) {
            if (dimension_at(step.dimension) == found->binding && step.ready <= now + horizon &&
                now < step.overdue) {
                added += step.adds[stage];
            }
        }
        point.set_added(added);
    }
}

void fill_stage(v1::StageCapacityView& out, Where const& where, std::size_t stage) {
    auto const& terms = where.terms().stage(stage);
    out.set_stage(stage_at(stage));
    out.set_maximum(where.terms().most(where.hospital, stage));
    auto least = -1;
    for (std::size_t dimension = 0; dimension < dimension_count; ++dimension) {
        if (!terms.binds[dimension]) {
            continue;
        }
        auto const baseline = where.rule().baseline[stage][dimension];
        least = least < 0 ? baseline : std::min(least, baseline);
        fill_figure(*out.add_figures(), where, stage, dimension);
        if (!where.at_hospital().figures[stage][dimension].is_known(terms, where.now)) {
            out.add_unknown(dimension_at(dimension));
        }
    }
    out.set_baseline(std::max(least, 0));
    if (auto const found = effective(where.at_hospital(), terms, stage, where.now); found) {
        out.set_known(true);
        out.set_effective(found->free);
        out.set_binding(found->binding);
        out.set_next_step(next_step(where.capacity(), where.hospital, stage, found->binding));
    }
    fill_forecast(out, where, stage);
    auto const* const record = where.capacity().record(where.rule().rule->id());
    if (record != nullptr) {
        for (auto const& shortfall : record->shortfalls()) {
            if (shortfall.stage() == stage_at(stage)) {
                *out.mutable_shortfall() = shortfall;
            }
        }
    }
}

void fill_steps(v1::HospitalCapacityView& out, Where const& where) {
    auto const& id = where.rule().rule->id();
    auto const* const record = where.capacity().record(id);
    for (auto const& step : where.rule().steps) {
        auto& view = *out.add_steps();
        if (auto const* const known = where.capacity().step(id, step.rule->id());
            known != nullptr) {
            *view.mutable_record() = *known;
        } else {
            view.mutable_record()->set_hospital_id(id);
            view.mutable_record()->set_step_id(step.rule->id());
            view.mutable_record()->set_state(v1::STEP_STATE_NONE);
        }
        auto const* const failed = failed_need(where.capacity(), where.rule(), step);
        auto const counts_on_it = view.record().state() == v1::STEP_STATE_DONE ||
                                  view.record().state() == v1::STEP_STATE_ACCEPTED;
        if (failed != nullptr && counts_on_it) {
            auto const* const needed = where.capacity().step(id, failed->rule->id());
            auto& reason = *view.mutable_record()->mutable_reason();
            reason += (reason.empty() ? "" : " ") +
                      ("Räknas inte: den behöver \"" + failed->rule->title() +
                       (needed != nullptr && needed->state() == v1::STEP_STATE_FAILED
                            ? "\", som har misslyckats."
                            : "\", som misslyckades och inte är klart ännu."));
        }
        view.set_dimension(step.rule->dimension());
        view.set_order(step.rule->order());
        view.set_title(step.rule->title());
        view.set_lead_minutes(step.rule->lead_min());
        view.set_overdue(view.record().state() == v1::STEP_STATE_ACCEPTED &&
                         (view.record().overdue() || view.record().ready_at_us() < where.now.us));
        if (record == nullptr) {
            continue;
        }
        for (auto const& exercised : record->exercised()) {
            if (exercised.step_id() == step.rule->id()) {
                view.set_last_exercised_at(exercised.exercised_at_us());
                view.set_last_took_minutes(exercised.took_minutes());
            }
        }
    }
}

void fill_hospital(v1::HospitalCapacityView& out, Where const& where) {
    auto const& rule = *where.rule().rule;
    out.set_hospital_id(rule.id());
    out.set_region_id(rule.region_id());
    if (auto const* const record = where.capacity().record(rule.id()); record != nullptr) {
        for (auto const& report : record->reports()) {
            if (report.facility() != v1::FACILITY_STATUS_UNSPECIFIED) {
                out.set_facility(report.facility());
                out.set_facility_observed_at(report.observed_at_us());
            }
        }
    }
    for (std::size_t stage = 0; stage < stage_count; ++stage) {
        if (where.terms().stage(stage).is_known) {
            fill_stage(*out.add_stages(), where, stage);
        }
    }
    fill_steps(out, where);
}

/// Sums of what the hospitals' views say, so that a region says what its hospitals do.
void add_to_region(v1::RegionCapacityView& region, v1::HospitalCapacityView const& hospital) {
    for (int index = 0; index < hospital.stages_size(); ++index) {
        auto const& stage = hospital.stages(index);
        auto& sum =
            index < region.stages_size() ? *region.mutable_stages(index) : *region.add_stages();
        sum.set_stage(stage.stage());
        while (sum.forecast_size() < stage.forecast_size()) {
            sum.add_forecast(0);
        }
        if (stage.maximum() == 0) {
            continue;  // the hospital does not have it
        }
        if (!stage.known()) {
            sum.set_unknown_hospitals(sum.unknown_hospitals() + 1);
            continue;
        }
        sum.set_free(sum.free() + std::max(stage.effective(), 0));
        sum.set_missing(sum.missing() + std::max(-stage.effective(), 0));
        for (int at = 0; at < stage.forecast_size(); ++at) {
            sum.set_forecast(at, sum.forecast(at) + stage.forecast(at).effective());
        }
    }
}

void fill_incident(v1::IncidentCasualtiesView& out, State const& state, Incident const& incident) {
    auto const& book = incident.casualties;
    out.set_incident_id(incident.id);
    auto dead = 0;
    SceneNow all;
    for (auto const& site : book.sites) {
        auto const now = scene_now(book, site);
        all.at_scene = sum(all.at_scene, now.at_scene);
        all.under_way = sum(all.under_way, now.under_way);
        dead += site.dead();
        auto& shown = *out.add_sites();
        shown = site;
        *shown.mutable_at_scene() = to_message(now.at_scene);
        *shown.mutable_under_way() = to_message(now.under_way);
    }
    for (auto const& [hospital, records] : book.arrivals) {
        *out.add_arrivals() = records.back();
    }
    *out.mutable_at_scene() = to_message(all.at_scene);
    *out.mutable_under_way() = to_message(all.under_way);
    *out.mutable_arrived() = to_message(book.arrived());
    out.set_dead(dead);
    auto const& plan = state.capacity().plan(state.number_of(incident));
    *out.mutable_expected_total() = to_message(plan.total);
    out.set_arrival_model(plan.model == nullptr ? std::string{} : plan.model->id());
    out.set_correction_permille(plan.correction_permille);
    for (auto const& each : plan.hospitals) {
        auto remaining = each.milli;
        std::ranges::for_each(remaining, [](auto& milli) { milli = (milli + 500) / 1000; });
        if (each.milli == Counts{}) {
            continue;
        }
        auto& expected = *out.add_expected();
        expected.set_hospital_id(plan.terms->hospitals()[each.hospital].rule->id());
        *expected.mutable_remaining() = to_message(remaining);
        expected.set_from(at_minute(each.from).us);
    }
}

}  // namespace

std::optional<Standing> effective_capacity(State const& state, std::string_view hospital,
                                           v1::CareStage stage, Instant now) {
    auto const& capacity = state.capacity();
    auto const found = capacity.terms().hospital(hospital);
    if (!found || !is_stage(stage)) {
        return std::nullopt;
    }
    auto const index = index_of(stage);
    return effective(capacity.now(*found), capacity.terms().stage(index), index, now);
}

std::optional<Standing> forecast_capacity(State const& state, std::string_view hospital,
                                          v1::CareStage stage, Instant now, int in_minutes) {
    auto const& capacity = state.capacity();
    auto const found = capacity.terms().hospital(hospital);
    if (!found || !is_stage(stage)) {
        return std::nullopt;
    }
    auto const index = index_of(stage);
    return forecast(capacity.now(*found), capacity.terms().stage(index), index, now,
                    minute_of(now) + in_minutes);
}

std::expected<v1::GetCapacityReply, Rejection> capacity_view(State const& state,
                                                             v1::GetCapacity const& request,
                                                             Instant now) {
    v1::GetCapacityReply reply;
    Instant const at{request.at() != 0 ? request.at() : now.us};
    reply.set_seq(state.seq());
    reply.set_at(at.us);
    auto const* horizons = &state.capacity().terms();
    for (auto const* const incident : state.open_incidents()) {
        if (request.incident_id().empty() && incident->pack != nullptr) {
            fill_incident(*reply.add_incidents(), state, *incident);
        }
    }
    if (!request.incident_id().empty()) {
        auto const* const incident = state.incident(request.incident_id());
        if (incident == nullptr) {
            return std::unexpected{refusal(Code::not_found, "incident_id", "no such incident")};
        }
        fill_incident(*reply.add_incidents(), state, *incident);
        horizons = &state.capacity().terms_of(state.number_of(*incident));
    }
    auto const& terms = state.capacity().terms();
    if (!terms.is_known()) {
        return reply;
    }
    reply.set_has_rules(true);
    *reply.mutable_horizons_min() = horizons->rules().horizons_min();
    for (auto const& region : state.active_pack()->rules.regions()) {
        reply.add_regions()->set_region_id(region.id());
    }
    for (std::size_t hospital = 0; hospital < terms.hospitals().size(); ++hospital) {
        auto& view = *reply.add_hospitals();
        fill_hospital(view, {state, hospital, at, *horizons});
        for (auto& region : *reply.mutable_regions()) {
            if (region.region_id() == view.region_id()) {
                add_to_region(region, view);
            }
        }
    }
    return reply;
}

std::expected<v1::GetCapacityHistoryReply, Rejection> capacity_history(
    State const& state, v1::GetCapacityHistory const& request, Instant now) {
    auto const found = state.capacity().terms().hospital(request.hospital_id());
    auto const* const record = state.capacity().record(request.hospital_id());
    if (!found && record == nullptr) {
        return std::unexpected{refusal(Code::not_found, "hospital_id",
                                       no_hospital(state.active_pack(), request.hospital_id()))};
    }
    v1::GetCapacityHistoryReply reply;
    reply.set_seq(state.seq());
    if (found) {
        fill_hospital(*reply.mutable_hospital(), {state, *found, now, state.capacity().terms()});
    }
    auto& entries = *reply.mutable_entries();
    state.capacity().past(request.hospital_id()).save(entries);
    std::reverse(entries.pointer_begin(), entries.pointer_end());
    return reply;
}

}  // namespace larm::core
