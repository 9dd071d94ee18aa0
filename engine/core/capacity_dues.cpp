// What follows for one hospital from what is known of it: what counts, and when something must be
// said.
#include <algorithm>
#include <utility>

#include "engine/core/ahead.hpp"
#include "engine/core/capacity.hpp"
#include "engine/core/earlier.hpp"
#include "engine/core/next_step.hpp"
#include "engine/core/unexpecting.hpp"

namespace larm::core {
namespace {

/// When the first of the figures that bind gets too old; not set where one was never reported.
Instant known_until(HospitalNow const& now, StageTerms const& terms, std::size_t stage) {
    Instant until;
    for (std::size_t dimension = 0; dimension < dimension_count; ++dimension) {
        if (!terms.binds[dimension]) {
            continue;
        }
        auto const& figure = now.figures[stage][dimension];
        if (!figure.is_reported) {
            return {};
        }
        auto const at = figure.observed_at + terms.max_age;
        until = until.is_set() ? std::min(until, at) : at;
    }
    return until;
}

/// By which some severity's patients are sent: that a scanner is busy keeps nobody away.
bool binds_some(CapacityTerms const& terms, std::size_t stage) {
    auto binds = false;
    for (std::size_t severity = 0; severity < severity_count; ++severity) {
        binds = binds || terms.binding_stage(severity) == stage;
    }
    return binds;
}

}  // namespace

void Capacity::derive(std::size_t hospital) {
    auto& now = hospitals_[hospital].now;
    auto const& terms = this->terms().hospitals()[hospital];
    now.figures = {};
    now.takes_nobody = false;
    now.coming.clear();
    auto const* const record = hospitals_[hospital].record;
    if (record == nullptr) {
        return;
    }
    for (auto const& report : record->reports()) {
        for (auto const& figure : report.figures()) {
            if (is_stage(figure.stage()) && is_dimension(figure.dimension())) {
                now.figures[index_of(figure.stage())][index_of(figure.dimension())] = {
                    true, figure.free(), {report.observed_at_us()}, 0};
            }
        }
        now.takes_nobody = now.takes_nobody ||
                           report.facility() == v1::FACILITY_STATUS_EVACUATING ||
                           report.facility() == v1::FACILITY_STATUS_CLOSED;
    }
    auto const is_failed = [](auto const& step) { return step.state() == v1::STEP_STATE_FAILED; };
    std::optional<bool> any_failed;  // looked for once, and only where something rests on another
    auto const has_failed = [&] {
        if (!any_failed) {
            any_failed = std::ranges::any_of(record->steps(), is_failed) ||
                         hospitals_[hospital].past->has_failed();
        }
        return *any_failed;
    };
    for (auto const& step : record->steps()) {
        auto const index = terms.step(step.step_id());
        if (!index) {
            continue;  // of an earlier pack
        }
        auto const& rule = terms.steps[*index];
        auto const rests_on_nothing = [&](Instant at) {
            return !rule.rule->needs().empty() && has_failed() &&
                   failed_need(*this, terms, rule, at) != nullptr;
        };
        auto const is_done =
            step.state() == v1::STEP_STATE_DONE && !rests_on_nothing(Instant::never());
        for (std::size_t stage = 0; stage < stage_count; ++stage) {
            auto& figure = now.figures[stage][rule.dimension];
            if (rule.adds[stage] != 0 && figure.is_reported) {
                auto const was =
                    was_done(step, figure.observed_at) && !rests_on_nothing(figure.observed_at);
                figure.since +=
                    rule.adds[stage] * (static_cast<int>(is_done) - static_cast<int>(was));
            }
        }
        if (step.state() == v1::STEP_STATE_ACCEPTED && !step.overdue() &&
            !rests_on_nothing(Instant::never())) {
            auto const speaker = speaker_of(hospital, step);
            auto const grace = (speaker ? terms_of(*speaker) : this->terms()).overdue_after();
            now.coming.push_back({rule.dimension, rule.adds, minute_of({step.ready_at_us()}),
                                  minute_of(Instant{step.ready_at_us()} + grace)});
        }
    }
}

void Capacity::weigh(std::size_t hospital) {
    auto& each = hospitals_[hospital];
    each.dues.clear();
    auto const* const record = each.record;
    if (record == nullptr) {
        return;
    }
    for (auto const& step : record->steps()) {
        auto const speaker = speaker_of(hospital, step);
        if (step.state() == v1::STEP_STATE_ACCEPTED && !step.overdue() && speaker) {
            auto const grace = terms_of(*speaker).overdue_after();
            each.dues.push_back({*speaker, Instant{step.ready_at_us()} + grace, std::nullopt});
        }
    }
    auto const owner = owner_of(hospital, *record);
    for (std::size_t stage = 0; owner && stage < stage_count; ++stage) {
        weigh_stage(hospital, *record, stage, *owner);
    }
}

std::optional<std::size_t> Capacity::owner_of(std::size_t hospital,
                                              v1::HospitalSnapshot const& record) const {
    auto const& streams = hospitals_[hospital].now.streams;
    auto const expected = std::ranges::find(streams, true, &Stream::goes_on);
    if (expected != streams.end()) {
        return expected->incident;
    }
    // Those who were expected are so no longer: what was said must be taken back.
    for (auto const& shortfall : record.shortfalls()) {
        if (auto const number = numbers_.find(shortfall.incident_id()); number != numbers_.end()) {
            return number->second;
        }
    }
    // Nobody is expected: it is the first alarm's to say that nobody could be, of which somebody is
    // hurt. Where nobody is, a full hospital is an evening like others.
    auto const going_on = std::ranges::find_if(goes_on_, [this](auto const& each) {
        return each.second && plan(each.first).total != Counts{};
    });
    return going_on == goes_on_.end() ? std::nullopt : std::optional{going_on->first};
}

std::optional<std::size_t> Capacity::speaker_of(std::size_t hospital,
                                                v1::StepRecord const& step) const {
    auto const number = numbers_.find(step.incident_id());
    if (number != numbers_.end() && goes_on_.at(number->second)) {
        return number->second;
    }
    auto const& streams = hospitals_[hospital].now.streams;
    auto const expected = std::ranges::find(streams, true, &Stream::goes_on);
    return expected == streams.end() ? std::nullopt : std::optional{expected->incident};
}

void Capacity::weigh_all() {
    for (std::size_t hospital = 0; hospital < hospitals_.size(); ++hospital) {
        derive(hospital);
        weigh(hospital);
    }
}

void Capacity::weigh_stage(std::size_t hospital, v1::HospitalSnapshot const& record,
                           std::size_t stage, std::size_t owner) {
    auto& each = hospitals_[hospital];
    auto const& terms = this->terms().stage(stage);
    auto const until = known_until(each.now, terms, stage);
    Instant const looked_at{record.looked_at_us()};
    if (!terms.is_known || until < looked_at) {
        return;
    }
    auto const& own = terms_of(owner);
    auto const horizon = own.horizon_min();
    auto const is_full = binds_some(own, stage) && this->terms().most(hospital, stage) > 0 &&
                         full_and_unexpecting(each.now, terms, stage, looked_at).has_value();
    // One that is full and is told of so has passed with a free place at the earliest.
    auto const margin = std::max(own.rules().margin(), expects_nobody(each.now) ? 1 : 0);
    auto const from = minute_of(looked_at);
    auto const told =
        std::ranges::find(record.shortfalls(), stage_at(stage), &v1::ShortfallRecord::stage);
    auto const is_told = told != record.shortfalls().end();
    // As far as shortfall_now may ever look: what it finds is then known here, and told once.
    Ahead ahead{each.now, terms, stage, from, minute_of(until) + horizon + outlook_step_min - 1};
    auto const within_horizon = [&](std::int64_t minute) {
        return minute == 0 ? Instant{} : std::max(looked_at, at_minute(minute - horizon));
    };
    Instant due;
    if (is_told) {
        due = within_horizon(ahead.first_below(-(told->missing() + margin)));
        // A full one has not passed, whatever lies ahead: told again at the same moment it would be
        // for ever.
        if (!is_full) {
            auto const narrow = ahead.last_below(margin);
            due = earlier(
                due, at_minute(narrow == 0 ? outlook_minute(from) : narrow + outlook_step_min));
        }
    } else {
        due = is_full ? looked_at : within_horizon(ahead.first_below(0));
    }
    if (due.is_set() && due <= until) {
        each.dues.push_back({owner, due, stage});
    }
}

Instant Capacity::due_of(std::size_t incident) const {
    Instant earliest;
    for (auto const& hospital : hospitals_) {
        for (auto const& due : hospital.dues) {
            if (due.incident == incident && (!earliest.is_set() || due.at < earliest)) {
                earliest = due.at;
            }
        }
    }
    return earliest;
}

}  // namespace larm::core
