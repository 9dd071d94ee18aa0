// The table's indicators that are not regional, by the keys that packs, observers and scores know
// them by. No key is of two scopes: an observation names nothing else.
#pragma once

#include <larm/v1/rules.pb.h>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace larm::core {

inline constexpr std::array<std::string_view, 9> prehospital_indicators{
    "tabard_on",     "first_report",     "response_guidelines", "strategic_contact", "liaison",
    "second_report", "medical_ambition", "first_evacuated",     "media_on_scene"};

inline constexpr std::array<std::string_view, 11> hospital_indicators{
    "preparedness_level", "hospital_guidelines", "media_informed",
    "resources_reported", "medical_officer",     "icu_need",
    "staff_informed",     "staff_endurance",     "shortage_reported",
    "daily_activities",   "postponed_patients"};

/// Those of a scope; none for the regional ones, which have ids.
[[nodiscard]] inline std::span<std::string_view const> indicator_keys(v1::IndicatorScope scope) {
    if (scope == v1::INDICATOR_SCOPE_PREHOSPITAL) {
        return prehospital_indicators;
    }
    if (scope == v1::INDICATOR_SCOPE_HOSPITAL) {
        return hospital_indicators;
    }
    return {};
}

/// Left out means regional.
[[nodiscard]] inline v1::IndicatorScope scope_of(v1::Indicator const& indicator) {
    return indicator.scope() == v1::INDICATOR_SCOPE_UNSPECIFIED ? v1::INDICATOR_SCOPE_REGIONAL
                                                                : indicator.scope();
}

/// The pack's indicator with that key, or nullptr.
[[nodiscard]] inline v1::Indicator const* indicator_of(v1::RulePack const& pack,
                                                       std::string_view key) {
    auto const found = std::ranges::find(
        pack.indicators(), key, [](auto const& each) -> std::string_view { return each.key(); });
    return key.empty() || found == pack.indicators().end() ? nullptr : &*found;
}

}  // namespace larm::core
