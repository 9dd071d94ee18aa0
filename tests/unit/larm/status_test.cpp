// larm status: what is told of messages that come to nobody.
#include <fmt/format.h>

#include "engine/core/log_only.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/larm/ask.hpp"

namespace larm::cli::test {

TEST_CASE("what comes to nobody is not called sent", "[larm][server]") {
    auto const status_with = [](std::string const& why) {
        ScriptedServer server{
            {{200, R"({"ready":true})", false},
             {200, R"({"incidents":[{"incidentId":"i1"}],"seq":"9"})", false},
             {200, R"({"role":"ROLE_TIB","organisation":"dalarna","world":"live"})", false},
             {200,
              R"({"incident":{"parties":[{"party":"tib@dalarna","state":"PARTY_STATE_SENT",
                  "deliveries":[{"channel":"CHANNEL_SMS","outcome":"DELIVERY_OUTCOME_ACCEPTED",
                  "recipient":"tib@dalarna","why":")" +
                  why + R"("}]}]},"seq":"9"})",
              false}}};
        return ask(server.url(), {"status"}).out;
    };
    auto const nobody = status_with(std::string{core::only_logged});
    CHECK(has(nobody, "NÅR INGEN"));
    CHECK_FALSE(has(nobody, "skickat"));
    auto const people = status_with("");
    CHECK(has(people, "sms skickat"));
    CHECK_FALSE(has(people, "NÅR INGEN"));
}

TEST_CASE("what the server says in English comes last, for whoever mends it", "[larm][server]") {
    ScriptedServer server{
        {{200,
          R"({"ready":true,"degraded":true,"troubles":[
              {"area":"channels","message":"sms: refused by the provider"}]})",
          false},
         {200, R"({"seq":"9"})", false},
         {200, R"({"role":"ROLE_TIB","organisation":"dalarna","world":"live"})", false}}};
    auto const told = ask(server.url(), {"status"}).out;
    CHECK(
        told.ends_with("  En väg ut fungerar inte\nInga händelser.\n\nTill driften, i serverns "
                       "egna ord på engelska:\n    channels: sms: refused by the provider\n"));
}

TEST_CASE("what was promised and then released is not shown as missing", "[larm][server]") {
    auto const shown = [](int committed, int released) {
        ScriptedServer server{
            {{200,
              fmt::format(R"({{"incident":{{"transports":[{{"regionId":"dalarna","required":5,
                  "committed":{},"released":{}}}]}},"seq":"9"}})",
                          committed, released),
              false},
             {200, R"({"ready":true,"troubles":[]})", false}}};
        return ask(server.url(), {"incident", "--incident", incident}).out;
    };
    CHECK(has(shown(4, 1), "5/5"));
    CHECK(has(shown(4, 1), "kravet uppfylldes; 4 kvar"));
    CHECK(has(shown(4, 0), "4/5"));
    CHECK_FALSE(has(shown(4, 0), "kravet uppfylldes"));
    // Nor as standing, where there was more than the minimum.
    CHECK(has(shown(5, 3), "5/5"));
    CHECK(has(shown(7, 2), "7/5"));
}

TEST_CASE("of one incident, too, what comes to nobody is not called sent", "[larm][server]") {
    auto const incident_with = [](std::string const& more) {
        ScriptedServer server{
            {{200,
              R"({"incident":{"parties":[{"party":"tib@dalarna","state":"PARTY_STATE_SENT",
                  "deliveries":[{"channel":"CHANNEL_SMS","outcome":"DELIVERY_OUTCOME_ACCEPTED",
                  "recipient":"tib@dalarna","why":")" +
                  std::string{core::only_logged} + R"("})" + more + R"(]}]},"seq":"9"})",
              false}}};
        return ask(server.url(), {"incident", "--incident", incident}).out;
    };
    CHECK(has(incident_with(""), "NÅR INGEN"));
    auto const one_way = incident_with(
        R"(,{"channel":"CHANNEL_PUSH","outcome":"DELIVERY_OUTCOME_ACCEPTED","recipient":"tib@dalarna"})");
    CHECK(has(one_way, "skickat"));
    CHECK_FALSE(has(one_way, "NÅR INGEN"));
}

TEST_CASE("status lists the scenes of each incident", "[larm][server]") {
    ScriptedServer server{
        {{200, R"({"ready":true})", false},
         {200, R"({"incidents":[{"incidentId":"i1"}],"seq":"9"})", false},
         {200, R"({"role":"ROLE_TIB","organisation":"dalarna","world":"live"})", false},
         {200, R"({"incident":{"incidentId":"i1"},"seq":"9"})", false},
         {200, R"({"hasRules":true,"incidents":[{"sites":[
               {"siteId":"1","name":"Rastplatsen","atScene":{"severe":12,"moderate":3},"dead":2},
               {"siteId":"bron","underWay":{"minor":4}}]}],"seq":"9"})",
          false}}};
    auto const shown = ask(server.url(), {"status"}).out;
    CAPTURE(shown);
    CHECK(has(shown, "SKADEPLATS"));
    CHECK(has(shown, "Rastplatsen  12/3/0"));
    CHECK(has(shown, "bron"));
}

TEST_CASE("an exercise's deadlines are not counted against this machine's clock",
          "[larm][server]") {
    auto const status_in = [](std::string const& world) {
        ScriptedServer server{
            {{200, R"({"ready":true})", false},
             {200, R"({"incidents":[{"incidentId":"i1"}],"seq":"9"})", false},
             {200, R"({"role":"ROLE_TIB","organisation":"dalarna","world":")" + world + R"("})",
              false},
             {200, R"({"incident":{"parties":[{"party":"tib@dalarna","state":"PARTY_STATE_SENT",
                  "deadline":"1764043920000000"}]},"seq":"9"})",
              false}}};
        return ask(server.url(), {"status"}).out;
    };
    // What time it is there the feed says, which does not answer here.
    auto const exercise = status_in("arboga_2006");
    CHECK(has(exercise, "2025-11-25 05:12:00"));
    CHECK_FALSE(has(exercise, "passerad"));
    CHECK(has(status_in("live"), "passerad"));
}

TEST_CASE("a trouble is told in Swedish, whatever part has it", "[larm][server]") {
    auto const told_of = [](std::string const& area) {
        ScriptedServer server{
            {{200,
              R"({"ready":true,"degraded":true,"troubles":[{"area":")" + area +
                  R"(","message":"m"}]})",
              false},
             {200, R"({"seq":"9"})", false},
             {200, R"({"role":"ROLE_TIB","organisation":"dalarna","world":"live"})", false}}};
        return ask(server.url(), {"status"}).out;
    };
    CHECK(has(told_of("clock"),
              "  Serverns klocka går fel: fristerna räknas rätt ändå, rätta den "
              "före nästa start\n"));
    CHECK(has(told_of("rakel"),
              "  Rakelterminalen fungerar inte: ring den som bara har den vägen\n"));
    CHECK(has(told_of("unheard"), "  Ett fel i servern: kontakta driften\n"));
}

}  // namespace larm::cli::test
