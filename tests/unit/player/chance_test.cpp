#include "simulators/player/chance.hpp"

#include <array>

#include "tests/support/catch.hpp"

namespace larm::player {

TEST_CASE("draws depend on the seed and on what they are for, and on nothing else",
          "[player][chance]") {
    Chance one{1, "tib@dalarna"};
    Chance same{1, "tib@dalarna"};
    Chance other_seed{2, "tib@dalarna"};
    Chance other_name{1, "tib@uppsala"};
    auto const first = one.next();
    CHECK(first == same.next());
    CHECK(first != other_seed.next());
    CHECK(first != other_name.next());
    CHECK(first == 0x9f3dc98283d7f5fcU);  // so that another machine or library shows at once
}

TEST_CASE("draws below a bound are even", "[player][chance]") {
    Chance chance{7, "even"};
    std::array<int, 10> seen{};
    for (int draw = 0; draw < 10'000; ++draw) {
        ++seen.at(static_cast<std::size_t>(chance.below(10)));
    }
    for (auto const count : seen) {
        CHECK(count > 850);
        CHECK(count < 1150);
    }
}

TEST_CASE("percent draws nothing at 0 and everything at 100", "[player][chance]") {
    Chance chance{7, "percent"};
    int often = 0;
    for (int draw = 0; draw < 1000; ++draw) {
        CHECK_FALSE(chance.percent(0));
        CHECK(chance.percent(100));
        often += chance.percent(30) ? 1 : 0;
    }
    CHECK(often > 230);
    CHECK(often < 370);
}

TEST_CASE("half of the delays lie below the median, and none outside", "[player][chance]") {
    v1::Delay delay;
    delay.set_min_s(10);
    delay.set_median_s(20);
    delay.set_max_s(100);
    Chance chance{7, "delay"};
    int below = 0;
    for (int draw = 0; draw < 10'000; ++draw) {
        auto const drawn = chance.delay(delay);
        REQUIRE(drawn >= core::seconds(10));
        REQUIRE(drawn <= core::seconds(100));
        below += drawn <= core::seconds(20) ? 1 : 0;
    }
    CHECK(below > 4800);
    CHECK(below < 5200);
}

}  // namespace larm::player
