// Many nights, one after the other: each seed's odds are said before it begins, and what broke is
// said with all that is needed to see it again.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "simulators/swarm/coverage.hpp"
#include "simulators/swarm/crowd.hpp"
#include "simulators/swarm/invariants.hpp"
#include "simulators/swarm/tally.hpp"

namespace larm::swarm {

struct Seeds {
    std::uint64_t first = 1;
    std::uint64_t last = 1;
};

inline constexpr int minutes_default = 90;

struct Failure {
    std::uint64_t seed = 0;
    int minutes = 0;
    std::int64_t step = 0;
    std::int64_t after_us = 0;  ///< Of the night's time.
    Broken broken;
    std::vector<std::string> last;          ///< The last happenings, oldest first.
    std::vector<std::string> happenings{};  ///< Names of all there were, in order.
};

/// Happenings of a night by name: "act 17".
using Kept = std::set<std::string, std::less<>>;

struct NightResult {
    Tally tally;
    Coverage coverage;
    std::optional<Failure> failure;
    std::string state_hash;      ///< Hex, of the state at the end.
    std::int64_t played_us = 0;  ///< Of virtual time.
};

/// Nights until one fails; the trace of a failure is short, see shrink.hpp.
struct SwarmResult {
    std::int64_t nights = 0;  ///< Played, the failed one too.
    Tally tally;
    Coverage coverage;
    std::string state_hash;  ///< Hex, of the states at the end of all nights, one after the other.
    std::int64_t played_us = 0;
    std::optional<Failure> failure;
};

/// The pack and contacts in `folder`. Failure: all their faults, in order.
[[nodiscard]] std::expected<Rules, rules::Faults> load_rules(std::filesystem::path const& folder);

/// "A..B" or "A"; nothing where it is neither, or B is less than A.
[[nodiscard]] std::optional<Seeds> parse_seeds(std::string_view text);

/// One night, `minutes` of it with faults, then calm until it has settled.
[[nodiscard]] NightResult play_night(Rules const& rules, std::uint64_t seed, int minutes,
                                     Kept const* kept = nullptr);

/// Nights until one fails. `say` gets a line before each: seed and odds.
[[nodiscard]] SwarmResult play(Rules const& rules, Seeds seeds, int minutes,
                               std::function<void(std::string const&)> const& say);

/// Seed, step, invariant, the last happenings, and the command line that repeats it.
[[nodiscard]] std::string failure_text(Failure const& failure);

}  // namespace larm::swarm
