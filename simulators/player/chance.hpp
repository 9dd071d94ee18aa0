// Chance that is the same on every machine: whole numbers only, and an algorithm that is written
// out here (SplitMix64, Steele, Lea and Flood, 2014), since the standard library's distributions
// differ between libraries.
//
// Each draw is named after what it is for, so that one more actor does not change what befalls the
// others.
#pragma once

#include <larm/v1/scenario.pb.h>

#include <cstdint>
#include <string_view>

#include "engine/core/instant.hpp"

namespace larm::player {

class Chance {
public:
    Chance(std::uint64_t seed, std::string_view what);

    std::uint64_t next();
    /// Even, 0 to `bound` - 1; `bound` at least 1.
    std::uint64_t below(std::uint64_t bound);
    /// True for so many of a hundred.
    bool percent(int of_hundred);
    /// As scenario.proto says of Delay; to the millisecond.
    core::Duration delay(v1::Delay const& delay);
    /// A part of `whole`, drawn as a delay is; to the second. `whole` is not below 0.
    core::Duration part(v1::LeadShare const& share, core::Duration whole);

private:
    std::uint64_t state_;
};

}  // namespace larm::player
