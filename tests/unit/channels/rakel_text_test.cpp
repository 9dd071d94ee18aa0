// What a message looks like on a radio's screen.
#include "engine/delivery/channels/rakel_text.hpp"

#include "engine/delivery/text.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/channels/memory_book.hpp"

namespace larm::test {
namespace {

using namespace delivery;

std::string live(std::string const& text, AnswerWays const& answer = {}, int number = 1) {
    return rakel_text(message_to<Live>("tib@dalarna", text, answer).letter(), Live::mark, number);
}

std::string roll_call(std::string const& text, AnswerWays const& answer = {}) {
    return rakel_text(message_to<RollCall>("tib@dalarna", text, answer).letter(), RollCall::mark,
                      1);
}

}  // namespace

TEST_CASE("a Rakel text says its number, its incident, what it is about and how to answer",
          "[rakel]") {
    CHECK(live("MASSKADELARM Dalarna 03:12: E16", by_code("483920")) ==
          "#1 ebd97073 MASSKADELARM Dalarna 03:12: E16 SVAR 483920");
    CHECK(live("Avlarmat", {}, 12) == "#12 ebd97073 Avlarmat");
    CHECK(live("Avlarmat", {}, 112) == "#12 ebd97073 Avlarmat");
}

TEST_CASE("a roll-call's mark stands first and last on the screen", "[rakel]") {
    CHECK(roll_call("Svara", by_code("483920")) == "PROV #1 ebd97073 Svara SVAR 483920 PROV");
}

TEST_CASE("a text that is too long loses neither its number, its code nor its mark", "[rakel]") {
    std::string const words(200, 'x');
    auto const alarm = live(words, by_code("483920"), 99);
    CHECK(code_points(alarm).size() == 120);
    CHECK(alarm.starts_with("#99 ebd97073 xxx"));
    CHECK(alarm.ends_with("xxx SVAR 483920"));
    auto const test = roll_call(words, by_code("483920"));
    CHECK(code_points(test).size() == 120);
    CHECK(test.ends_with("xxx SVAR 483920 PROV"));
}

}  // namespace larm::test
