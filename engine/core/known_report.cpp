#include "engine/core/known_report.hpp"

namespace larm::core {
namespace {

/// Put over what was said before.
void put_over(v1::Methane& known, v1::Methane const& report) {
    auto const put = [](std::string const& said, std::string& field) {
        if (said.find_first_not_of(" \t\r\n") != std::string::npos) {
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

std::optional<v1::Casualties> reported_casualties(std::span<v1::Methane const> reports) {
    std::optional<v1::Casualties> known;
    for (auto const& report : reports) {
        auto const& each = report.casualties();
        auto const counts_hurt = each.severe() > 0 || each.moderate() > 0 || each.minor() > 0;
        if (!counts_hurt && each.dead() == 0) {
            continue;
        }
        auto const dead = each.dead() > 0 || !known ? each.dead() : known->dead();
        if (counts_hurt || !known) {
            known = each;
        }
        known->set_dead(dead);
    }
    return known;
}

v1::Methane known_report(std::span<v1::Methane const> reports) {
    v1::Methane known;
    for (auto const& report : reports) {
        put_over(known, report);
    }
    if (auto casualties = reported_casualties(reports); casualties) {
        *known.mutable_casualties() = *std::move(casualties);
    }
    return known;
}

}  // namespace larm::core
