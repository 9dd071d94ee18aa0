// Engine time when the wall clock is set, stands still or leaps.
#include "engine/world/engine_clock.hpp"

#include "tests/support/catch.hpp"

namespace larm::world::test {
namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t noon = 1'795'478'400 * second;

}  // namespace

TEST_CASE("engine time is the wall's while the wall goes forward", "[world][clock]") {
    EngineClock clock{{}, {noon, 0}};
    CHECK(clock.advance({noon + second, second}, false).us == noon + second);
    CHECK(clock.advance({noon + 2 * second + 40, 2 * second}, false).us == noon + 2 * second + 40);
    CHECK_FALSE(clock.take_skew());
}

TEST_CASE("a wall clock that is set back does not stop time, nor turn it round", "[world][clock]") {
    EngineClock clock{{}, {noon, 0}};
    (void)clock.advance({noon + second, second}, false);
    auto const hour = 3600 * second;
    CHECK(clock.advance({noon - hour + 2 * second, 2 * second}, false).us == noon + 2 * second);
    CHECK(clock.advance({noon - hour + 12 * second, 12 * second}, false).us == noon + 12 * second);
    auto const skew = clock.take_skew();
    REQUIRE(skew);
    CHECK(*skew == -hour);
    CHECK_FALSE(clock.take_skew());  // told once
    (void)clock.advance({noon - hour + 13 * second, 13 * second}, false);
    CHECK_FALSE(clock.take_skew());
}

TEST_CASE("once the wall is right again it is followed, and a new skew is told anew",
          "[world][clock]") {
    EngineClock clock{{}, {noon, 0}};
    (void)clock.advance({noon - 60 * second, second}, false);
    CHECK(clock.take_skew());
    CHECK(clock.advance({noon + 2 * second, 2 * second}, false).us == noon + 2 * second);
    (void)clock.take_skew();
    (void)clock.advance({noon - 60 * second, 3 * second}, false);
    CHECK(clock.take_skew());
}

TEST_CASE("a leap forward is told, and not followed while anything is awaited", "[world][clock]") {
    EngineClock clock{{}, {noon, 0}};
    auto const hours = 7 * 3600 * second;
    CHECK(clock.advance({noon + hours + second, second}, true).us == noon + second);
    auto const skew = clock.take_skew();
    REQUIRE(skew);
    CHECK(*skew == hours);
    CHECK(clock.advance({noon + hours + 60 * second, 60 * second}, true).us == noon + 60 * second);
    CHECK_FALSE(clock.take_skew());  // told once

    // Set right again: nothing has been gained, and nothing is lost.
    CHECK(clock.advance({noon + 61 * second, 61 * second}, true).us == noon + 61 * second);
    CHECK(clock.advance({noon + 62 * second, 62 * second}, true).us == noon + 62 * second);
    CHECK_FALSE(clock.take_skew());
}

TEST_CASE("once nothing is awaited any more the wall is followed", "[world][clock]") {
    EngineClock clock{{}, {noon, 0}};
    auto const hour = 3600 * second;
    (void)clock.advance({noon + hour + second, second}, true);
    CHECK(clock.advance({noon + hour + 2 * second, 2 * second}, false).us ==
          noon + hour + 2 * second);
}

TEST_CASE("a wall that was set back and is set right again is followed from there on",
          "[world][clock]") {
    EngineClock clock{{}, {noon, 0}};
    auto const hour = 3600 * second;
    CHECK(clock.advance({noon - hour + second, second}, true).us == noon + second);
    CHECK(clock.advance({noon + 2 * second, 2 * second}, true).us == noon + 2 * second);
    CHECK(clock.advance({noon + 6 * second, 3 * second}, true).us == noon + 6 * second);
}

TEST_CASE("many small corrections of the wall are followed", "[world][clock]") {
    EngineClock clock{{}, {noon, 0}};
    for (int step = 1; step <= 10; ++step) {
        CHECK(clock.advance({noon + step * 3 * second, step * second}, true).us ==
              noon + step * 3 * second);
    }
}

TEST_CASE("a leap forward, as after sleep, is followed and told where nothing is awaited",
          "[world][clock]") {
    EngineClock clock{{}, {noon, 0}};
    CHECK(clock.advance({noon + 600 * second, second}, false).us == noon + 600 * second);
    auto const skew = clock.take_skew();
    REQUIRE(skew);
    CHECK(*skew == 599 * second);
}

TEST_CASE("a log that is ahead of the wall keeps its time", "[world][clock]") {
    EngineClock clock{{noon + 60 * second}, {noon, 0}};
    CHECK(clock.take_skew());
    CHECK(clock.advance({noon + second, second}, false).us == noon + 61 * second);
}

}  // namespace larm::world::test
