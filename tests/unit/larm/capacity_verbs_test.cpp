// larm capacity: figures as they are written by hand, the picture as it is read, and the register
// as CSV.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/support/catch.hpp"
#include "tests/support/program.hpp"
#include "tests/support/scripted_server.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::cli::test {
namespace {

using namespace std::string_literals;
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

std::string contents(std::filesystem::path const& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
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

TEST_CASE("a site is where its coordinates say, in degrees with a point", "[larm][capacity]") {
    ScriptedServer server{{{200, R"({"seq":"9"})", false}, {200, R"({"seq":"9"})", false}}};
    std::vector<std::string> const report{"casualties", "--incident",
                                          "0190a0a0-0000-7000-8000-000000000001"};
    auto const with = [&](std::vector<std::string> more) {
        more.insert(more.begin(), report.begin(), report.end());
        return ask(server.url(), more);
    };
    for (auto const* const slip : {"60.6", "60,6065,15.6355", "91,15", "60.6,181", "60.6,x", ",15",
                                   "60.6e1,15", "--5,15", "90.00001,15", "60.6 ,15"}) {
        CAPTURE(slip);
        auto const done = with({"--at="s + slip});
        CHECK(done.code == 2);
        CHECK(has(done.err, "60.6065,15.6355"));
    }
    CHECK(with({"--at", "60.6,15.6", "--near", "FAL"}).code == 2);
    CHECK(
        with({"--at", "60.6065,15.635519", "--at-scene", "12,20,8", "--triage-algorithm", "START"})
            .code == 0);
    CHECK(with({"--at=-0.00001,-180"}).code == 0);
    auto const asked = server.stop();
    REQUIRE(asked.size() == 2);
    CHECK(has(asked[0].body, R"("latitudeE5":6060650)"));
    CHECK(has(asked[0].body, R"("longitudeE5":1563551)"));
    CHECK(has(asked[0].body, R"("triageAlgorithm":"START")"));
    CHECK(has(asked[1].body, R"("latitudeE5":-1,"longitudeE5":-18000000)"));
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

TEST_CASE("HAVE is written to a file that appears when it is whole, or to stdout",
          "[larm][capacity]") {
    auto const* const answer = R"({"contentType":"application/xml","text":"<HospitalStatus/>\n"})";
    ScriptedServer server{{{200, answer, false},
                           {200, answer, false},
                           {200, answer, false},
                           {400, R"({"code":"failed_precondition","message":"none"})", false}}};
    larm::test::TemporaryDirectory const folder;
    auto const file = folder.path() / "have.xml";
    CHECK(ask(server.url(), {"have"}).out == "<HospitalStatus/>\n");
    CHECK(ask(server.url(), {"have", "--out", file.string()}).code == 0);
    CHECK(contents(file) == "<HospitalStatus/>\n");
    auto const nowhere =
        ask(server.url(), {"have", "--out", (folder.path() / "no" / "have.xml").string()});
    CHECK(nowhere.code == 2);
    CHECK(has(nowhere.err, "have.xml.partial"));
    CHECK(ask(server.url(), {"have", "--out", (folder.path() / "other.xml").string()}).code != 0);
    CHECK_FALSE(std::filesystem::exists(folder.path() / "other.xml"));
    CHECK(has(server.stop().at(0).body, "CAPACITY_EXPORT_HAVE"));
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
