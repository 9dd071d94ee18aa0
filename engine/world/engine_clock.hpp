// Engine time from two clocks: the wall's, which can be set, and the steady one, which cannot.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/core/instant.hpp"

namespace larm::world {

/// Both clocks at one moment, in microseconds. `steady_us` counts from an arbitrary start.
struct ClockReading {
    std::int64_t wall_us = 0;
    std::int64_t steady_us = 0;
};

/// A difference between the wall and engine time that is told. A machine that keeps time by NTP
/// never gets there; beyond it the times in the journal and those on other clocks in the room can
/// no longer be put in one order by eye.
constexpr std::int64_t skew_us_max = 5'000'000;

/// The only place in this folder that reads a clock.
[[nodiscard]] ClockReading read_clocks();

/// Engine time: the wall's, but never backwards, and never by a leap while anything is awaited.
/// Where the wall is set, either way, time goes on from where it was by the steady clock: no
/// deadline fires early because somebody set a clock, none waits for the wall to catch up, and no
/// chase comes to be overdue by hours. The wall is followed again once nothing is awaited, or at
/// the next start, when what is overdue is an outage's to judge. Single-threaded.
class EngineClock {
public:
    /// `not_before` is the time of the log's last event.
    EngineClock(core::Instant not_before, ClockReading const& first);

    /// Never earlier than a former one. `awaits`: there is a deadline.
    [[nodiscard]] core::Instant advance(ClockReading const& reading, bool awaits);
    /// The wall less engine time, or the wall's leap, in microseconds, once for every time that the
    /// two come to differ by more than 5 s.
    [[nodiscard]] std::optional<std::int64_t> take_skew();

private:
    void note_skew(std::int64_t skew_us);

    ClockReading last_;
    core::Instant now_;
    std::int64_t lag_us_ = 0;  ///< By which the wall has leapt ahead and is not followed.
    bool is_skewed_ = false;
    std::optional<std::int64_t> skew_;
};

}  // namespace larm::world
