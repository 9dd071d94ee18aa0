// larm capacity: figures as they are written by hand, the picture as it is read, and the register
// as CSV.
#include "tests/support/catch.hpp"
#include "tests/support/program.hpp"
#include "tests/support/scripted_server.hpp"

namespace larm::cli::test {
namespace {

using larm::test::finish;
using larm::test::Finished;
using larm::test::ScriptedServer;

Finished ask(std::string const& url, std::vector<std::string> const& arguments) {
    std::vector<std::string> command{LARM, "capacity"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return finish(command, "",
                  {{"LARM_SERVER", url}, {"LARM_TOKEN", "larm_test"}, {"NO_COLOR", "1"}});
}

bool has(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

constexpr auto picture = R"({"seq":"9","hasRules":true,"horizonsMin":[0,60],"hospitals":[
    {"hospitalId":"FAL","regionId":"dalarna","facility":"FACILITY_STATUS_EVACUATING","stages":[
     {"stage":"CARE_STAGE_EMERGENCY","known":true,"effective":4,"binding":"PLUS_DIMENSION_STAFF","maximum":20,
      "nextStep":"personal-1","figures":[{"dimension":"PLUS_DIMENSION_STAFF","reported":true,"free":4,"now":4,
      "baseline":12,"maximum":27,"via":"VIA_PHONE"}],
      "forecast":[{"known":true,"effective":4},{"inMinutes":60,"known":true,"effective":-6}]},
     {"stage":"CARE_STAGE_INTENSIVE","maximum":8,"unknown":["PLUS_DIMENSION_EQUIPMENT"],
      "figures":[{"dimension":"PLUS_DIMENSION_EQUIPMENT","baseline":8,"maximum":9}],
      "forecast":[{},{"inMinutes":60}]}],
     "steps":[{"record":{"hospitalId":"FAL","stepId":"personal-1","state":"STEP_STATE_ORDERED"},
      "title":"=Kalla, in","dimension":"PLUS_DIMENSION_STAFF","order":1,"leadMinutes":10}]}]})";

}  // namespace

TEST_CASE("a figure is written STAGE/DIMENSION=N, and a slip is told with what there is",
          "[larm][capacity]") {
    ScriptedServer server{{{200, R"({"seq":"9"})", false}}};
    for (auto const* const slip : {"staff=7", "emergency/staff", "emergency/staff=",
                                   "emergency/people=7", "emergency/staff=7x", "nowhere/staff=7"}) {
        auto const done = ask(server.url(), {"report", "--hospital", "FAL", "--free", slip});
        CAPTURE(slip);
        CHECK(done.code == 2);
        CHECK(has(done.err, "emergency, imaging, operating, intensive, ward"));
    }
    auto const counts = ask(server.url(), {"casualties", "--incident", "x", "--at-scene", "12"});
    CHECK(counts.code == 2);
    CHECK(has(counts.err, "SVÅRT,MÅTTLIGT,LINDRIGT"));
    CHECK(server.stop().empty());
}

TEST_CASE("what is reported is what was written", "[larm][capacity]") {
    ScriptedServer server{{{200, R"({"seq":"9"})", false}}};
    auto const done =
        ask(server.url(), {"report", "--hospital", "FAL", "--free", "emergency/staff=7", "--free",
                           "intensive/equipment=0", "--via", "phone"});
    CHECK(done.code == 0);
    auto const asked = server.stop();
    REQUIRE(asked.size() == 1);
    CHECK(has(asked[0].target, "/larm.v1.CapacityService/Report"));
    CHECK(has(asked[0].body, "CARE_STAGE_EMERGENCY"));
    CHECK(has(asked[0].body, "PLUS_DIMENSION_EQUIPMENT"));
    CHECK(has(asked[0].body, "VIA_PHONE"));
}

TEST_CASE("the picture says what is known, what limits it, and what to order next",
          "[larm][capacity]") {
    ScriptedServer server{{{200, picture, false}}};
    auto const done = ask(server.url(), {"status", "--hospital", "FAL"});
    CHECK(done.code == 0);
    CHECK(has(done.out, "UTRYMS"));
    CHECK(has(done.out, "-6"));
    CHECK(has(done.out, "okänt"));
    CHECK(has(done.out, "saknar utrustning"));
    CHECK(has(done.out, "personal-1"));
    CHECK(has(done.out, "beställt"));
}

TEST_CASE("in the register what is not known is empty, and no text is a formula",
          "[larm][capacity]") {
    ScriptedServer server{{{200, picture, false}, {200, picture, false}}};
    auto const figures = ask(server.url(), {"export"});
    CHECK(figures.code == 0);
    CHECK(has(figures.out, "dalarna,FAL,EMERGENCY,STAFF,12,27,4,"));
    CHECK(has(figures.out, "dalarna,FAL,INTENSIVE,EQUIPMENT,8,9,,,,,,,,\r\n"));
    auto const steps = ask(server.url(), {"export", "--steps"});
    CHECK(has(steps.out, "personal-1,STAFF,1,\"'=Kalla, in\",10,ORDERED"));
}

}  // namespace larm::cli::test
