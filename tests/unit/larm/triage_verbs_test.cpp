// larm triage status: what an indicator's figures count, and when it turns.
#include "tests/support/catch.hpp"
#include "tests/unit/larm/ask.hpp"

namespace larm::cli::test {
namespace {

std::string status(std::string const& indicator) {
    ScriptedServer server{{{200,
                            R"({"hasRules":true,"regions":[{"regionId":"dalarna","indicators":[)" +
                                indicator + R"(]}],"seq":"9"})",
                            false}}};
    return ask(server.url(), {"triage", "status", "--incident", incident, "--rules",
                              LARM_SOURCE_DIR "/rules/mellansverige"})
        .out;
}

}  // namespace

TEST_CASE("triage status says what is counted, and when an indicator turns", "[larm][triage]") {
    auto const load = status(
        R"({"indicatorId":"akut_belastning","title":{"sv":"Akuten"},"known":true,
            "standing":"INDICATOR_STANDING_DOES_NOT","value":"1105","valueMax":"1250",
            "threshold":"1000","turnsAt":"1784668380000000","observedAt":"1784668200000000",
            "ageS":"300"})");
    CAPTURE(load);
    CHECK(has(load, "110,5 % till 125 %"));
    CHECK(has(load, ">= 100 %"));
    CHECK(has(load, ":13:00 GÄLLER"));
    CHECK(has(load, "5 min"));
    auto const cover = status(
        R"({"indicatorId":"forsorjning","title":{"sv":"Lager"},"known":true,"below":true,
            "standing":"INDICATOR_STANDING_HOLDS","value":"15","valueMax":"15","threshold":"20",
            "turnsAt":"1784668380000000","knownUntil":"1784668380000000"})");
    CAPTURE(cover);
    CHECK(has(cover, "1,5 dygn"));
    CHECK(has(cover, "<= 2 dygn"));
    CHECK(has(cover, "OKÄND"));
    auto const waiting = status(
        R"({"indicatorId":"svara_kvar","title":{"sv":"Kvar"},"known":true,"value":"6",
            "valueMax":"6","threshold":"5","standing":"INDICATOR_STANDING_HOLDS"})");
    CAPTURE(waiting);
    CHECK(has(waiting, ">= 5"));
    CHECK_FALSE(has(waiting, "%"));
}

TEST_CASE("what an indicator counts is asked of the daemon where no rules are named",
          "[larm][triage]") {
    ScriptedServer server{
        {{200, R"({"hasRules":true,"regions":[{"regionId":"dalarna","indicators":[
               {"indicatorId":"akut","title":{"sv":"Akuten"},"known":true,"value":"1105",
                "valueMax":"9999","threshold":"1000"}]}],"seq":"9"})",
          false},
         {200, R"({"pack":{"regions":[{"id":"dalarna","shortName":"Dalarna"}],"triage":{"sets":[
               {"indicators":[
               {"id":"akut","source":"TRIAGE_SOURCE_STAGE_LOAD"}]}]}}})",
          false}}};
    auto const shown = ask(server.url(), {"triage", "status", "--incident", incident}).out;
    CAPTURE(shown);
    CHECK(has(shown, "Dalarna: "));
    CHECK(has(shown, "110,5 % till mer än 999 %"));
    CHECK(has(shown, ">= 100 %"));
}

}  // namespace larm::cli::test
