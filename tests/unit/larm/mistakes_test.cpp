// What whoever writes a command wrongly is told: which flag, what was written, what it takes, and
// an example. One of each fault that CLI11 finds, in its words of today: a version with others is
// noticed here.
#include "tests/support/catch.hpp"
#include "tests/unit/larm/ask.hpp"

namespace larm::cli::test {
namespace {

std::string told_of_mistake(std::vector<std::string> const& arguments) {
    auto const done = ask("http://127.0.0.1:1", arguments);
    CHECK(done.code == 2);
    CHECK(done.out.empty());
    return done.err;
}

}  // namespace

TEST_CASE("a wrong value is told with its flag, what it takes and an example", "[larm][mistakes]") {
    CHECK(told_of_mistake({"confirm", "--region", "dalarna", "--severe", "fyra"}) ==
          "larm: --severe: \"fyra\" går inte. Det ska vara ett heltal, t.ex. "
          "--severe 12\n");
    CHECK(told_of_mistake({"support", "offer", "--quantity", "0"}) ==
          "larm: --quantity: \"0\" går inte. Det ska vara ett heltal från 1 till 100000, t.ex. "
          "--quantity 1\n");
    CHECK(
        told_of_mistake({"capacity", "arrivals", "--observed-at", "igår"}) ==
        "larm: --observed-at: \"igår\" går inte. Det ska vara ett heltal, t.ex. --observed-at 1\n");
    CHECK(told_of_mistake({"level", "--level", "kata"}) ==
          "larm: --level: \"kata\" finns inte; menade du katastrof? Välj stab, forstarkning eller "
          "katastrof, t.ex. --level forstarkning\n");
    CHECK(told_of_mistake({"capacity", "report", "--facility", "öppet"}) ==
          "larm: --facility: \"öppet\" finns inte. Välj normal, compromised, evacuating eller "
          "closed, t.ex. --facility normal\n");
    CHECK(told_of_mistake({"level", "--level"}) ==
          "larm: --level står utan värde, t.ex. --level forstarkning\n");
    CHECK(told_of_mistake({"status", "--timeout", "0"}) ==
          "larm: --timeout: \"0\" går inte. Det ska vara ett tal från 0.1 till 3600, t.ex. "
          "--timeout 0.1\n");
    CHECK(
        told_of_mistake({"completion", "csh"}) ==
        "larm: SHELL: \"csh\" finns inte; menade du zsh? Välj bash, zsh eller fish, t.ex. bash\n");
    CHECK(told_of_mistake({"score", "f", "--language", "de"}) ==
          "larm: --language: \"de\" finns inte. Välj sv eller en, t.ex. --language sv\n");
    CHECK(told_of_mistake({"rules", "certify", "x", "--scenarios", "/nowhere"}) ==
          "larm: --scenarios: /nowhere finns inte\n");
    CHECK(told_of_mistake({"status", "--server", "foo"})
              .ends_with("adress som http://127.0.0.1:8080\n"));
    CHECK(told_of_mistake({"level", "--level", std::string(100'000, 'x')}).size() > 100'000);
    CHECK(told_of_mistake({"rules", "certify", "x", "--seeds", "två"})
              .starts_with("larm: --seeds: \"två\" "));
}

TEST_CASE("numbers are decimal, whatever zeros stand before them", "[larm][mistakes]") {
    ScriptedServer server{{accepted, accepted}};
    for (auto const* const count : {"010", "08"}) {
        CHECK(ask(server.url(),
                  {"commit", "--region", "dalarna", "--incident", incident, "--count", count})
                  .code == 0);
    }
    auto const received = server.stop();
    CHECK(has(received[0].body, R"("count":10)"));
    CHECK(has(received[1].body, R"("count":8)"));
    CHECK(told_of_mistake({"token", "link", "--data", "/nowhere", "--minutes", "0x10", "tok_1"}) ==
          "larm: --minutes: \"0x10\" är inget heltal. Skriv det med siffror\n");
    CHECK(told_of_mistake({"token", "link", "--data", "/nowhere", "--minutes", "01441", "tok_1"})
              .starts_with("larm: --minutes: \"1441\" går inte. "));
}

TEST_CASE("flags that need each other, or do not go together, say so", "[larm][mistakes]") {
    CHECK(told_of_mistake({"capacity", "casualties", "--near", "VAS"}) ==
          "larm: --minutes saknas: --near säger inget utan den\n");
    CHECK(told_of_mistake({"capacity", "casualties", "--minutes", "5"}) ==
          "larm: --near saknas: --minutes säger inget utan den\n");
    CHECK(told_of_mistake(
              {"capacity", "casualties", "--near", "VAS", "--minutes", "5", "--at", "60,15"})
              .ends_with("står båda: ange den ena\n"));
}

TEST_CASE("what is missing is told with how it is written", "[larm][mistakes]") {
    CHECK(told_of_mistake({"conference", "call", "--incident", incident}) ==
          "larm: --starts-in-minutes saknas; t.ex. --starts-in-minutes 20\n");
    CHECK(told_of_mistake({"support", "offer", "--region", "dalarna", "--request", "S1", "--line",
                           "1"}) == "larm: --quantity saknas; t.ex. --quantity 1\n");
}

TEST_CASE("a verb or flag that is not there is told with the near one, or those there are",
          "[larm][mistakes]") {
    CHECK(told_of_mistake({"supply", "status"}) ==
          "larm: det finns inget verb supply status; menade du supply list?\n");
    CHECK(told_of_mistake({"supply", "buy"}) ==
          "larm: det finns inget verb supply buy; där finns report, list\n");
    CHECK(told_of_mistake({"suply"}) == "larm: det finns inget verb suply; menade du supply?\n");
    CHECK(told_of_mistake({"supply", "report", "--org", "VAS"}) ==
          "larm: det finns ingen flagga --org; menade du --organisation?\n");
    CHECK(told_of_mistake({"token", "create", "--organisation", "VAS"}) ==
          "larm: det finns ingen flagga --organisation; menade du --org?\n");
    CHECK(told_of_mistake({"supply", "report", "--zzzzzzzz", "VAS"}) ==
          "larm: det finns ingen flagga --zzzzzzzz; --help visar dem\n");
}

}  // namespace larm::cli::test
