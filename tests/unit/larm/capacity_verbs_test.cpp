// larm capacity: figures as they are written by hand, the picture as it is read, and the register
// as CSV.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/support/catch.hpp"
#include "tests/support/program.hpp"
#include "tests/support/scripted_server.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/unit/journal/support.hpp"
#include "tests/unit/larm/ask.hpp"

namespace larm::cli::test {
namespace {

using namespace std::string_literals;

Finished ask_capacity(std::string const& url, std::vector<std::string> const& arguments) {
    std::vector<std::string> command{LARM, "capacity"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return finish(command, "",
                  {{"LARM_SERVER", url}, {"LARM_TOKEN", "larm_test"}, {"NO_COLOR", "1"}});
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
        auto const done =
            ask_capacity(server.url(), {"report", "--hospital", "FAL", "--free", slip});
        CAPTURE(slip);
        CHECK(done.code == 2);
        CHECK(has(done.err, "emergency, imaging, operating, intensive, ward"));
    }
    auto const counts =
        ask_capacity(server.url(), {"casualties", "--incident", "x", "--at-scene", "12"});
    CHECK(counts.code == 2);
    CHECK(has(counts.err, "SVÅRT,MÅTTLIGT,LINDRIGT"));
    CHECK(server.stop().empty());
}

TEST_CASE("what is reported is what was written", "[larm][capacity]") {
    ScriptedServer server{{{200, R"({"seq":"9"})", false}}};
    auto const done =
        ask_capacity(server.url(), {"report", "--hospital", "FAL", "--free", "emergency/staff=7",
                                    "--free", "intensive/equipment=0", "--via", "phone"});
    CHECK(done.code == 0);
    auto const asked = server.stop();
    REQUIRE(asked.size() == 1);
    CHECK(has(asked[0].target, "/larm.v1.CapacityService/Report"));
    CHECK(has(asked[0].body, "CARE_STAGE_EMERGENCY"));
    CHECK(has(asked[0].body, "PLUS_DIMENSION_EQUIPMENT"));
    CHECK(has(asked[0].body, "VIA_PHONE"));
}

TEST_CASE("a site is where its coordinates say, in degrees with a point", "[larm][capacity]") {
    auto const* const nothing = R"({"seq":"9","incidents":[]})";
    ScriptedServer server{{{200, nothing, false},
                           {200, R"({"seq":"9"})", false},
                           {200, nothing, false},
                           {200, R"({"seq":"9"})", false}}};
    std::vector<std::string> const report{"casualties", "--incident",
                                          "0190a0a0-0000-7000-8000-000000000001"};
    auto const with = [&](std::vector<std::string> more) {
        more.insert(more.begin(), report.begin(), report.end());
        return ask_capacity(server.url(), more);
    };
    for (auto const* const slip : {"60.6", "60,6065,15.6355", "91,15", "60.6,181", "60.6,x", ",15",
                                   "60.6e1,15", "--5,15", "90.00001,15", "60.6 ,15"}) {
        CAPTURE(slip);
        auto const done = with({"--at="s + slip});
        CHECK(done.code == 2);
        CHECK(has(done.err, "60.6065,15.6355"));
    }
    CHECK(with({"--at", "60.6,15.6", "--near", "FAL"}).code == 2);
    CHECK(has(with({"--at", "0,0"}).err, "är ingen plats"));  // on the wire it would be left out
    CHECK(
        with({"--at", "60.6065,15.635519", "--at-scene", "12,20,8", "--triage-algorithm", "START"})
            .code == 0);
    CHECK(with({"--at=-0.00001,-180"}).code == 0);
    auto const asked = server.stop();
    REQUIRE(asked.size() == 4);
    CHECK(has(asked[1].body, R"("latitudeE5":6060650)"));
    CHECK(has(asked[1].body, R"("longitudeE5":1563551)"));
    CHECK(has(asked[1].body, R"("triageAlgorithm":"START")"));
    CHECK(has(asked[3].body, R"("latitudeE5":-1,"longitudeE5":-18000000)"));
}

TEST_CASE("the picture says what is known, what limits it, and what to order next",
          "[larm][capacity]") {
    ScriptedServer server{{{200, picture, false}}};
    auto const done = ask_capacity(server.url(), {"status", "--hospital", "FAL"});
    CHECK(done.code == 0);
    CHECK(has(done.out, "UTRYMS"));
    CHECK(has(done.out, "-6"));
    CHECK(has(done.out, "okänt"));
    CHECK(has(done.out, "uppgift saknas: utrustning"));
    CHECK(has(done.out, "personal-1"));
    CHECK(has(done.out, "beställt"));
}

TEST_CASE("a region or hospital that is not there is told with the nearest, and is no success",
          "[larm][capacity]") {
    auto const* const two = R"({"seq":"9","hasRules":true,"horizonsMin":[0],
        "regions":[{"regionId":"dalarna"},{"regionId":"gavleborg"}],
        "hospitals":[{"hospitalId":"FAL","regionId":"dalarna"}]})";
    ScriptedServer server{{{200, two, false}, {200, two, false}, {200, two, false}}};
    auto const region = ask_capacity(server.url(), {"status", "--region", "dalrna"});
    CHECK(region.code == 1);
    CHECK(has(region.err, "Det finns ingen region dalrna. Närmast: dalarna, gavleborg."));
    auto const hospital = ask_capacity(server.url(), {"status", "--hospital", "FALU"});
    CHECK(hospital.code == 1);
    CHECK(has(hospital.err, "Det finns inget sjukhus FALU. Närmast: FAL."));
    auto const none = ask_capacity(server.url(), {"status", "--region", "gavleborg"});
    CHECK(none.code == 0);
    CHECK(has(none.out, "Regionen har inga sjukhus"));
}

TEST_CASE("a count that is left out is as last reported, and said so", "[larm][capacity]") {
    auto const* const known = R"({"seq":"9","incidents":[{
        "sites":[{"siteId":"1","atScene":{"severe":12},"underWay":{"minor":3},"dead":2}],
        "arrivals":[{"hospitalId":"FAL","arrived":{"severe":4,"minor":9}}]}]})";
    auto const* const done = R"({"seq":"9"})";
    ScriptedServer server{{{200, known, false},
                           {200, done, false},
                           {200, known, false},
                           {200, done, false},
                           {200, known, false},
                           {200, known, false},
                           {200, done, false}}};
    auto const some = ask_capacity(
        server.url(), {"arrivals", "--incident", incident, "--hospital", "FAL", "--moderate", "2"});
    CHECK(some.code == 0);
    CHECK(has(some.out, "som senast"));
    CHECK(has(some.out, "4 svårt, 9 lindrigt skadade"));
    auto const first = ask_capacity(
        server.url(), {"arrivals", "--incident", incident, "--hospital", "MOR", "--severe", "1"});
    CHECK(has(first.out, "inte rapporterat förut: 0 måttligt, 0 lindrigt skadade"));
    auto const none =
        ask_capacity(server.url(), {"arrivals", "--incident", incident, "--hospital", "FAL"});
    CHECK(none.code == 2);
    CHECK(has(none.err, "--severe, --moderate eller --minor saknas"));
    // Whoever has left a scene no longer waits at it: both are said.
    auto const one =
        ask_capacity(server.url(), {"casualties", "--incident", incident, "--under-way", "0,0,5"});
    CHECK(one.code == 2);
    CHECK(has(one.err, "--at-scene saknas"));
    CHECK(has(one.err, "--at-scene 12,0,0 --under-way 0,0,3"));
    auto const both = ask_capacity(server.url(), {"casualties", "--incident", incident,
                                                  "--at-scene", "10,0,0", "--under-way", "2,0,3"});
    CHECK(both.code == 0);
    CHECK(has(both.out, "--dead 2"));
    auto const asked = server.stop();
    REQUIRE(asked.size() == 7);
    CHECK(has(asked[1].body, R"("arrived":{"severe":4,"moderate":2,"minor":9})"));
    CHECK(has(asked[3].body, R"("arrived":{"severe":1})"));
    CHECK(has(asked[6].body, R"("dead":2)"));
}

TEST_CASE("a figure of which zero is one as any other cannot be left out", "[larm][capacity]") {
    ScriptedServer server{{{200, R"({"seq":"9"})", false}}};
    for (std::vector<std::string> command :
         {std::vector<std::string>{"supply", "report", "--organisation", "VAS", "--item",
                                   "infusionsvatskor", "--days-of-cover-tenths"},
          std::vector<std::string>{"triage", "report", "--incident", incident, "--region",
                                   "dalarna", "--indicator", "vardniva_rapporterad", "--value"}}) {
        auto const figure = command.back();
        CAPTURE(figure);
        command.pop_back();
        command.insert(command.begin(), LARM);
        auto const run = [&](std::vector<std::string> const& words) {
            return finish(words, "", {{"LARM_SERVER", server.url()}, {"LARM_TOKEN", "larm_test"}});
        };
        auto const lacking = run(command);
        CHECK(lacking.code == 2);
        CHECK(has(lacking.err, figure));
        command.insert(command.end(), {figure, "0"});
        CHECK(run(command).code == 0);
    }
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
    CHECK(ask_capacity(server.url(), {"have"}).out == "<HospitalStatus/>\n");
    CHECK(ask_capacity(server.url(), {"have", "--out", file.string()}).code == 0);
    CHECK(journal::test::bytes_of(file) == "<HospitalStatus/>\n");
    auto const nowhere =
        ask_capacity(server.url(), {"have", "--out", (folder.path() / "no" / "have.xml").string()});
    CHECK(nowhere.code == 2);
    CHECK(has(nowhere.err, "have.xml.partial"));
    CHECK(ask_capacity(server.url(), {"have", "--out", (folder.path() / "other.xml").string()})
              .code != 0);
    CHECK_FALSE(std::filesystem::exists(folder.path() / "other.xml"));
    CHECK(has(server.stop().at(0).body, "CAPACITY_EXPORT_HAVE"));
}

TEST_CASE("in the register what is not known is empty, and no text is a formula",
          "[larm][capacity]") {
    ScriptedServer server{{{200, picture, false}, {200, picture, false}}};
    auto const figures = ask_capacity(server.url(), {"export"});
    CHECK(figures.code == 0);
    CHECK(has(figures.out, "dalarna,FAL,EMERGENCY,STAFF,12,27,4,"));
    CHECK(has(figures.out, "dalarna,FAL,INTENSIVE,EQUIPMENT,8,9,,,,,,,,\r\n"));
    auto const steps = ask_capacity(server.url(), {"export", "--steps"});
    CHECK(has(steps.out, "personal-1,STAFF,1,\"'=Kalla, in\",10,ORDERED"));
}

}  // namespace larm::cli::test
