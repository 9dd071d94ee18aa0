// Indicators do not flap: whatever noise is on a figure, and however late it is looked at.
#include <rapidcheck.h>

#include <vector>

#include "engine/core/indicator.hpp"
#include "tests/support/catch.hpp"

namespace larm::test {
namespace {

using core::Figure;
using core::Indicator;
using core::IndicatorRule;
using core::Instant;

IndicatorRule rule() {
    return {.threshold = 100,
            .hysteresis = 10,
            .dwell = core::seconds(60),
            .dwell_back = core::seconds(120),
            .max_age = core::seconds(300)};
}

Instant at(std::int64_t second) {
    return {1'000'000'000 + second * 1'000'000};
}

void report(Indicator& indicator, std::int64_t value, std::int64_t second) {
    indicator.report(rule(), {value, at(second)}, at(second));
}

}  // namespace

TEST_CASE("a figure that stays within the hysteresis changes nothing", "[property]") {
    CHECK(rc::check([](bool starts_high, std::vector<std::uint8_t> const& noise) {
        Indicator indicator;
        report(indicator, starts_high ? 150 : 50, 0);
        report(indicator, starts_high ? 150 : 50, 100);
        auto const held = indicator.holds();
        RC_ASSERT(held == starts_high);
        std::int64_t second = 100;
        for (auto const each : noise) {
            second += 1 + each % 200;
            report(indicator, 90 + each % 10, second);  // 90 to 99: below it, and not well back
            RC_ASSERT(indicator.holds() == held);
        }
    }));
}

TEST_CASE("between two changes lies at least the dwell", "[property]") {
    CHECK(rc::check([](std::vector<std::pair<std::uint8_t, std::uint8_t>> const& reports) {
        Indicator indicator;
        std::int64_t second = 0;
        Instant changed;
        bool held = false;
        for (auto const& [value, after] : reports) {
            second += after;
            report(indicator, value, second);
            if (indicator.holds() != held) {
                auto const dwell = held ? rule().dwell_back : rule().dwell;
                RC_ASSERT(!changed.is_set() || indicator.since() - changed >= dwell);
                held = indicator.holds();
                changed = indicator.since();
            }
        }
    }));
}

TEST_CASE("when an indicator is looked at does not matter", "[property]") {
    CHECK(rc::check([](std::vector<std::pair<std::uint8_t, std::uint8_t>> const& reports) {
        Indicator seldom;
        Indicator often;
        std::int64_t second = 0;
        for (auto const& [value, after] : reports) {
            for (auto due = often.next_change(rule()); due.is_set() && due < at(second + after);
                 due = often.next_change(rule())) {
                auto const before = often.next_change(rule());
                often.advance(rule(), due);
                if (often.next_change(rule()) == before) {
                    break;  // it has become too old, and stays so
                }
            }
            second += after;
            report(seldom, value, second);
            report(often, value, second);
            RC_ASSERT(seldom.holds() == often.holds());
            RC_ASSERT(seldom.since() == often.since());
        }
    }));
}

TEST_CASE("it holds once it has been so for the dwell, and not before") {
    Indicator indicator;
    report(indicator, 100, 0);
    indicator.advance(rule(), at(59));
    CHECK_FALSE(indicator.holds());
    CHECK(indicator.next_change(rule()) == at(60));
    indicator.advance(rule(), at(60));
    CHECK(indicator.holds());
    CHECK(indicator.since() == at(60));
}

TEST_CASE("a figure that is too old is unknown, and turns nothing") {
    Indicator indicator;
    report(indicator, 150, 0);
    report(indicator, 150, 60);
    REQUIRE(indicator.holds());
    report(indicator, 10, 100);
    CHECK(indicator.standing(rule(), at(400)) == Indicator::Standing::holds);
    // The figure goes stale before the dwell back is over where that is the longer one.
    auto long_back = rule();
    long_back.dwell_back = core::seconds(1'000);
    Indicator other = indicator;
    other.advance(long_back, at(2'000));
    CHECK(other.standing(long_back, at(2'000)) == Indicator::Standing::unknown);
    CHECK(other.holds());
    indicator.advance(rule(), at(2'000));
    CHECK_FALSE(indicator.holds());
    CHECK(indicator.since() == at(220));
    CHECK(indicator.standing(rule(), at(2'000)) == Indicator::Standing::unknown);
}

TEST_CASE("a report that is older than the one at hand is ignored") {
    Indicator indicator;
    report(indicator, 50, 100);
    indicator.report(rule(), {150, at(40)}, at(101));
    CHECK(indicator.figure()->value == 50);
}

TEST_CASE("an indicator may hold below its threshold, as free places do") {
    IndicatorRule const few{
        .threshold = 0, .holds_above = false, .hysteresis = 2, .max_age = core::seconds(600)};
    Indicator indicator;
    indicator.report(few, {0, at(0)}, at(0));
    CHECK(indicator.holds());
    indicator.report(few, {2, at(10)}, at(10));
    CHECK(indicator.holds());
    indicator.report(few, {3, at(20)}, at(20));
    CHECK_FALSE(indicator.holds());
}

}  // namespace larm::test
