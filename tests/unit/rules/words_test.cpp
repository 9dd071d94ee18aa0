// Words and templates by themselves.
#include "engine/rules/names.hpp"
#include "engine/rules/placeholders.hpp"
#include "engine/rules/swedish.hpp"
#include "engine/rules/text.hpp"
#include "tests/support/catch.hpp"

namespace larm::test {

using namespace rules;

TEST_CASE("a time is said as people say it", "[rules][words]") {
    CHECK(duration_in_words(0) == "0 sekunder");
    CHECK(duration_in_words(1) == "1 sekund");
    CHECK(duration_in_words(60) == "1 minut");
    CHECK(duration_in_words(90) == "1 minut och 30 sekunder");
    CHECK(duration_in_words(3600) == "1 timme");
    CHECK(duration_in_words(3661) == "1 timme, 1 minut och 1 sekund");
    CHECK(duration_in_words(2 * 86'400) == "2 dygn");
    CHECK(every_in_words(60) == "varje minut");
    CHECK(every_in_words(120) == "varannan minut");
    CHECK(every_in_words(300) == "var 5:e minut");
    CHECK(every_in_words(45) == "var 45:e sekund");
    CHECK(every_in_words(31) == "var 31:a sekund");
    CHECK(every_in_words(90) == "med 1 minut och 30 sekunder emellan");
    CHECK(every_in_words(3600) == "varje timme");
}

TEST_CASE("numbers and lists are said as people say them", "[rules][words]") {
    CHECK(transports_in_words(1) == "en sekundärtransport");
    CHECK(transports_in_words(5) == "fem sekundärtransporter");
    CHECK(transports_in_words(13) == "13 sekundärtransporter");
    CHECK(joined({}).empty());
    CHECK(joined({"a"}) == "a");
    CHECK(joined({"a", "b", "c"}) == "a, b och c");
    CHECK(capitalised("återkallat") == "Återkallat");
    CHECK(capitalised("").empty());
}

TEST_CASE("a template is parted at its braces", "[rules][words]") {
    auto const pieces = pieces_of("Larm {region}!");
    REQUIRE(pieces.has_value());
    REQUIRE(pieces->size() == 3);
    CHECK((*pieces)[1].is_placeholder);
    CHECK((*pieces)[1].text == "region");
    CHECK(pieces_of("")->empty());
    CHECK(pieces_of("{}")->size() == 1);
    for (auto const* bad : {"{", "}", "a}b", "{a", "{a{b}", "{{a}}", "}{"}) {
        CAPTURE(bad);
        CHECK_FALSE(pieces_of(bad).has_value());
    }
}

TEST_CASE("what is filled in is not read as a template again", "[rules][words]") {
    CHECK(fill("{place}, {time}", {{"place", "{time}"}, {"time", "14:07"}}) == "{time}, 14:07");
    CHECK(fill("{place} {x}", {{"place", "E4"}}) == "E4 {x}");
}

TEST_CASE("short texts cut what humans write at the characters that the budget counts",
          "[rules][words]") {
    auto const cut = shortened({{"place", std::string(20, 'a') + "ååååååååååååååå"},
                                {"type", std::string(40, 'b')},
                                {"region", std::string(40, 'c')}});
    CHECK(characters_in(cut.at("place")) == 30);
    CHECK(cut.at("type").size() == 20);
    CHECK(cut.at("region").size() == 40);
}

TEST_CASE("a slip of the pen is guessed, and a strange word is not", "[rules][words]") {
    CHECK(did_you_mean("dalrna", {"dalarna", "uppsala"}) == "did you mean \"dalarna\"?");
    CHECK(did_you_mean("stockholm", {"dalarna", "uppsala"}) == "known: dalarna, uppsala");
    CHECK(did_you_mean("x", {}).empty());
}

}  // namespace larm::test
