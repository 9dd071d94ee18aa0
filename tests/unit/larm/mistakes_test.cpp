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

TEST_CASE("as many vehicles as are named need not be counted", "[larm][mistakes]") {
    ScriptedServer server{{accepted}};
    auto const named =
        ask(server.url(), {"commit", "--region", "dalarna", "--incident", incident, "--resource",
                           "331-9010,331-9020", "--resource", "Helikopter Uppsala"});
    CHECK(named.code == 0);
    CHECK(has(server.stop().front().body, R"("count":3)"));
    ScriptedServer nobody{{accepted}};
    auto const neither =
        ask(nobody.url(), {"commit", "--region", "dalarna", "--incident", incident});
    CHECK(neither.code == 2);
    CHECK(has(neither.err, "--count saknas; t.ex. --count 5, eller vilka fordon: --resource "));
    CHECK(nobody.stop().empty());
}

TEST_CASE("names of vehicles that have run into one are no vehicle", "[larm][mistakes]") {
    ScriptedServer server{{accepted}};
    for (auto const* const run_in : {"331-9010;331-9020", "331-9010 331-9020"}) {
        auto const refused =
            ask(server.url(), {"release", "--region", "dalarna", "--incident", incident,
                               "--commitment", "dalarna-1", "--count", "1", "--resource", run_in});
        CAPTURE(run_in, refused.err);
        CHECK(refused.code == 2);
        CHECK(has(refused.err, "Flera skrivs med komma: --resource 331-9010,331-9020"));
    }
    CHECK(server.stop().empty());
    CHECK(has(ask("", {"commit", "--help"}).out, "with commas between; may be repeated"));
}

TEST_CASE("a party of nothing is nobody's, and not the token's own", "[larm][mistakes]") {
    ScriptedServer server{{accepted}};
    for (auto const& [verb, flag] :
         {std::pair{"ack", "--party"}, std::pair{"ack", "--region"},
          std::pair{"decline", "--party"}, std::pair{"decline", "--region"}}) {
        std::vector<std::string> command{verb, flag, "", "--incident", incident};
        if (command.front() == "decline") {
            command.insert(command.end(), {"--reason", "x"});
        }
        auto const refused = ask(server.url(), command);
        CAPTURE(verb, flag, refused.err);
        CHECK(refused.code == 2);
        CHECK(has(refused.err, std::string{flag} + " är tom: "));
    }
    CHECK(server.stop().empty());
}

TEST_CASE("what has run into one is refused with how it is written", "[larm][mistakes]") {
    CHECK(told_of_mistake({"ack", "--incident", incident, "--party", "tib@dalarna;tib@orebro"}) ==
          "larm: --party: \"tib@dalarna;tib@orebro\" läses som en enda part. En i taget: --party "
          "tib@dalarna\n");
    CHECK(told_of_mistake({"rollcall", "start", "--party", "tib@dalarna,tib@orebro"}) ==
          "larm: --party: \"tib@dalarna,tib@orebro\" läses som en enda part. Flera skrivs var för "
          "sig: --party tib@dalarna --party tib@orebro\n");
    CHECK(told_of_mistake({"capacity", "report", "--hospital", "FAL", "--free",
                           "emergency/staff=7,ward/staff=3"}) ==
          "larm: --free: \"emergency/staff=7,ward/staff=3\" är flera uppgifter. Skriv var och en "
          "för sig: --free emergency/staff=7 --free ward/staff=3\n");
    // A reason may name as many as it likes: it is no mistake, and nobody answers.
    CHECK(ask("http://127.0.0.1:1", {"stand-down", "--incident", incident, "--yes", "--reason",
                                     "tib@dalarna, tib@orebro svarar inte"})
              .code == 3);
}

}  // namespace larm::cli::test
