// Swedish clocks by arithmetic, over both changes and against the published rule for many years.
#include "engine/core/local_time.hpp"

#include <chrono>

#include "tests/support/catch.hpp"

namespace larm::core {
namespace {

std::string shown(std::int64_t utc_s) {
    auto const time = local_time({utc_s * 1'000'000});
    return date_text(time) + " " + clock_text(time);
}

std::int64_t utc_s(std::string_view text) {
    auto const at = instant_of_local(text);
    return at ? at->us / 1'000'000 : -1;
}

}  // namespace

TEST_CASE("Swedish clocks go forward on the last Sunday of March", "[core][time]") {
    CHECK(shown(1774745999) == "2026-03-29 01:59:59");
    CHECK(shown(1774746000) == "2026-03-29 03:00:00");
    CHECK(shown(1711846799) == "2024-03-31 01:59:59");
    CHECK(shown(1711846800) == "2024-03-31 03:00:00");
}

TEST_CASE("Swedish clocks go back on the last Sunday of October", "[core][time]") {
    CHECK(shown(1792889999) == "2026-10-25 02:59:59");
    CHECK(shown(1792890000) == "2026-10-25 02:00:00");
    CHECK(local_time({1792889999'000000}).is_summer);
    CHECK_FALSE(local_time({1792890000'000000}).is_summer);
}

TEST_CASE("winter, leap days and times before the epoch are read right", "[core][time]") {
    CHECK(shown(1138359600) == "2006-01-27 12:00:00");
    CHECK(shown(1709161200) == "2024-02-29 00:00:00");
    CHECK(shown(-1) == "1970-01-01 00:59:59");
}

TEST_CASE("a local time is the instant it stands for", "[core][time]") {
    CHECK(utc_s("2006-01-27 12:00:00") == 1138359600);
    CHECK(utc_s("2026-07-01 12:00:00") == 1782900000);
    CHECK(utc_s("2026-10-25 02:30:00") == 1792888200);  // the first of the two
    CHECK(utc_s("2026-03-29 03:00:00") == 1774746000);
}

TEST_CASE("a local time that is none is refused with what is wrong", "[core][time]") {
    CHECK(instant_of_local("2026-03-29 02:30:00").error() == "the clocks skip this time in spring");
    CHECK(instant_of_local("2026-02-29 12:00:00").error() == "no such date or time of day");
    CHECK(instant_of_local("2026-02-28 24:00:00").error() == "no such date or time of day");
    CHECK(instant_of_local("2026-2-28 12:00").error() ==
          "not a local time; write YYYY-MM-DD HH:MM:SS");
}

TEST_CASE("every hour of two years goes there and back", "[core][time]") {
    for (std::int64_t at = 1767222000; at < 1767222000 + 2 * 366 * 86400; at += 3600) {
        auto const back = utc_s(shown(at));
        auto const twice = shown(at) == shown(at - 3600);  // the second of the two
        CHECK(back == (twice ? at - 3600 : at));
    }
}

TEST_CASE("summer time is 30 or 31 weeks of every year, between Sundays at one UTC",
          "[core][time]") {
    using namespace std::chrono;
    constexpr Duration microsecond{1};
    for (int in = 2020; in <= 2100; ++in) {
        CAPTURE(in);
        int changes = 0;
        int summer_hours = 0;
        auto const end = sys_days{year{in + 1} / January / 1};
        for (auto hour = sys_time<hours>{sys_days{year{in} / January / 1}}; hour < end;
             hour += 1h) {
            Instant const at{duration_cast<microseconds>(hour.time_since_epoch()).count()};
            auto const is_summer = local_time(at).is_summer;
            summer_hours += is_summer ? 1 : 0;
            if (is_summer != local_time(at - microsecond).is_summer) {
                ++changes;
                auto const day = floor<days>(hour);
                CHECK(weekday{day} == Sunday);
                CHECK(hour - day == 1h);
                CHECK(unsigned{year_month_day{day}.day()} >= 25);
            }
        }
        CHECK(changes == 2);
        CHECK((summer_hours == 30 * 168 || summer_hours == 31 * 168));
    }
}

TEST_CASE("a time of another day is said with its date", "[core][time]") {
    auto const said = *instant_of_local("2026-11-26 23:50:00");
    CHECK(clock_near(said, said) == "23:50");
    CHECK(minute_text(said + seconds(1259)) == "00:10");
    CHECK(clock_near(said + seconds(1200), said) == "27/11 00:10");
    CHECK(clock_near(said - seconds(3600), said) == "22:50");
}

}  // namespace larm::core
