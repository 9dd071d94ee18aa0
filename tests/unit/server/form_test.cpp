// Forms as providers post them, and the count of wrong guesses.
#include "engine/server/doors/form.hpp"

#include <fmt/format.h>

#include "engine/server/doors/guess_counter.hpp"
#include "tests/support/catch.hpp"

namespace larm::server {

TEST_CASE("a form is read whatever bytes it is made of", "[server][form]") {
    auto const form = Form::of("a=1+2&b=%2B46%C3%A5&a=second&=none&c&d=&e=%zz%4&f=x=y%00z");
    CHECK(form.value("a") == "1 2");
    CHECK(form.value("b") == "+46å");
    CHECK(form.value("c").empty());
    CHECK(form.value("d").empty());
    CHECK(form.value("e") == "%zz%4");
    CHECK(form.value("f") == std::string_view{"x=y\0z", 5});
    CHECK(form.value("g").empty());
    CHECK(Form::of("").value("a").empty());
    CHECK(Form::of("&&&").value("").empty());
    CHECK(Form::of("a=%4").value("a") == "%4");
    CHECK(Form::of("a=%41").value("a") == "A");
}

TEST_CASE("guesses are counted for an hour, each message once", "[server][form]") {
    GuessCounter counter;
    core::Instant const start{1'000'000'000};
    for (std::size_t guess = 0; guess < GuessCounter::guesses_max; ++guess) {
        CHECK_FALSE(counter.is_blocked("a", start));
        counter.count("a", fmt::format("m{}", guess), start + core::seconds(60));
        counter.count("a", fmt::format("m{}", guess), start + core::seconds(60));
    }
    CHECK(counter.is_blocked("a", start + core::seconds(60)));
    CHECK_FALSE(counter.is_blocked("b", start + core::seconds(60)));
    CHECK(counter.is_blocked("a", start + core::seconds(60 + 3600)));
    CHECK_FALSE(counter.is_blocked("a", start + core::seconds(60 + 3601)));
}

TEST_CASE("however many senders there are, the table stays bounded", "[server][form]") {
    GuessCounter counter;
    for (std::size_t number = 0; number < GuessCounter::senders_max + 10; ++number) {
        counter.count(fmt::format("+{}", number), "", {static_cast<std::int64_t>(number) * 1000});
    }
    CHECK(counter.senders() == GuessCounter::senders_max);
}

}  // namespace larm::server
