#include "engine/larm/expiry.hpp"

#include <charconv>
#include <chrono>
#include <cstdint>

namespace larm::cli {
namespace {

constexpr std::int64_t count_max = 100'000;

/// All of `text` as a number.
std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    auto const [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    auto const is_whole = stopped == text.data() + text.size() && error == std::errc{};
    return is_whole && value >= 0 && value <= count_max ? std::optional{value} : std::nullopt;
}

std::int64_t seconds_in(char unit) {
    switch (unit) {
        case 'm': return 60;
        case 'h': return 3'600;
        case 'd': return 86'400;
        case 'w': return 604'800;
        default: return 0;
    }
}

std::optional<core::Instant> parse_date(std::string_view text) {
    constexpr std::string_view shape = "2027-01-31";
    if (text.size() != shape.size() || text[4] != '-' || text[7] != '-') {
        return std::nullopt;
    }
    auto const year = number(text.substr(0, 4));
    auto const month = number(text.substr(5, 2));
    auto const day = number(text.substr(8, 2));
    if (!year || !month || !day) {
        return std::nullopt;
    }
    std::chrono::year_month_day const date{std::chrono::year{static_cast<int>(*year)},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) {
        return std::nullopt;
    }
    std::chrono::sys_time<std::chrono::microseconds> const at{std::chrono::sys_days{date}};
    return core::Instant{at.time_since_epoch().count()};
}

}  // namespace

std::optional<core::Instant> parse_expiry(std::string_view text, core::Instant now) {
    if (text.empty()) {
        return std::nullopt;
    }
    auto const unit = seconds_in(text.back());
    if (unit == 0) {
        return parse_date(text);
    }
    auto const count = number(text.substr(0, text.size() - 1));
    return count ? std::optional{now + core::seconds(*count * unit)} : std::nullopt;
}

}  // namespace larm::cli
