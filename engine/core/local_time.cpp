#include "engine/core/local_time.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>

namespace larm::core {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::int64_t us_per_s = 1'000'000;
constexpr std::int64_t s_per_hour = 3600;
constexpr std::int64_t s_per_day = 24 * s_per_hour;

std::int64_t floor_div(std::int64_t value, std::int64_t by) {
    return value / by - (value % by < 0 ? 1 : 0);
}

/// Seconds since the epoch of 01:00 UTC on the last Sunday of the month.
std::int64_t change_s(std::chrono::year year, std::chrono::month month) {
    sys_days const sunday{year / month / std::chrono::Sunday[std::chrono::last]};
    return sunday.time_since_epoch().count() * s_per_day + s_per_hour;
}

bool is_summer(std::int64_t utc_s) {
    sys_days const day{days{floor_div(utc_s, s_per_day)}};
    auto const year = std::chrono::year_month_day{day}.year();
    return utc_s >= change_s(year, std::chrono::March) &&
           utc_s < change_s(year, std::chrono::October);
}

std::int64_t offset_s(bool summer) {
    return summer ? 2 * s_per_hour : s_per_hour;
}

/// The numbers of "YYYY-MM-DD HH:MM:SS"; false where the text is not so.
bool read_numbers(std::string_view text, LocalTime& time) {
    constexpr std::string_view shape = "0000-00-00 00:00:00";
    if (text.size() != shape.size()) {
        return false;
    }
    for (std::size_t index = 0; index < shape.size(); ++index) {
        auto const is_digit = text[index] >= '0' && text[index] <= '9';
        if (shape[index] == '0' ? !is_digit : text[index] != shape[index]) {
            return false;
        }
    }
    struct Part {
        std::size_t from;
        std::size_t length;
        int* into;
    };
    std::array<Part, 6> const parts{{{0, 4, &time.year},
                                     {5, 2, &time.month},
                                     {8, 2, &time.day},
                                     {11, 2, &time.hour},
                                     {14, 2, &time.minute},
                                     {17, 2, &time.second}}};
    for (auto const& part : parts) {
        auto const digits = text.substr(part.from, part.length);
        std::from_chars(digits.data(), digits.data() + digits.size(), *part.into);
    }
    return true;
}

/// Seconds since the epoch, were the wall's clock UTC. Failure: what is wrong, in English.
std::expected<std::int64_t, std::string> wall_seconds(std::string_view text) {
    LocalTime wanted;
    if (!read_numbers(text, wanted)) {
        return std::unexpected{std::string{"not a local time; write YYYY-MM-DD HH:MM:SS"}};
    }
    std::chrono::year_month_day const date{std::chrono::year{wanted.year},
                                           std::chrono::month{static_cast<unsigned>(wanted.month)},
                                           std::chrono::day{static_cast<unsigned>(wanted.day)}};
    if (!date.ok() || wanted.hour > 23 || wanted.minute > 59 || wanted.second > 59) {
        return std::unexpected{std::string{"no such date or time of day"}};
    }
    return sys_days{date}.time_since_epoch().count() * s_per_day + wanted.hour * s_per_hour +
           wanted.minute * std::int64_t{60} + wanted.second;
}

struct Span {
    Instant first;
    Instant last;
};

std::expected<Span, std::string> possible_instants(std::string_view text) {
    auto const wall_s = wall_seconds(std::string{text} + ":00");
    if (!wall_s) {
        return std::unexpected{wall_s.error().starts_with("not")
                                   ? std::string{"not a local time; write YYYY-MM-DD HH:MM"}
                                   : wall_s.error()};
    }
    auto const by_summer = *wall_s - offset_s(true);
    auto const by_winter = *wall_s - offset_s(false);
    auto const can_be_summer = is_summer(by_summer);
    auto const can_be_winter = !is_summer(by_winter);
    if (can_be_summer != can_be_winter) {
        Instant const only{(can_be_summer ? by_summer : by_winter) * us_per_s};
        return Span{only, only};
    }
    return Span{{by_summer * us_per_s}, {by_winter * us_per_s}};  // twice, or never
}

}  // namespace

LocalTime local_time(Instant at) {
    auto const utc_s = floor_div(at.us, us_per_s);
    auto const summer = is_summer(utc_s);
    auto const wall_s = utc_s + offset_s(summer);
    auto const day_number = floor_div(wall_s, s_per_day);
    std::chrono::year_month_day const date{sys_days{days{day_number}}};
    auto const in_day = static_cast<int>(wall_s - day_number * s_per_day);
    return {.year = static_cast<int>(date.year()),
            .month = static_cast<int>(static_cast<unsigned>(date.month())),
            .day = static_cast<int>(static_cast<unsigned>(date.day())),
            .hour = in_day / 3600,
            .minute = in_day / 60 % 60,
            .second = in_day % 60,
            .is_summer = summer};
}

std::expected<Instant, std::string> instant_of_local(std::string_view text) {
    auto const wall_s = wall_seconds(text);
    if (!wall_s) {
        return std::unexpected{wall_s.error()};
    }
    for (auto const summer : {true, false}) {  // summer time is the first where an hour comes twice
        auto const utc_s = *wall_s - offset_s(summer);
        if (is_summer(utc_s) == summer) {
            return Instant{utc_s * us_per_s};
        }
    }
    return std::unexpected{std::string{"the clocks skip this time in spring"}};
}

std::expected<Instant, std::string> earliest_instant(std::string_view text) {
    auto const possible = possible_instants(text);
    if (!possible) {
        return std::unexpected{possible.error()};
    }
    return possible->first;
}

std::expected<Instant, std::string> latest_instant(std::string_view text) {
    auto const possible = possible_instants(text);
    if (!possible) {
        return std::unexpected{possible.error()};
    }
    return possible->last;
}

std::string clock_text(LocalTime const& time) {
    return fmt::format("{:02}:{:02}:{:02}", time.hour, time.minute, time.second);
}

std::string minute_text(Instant at) {
    auto const time = local_time(at);
    return fmt::format("{:02}:{:02}", time.hour, time.minute);
}

std::string clock_near(Instant at, Instant seen) {
    auto const time = local_time(at);
    auto const clock = minute_text(at);
    return date_text(time) == date_text(local_time(seen))
               ? clock
               : std::to_string(time.day) + "/" + std::to_string(time.month) + " " + clock;
}

std::string date_text(LocalTime const& time) {
    return fmt::format("{:04}-{:02}-{:02}", time.year, time.month, time.day);
}

}  // namespace larm::core
