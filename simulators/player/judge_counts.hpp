// What the judge counts of moves and support. An incident as the log has it goes in; nothing is
// remembered.
#pragma once

#include <larm/v1/scenario.pb.h>

#include <string>

#include "engine/core/incident.hpp"

namespace larm::player {

/// Patients who have arrived by the moves that are meant.
[[nodiscard]] int arrived_by_moves(core::Incident const& incident,
                                   v1::TransfersExpected const& expected);
/// Units that have come so far, or had.
[[nodiscard]] int supported(core::Incident const& incident, v1::SupportExpected const& expected);
/// What is still on its way or promised; empty: nothing.
[[nodiscard]] std::string held_vehicles(core::Incident const& incident);

}  // namespace larm::player
