// larm status: what is told of messages that come to nobody.
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

}  // namespace larm::cli::test
