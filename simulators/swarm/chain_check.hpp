// 7, of the log of a night: any prefix is a log, of which the journal's own verification says that
// it is whole; and whatever is done to it shows. The journal's functions are the real ones, over
// records in memory.
#pragma once

#include <optional>
#include <span>

#include "engine/journal/record.hpp"
#include "simulators/player/chance.hpp"
#include "simulators/swarm/invariants.hpp"

namespace larm::swarm {

/// `log` begins at 1. `outside` is its head as somebody noted it once.
[[nodiscard]] Held the_log_is_whole(std::span<journal::Record const> log,
                                    std::optional<journal::Head> const& outside);

/// Changes it, leaves out, swaps, cuts and rewrites, each once and somewhere, and looks whether it
/// shows. For a log of two records or more.
[[nodiscard]] Held tampering_shows(std::span<journal::Record const> log, player::Chance& chance);

/// What the first `seq` records fold to is what a start from them finds.
[[nodiscard]] Held a_prefix_is_a_log(std::span<journal::Record const> prefix);

}  // namespace larm::swarm
