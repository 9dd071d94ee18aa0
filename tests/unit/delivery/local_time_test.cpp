// Swedish clocks by arithmetic, over both changes and against the published rule for many years.
#include "engine/delivery/local_time.hpp"

#include <chrono>

#include "tests/support/catch.hpp"

namespace larm::delivery {
namespace {

using namespace std::chrono;

core::Instant utc(year_month_day date, minutes clock) {
    return {duration_cast<microseconds>((sys_days{date} + clock).time_since_epoch()).count()};
}

constexpr core::Duration microsecond{1};

}  // namespace

TEST_CASE("in the night of 2026-10-25 the hour from two to three comes twice", "[delivery][time]") {
    auto const night = 2026y / October / 25;
    CHECK(stockholm_clock(utc(night, 0h)) == "02:00");
    CHECK(stockholm_clock(utc(night, 59min)) == "02:59");
    CHECK(stockholm_clock(utc(night, 1h) - microsecond) == "02:59");
    CHECK(stockholm_clock(utc(night, 1h)) == "02:00");
    CHECK(stockholm_clock(utc(night, 1h + 59min)) == "02:59");
    CHECK(stockholm_clock(utc(night, 2h)) == "03:00");
}

TEST_CASE("in the night of 2027-03-28 there is no time from two to three", "[delivery][time]") {
    auto const night = 2027y / March / 28;
    CHECK(stockholm_clock(utc(night, 0h)) == "01:00");
    CHECK(stockholm_clock(utc(night, 1h) - microsecond) == "01:59");
    CHECK(stockholm_clock(utc(night, 1h)) == "03:00");
    CHECK(stockholm_clock(utc(night, 2h)) == "04:00");
}

TEST_CASE("local time passes midnight and the turn of the year", "[delivery][time]") {
    CHECK(stockholm_clock(utc(2026y / July / 14, 22h)) == "00:00");
    CHECK(stockholm_clock(utc(2026y / December / 31, 23h + 5min)) == "00:05");
    CHECK(stockholm_clock(utc(2027y / January / 1, 0h)) == "01:00");
}

TEST_CASE("summer time is 30 or 31 weeks of every year, between Sundays at one UTC",
          "[delivery][time]") {
    for (int in = 2020; in <= 2100; ++in) {
        CAPTURE(in);
        int changes = 0;
        int summer_hours = 0;
        auto const end = sys_days{year{in + 1} / January / 1};
        for (auto hour = sys_time<hours>{sys_days{year{in} / January / 1}}; hour < end;
             hour += 1h) {
            core::Instant const at{duration_cast<microseconds>(hour.time_since_epoch()).count()};
            auto const offset = stockholm_offset(at);
            summer_hours += offset == core::seconds(7200) ? 1 : 0;
            if (offset != stockholm_offset(at - microsecond)) {
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

}  // namespace larm::delivery
