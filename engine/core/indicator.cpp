#include "engine/core/indicator.hpp"

namespace larm::core {
namespace {

bool is_at_threshold(IndicatorRule const& rule, std::int64_t value) {
    return rule.holds_above ? value >= rule.threshold : value <= rule.threshold;
}

bool is_well_back(IndicatorRule const& rule, std::int64_t value) {
    return rule.holds_above ? value < rule.threshold - rule.hysteresis
                            : value > rule.threshold + rule.hysteresis;
}

/// The first instant at which the figure is too old.
Instant stale_at(IndicatorRule const& rule, Figure const& figure) {
    return figure.observed_at + rule.max_age + Duration{1};
}

}  // namespace

bool Indicator::speaks_for_change(IndicatorRule const& rule) const {
    return holds_ ? is_well_back(rule, figure_->value) : is_at_threshold(rule, figure_->value);
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
        return stale;
    }
    auto const turns_at = turning_since_ + (holds_ ? rule.dwell_back : rule.dwell);
    return turns_at < stale ? turns_at : stale;
}

}  // namespace larm::core
