// The number grammar alone: what can be read as an answer, and that nothing else is.
#include <fmt/format.h>

#include "engine/delivery/said.hpp"
#include "tests/support/catch.hpp"

namespace larm::delivery {
namespace {

std::string described(std::optional<Said> const& said) {
    if (!said) {
        return "unreadable";
    }
    switch (said->kind) {
        case Said::Kind::acknowledge: return "seen";
        case Said::Kind::accept: return fmt::format("accept {}", said->count);
        case Said::Kind::decline: return said->reason.empty() ? "no reason" : "decline";
    }
    return "?";
}

std::string read(std::string_view text) {
    auto const coded = read_text(text);
    return coded ? fmt::format("{} {}", coded->code, described(coded->said)) : "unreadable";
}

}  // namespace

TEST_CASE("a code alone is having seen it, with a number it is that many", "[said]") {
    CHECK(read("483920") == "483920 seen");
    CHECK(read("483920 5") == "483920 accept 5");
    CHECK(read("483920 0") == "483920 decline");
    CHECK(read("000007 12") == "000007 accept 12");
    CHECK(read("483920 05") == "483920 accept 5");
    CHECK(read("483920 00") == "483920 decline");
}

TEST_CASE("the number may come first, and signs between are nothing", "[said]") {
    CHECK(read("5 483920") == "483920 accept 5");
    CHECK(read("0,483920.") == "483920 decline");
    CHECK(read("  483920\r\n5\n") == "483920 accept 5");
    CHECK(read("483920.5") == "483920 accept 5");
    CHECK(read("483920, 5#") == "483920 accept 5");
    CHECK(read("#483920#") == "483920 seen");
}

TEST_CASE("a telephone's no-break spaces are blanks, halves of them are not", "[said]") {
    CHECK(read("483920\u00A05") == "483920 accept 5");
    CHECK(read("\u00A0483920\u202F0\u202F") == "483920 decline");
    CHECK(read("5 \u00A0 483920") == "483920 accept 5");
    CHECK(read("483920\xC2") == "unreadable");
    CHECK(read("483920\xE2\x80 5") == "unreadable");
    CHECK(read("483\u00A0920") == "unreadable");
}

TEST_CASE("letters, opt-out words and anything doubtful is unreadable", "[said]") {
    for (auto const* text : {"",
                             " ",
                             "...",
                             "ok",
                             "JA",
                             "yes",
                             "STOP",
                             "Stopp",
                             "CANCEL",
                             "end",
                             "nej 483920",
                             "483920 JA",
                             "483920 fem",
                             "483920 5 st",
                             "STOP 483920",
                             "483920 avbryt",
                             "kod 483920",
                             "48392",
                             "4839200",
                             "483 920",
                             "483920 5 5",
                             "483920 483920",
                             "483920 112",
                             "483920 1000",
                             "483920 -5",
                             "483920 +5",
                             "483920:5",
                             "5",
                             "0",
                             "1 2",
                             "123456 654321",
                             "483920 ５",
                             "4839205",
                             "nej"}) {
        CAPTURE(text);
        CHECK(read(text) == "unreadable");
    }
    CHECK(read(std::string_view{"483920\0 5", 9}) == "unreadable");
}

TEST_CASE("the code may hold a number's digits and is still the code", "[said]") {
    CHECK(read("000000") == "000000 seen");
    CHECK(read("000000 0") == "000000 decline");
    CHECK(read("999999 99") == "999999 accept 99");
}

TEST_CASE("one key acknowledges, digits and hash are a number", "[said]") {
    CHECK(described(read_keys("1", false)) == "seen");
    CHECK(described(read_keys("1", true)) == "accept 1");
    CHECK(described(read_keys("5", true)) == "accept 5");
    CHECK(described(read_keys("12", true)) == "accept 12");
    CHECK(described(read_keys("0", true)) == "decline");
    for (auto const* keys : {"", "2", "0", "5", "12", "*", "11"}) {
        CAPTURE(keys);
        CHECK(described(read_keys(keys, false)) == "unreadable");
    }
    for (auto const* keys : {"", "112", "*", "5*", "#", "a"}) {
        CAPTURE(keys);
        CHECK(described(read_keys(keys, true)) == "unreadable");
    }
}

}  // namespace larm::delivery
