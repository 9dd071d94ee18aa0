// Wall-clock time in Sweden by pure arithmetic: the engine counts in UTC, people read local time.
// The rule is the one of Directive 2000/84/EC as it has been in force since 1996; no time-zone
// database is read.
#pragma once

#include <compare>
#include <expected>
#include <string>
#include <string_view>

#include "engine/core/instant.hpp"

namespace larm::core {

/// A time of day on a date in Europe/Stockholm.
struct LocalTime {
    int year = 1970;
    int month = 1;
    int day = 1;
    int hour = 0;
    int minute = 0;
    int second = 0;
    bool is_summer =
        false;  ///< Summer time: UTC+2, else UTC+1. Tells apart the hour that comes twice.

    friend auto operator<=>(LocalTime const&, LocalTime const&) = default;
};

/// Rounds down to the second.
[[nodiscard]] LocalTime local_time(Instant at);

/// The instant of "YYYY-MM-DD HH:MM:SS" in Europe/Stockholm; the first of the two where the hour
/// comes twice. Failure: what is wrong, in English; a time that the clocks skip too.
[[nodiscard]] std::expected<Instant, std::string> instant_of_local(std::string_view text);

/// The instants that "YYYY-MM-DD HH:MM" in Europe/Stockholm can mean, the first and the last of
/// them. They differ where the hour comes twice, and where the clocks skip it: then they are what
/// it would be by the clock before and by the clock after. So a shift from one to another overlaps
/// its neighbours in both nights, and leaves no gap. Failure: what is wrong, in English.
[[nodiscard]] std::expected<Instant, std::string> earliest_instant(std::string_view text);
[[nodiscard]] std::expected<Instant, std::string> latest_instant(std::string_view text);

/// "HH:MM:SS"
[[nodiscard]] std::string clock_text(LocalTime const& time);
/// "HH:MM"; for what is said of the day that it is said on. Else clock_near().
[[nodiscard]] std::string minute_text(Instant at);
/// "HH:MM", and "D/M HH:MM" where that is another day than that of `seen`, when it is said.
[[nodiscard]] std::string clock_near(Instant at, Instant seen);
/// "YYYY-MM-DD"
[[nodiscard]] std::string date_text(LocalTime const& time);

}  // namespace larm::core
