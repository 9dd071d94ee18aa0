// larm blood: units as flags, and the view in words.
#include <boost/json.hpp>

#include "tests/support/catch.hpp"
#include "tests/support/program.hpp"
#include "tests/support/scripted_server.hpp"

namespace larm::cli::test {
namespace {

using larm::test::finish;
using larm::test::Finished;
using larm::test::Scripted;
using larm::test::ScriptedServer;

constexpr auto incident = "01932f6e-3c1a-7cc3-98c5-dcb0b6a7f2e1";

Scripted const accepted{
    200,
    R"({"incidentId":"01932f6e-3c1a-7cc3-98c5-dcb0b6a7f2e1","seq":"17","durability":"DURABILITY_LOCAL"})",
    false};

bool has(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

Finished ask(std::string const& url, std::vector<std::string> const& arguments) {
    std::vector<std::string> command{LARM, "blood"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return finish(command, "", {{"LARM_SERVER", url}, {"LARM_TOKEN", "larm_test"}});
}

}  // namespace

TEST_CASE("units of blood are written by group, with what an hour gives", "[larm][blood]") {
    ScriptedServer server{{accepted}};
    auto const stock = ask(server.url(), {"stock", "--region", "uppsala", "--lines",
                                          "o-=12+2,O+=40,AB+=3+1", "--lines", "plasma=30"});
    INFO(stock.err);
    CHECK(stock.code == 0);
    auto const alarm =
        ask(server.url(), {"alarm", "--incident", incident, "--party", "blood@uppsala", "--reason",
                           "slut om en timme", "--asks", "O-=20"});
    INFO(alarm.err);
    CHECK(alarm.code == 0);
    auto const offer = ask(server.url(), {"offer", "--incident", incident, "--party",
                                          "blood@stockholm", "--units", "O-=6,O+=2"});
    CHECK(offer.code == 0);
    for (auto const* const wrong : {"O-", "O-=x", "C+=3", "O-=3+", "O-=-3", ""}) {
        CAPTURE(wrong);
        auto const refused = ask(server.url(), {"stock", "--region", "uppsala", "--lines", wrong});
        CHECK(refused.code == 2);
    }
    auto const per_hour = ask(server.url(), {"offer", "--incident", incident, "--party",
                                             "blood@stockholm", "--units", "O-=6+2"});
    CHECK(per_hour.code == 2);
    CHECK(has(per_hour.err, "GRUPP=ANTAL"));

    auto const received = server.stop();
    REQUIRE(received.size() == 3);
    CHECK(received[0].target == "/larm.v1.BloodService/ReportStock");
    CHECK(has(received[0].body, R"("party":"blood@uppsala")"));
    auto const body = boost::json::parse(received[0].body).as_object();
    auto const& lines = body.at("lines").as_array();
    REQUIRE(lines.size() == 4);
    CHECK(lines[0].at("group").as_string() == "BLOOD_GROUP_O_NEGATIVE");
    CHECK(lines[0].at("perHour").as_int64() == 2);
    CHECK(lines[2].at("group").as_string() == "BLOOD_GROUP_AB_POSITIVE");
    CHECK(lines[3].at("product").as_string() == "BLOOD_PRODUCT_PLASMA");
    CHECK(has(received[1].body, R"("units":20)"));
    CHECK(received[2].target == "/larm.v1.BloodService/Offer");
}

TEST_CASE("what is not known of blood says so", "[larm][blood]") {
    ScriptedServer server{{Scripted{200, R"({"seq":"9","blood":{"incidentId":"x","at":"7200000000",
        "hasRules":true,"hasCasualties":true,"expectedAdmissions":16,"expectedMassiveTransfusions":1,
        "need":[{"product":"BLOOD_PRODUCT_RED_CELLS","group":"BLOOD_GROUP_O_NEGATIVE","units":12}],
        "centres":[{"party":"blood@uppsala","lines":[{"group":"BLOOD_GROUP_O_NEGATIVE","units":4,"perHour":2}],
                    "observedAt":"3600000000","isKnown":true},
                   {"party":"blood@dalarna"}],
        "gaps":[{"party":"blood@uppsala","points":[
            {"inMinutes":30,"group":"BLOOD_GROUP_O_NEGATIVE","need":12,"supply":5,"lacking":7,"isKnown":true},
            {"inMinutes":30,"group":"BLOOD_GROUP_A_POSITIVE","need":9,"lacking":9}]}],
        "alarms":[{"party":"blood@uppsala","reason":"slut","asks":[{"group":"BLOOD_GROUP_O_NEGATIVE","units":40}]}],
        "offers":[{"offerId":"stockholm-1","party":"blood@stockholm","to":"blood@uppsala","state":"BLOOD_OFFER_STATE_UNDER_WAY",
                   "units":[{"group":"BLOOD_GROUP_O_NEGATIVE","units":6}]}],
        "asked":[{"party":"blood@skane","state":"PARTY_STATE_ANSWERED","answer":"decline: nej"},
                 {"party":"blood@kalmar","state":"PARTY_STATE_SENT"}]}})",
                                    false}}};
    auto const told = ask(server.url(), {"status", "--incident", incident});
    INFO(told.out << told.err);
    CHECK(told.code == 0);
    for (auto const* const part :
         {"12 O-", "16 inlagda", "4 O- (+2/h)", "för 60 min sedan", "inte rapporterat", "okänt",
          "LARMADE LANDET", "40 O-", "stockholm-1", "på väg", "Nej: ", "Inget svar än: "}) {
        CAPTURE(part);
        CHECK(has(told.out, part));
    }
}

}  // namespace larm::cli::test
