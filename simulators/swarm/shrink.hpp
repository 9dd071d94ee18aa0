// A night that failed, made as short as it gets: of what happened in it only what it takes to break
// the same invariant again (delta debugging, Zeller and Hildebrandt, 2002). And such a night as a
// text, which tests/simulation/regressions keeps and plays for ever.
#pragma once

#include <chrono>
#include <functional>
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

/// Whichever comes first; the shortest by then is what there is.
struct ShrinkLimits {
    int tries_max = 250;
    std::chrono::seconds within{120};
};

/// `on_shorter` gets the night whenever a shorter one fails, the whole one first: whoever stops it
/// has the best so far. Nothing: it does not fail again, so that it is not the same night every
/// time.
[[nodiscard]] std::optional<Shrunk> shrink(Rules const& rules, Failure const& failure,
                                           ShrinkLimits limits,
                                           std::function<void(Shrunk const&)> const& on_shorter);

[[nodiscard]] std::string to_text(ShortNight const& night, Broken const& broken);
/// Nothing where the text is no such night.
[[nodiscard]] std::optional<ShortNight> parse_short_night(std::string_view text);

}  // namespace larm::swarm
