// Good bytes made bad: bits flipped, parts cut out, doubled, swapped or replaced by what parsers
// trip over. The same seed gives the same bytes everywhere.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace larm::fuzz {

/// SplitMix64.
class Chance {
public:
    explicit Chance(std::uint64_t seed) : state_{seed} {}
    [[nodiscard]] std::uint64_t next();
    /// 0 to `limit` - 1.
    [[nodiscard]] std::size_t below(std::size_t limit);

private:
    std::uint64_t state_;
};

/// One of `seeds`, changed in one to eight places.
[[nodiscard]] std::string mutated(std::vector<std::string> const& seeds, Chance& chance);

/// How often each door is knocked at: ROUNDS, or few enough for every test run.
[[nodiscard]] int rounds();

}  // namespace larm::fuzz
