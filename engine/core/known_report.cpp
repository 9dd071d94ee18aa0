#include "engine/core/known_report.hpp"

#include <ranges>

namespace larm::core {
namespace {

/// Put over what was said before: what is empty says nothing.
void put_over(v1::Methane& known, v1::Methane const& report) {
    auto const put = [](std::string const& said, std::string& field) {
        if (!said.empty()) {
            field = said;
        }
    };
    put(report.major_incident(), *known.mutable_major_incident());
    put(report.exact_location(), *known.mutable_exact_location());
    put(report.type(), *known.mutable_type());
    put(report.hazards(), *known.mutable_hazards());
    put(report.access(), *known.mutable_access());
    put(report.emergency_services(), *known.mutable_emergency_services());
}

}  // namespace

v1::Casualties const* latest_casualties(std::span<v1::Methane const> reports) {
    v1::Casualties const* latest_dead = nullptr;
    for (auto const& report : reports | std::views::reverse) {
        auto const& each = report.casualties();
        if (each.severe() > 0 || each.moderate() > 0 || each.minor() > 0) {
            return &each;
        }
        if (each.dead() > 0 && latest_dead == nullptr) {
            latest_dead = &each;
        }
    }
    return latest_dead;
}

v1::Methane known_report(std::span<v1::Methane const> reports) {
    v1::Methane known;
    for (auto const& report : reports) {
        put_over(known, report);
    }
    if (auto const* const casualties = latest_casualties(reports); casualties != nullptr) {
        *known.mutable_casualties() = *casualties;
    }
    return known;
}

}  // namespace larm::core
