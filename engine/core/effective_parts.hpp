// Counting places in millionths: shared by the files that do.
#pragma once

#include <algorithm>
#include <limits>

#include "engine/core/effective.hpp"

namespace larm::core {

inline constexpr std::int64_t million = 1'000'000;

[[nodiscard]] inline Counts minus(Counts one, Counts const& other) {
    for (std::size_t severity = 0; severity < severity_count; ++severity) {
        one[severity] -= other[severity];
    }
    return one;
}

/// Never fewer than none, whatever the counts of two hospitals say.
[[nodiscard]] inline Counts left_of(Counts there, Counts const& gone) {
    for (std::size_t severity = 0; severity < severity_count; ++severity) {
        there[severity] = std::max<std::int64_t>(0, there[severity] - gone[severity]);
    }
    return there;
}

struct Least {
    std::int64_t millionths = std::numeric_limits<std::int64_t>::max();
    std::size_t dimension = 0;
};

/// Over the dimensions that bind.
[[nodiscard]] inline Least least(StageTerms const& terms, ByDimension<std::int64_t> const& of) {
    Least found;
    for (std::size_t dimension = 0; dimension < dimension_count; ++dimension) {
        if (terms.binds[dimension] && of[dimension] < found.millionths) {
            found = {of[dimension], dimension};
        }
    }
    return found;
}

/// What is ready by `minute` is added, as is known at `now`, a minute too.
[[nodiscard]] inline ByDimension<std::int64_t> with_coming(ByDimension<std::int64_t> places,
                                                           HospitalNow const& hospital,
                                                           std::size_t stage, std::int64_t minute,
                                                           std::int64_t now) {
    for (auto const& step : hospital.coming) {
        if (step.ready <= minute && now < step.overdue && !hospital.takes_nobody) {
            places[step.dimension] += step.adds[stage] * million;
        }
    }
    return places;
}

/// Each dimension that binds before who is there at some minute is taken away: what was observed,
/// and who was there then.
[[nodiscard]] ByDimension<std::int64_t> before_taken(HospitalNow const& hospital,
                                                     StageTerms const& terms, std::size_t stage,
                                                     bool with_expected);

}  // namespace larm::core
