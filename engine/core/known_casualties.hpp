// How many are hurt in an incident, by all that has been said of it: one answer for whoever reckons
// with it. What is expected beyond that is in arrivals.
//
// Sites are counts and METHANE is an estimate, so the sites' sum counts where there is any, also
// where it is less. Whoever has come to a hospital was at a site before: of arrivals only those
// count who had come when the sites were last seen, all of them at least that long ago, so that
// nobody counts twice. No severity has fewer than have come to hospitals.
#pragma once

#include <optional>

#include "engine/core/incident.hpp"

namespace larm::core {

/// Nothing where nobody has been counted and none has come to a hospital.
[[nodiscard]] std::optional<v1::Casualties> known_casualties(Incident const& incident);

}  // namespace larm::core
