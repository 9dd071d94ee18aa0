#include "engine/core/indicator.hpp"

#include <algorithm>

#include "engine/core/threshold.hpp"

namespace larm::core {
namespace {

/// The first instant at which the figure is unknown.
Instant stale_at(IndicatorRule const& rule, Figure const& figure) {
    auto const aged =
        rule.max_age.us > 0 ? figure.observed_at + rule.max_age + Duration{1} : Instant::never();
    return figure.known_until.is_set() ? std::min(aged, figure.known_until) : aged;
}

}  // namespace

bool Indicator::speaks_for_change(IndicatorRule const& rule) const {
    return speaks_against(rule, holds_, *figure_);
}

void Indicator::report(IndicatorRule const& rule, Figure const& figure, Instant now) {
    if (figure_ && figure.observed_at < figure_->observed_at) {
        return;
    }
    advance(rule, now);
    if (!figure_) {
        since_ = now;
    }
    figure_ = figure;
    if (!speaks_for_change(rule) || now >= stale_at(rule, figure)) {
        turning_since_ = {};
    } else if (!turning_since_.is_set()) {
        turning_since_ = now;
    }
    advance(rule, now);
}

void Indicator::lose(IndicatorRule const& rule, Instant now) {
    advance(rule, now);
    if (figure_) {
        figure_->known_until = now;
    }
    turning_since_ = {};
}

void Indicator::advance(IndicatorRule const& rule, Instant now) {
    if (!figure_ || !turning_since_.is_set()) {
        return;
    }
    auto const turns_at = turning_since_ + (holds_ ? rule.dwell_back : rule.dwell);
    auto const stale = stale_at(rule, *figure_);
    if (stale <= turns_at && stale <= now) {
        turning_since_ = {};  // nobody knows whether it went on being so
    } else if (turns_at <= now) {
        holds_ = !holds_;
        since_ = turns_at;
        turning_since_ = {};
    }
}

Indicator::Standing Indicator::standing(IndicatorRule const& rule, Instant now) const {
    if (!figure_ || now >= stale_at(rule, *figure_)) {
        return Standing::unknown;
    }
    return holds_ ? Standing::holds : Standing::does_not;
}

Instant Indicator::next_change(IndicatorRule const& rule) const {
    if (!figure_) {
        return {};
    }
    auto const stale = stale_at(rule, *figure_);
    if (!turning_since_.is_set()) {
        return stale == Instant::never() ? Instant{} : stale;
    }
    auto const turns_at = turning_since_ + (holds_ ? rule.dwell_back : rule.dwell);
    return turns_at < stale ? turns_at : stale;
}

Indicator Indicator::restored(std::optional<Figure> figure, bool holds, Instant since,
                              Instant turning_since) {
    Indicator indicator;
    indicator.figure_ = figure;
    indicator.holds_ = holds;
    indicator.since_ = since;
    indicator.turning_since_ = turning_since;
    return indicator;
}

}  // namespace larm::core
