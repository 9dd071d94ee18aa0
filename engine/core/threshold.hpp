// What one figure says against an indicator's threshold, whatever was before it. How long it must
// be so is the indicator's: indicator.
#pragma once

#include "engine/core/indicator.hpp"

namespace larm::core {

[[nodiscard]] inline bool is_at_threshold(IndicatorRule const& rule, Figure const& figure) {
    return rule.holds_above ? figure.value >= rule.threshold
                            : figure.value + figure.more <= rule.threshold;
}

[[nodiscard]] inline bool is_well_back(IndicatorRule const& rule, Figure const& figure) {
    return rule.holds_above ? figure.value + figure.more < rule.threshold - rule.hysteresis
                            : figure.value > rule.threshold + rule.hysteresis;
}

/// Whether the figure says the opposite of `holds`.
[[nodiscard]] inline bool speaks_against(IndicatorRule const& rule, bool holds,
                                         Figure const& figure) {
    return holds ? is_well_back(rule, figure) : is_at_threshold(rule, figure);
}

}  // namespace larm::core
