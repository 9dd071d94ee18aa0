#include "engine/world/engine_clock.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <utility>

namespace larm::world {

ClockReading read_clocks() {
    using std::chrono::duration_cast;
    using std::chrono::microseconds;
    auto const wall = std::chrono::system_clock::now().time_since_epoch();
    auto const steady = std::chrono::steady_clock::now().time_since_epoch();
    return {duration_cast<microseconds>(wall).count(), duration_cast<microseconds>(steady).count()};
}

EngineClock::EngineClock(core::Instant not_before, ClockReading const& first)
    : last_{first}, now_{std::max(not_before, core::Instant{first.wall_us})} {
    note_skew(first.wall_us - now_.us);
}

core::Instant EngineClock::advance(ClockReading const& reading, bool awaits) {
    auto const passed_us = std::max<std::int64_t>(0, reading.steady_us - last_.steady_us);
    auto const leap_us = reading.wall_us - last_.wall_us - passed_us;
    last_ = reading;
    auto const is_set_forward = leap_us > skew_us_max;
    if (is_set_forward || leap_us < -skew_us_max) {
        lag_us_ = std::max<std::int64_t>(0, lag_us_ + leap_us);  // set back again: caught up with
    }
    if (!awaits) {
        lag_us_ = 0;
    }
    now_ = std::max(core::Instant{reading.wall_us - lag_us_}, core::Instant{now_.us + passed_us});
    // The wall may have been behind, and is right again: then nothing lags.
    lag_us_ = std::clamp<std::int64_t>(reading.wall_us - now_.us, 0, lag_us_);
    note_skew(reading.wall_us - now_.us);
    if (is_set_forward) {
        skew_ = leap_us;
    }
    return now_;
}

void EngineClock::note_skew(std::int64_t skew_us) {
    auto const is_skewed = std::abs(skew_us) > skew_us_max;
    if (is_skewed && !is_skewed_) {
        skew_ = skew_us;
    }
    is_skewed_ = is_skewed;
}

std::optional<std::int64_t> EngineClock::take_skew() {
    return std::exchange(skew_, std::nullopt);
}

}  // namespace larm::world
