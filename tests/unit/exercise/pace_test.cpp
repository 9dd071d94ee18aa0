// An exercise's time against the clock's.
#include "engine/exercise/pace.hpp"

#include "tests/support/catch.hpp"

namespace larm::exercise {
namespace {

constexpr core::Instant begins{1'000'000'000};
constexpr std::int64_t second = 1'000'000;

std::int64_t at(Pace const& pace, std::int64_t steady_us) {
    return pace.now(steady_us).us - begins.us;
}

}  // namespace

TEST_CASE("time stands until it runs, and then goes as fast as the clock's", "[exercise][pace]") {
    Pace pace{begins};
    CHECK(at(pace, 5 * second) == 0);
    CHECK_FALSE(pace.until_us({begins.us + second}, 5 * second).has_value());
    pace.run(7 * second);
    CHECK(at(pace, 7 * second) == 0);
    CHECK(at(pace, 10 * second) == 3 * second);
}

TEST_CASE("a new pace counts from when it is changed", "[exercise][pace]") {
    Pace pace{begins};
    pace.run(0);
    pace.change(1000, 10 * second);
    CHECK(at(pace, 10 * second) == 10 * second);
    CHECK(at(pace, 12 * second) == 30 * second);
    pace.change(50, 12 * second);
    CHECK(at(pace, 14 * second) == 31 * second);
}

TEST_CASE("a pause loses no time and gains none", "[exercise][pace]") {
    Pace pace{begins};
    pace.run(0);
    pace.stand(4 * second);
    CHECK(at(pace, 100 * second) == 4 * second);
    pace.run(100 * second);
    CHECK(at(pace, 101 * second) == 5 * second);
}

TEST_CASE("time leaps ahead and never back", "[exercise][pace]") {
    Pace pace{begins};
    pace.run(0);
    pace.leap({begins.us + 600 * second}, 10 * second);
    CHECK(at(pace, 11 * second) == 601 * second);
    pace.leap(begins, 11 * second);
    CHECK(at(pace, 11 * second) == 601 * second);
}

TEST_CASE("a wait is told in the clock's time and never too short", "[exercise][pace]") {
    Pace pace{begins};
    pace.run(0);
    pace.change(300, 0);
    auto const wait = pace.until_us({begins.us + 10 * second}, 0);
    REQUIRE(wait.has_value());
    CHECK(*wait == 3'333'334);
    CHECK(pace.now(*wait) >= core::Instant{begins.us + 10 * second});
    CHECK(pace.until_us(begins, 5 * second) == 0);
}

}  // namespace larm::exercise
