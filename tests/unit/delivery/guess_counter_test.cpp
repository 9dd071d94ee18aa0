// The count of wrong guesses.
#include "engine/delivery/guess_counter.hpp"

#include <fmt/format.h>

#include "tests/support/catch.hpp"

namespace larm::delivery {
namespace {

constexpr int limit = 3;

}  // namespace

TEST_CASE("guesses are counted for an hour, each message once", "[delivery][answer]") {
    GuessCounter counter;
    core::Instant const start{1'000'000'000};
    for (int guess = 0; guess < limit; ++guess) {
        CHECK_FALSE(counter.is_blocked("a", start, limit));
        auto const is_last = guess + 1 == limit;
        CHECK(counter.count("a", fmt::format("m{}", guess), start + core::seconds(60), limit) ==
              is_last);
        CHECK_FALSE(
            counter.count("a", fmt::format("m{}", guess), start + core::seconds(60), limit));
    }
    CHECK_FALSE(counter.count("a", "one more", start + core::seconds(60), limit));  // is said once
    CHECK(counter.is_blocked("a", start + core::seconds(60), limit));
    CHECK_FALSE(counter.is_blocked("b", start + core::seconds(60), limit));
    CHECK(counter.is_blocked("a", start + core::seconds(60 + 3600), limit));
    CHECK_FALSE(counter.is_blocked("a", start + core::seconds(60 + 3601), limit));
}

TEST_CASE("without a limit nobody is blocked, and a lower one holds at once",
          "[delivery][answer]") {
    GuessCounter counter;
    core::Instant const now{1'000'000'000};
    for (int guess = 0; guess < 100; ++guess) {
        CHECK_FALSE(counter.count("a", "", now, 0));
        CHECK_FALSE(counter.is_blocked("a", now, 0));
    }
    for (int guess = 0; guess < 5; ++guess) {
        counter.count("a", "", now, 10);
    }
    CHECK_FALSE(counter.is_blocked("a", now, 10));
    CHECK(counter.is_blocked("a", now, 5));  // another pack is in use
}

TEST_CASE("however many senders there are, the table stays bounded", "[delivery][answer]") {
    GuessCounter counter;
    for (std::size_t number = 0; number < GuessCounter::senders_max + 10; ++number) {
        counter.count(fmt::format("+{}", number), "", {static_cast<std::int64_t>(number) * 1000},
                      limit);
    }
    CHECK(counter.senders() == GuessCounter::senders_max);
}

}  // namespace larm::delivery
