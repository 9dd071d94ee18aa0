#include "engine/core/effective.hpp"

#include <algorithm>

#include "engine/core/effective_parts.hpp"

namespace larm::core {
namespace {

/// Thousandths of persons by severity to millionths of places.
std::int64_t places(StageTerms const& stage, Counts const& milli) {
    std::int64_t sum = 0;
    for (std::size_t severity = 0; severity < severity_count; ++severity) {
        sum += stage.need_permille[severity] * milli[severity];
    }
    return sum;
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
    auto const found = least(terms, before_taken(hospital, terms, stage, false));
    return Standing{
        static_cast<int>(whole(found.millionths - taken(hospital, stage, minute_of(now)))),
        dimension_at(found.dimension)};
}

std::optional<Standing> forecast(HospitalNow const& hospital, StageTerms const& terms,
                                 std::size_t stage, Instant now, std::int64_t minute) {
    if (!is_known(hospital, terms, stage, now)) {
        return std::nullopt;
    }
    auto const found = least(terms, with_coming(before_taken(hospital, terms, stage, true),
                                                hospital, stage, minute, minute_of(now)));
    return Standing{
        static_cast<int>(whole(found.millionths - taken_or_expected(hospital, stage, minute))),
        dimension_at(found.dimension)};
}

ByDimension<std::int64_t> before_taken(HospitalNow const& hospital, StageTerms const& terms,
                                       std::size_t stage, bool with_expected) {
    ByDimension<std::int64_t> base{};
    std::optional<std::int64_t> counted;  // figures are most often of one report, and of one minute
    std::int64_t there = 0;
    for (std::size_t dimension = 0; dimension < dimension_count; ++dimension) {
        if (!terms.binds[dimension]) {
            continue;
        }
        auto const& figure = hospital.figures[stage][dimension];
        if (auto const observed = minute_of(figure.observed_at); counted != observed) {
            counted = observed;
            there = with_expected ? taken_or_expected(hospital, stage, observed)
                                  : taken(hospital, stage, observed);
        }
        auto const free = std::int64_t{figure.free} + figure.since;
        base[dimension] =
            (hospital.takes_nobody ? std::min<std::int64_t>(0, free) : free) * million + there;
    }
    return base;
}

Outlook look_ahead(HospitalNow const& hospital, StageTerms const& terms, std::size_t stage,
                   OutlookLimits const& limits, std::int64_t from, std::int64_t until) {
    Outlook outlook;
    auto const base = before_taken(hospital, terms, stage, true);
    for (auto minute = outlook_minute(from); minute <= until; minute += outlook_step_min) {
        auto const found = least(terms, with_coming(base, hospital, stage, minute, from));
        auto const there = taken_or_expected(hospital, stage, minute);
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
