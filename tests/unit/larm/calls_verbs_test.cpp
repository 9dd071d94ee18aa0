// Calls by hand on the command line: the list as somebody with a telephone reads it, and what came
// of a call.
#include "tests/support/catch.hpp"
#include "tests/unit/larm/ask.hpp"

namespace larm::cli::test {
namespace {

Scripted const two_calls{200,
                         R"({"calls":[
      {"deliveryId":"d","incidentId":"01932f6e-3c1a-7cc3-98c5-dcb0b6a7f2e1","step":"regional_alarm",
       "party":"tib@dalarna","attempt":4,"since":"1764040320000000","calls":2,"note":"upptaget",
       "asks":"CALL_ASKS_TRANSPORTS",
       "people":[{"party":"tib@dalarna","officerId":"dalarna-tib-1","name":"Maja Lövgren",
                  "numbers":["+46701740605","+46701740699"]},
                 {"party":"deputy@dalarna","officerId":"dalarna-deputy-1","name":"","numbers":[]}],
       "failed":[{"recipient":"tib@dalarna","channel":"CHANNEL_PUSH","why":"the push service answered 410"},
                 {"recipient":"deputy@dalarna","channel":"CHANNEL_SMS","why":"the provider answered 402"}],
       "say":"Sjukvårdsregionalt masskadelarm.","ask":"Har du uppfattat det?"},
      {"incidentId":"01932f6e-3c1a-7cc3-98c5-dcb0b6a7f2e1","step":"blood","party":"blood@dalarna",
       "asks":"CALL_ASKS_ACKNOWLEDGEMENT",
       "people":[{"party":"blood@dalarna","officerId":"","name":"","numbers":[]}]}],
      "seq":"99"})",
                         false};

}  // namespace

TEST_CASE("larm calls says whom to call, what to say, and how to enter the answer",
          "[larm][calls]") {
    ScriptedServer server{{two_calls}};
    auto const done = ask(server.url(), {"calls"});
    INFO(done.out);
    CHECK(done.code == 0);
    CHECK(has(done.out, "1. Ring "));
    CHECK(has(done.out, "2 samtal utan svar"));
    CHECK(has(done.out,
              "Försökt: push: the push service svarade 410; sms till deputy@dalarna: "
              "leverantören svarade 402\n"));
    CHECK(has(done.out, "Maja Lövgren: +46701740605, +46701740699"));
    CHECK(has(done.out, "dalarna-deputy-1: INGET NUMMER"));
    CHECK(has(done.out, "Säg:    Sjukvårdsregionalt masskadelarm."));
    CHECK(has(done.out, "Fråga:  Har du uppfattat det?"));
    CHECK(has(done.out, std::string{"larm commit --incident "} + incident +
                            " --region dalarna --count ANTAL --via phone"));
    CHECK(has(done.out, "2. Ring "));
    CHECK(has(done.out, "ingen i tjänst: INGET NUMMER"));
    CHECK(has(done.out, "--party blood@dalarna --step blood --via phone"));
    CHECK(has(done.out, "--party blood@dalarna --step blood --decline SKÄL --via phone"));
    CHECK(has(done.out, "Not:    upptaget"));
    CHECK(server.stop().at(0).target == "/larm.v1.AlarmService/ListCalls");
}

TEST_CASE("a call about the end shows only how it is entered that it has been heard",
          "[larm][calls]") {
    ScriptedServer server{{{200,
                            R"({"calls":[{"incidentId":"01932f6e-3c1a-7cc3-98c5-dcb0b6a7f2e1",
      "step":"stand_down","party":"tib@dalarna","asks":"CALL_ASKS_END",
      "say":"Larmet är avslutat.","ask":"Har du uppfattat det?"}],"seq":"99"})",
                            false}}};
    auto const done = ask(server.url(), {"calls"});
    INFO(done.out);
    CHECK(has(done.out, std::string{"larm ack --incident "} + incident +
                            " --party tib@dalarna --step stand_down --via phone"));
    CHECK(has(done.out, "--result no-answer"));
    CHECK_FALSE(has(done.out, "larm commit"));
    CHECK_FALSE(has(done.out, "larm decline"));
    CHECK_FALSE(has(done.out, "larm answer"));
    CHECK_FALSE(has(done.out, "Not:"));
}

TEST_CASE("a call about a decision shows how it is taken, and no number", "[larm][calls]") {
    ScriptedServer server{{{200,
                            R"({"calls":[{"incidentId":"01932f6e-3c1a-7cc3-98c5-dcb0b6a7f2e1",
      "step":"national_decision","party":"tib@uppsala","asks":"CALL_ASKS_NATIONAL_DECISION"}],
      "seq":"99"})",
                            false}}};
    auto const done = ask(server.url(), {"calls"});
    INFO(done.out);
    CHECK(has(done.out, "larm escalate --incident"));
    CHECK(has(done.out, "larm decline-national --incident"));
    CHECK_FALSE(has(done.out, "larm commit"));
}

TEST_CASE("an empty list of calls says so", "[larm][calls]") {
    ScriptedServer server{{{200, R"({"calls":[],"seq":"9"})", false}}};
    CHECK(ask(server.url(), {"calls"}).out ==
          "Inga samtal att ringa. Vem som ingen väg når står i larm status.\n");
}

TEST_CASE("a call that is called done says what still lacks, and how it is entered",
          "[larm][calls]") {
    ScriptedServer server{{two_calls, accepted}};
    auto const done = ask(server.url(), {"call", "--incident", incident, "--party", "tib@dalarna",
                                         "--result", "done"});
    INFO(done.out);
    CHECK(done.code == 0);
    CHECK(has(done.out, "Inget svar är registrerat från "));
    CHECK(has(done.out, std::string{"larm commit --incident "} + incident +
                            " --region dalarna --count ANTAL --via phone"));
    CHECK(has(done.out, "larm ack --incident"));
    CHECK(has(done.out, "larm decline --incident"));
    CHECK(has(done.out, "kommer tillbaka på listan"));
    CHECK_FALSE(has(done.out, "blood@dalarna"));
    auto const received = server.stop();
    REQUIRE(received.size() == 2);
    CHECK(received[0].target == "/larm.v1.AlarmService/ListCalls");
    CHECK(received[1].target == "/larm.v1.AlarmService/ReportCall");
}

TEST_CASE("where the list cannot be had the call is called done all the same", "[larm][calls]") {
    ScriptedServer server{
        {{403, R"({"code":"permission_denied","message":"not yours"})", false}, accepted}};
    auto const done = ask(server.url(), {"call", "--incident", incident, "--party", "tib@dalarna",
                                         "--result", "done"});
    CHECK(server.stop().size() == 2);
    CHECK(has(done.out, "Klart"));
}

TEST_CASE("larm call says what came of one", "[larm][calls]") {
    ScriptedServer server{{accepted}};
    auto const done = ask(server.url(), {"call", "--incident", incident, "--party", "tib@dalarna",
                                         "--result", "no-answer", "--note", "upptaget"});
    INFO(done.err);
    CHECK(done.code == 0);
    auto const received = server.stop();
    REQUIRE(received.size() == 1);
    CHECK(received[0].target == "/larm.v1.AlarmService/ReportCall");
    CHECK(has(received[0].body, R"("result":"CALL_RESULT_NO_ANSWER")"));
    CHECK(has(received[0].body, R"("note":"upptaget")"));
    CHECK(ask(server.url(),
              {"call", "--incident", incident, "--party", "tib@dalarna", "--result", "yes"})
              .code == 2);
}

TEST_CASE("an empty list of calls says whom nothing reaches, and that no channel is there",
          "[larm][calls]") {
    ScriptedServer server{
        {{200, R"({"calls":[],"seq":"9"})", false},
         {200, R"({"role":"ROLE_TIB","organisation":"uppsala","world":"live"})", false},
         {200,
          R"({"incidents":[{"incidentId":"i0","phase":"INCIDENT_PHASE_STOOD_DOWN"},
              {"incidentId":"i1","phase":"INCIDENT_PHASE_RUNNING"}],"seq":"9"})",
          false},
         {200, R"({"incident":{"incidentId":"i1","parties":[
               {"party":"tib@dalarna","step":"alarm","state":"PARTY_STATE_UNREACHABLE"},
               {"party":"tib@orebro","step":"alarm","state":"PARTY_STATE_ACKNOWLEDGED"}]},
               "seq":"9"})",
          false},
         {200, R"({"ready":true,"troubles":[{"area":"delivery","message":"log only"}]})", false}}};
    auto const shown = ask(server.url(), {"calls"}).out;
    CAPTURE(shown);
    CHECK(has(shown, "Inga samtal att ringa."));
    CHECK(has(shown, "Meddelanden når kanske ingen"));
    CHECK(has(shown,
              "TiB dalarna (alarm). Har uppfattat: larm ack --incident i1 --party "
              "tib@dalarna --step alarm --via phone"));
    CHECK_FALSE(has(shown, "i0"));
    CHECK_FALSE(has(shown, "orebro"));
}

}  // namespace larm::cli::test
