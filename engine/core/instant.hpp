// Time as the engine knows it: microseconds since the Unix epoch, UTC. Nothing here reads a clock.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace larm::core {

/// A point in engine time, UTC microseconds since the epoch. 0 means "not set" where a field says
/// so.
struct Instant {
    std::int64_t us = 0;

    friend constexpr auto operator<=>(Instant, Instant) = default;
    [[nodiscard]] constexpr bool is_set() const { return us != 0; }
    /// Later than anything that happens.
    [[nodiscard]] static constexpr Instant never() {
        return {std::numeric_limits<std::int64_t>::max()};
    }
};

/// A length of engine time in microseconds.
struct Duration {
    std::int64_t us = 0;

    friend constexpr auto operator<=>(Duration, Duration) = default;
};

[[nodiscard]] constexpr Duration seconds(std::int64_t count) {
    return {count * 1'000'000};
}
[[nodiscard]] constexpr Duration minutes(std::int64_t count) {
    return seconds(60 * count);
}
[[nodiscard]] constexpr Duration milliseconds(std::int64_t count) {
    return {count * 1'000};
}

[[nodiscard]] constexpr Instant operator+(Instant at, Duration by) {
    return {at.us + by.us};
}
[[nodiscard]] constexpr Duration operator+(Duration one, Duration other) {
    return {one.us + other.us};
}
[[nodiscard]] constexpr Instant operator-(Instant at, Duration by) {
    return {at.us - by.us};
}
[[nodiscard]] constexpr Duration operator-(Instant later, Instant earlier) {
    return {later.us - earlier.us};
}

}  // namespace larm::core
