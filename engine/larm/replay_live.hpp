// A replay at a pace that a person can follow: on a board that is redrawn, or line by line. The
// only part of a replay that reads a clock.
#pragma once

#include <iosfwd>

#include "engine/larm/replay.hpp"
#include "simulators/player/player.hpp"

namespace larm::cli {

/// Whether standard output is a terminal that a board can be drawn on.
[[nodiscard]] bool can_draw();

/// Plays to the end on a board on standard output. The terminal is as before when it returns. False
/// where SIGINT ended it. Quiet stretches of more than three minutes are shortened to that.
[[nodiscard]] bool play_on_board(player::Player& player, ReplayOptions const& options);

/// Plays to the end, each line printed when its time has come.
void play_line_by_line(player::Player& player, ReplayOptions const& options, std::ostream& out);

}  // namespace larm::cli
