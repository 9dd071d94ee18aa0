// A scenario of several rounds: what is written once comes again and again, so that a week can
// stand for the months that a crisis lasts, without three months of text.
#pragma once

#include <string_view>

#include "simulators/player/scenario.hpp"

namespace larm::player {

/// Writes out every round after the first, and makes the scenario as long as all of them. The
/// scenario has been checked.
void write_out_rounds(Scenario& scenario);

/// Whether what is planned for an incident, by its id in the file or for each (empty), is meant for
/// this one, of whichever round.
[[nodiscard]] bool is_planned_for(std::string_view planned, std::string_view incident);

}  // namespace larm::player
