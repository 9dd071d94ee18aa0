// When an indicator turns is found by looking ahead along its course, at once where nothing speaks
// against what it says. Both must find what going along minute by minute finds.
#include <random>

#include "engine/core/triage_book.hpp"
#include "tests/support/catch.hpp"

namespace larm::core {
namespace {

constexpr auto minute = seconds(60);
constexpr Instant begins{1'764'000'000'000'000};

class Drawn {
public:
    explicit Drawn(unsigned seed) : engine_{seed} {}
    /// From 0 to `most`.
    std::int64_t whole(std::int64_t most) {
        return static_cast<std::int64_t>(engine_() % static_cast<unsigned>(most + 1));
    }
    bool one_in(std::int64_t count) { return whole(count - 1) == 0; }
    Duration minutes(std::int64_t most) { return seconds(60 * whole(most)); }

    IndicatorRule rule() {
        return {.threshold = 5,
                .holds_above = one_in(2),
                .hysteresis = whole(2),
                .dwell = minutes(6),
                .dwell_back = minutes(6),
                .max_age = one_in(4) ? minutes(20) : Duration{}};
    }

    Course course() {
        Course course;
        auto from = Instant{};
        for (auto steps = whole(4); steps > 0; --steps) {
            course.steps.push_back({from, whole(10), one_in(3) ? whole(4) : 0});
            from = std::max(from, begins) + minute + minutes(12);
        }
        if (!course.steps.empty() && one_in(2)) {
            course.known_until = begins + minute + minutes(50);
        }
        return course;
    }

private:
    std::mt19937 engine_;
};

/// At each minute and the moment after it, when a figure becomes too old. Not set: not within two
/// hours.
Instant first_otherwise(TriageCell cell, IndicatorRule const& rule) {
    auto const ends = cell.looked_at + seconds(7200);
    for (auto at = cell.looked_at; at < ends; at = at + minute) {
        for (auto const each : {at, at + Duration{1}}) {
            cell.walk(rule, each);
            if (cell.standing(rule, each) != cell.told) {
                return each;
            }
        }
    }
    return {};
}

}  // namespace

TEST_CASE("an indicator turns when going along its course says so", "[core][triage]") {
    auto looked = 0;
    auto turned = 0;
    for (unsigned seed = 1; seed <= 4'000; ++seed) {
        Drawn drawn{seed};
        auto const rule = drawn.rule();
        TriageCell cell;
        auto at = begins;
        for (auto news = 0; news < 4; ++news) {
            static_cast<void>(cell.take(rule, drawn.course(), at));
            if (cell.due.is_set() && cell.due <= at) {
                cell.told = cell.standing(rule, at);
                cell.find_due(rule);
            }
            CAPTURE(seed, news);
            auto const within = cell.due < at + seconds(7200) ? cell.due : Instant{};
            CHECK(within == first_otherwise(cell, rule));
            ++looked;
            turned += within.is_set() ? 1 : 0;
            at = at + minute + drawn.minutes(15);
        }
    }
    CHECK(turned > looked / 10);
    CHECK(turned < looked);
}

}  // namespace larm::core
