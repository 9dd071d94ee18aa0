// The count of wrong guesses.
#include "engine/delivery/guess_counter.hpp"

#include <fmt/format.h>

#include "tests/support/catch.hpp"

namespace larm::delivery {

TEST_CASE("guesses are counted for an hour, each message once", "[delivery][answer]") {
    GuessCounter counter;
    core::Instant const start{1'000'000'000};
    for (std::size_t guess = 0; guess < GuessCounter::codes_max; ++guess) {
        CHECK_FALSE(counter.is_blocked("a", start));
        auto const is_last = guess + 1 == GuessCounter::codes_max;
        CHECK(counter.count("a", fmt::format("m{}", guess), start + core::seconds(60)) == is_last);
        CHECK_FALSE(counter.count("a", fmt::format("m{}", guess), start + core::seconds(60)));
    }
    CHECK_FALSE(counter.count("a", "one more", start + core::seconds(60)));  // is said once
    CHECK(counter.is_blocked("a", start + core::seconds(60)));
    CHECK_FALSE(counter.is_blocked("b", start + core::seconds(60)));
    CHECK(counter.is_blocked("a", start + core::seconds(60 + 3600)));
    CHECK_FALSE(counter.is_blocked("a", start + core::seconds(60 + 3601)));
}

TEST_CASE("however many senders there are, the table stays bounded", "[delivery][answer]") {
    GuessCounter counter;
    for (std::size_t number = 0; number < GuessCounter::senders_max + 10; ++number) {
        counter.count(fmt::format("+{}", number), "", {static_cast<std::int64_t>(number) * 1000});
    }
    CHECK(counter.senders() == GuessCounter::senders_max);
}

}  // namespace larm::delivery
