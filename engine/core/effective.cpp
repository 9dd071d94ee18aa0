#include "engine/core/effective.hpp"

#include <algorithm>
#include <limits>

namespace larm::core {
namespace {

constexpr std::int64_t million = 1'000'000;

Counts minus(Counts one, Counts const& other) {
    for (std::size_t severity = 0; severity < severity_count; ++severity) {
        one[severity] -= other[severity];
    }
    return one;
}

/// Never fewer than none, whatever the counts of two hospitals say.
Counts left_of(Counts there, Counts const& gone) {
    for (std::size_t severity = 0; severity < severity_count; ++severity) {
        there[severity] = std::max<std::int64_t>(0, there[severity] - gone[severity]);
    }
    return there;
}

/// Thousandths of persons by severity to millionths of places.
std::int64_t places(StageTerms const& stage, Counts const& milli) {
    std::int64_t sum = 0;
    for (std::size_t severity = 0; severity < severity_count; ++severity) {
        sum += stage.need_permille[severity] * milli[severity];
    }
    return sum;
}

bool needs_any(HospitalNow const& hospital, std::size_t stage) {
    return std::ranges::any_of(hospital.streams, [stage](Stream const& stream) {
        return stream.terms->stage(stage).need_permille != Counts{};
    });
}

/// In millionths of places, one dimension as it stands at `minute` before who is there then is
/// taken away: what was observed, and who was there then.
std::int64_t before_taken(HospitalNow const& hospital, std::size_t stage, std::size_t dimension,
                          bool with_expected) {
    auto const& figure = hospital.figures[stage][dimension];
    auto const observed = minute_of(figure.observed_at);
    auto const there = with_expected ? taken_or_expected(hospital, stage, observed)
                                     : taken(hospital, stage, observed);
    auto const free = std::int64_t{figure.free} + figure.since;
    return (hospital.takes_nobody ? std::min<std::int64_t>(0, free) : free) * million + there;
}

/// By what is known at `now`, a minute too.
std::int64_t coming_by(HospitalNow const& hospital, std::size_t stage, std::size_t dimension,
                       std::int64_t minute, std::int64_t now) {
    std::int64_t added = 0;
    for (auto const& step : hospital.coming) {
        if (step.dimension == dimension && step.ready <= minute && now < step.overdue &&
            !hospital.takes_nobody) {
            added += step.adds[stage];
        }
    }
    return added * million;
}

bool adds_to(HospitalNow const& hospital, std::size_t stage) {
    return std::ranges::any_of(hospital.coming,
                               [stage](auto const& step) { return step.adds[stage] != 0; });
}

bool is_known(HospitalNow const& hospital, StageTerms const& terms, std::size_t stage,
              Instant now) {
    auto any = false;
    for (std::size_t dimension = 0; dimension < dimension_count; ++dimension) {
        if (terms.binds[dimension]) {
            any = true;
            if (!hospital.figures[stage][dimension].is_known(terms, now)) {
                return false;
            }
        }
    }
    return any;
}

struct Least {
    std::int64_t millionths = std::numeric_limits<std::int64_t>::max();
    std::size_t dimension = 0;
};

/// Over the dimensions that bind, of those that `of` gives.
template <typename Of>
Least least(StageTerms const& terms, Of const& of) {
    Least found;
    for (std::size_t dimension = 0; dimension < dimension_count; ++dimension) {
        if (!terms.binds[dimension]) {
            continue;
        }
        if (auto const value = of(dimension); value < found.millionths) {
            found = {value, dimension};
        }
    }
    return found;
}

}  // namespace

Counts Stream::come_by(std::int64_t minute) const {
    auto const later = std::ranges::upper_bound(come, minute, {}, &Come::minute);
    return later == come.begin() ? Counts{} : std::prev(later)->milli;
}

Counts Stream::all_by(std::int64_t minute) const {
    auto counts = come_by(minute);
    if (minute > from && half != nullptr) {
        counts = come.empty() || come.back().minute > minute ? counts : come.back().milli;
        auto const millionths = half->millionths(minute - from);
        for (std::size_t severity = 0; severity < severity_count; ++severity) {
            counts[severity] += expected_milli[severity] * millionths / million;
        }
    }
    for (auto const& each : promised) {
        if (each.minute <= minute) {
            counts = sum(counts, each.milli);
        }
    }
    return counts;
}

Counts Stream::gone_at(std::int64_t minute, std::int64_t stay_min, bool with_planned) const {
    Counts counts{};
    for (auto const& each : gone) {
        auto const would_be_there = stay_min == 0 || minute < each.first_come + stay_min;
        if ((each.has_left || with_planned) && each.minute <= minute && would_be_there) {
            counts = sum(counts, each.milli);
        }
    }
    return counts;
}

std::int64_t taken(HospitalNow const& hospital, std::size_t stage, std::int64_t minute) {
    std::int64_t sum = 0;
    for (auto const& stream : hospital.streams) {
        auto const& terms = stream.terms->stage(stage);
        auto there = stream.come_by(minute);
        if (terms.stay_min > 0) {
            there = minus(there, stream.come_by(minute - terms.stay_min));
        }
        sum += places(terms, left_of(there, stream.gone_at(minute, terms.stay_min, false)));
    }
    return sum;
}

std::int64_t taken_or_expected(HospitalNow const& hospital, std::size_t stage,
                               std::int64_t minute) {
    std::int64_t sum = 0;
    for (auto const& stream : hospital.streams) {
        auto const& terms = stream.terms->stage(stage);
        auto there = stream.all_by(minute);
        if (terms.stay_min > 0) {
            there = minus(there, stream.all_by(minute - terms.stay_min));
        }
        sum += places(terms, left_of(there, stream.gone_at(minute, terms.stay_min, true)));
    }
    return sum;
}

std::int64_t whole(std::int64_t millionths) {
    auto const up = millionths + million / 2;
    return up >= 0 ? up / million : -((-up + million - 1) / million);
}

std::optional<Standing> effective(HospitalNow const& hospital, StageTerms const& terms,
                                  std::size_t stage, Instant now) {
    if (!is_known(hospital, terms, stage, now)) {
        return std::nullopt;
    }
    auto const found = least(terms, [&](std::size_t dimension) {
        return before_taken(hospital, stage, dimension, false);
    });
    return Standing{
        static_cast<int>(whole(found.millionths - taken(hospital, stage, minute_of(now)))),
        dimension_at(found.dimension)};
}

std::optional<Standing> forecast(HospitalNow const& hospital, StageTerms const& terms,
                                 std::size_t stage, Instant now, std::int64_t minute) {
    if (!is_known(hospital, terms, stage, now)) {
        return std::nullopt;
    }
    auto const found = least(terms, [&](std::size_t dimension) {
        return before_taken(hospital, stage, dimension, true) +
               coming_by(hospital, stage, dimension, minute, minute_of(now));
    });
    return Standing{
        static_cast<int>(whole(found.millionths - taken_or_expected(hospital, stage, minute))),
        dimension_at(found.dimension)};
}

Outlook look_ahead(HospitalNow const& hospital, StageTerms const& terms, std::size_t stage,
                   OutlookLimits const& limits, std::int64_t from, std::int64_t until) {
    Outlook outlook;
    ByDimension<std::int64_t> base{};
    for (std::size_t dimension = 0; dimension < dimension_count; ++dimension) {
        base[dimension] =
            terms.binds[dimension] ? before_taken(hospital, stage, dimension, true) : 0;
    }
    auto const changes = adds_to(hospital, stage);
    auto const is_needed = needs_any(hospital, stage);
    auto found = least(terms, [&](std::size_t dimension) { return base[dimension]; });
    for (auto minute = outlook_minute(from); minute <= until; minute += outlook_step_min) {
        if (changes) {
            found = least(terms, [&](std::size_t dimension) {
                return base[dimension] + coming_by(hospital, stage, dimension, minute, from);
            });
        }
        auto const there = is_needed ? taken_or_expected(hospital, stage, minute) : std::int64_t{0};
        auto const free = static_cast<int>(whole(found.millionths - there));
        if (free < limits.margin) {
            outlook.last_narrow = minute;
        }
        if (free < 0) {
            outlook.first_short = outlook.first_short == 0 ? minute : outlook.first_short;
            if (-free > limits.worse_than && outlook.first_worse == 0) {
                outlook.first_worse = minute;
            }
            if (-free > outlook.missing) {
                outlook.missing = -free;
                outlook.binding = dimension_at(found.dimension);
            }
        }
    }
    return outlook;
}

}  // namespace larm::core
