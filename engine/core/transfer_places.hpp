// Places as who plans transfers and who accepts them see them: those that are free when somebody
// comes, and nobody else's.
#pragma once

#include <optional>

#include "engine/core/effective.hpp"
#include "engine/core/state.hpp"

namespace larm::core {

/// Of a thousand who are still expected by the arrival model, how many do not wait at a scene, by
/// severity: those will come wherever they come.
[[nodiscard]] Counts coming_anyway(State const& state, Incident const& incident);

/// The hospital as the planner sees it: without those of the incident who wait to be sent, or have
/// been promised a place, since these are counted one by one.
[[nodiscard]] HospitalNow seen_by_planner(State const& state, Incident const& incident,
                                          std::size_t hospital, Counts const& anyway, Instant at);

/// The fewest free at any time from `from` on until the horizon, in minutes; later than that
/// nothing is foreseen. Every five are looked at, as everywhere else, and the same five by whoever
/// plans and whoever accepts: what is proposed can be taken.
[[nodiscard]] std::optional<int> fewest_free(State const& state, HospitalNow const& hospital,
                                             std::size_t stage, Instant now, std::int64_t from,
                                             std::int64_t horizon);

/// Whether somebody is promised a place of the stage.
[[nodiscard]] bool is_promised_of(HospitalNow const& hospital, std::size_t stage);

/// fewest_free() once each who is promised a place of the stage to another incident has one, whole,
/// as each of the incident's own has. The same where nobody is.
[[nodiscard]] std::optional<int> free_beside_promised(State const& state, HospitalNow hospital,
                                                      std::size_t stage, Instant now,
                                                      std::int64_t from, std::int64_t horizon);

}  // namespace larm::core
