// One indicator along the course of its value.
#include <algorithm>

#include "engine/core/earlier.hpp"
#include "engine/core/threshold.hpp"
#include "engine/core/triage_book.hpp"

namespace larm::core {
namespace {

Figure figure_of(Course const& course, Course::Step const& step, Instant at) {
    return {step.value, at, step.more, course.known_until};
}

v1::IndicatorStanding in_words(Indicator::Standing standing) {
    switch (standing) {
        case Indicator::Standing::holds: return v1::INDICATOR_STANDING_HOLDS;
        case Indicator::Standing::does_not: return v1::INDICATOR_STANDING_DOES_NOT;
        case Indicator::Standing::unknown: break;
    }
    return v1::INDICATOR_STANDING_UNKNOWN;
}

auto after(std::vector<Course::Step> const& steps, Instant at) {
    return std::ranges::upper_bound(steps, at, {}, &Course::Step::from);
}

/// Whether it stands as it does until the value is unknown, because nothing along the rest of the
/// course speaks against that. So it is most often, and going along costs more than to look.
bool goes_on(TriageCell const& cell, IndicatorRule const& rule) {
    auto const& indicator = cell.indicator;
    auto const& course = cell.course;
    auto const& figure = indicator.figure();
    return figure && figure->known_until == course.known_until && rule.max_age.us <= 0 &&
           !indicator.turning_since().is_set() &&
           std::all_of(after(course.steps, cell.looked_at), course.steps.end(),
                       [&](auto const& step) {
                           return !speaks_against(rule, indicator.holds(),
                                                  figure_of(course, step, step.from));
                       });
}

}  // namespace

Course::Step const* Course::at(Instant now) const {
    if (steps.empty() || (known_until.is_set() && known_until <= now)) {
        return nullptr;
    }
    auto const later = after(steps, now);
    return later == steps.begin() ? &steps.front() : &*std::prev(later);
}

void TriageCell::walk(IndicatorRule const& rule, Instant until) {
    if (until <= looked_at) {
        return;
    }
    for (auto step = after(course.steps, looked_at);
         step != course.steps.end() && step->from <= until; ++step) {
        if (!course.known_until.is_set() || step->from < course.known_until) {
            indicator.report(rule, figure_of(course, *step, step->from), step->from);
        }
    }
    indicator.advance(rule, until);
    looked_at = until;
}

Course TriageCell::take(IndicatorRule const& rule, Course next, Instant now) {
    auto const same = next == course;
    walk(rule, now);
    if (same) {
        if (due.is_set() && due < looked_at) {
            find_due(rule);  // late: it is said as of when it is looked at
        }
        return next;
    }
    std::swap(course, next);
    if (auto const* const step = course.at(looked_at); step != nullptr) {
        indicator.report(rule, figure_of(course, *step, looked_at), looked_at);
    } else {
        indicator.lose(rule, looked_at);
    }
    find_due(rule);
    return next;
}

v1::IndicatorStanding TriageCell::standing(IndicatorRule const& rule, Instant now) const {
    return in_words(indicator.standing(rule, now));
}

void TriageCell::find_due(IndicatorRule const& rule) {
    due = {};
    if (standing(rule, looked_at) != told) {
        due = looked_at;
        return;
    }
    if (told != v1::INDICATOR_STANDING_UNKNOWN && goes_on(*this, rule)) {
        due = course.known_until;
        return;
    }
    auto ahead = indicator;
    auto at = looked_at;
    for (auto step = after(course.steps, looked_at);;) {
        auto next = ahead.next_change(rule);
        next = next.is_set() && next > at ? next : Instant{};
        auto const steps = step != course.steps.end() &&
                           (!course.known_until.is_set() || step->from < course.known_until);
        if (!next.is_set() && !steps) {
            return;
        }
        if (steps && (!next.is_set() || step->from <= next)) {
            at = step->from;
            ahead.report(rule, figure_of(course, *step, at), at);
            ++step;
        } else {
            at = next;
            ahead.advance(rule, at);
        }
        if (in_words(ahead.standing(rule, at)) != told) {
            due = at;
            return;
        }
    }
}

}  // namespace larm::core
