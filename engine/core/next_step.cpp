#include "engine/core/next_step.hpp"

#include <algorithm>

namespace larm::core {
namespace {

bool is_free(Capacity const& capacity, HospitalTerms const& hospital, StepTerms const& step) {
    auto const* const known = capacity.step(hospital.rule->id(), step.rule->id());
    return known == nullptr || known->state() == v1::STEP_STATE_NONE;
}

/// `depth` is bounded by the ladder: a pack whose needs go in a circle is refused, and would end
/// here.
std::int64_t lead(Capacity const& capacity, HospitalTerms const& hospital, StepTerms const& step,
                  std::size_t depth) {
    std::int64_t longest = step.rule->lead_min();
    for (auto const& id : step.rule->needs()) {
        auto const needed = hospital.step(id);
        if (needed && depth > 0 && is_free(capacity, hospital, hospital.steps[*needed])) {
            longest =
                std::max(longest, lead(capacity, hospital, hospital.steps[*needed], depth - 1));
        }
    }
    return longest;
}

/// Also where it has been called off since, or ordered anew, and not done: that is nothing done.
bool had_failed(Capacity const& capacity, std::string_view hospital, std::string_view step,
                Instant at) {
    auto const was = capacity.past(hospital).latest_step([&](v1::StepRecord const& each) {
        return each.step_id() == step && each.since_us() <= at.us &&
               (each.state() == v1::STEP_STATE_FAILED || each.state() == v1::STEP_STATE_DONE);
    });
    if (was) {
        return was->state() == v1::STEP_STATE_FAILED;
    }
    auto const* const known = capacity.step(hospital, step);
    return known != nullptr && known->state() == v1::STEP_STATE_FAILED &&
           known->since_us() <= at.us;  // longer ago than what is kept of the past
}

StepTerms const* failed_within(Capacity const& capacity, HospitalTerms const& hospital,
                               StepTerms const& step, Instant at, std::size_t depth) {
    for (auto const& id : step.rule->needs()) {
        auto const needed = hospital.step(id);
        if (!needed || depth == 0) {
            continue;
        }
        auto const& other = hospital.steps[*needed];
        if (had_failed(capacity, hospital.rule->id(), id, at)) {
            return &other;
        }
        if (auto const* const found = failed_within(capacity, hospital, other, at, depth - 1);
            found != nullptr) {
            return found;
        }
    }
    return nullptr;
}

}  // namespace

StepTerms const* failed_need(Capacity const& capacity, HospitalTerms const& hospital,
                             StepTerms const& step, Instant at) {
    return failed_within(capacity, hospital, step, at, hospital.steps.size());
}

std::string next_step(Capacity const& capacity, std::size_t hospital, std::size_t stage,
                      v1::PlusDimension binding) {
    auto const& terms = capacity.terms().hospitals()[hospital];
    std::string best;
    std::int64_t best_adds = 0;
    std::int64_t best_lead = 1;
    for (auto const& step : terms.steps) {
        auto const adds = step.adds[stage];
        if (adds <= 0 || dimension_at(step.dimension) != binding ||
            !is_free(capacity, terms, step)) {
            continue;
        }
        auto const minutes =
            std::max<std::int64_t>(lead(capacity, terms, step, terms.steps.size()), 1);
        if (adds * best_lead > best_adds * minutes) {
            best = step.rule->id();
            best_adds = adds;
            best_lead = minutes;
        }
    }
    return best;
}

}  // namespace larm::core
