// A night that failed, made as short as it gets: of what happened in it only what it takes to break
// the same invariant again (delta debugging, Zeller and Hildebrandt, 2002). And such a night as a
// text, which tests/simulation/regressions keeps and plays for ever.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "simulators/swarm/swarm.hpp"

namespace larm::swarm {

/// Seed, length and what is kept of it: the same night on every machine.
struct ShortNight {
    std::uint64_t seed = 0;
    int minutes = 0;
    std::vector<std::string> happenings;

    [[nodiscard]] Kept kept() const { return {happenings.begin(), happenings.end()}; }
};

struct Shrunk {
    ShortNight night;
    Failure failure;  ///< Of the short night; `last` has all of it.
    int tries = 0;    ///< Nights that were played for it.
};

/// Plays the night at most `tries_max` times. Nothing: it does not fail again, so that it is not
/// the same night every time.
[[nodiscard]] std::optional<Shrunk> shrink(Rules const& rules, Failure const& failure,
                                           int tries_max);

[[nodiscard]] std::string to_text(ShortNight const& night, Broken const& broken);
/// Nothing where the text is no such night.
[[nodiscard]] std::optional<ShortNight> parse_short_night(std::string_view text);

}  // namespace larm::swarm
