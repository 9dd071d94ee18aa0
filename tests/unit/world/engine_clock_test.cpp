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
    CHECK(clock.advance({noon + second, second}).us == noon + second);
    CHECK(clock.advance({noon + 2 * second + 40, 2 * second}).us == noon + 2 * second + 40);
    CHECK_FALSE(clock.take_skew());
}

TEST_CASE("a wall clock that is set back does not stop time, nor turn it round", "[world][clock]") {
    EngineClock clock{{}, {noon, 0}};
    (void)clock.advance({noon + second, second});
    auto const hour = 3600 * second;
    CHECK(clock.advance({noon - hour + 2 * second, 2 * second}).us == noon + 2 * second);
    CHECK(clock.advance({noon - hour + 12 * second, 12 * second}).us == noon + 12 * second);
    auto const skew = clock.take_skew();
    REQUIRE(skew);
    CHECK(*skew == -hour);
    CHECK_FALSE(clock.take_skew());  // told once
    (void)clock.advance({noon - hour + 13 * second, 13 * second});
    CHECK_FALSE(clock.take_skew());
}

TEST_CASE("once the wall is right again it is followed, and a new skew is told anew",
          "[world][clock]") {
    EngineClock clock{{}, {noon, 0}};
    (void)clock.advance({noon - 60 * second, second});
    CHECK(clock.take_skew());
    CHECK(clock.advance({noon + 2 * second, 2 * second}).us == noon + 2 * second);
    (void)clock.take_skew();
    (void)clock.advance({noon - 60 * second, 3 * second});
    CHECK(clock.take_skew());
}

TEST_CASE("a leap forward, as after sleep, is followed and told", "[world][clock]") {
    EngineClock clock{{}, {noon, 0}};
    CHECK(clock.advance({noon + 600 * second, second}).us == noon + 600 * second);
    auto const skew = clock.take_skew();
    REQUIRE(skew);
    CHECK(*skew == 599 * second);
}

TEST_CASE("a log that is ahead of the wall keeps its time", "[world][clock]") {
    EngineClock clock{{noon + 60 * second}, {noon, 0}};
    CHECK(clock.take_skew());
    CHECK(clock.advance({noon + second, second}).us == noon + 61 * second);
}

}  // namespace larm::world::test
