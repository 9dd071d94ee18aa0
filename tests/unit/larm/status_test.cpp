// larm status: what is told of messages that come to nobody.
#include "tests/support/catch.hpp"
#include "tests/unit/larm/ask.hpp"

namespace larm::cli::test {

TEST_CASE("what comes to nobody is not called sent", "[larm][server]") {
    auto const status_with = [](std::string const& troubles) {
        ScriptedServer server{
            {{200, R"({"ready":true,"troubles":[)" + troubles + "]}", false},
             {200, R"({"incidents":[{"incidentId":"i1"}],"seq":"9"})", false},
             {200, R"({"role":"ROLE_TIB","organisation":"dalarna","world":"live"})", false},
             {200,
              R"({"incident":{"parties":[{"party":"tib@dalarna","state":"PARTY_STATE_SENT",
                  "deliveries":[{"channel":"CHANNEL_SMS","outcome":"DELIVERY_OUTCOME_ACCEPTED",
                  "recipient":"tib@dalarna"}]}]},"seq":"9"})",
              false}}};
        return ask(server.url(), {"status"}).out;
    };
    auto const nobody = status_with(R"({"area":"delivery","message":"log only"})");
    CHECK(has(nobody, "NÅR INGEN"));
    CHECK_FALSE(has(nobody, "skickat"));
    auto const people = status_with("");
    CHECK(has(people, "sms skickat"));
    CHECK_FALSE(has(people, "NÅR INGEN"));
}

TEST_CASE("of one incident, too, what comes to nobody is not called sent", "[larm][server]") {
    Scripted const one{
        200,
        R"({"incident":{"parties":[{"party":"tib@dalarna","state":"PARTY_STATE_SENT"}]},"seq":"9"})",
        false};
    ScriptedServer server{
        {one,
         {200, R"({"ready":true,"troubles":[{"area":"delivery","message":"log only"}]})", false},
         {200, R"({"role":"ROLE_TIB","organisation":"dalarna","world":"live"})", false}}};
    CHECK(has(ask(server.url(), {"incident", "--incident", incident}).out, "NÅR INGEN"));
    ScriptedServer exercise{
        {one,
         {200, R"({"ready":true,"troubles":[{"area":"delivery","message":"log only"}]})", false},
         {200, R"({"role":"ROLE_TIB","organisation":"dalarna","world":"arboga_2006"})", false}}};
    CHECK(has(ask(exercise.url(), {"incident", "--incident", incident}).out, "skickat"));
}

}  // namespace larm::cli::test
