#include "simulators/player/chance.hpp"

#include <algorithm>

#include "engine/core/check.hpp"

namespace larm::player {
namespace {

/// FNV-1a, 64 bits.
std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (auto const each : text) {
        hash = (hash ^ static_cast<unsigned char>(each)) * 0x100000001b3U;
    }
    return hash;
}

std::uint64_t mixed(std::uint64_t value) {
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31U);
}

constexpr std::uint64_t golden_gamma = 0x9e3779b97f4a7c15U;

}  // namespace

// Seed and name are mixed apart first: neighbouring seeds must not give neighbouring streams.
Chance::Chance(std::uint64_t seed, std::string_view what)
    : state_{mixed(seed + golden_gamma) ^ hash_of(what)} {}

std::uint64_t Chance::next() {
    state_ += golden_gamma;
    return mixed(state_);
}

std::uint64_t Chance::below(std::uint64_t bound) {
    LARM_CHECK(bound > 0);
    auto const unfair =
        (0 - bound) % bound;  // the first 2^64 mod bound values would come too often
    for (;;) {
        if (auto const drawn = next(); drawn >= unfair) {
            return drawn % bound;
        }
    }
}

bool Chance::percent(int of_hundred) {
    return below(100) < static_cast<std::uint64_t>(std::max(of_hundred, 0));
}

core::Duration Chance::delay(v1::Delay const& delay) {
    auto const span = [this](int from_s, int to_s) {
        return static_cast<std::int64_t>(
            below(static_cast<std::uint64_t>(to_s - from_s) * 1000 + 1));
    };
    if (below(2) == 0) {
        return core::milliseconds(delay.min_s() * std::int64_t{1000} +
                                  span(delay.min_s(), delay.median_s()));
    }
    auto const one = span(delay.median_s(), delay.max_s());
    auto const other = span(delay.median_s(), delay.max_s());
    return core::milliseconds(delay.median_s() * std::int64_t{1000} + std::min(one, other));
}

core::Duration Chance::part(v1::LeadShare const& share, core::Duration whole) {
    v1::Delay parts;
    auto const seconds = [whole](int percent) {
        return static_cast<int>(whole.us / 1'000'000 * percent / 100);
    };
    parts.set_min_s(seconds(share.min_percent()));
    parts.set_median_s(seconds(share.median_percent()));
    parts.set_max_s(seconds(share.max_percent()));
    return delay(parts);
}

}  // namespace larm::player
