// The verbs that call a daemon, when all is not well: no daemon, lost answers, refusals, disks that
// fail. A real daemon drives the same verbs in tests/e2e.
#include <regex>
#include <sstream>

#include "tests/support/catch.hpp"
#include "tests/unit/larm/ask.hpp"

namespace larm::cli::test {
namespace {

Scripted const hangs_up{200, "", true};

std::vector<std::string> commit(std::vector<std::string> const& more = {}) {
    std::vector<std::string> arguments{"commit",  "--incident", incident, "--region",
                                       "dalarna", "--count",    "5"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

std::string command_id_in(std::string const& body) {
    std::smatch match;
    return std::regex_search(body, match, std::regex{R"re("commandId":"([^"]*)")re"})
               ? match[1].str()
               : std::string{};
}

}  // namespace

TEST_CASE("the status of an exercise says so, and nobody is told there to call by hand",
          "[larm][server]") {
    auto const status_in = [](std::string const& world) {
        ScriptedServer server{
            {{200, R"({"ready":true,"degraded":true,
                       "troubles":[{"area":"delivery","message":"no --config"}]})",
              false},
             {200, R"({"incidents":[],"nextPageToken":"","seq":"9"})", false},
             {200, R"({"role":"ROLE_TIB","organisation":"dalarna","world":")" + world + R"("})",
              false}}};
        return ask(server.url(), {"status"});
    };
    auto const exercise = status_in("arboga_2006");
    INFO(exercise.out << exercise.err);
    CHECK(exercise.code == 0);
    CHECK(exercise.out.starts_with("ÖVNING (arboga_2006)"));
    CHECK_FALSE(has(exercise.out, "ring själv"));
    auto const live = status_in("live");
    CHECK_FALSE(has(live.out, "ÖVNING"));
    CHECK(has(live.out, "ring själv"));
}

TEST_CASE("what the server says of a trouble fits a narrow terminal", "[larm][server]") {
    ScriptedServer server{
        {{200,
          R"({"ready":true,"degraded":true,"troubles":[{"area":"preflight","message":
              "if the alarm came now: tib@dalarna is reached over fewer ways, in shortfall: no push device is subscribed, or all are gone; deputy@dalarna is reached over fewer ways: no channel has ever been proven; and 31 more"}]})",
          false},
         {200, R"({"incidents":[],"nextPageToken":"","seq":"9"})", false},
         {200, R"({"role":"ROLE_TIB","organisation":"dalarna","world":"live"})", false}}};
    auto const status = ask(server.url(), {"status"});
    std::istringstream lines{status.out};
    for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        CHECK(line.size() <= 80);
    }
    CHECK(has(status.out,
              "  Alla skulle inte nås om larmet kom nu: larm preflight\nInga händelser.\n"));
    CHECK(has(status.out,
              "egna ord på engelska:\n    preflight: if the alarm came now: tib@dalarna"));
    CHECK(has(status.out, "\n    deputy@dalarna is reached over fewer ways"));
    CHECK(has(status.out, "\n    and 31 more\n"));
}

TEST_CASE("a command is sent as proto3 JSON with the token, and its reply told", "[larm][server]") {
    ScriptedServer server{{accepted, {200, R"({"events":[]})", false}}};
    auto const done = ask(server.url(), commit({"--kind", "ambulans", "--via", "PHONE"}));
    CHECK(done.code == 0);
    CHECK(has(done.out, "Klart"));
    CHECK(has(done.out, "nr 17 i journalen, sparat"));
    auto const received = server.stop();
    REQUIRE(received.size() == 2);  // what it has written is asked for afterwards
    CHECK(received[1].target == "/larm.v1.ConsoleService/ListEvents");
    CHECK(received[0].target == "/larm.v1.TransportService/Commit");
    CHECK(received[0].authorization == "Bearer larm_test");
    CHECK(has(received[0].body, R"("count":5)"));
    CHECK(has(received[0].body, R"("regionId":"dalarna")"));
    CHECK(has(received[0].body, R"("via":"VIA_PHONE")"));
    CHECK(command_id_in(received[0].body).size() == 36);
}

TEST_CASE("a party and its region are two spellings of the same", "[larm][server]") {
    ScriptedServer server{{accepted}};
    CHECK(ask(server.url(), {"ack", "--incident", incident, "--region", "dalarna"}).code == 0);
    CHECK(ask(server.url(), {"ack", "--incident", incident, "--party", "blood@dalarna"}).code == 0);
    CHECK(ask(server.url(),
              {"commit", "--incident", incident, "--party", "tib@orebro", "--count", "5"})
              .code == 0);
    auto const both = ask(server.url(), {"ack", "--region", "dalarna", "--party", "tib@orebro"});
    CHECK(both.code == 2);
    CHECK(ask(server.url(), {"commit", "--incident", incident, "--count", "5"}).code == 2);
    CHECK(ask(server.url(), {"ack", "--incident", incident, "--region", "tib@orebro"}).code == 2);
    CHECK(ask(server.url(), {"commit", "--incident", incident, "--party", "orebro", "--count", "5"})
              .code == 2);
    auto const received = server.stop();
    REQUIRE(received.size() == 3);
    CHECK(has(received[0].body, R"("party":"tib@dalarna")"));
    CHECK(has(received[1].body, R"("party":"blood@dalarna")"));
    CHECK(has(received[2].body, R"("regionId":"orebro")"));
}

TEST_CASE("a report's parts are flags of their own", "[larm][server]") {
    ScriptedServer server{{{200, R"({"seq":"9"})", false}, accepted}};  // no report waits
    auto const done =
        ask(server.url(), {"confirm", "--region", "vastmanland", "--level", "katastrof",
                           "--mass-casualty", "--exact-location", "E18", "--severe", "12"});
    CHECK(done.code == 0);
    auto const received = server.stop();
    REQUIRE(received.size() == 2);
    CHECK(has(received[1].body, R"("level":"READINESS_LEVEL_KATASTROF")"));
    CHECK(has(received[1].body, R"("massCasualty":true)"));
    CHECK(has(received[1].body, R"("report":{"exactLocation":"E18","casualties":{"severe":12}})"));
    CHECK_FALSE(has(received[1].body, "incidentId"));  // a new one: no open one is put in its place
}

TEST_CASE("an answer needs no number where the step asks for none", "[larm][server]") {
    ScriptedServer server{{accepted}};
    std::vector<std::string> const answer{"answer", "--incident", incident, "--party",
                                          "blood@uppsala"};
    auto with = [&](std::vector<std::string> const& more) {
        auto all = answer;
        all.insert(all.end(), more.begin(), more.end());
        return ask(server.url(), all).code;
    };
    CHECK(with({"--accept"}) == 0);
    CHECK(with({"--accept", "3"}) == 0);
    CHECK(with({"--decline", "Inga"}) == 0);
    CHECK(with({"--accept", "3", "--decline", "Inga"}) == 2);
    auto const received = server.stop();
    REQUIRE(received.size() == 3);
    CHECK(has(received[0].body, R"("accept":{})"));
    CHECK(has(received[1].body, R"("accept":{"count":3})"));
    CHECK(has(received[2].body, R"("decline":{"reason":"Inga"})"));
}

TEST_CASE("--json prints the reply as it came", "[larm][server]") {
    ScriptedServer server{{accepted}};
    auto const done = ask(server.url(), commit({"--json"}));
    CHECK(done.code == 0);
    CHECK(done.out == accepted.body + "\n");
}

TEST_CASE("where nobody listens nothing was done, and 3 says so", "[larm][server]") {
    std::string url;
    {
        ScriptedServer const gone{{accepted}};
        url = gone.url();
    }
    auto const done = ask(url, commit({"--timeout", "0.3"}));
    CHECK(done.code == 3);
    CHECK(has(done.err, "kan inte nås"));
    CHECK(has(done.err, "Ingenting har utförts"));
}

TEST_CASE("a lost answer is asked for again under the same command id", "[larm][server]") {
    ScriptedServer server{{hangs_up, hangs_up, accepted}};
    auto const done = ask(server.url(), commit());
    CHECK(done.code == 0);
    auto const received = server.stop();
    REQUIRE(received.size() == 3);
    CHECK(received[0].body == received[1].body);
    CHECK(received[0].body == received[2].body);
}

TEST_CASE("answers that stay lost leave the outcome unknown, and the id is told",
          "[larm][server]") {
    ScriptedServer server{{hangs_up}};
    auto const done = ask(server.url(), commit({"--timeout", "0.5"}));
    CHECK(done.code == 3);
    CHECK(has(done.err, "OKÄNT"));
    auto const received = server.stop();
    REQUIRE(received.size() > 1);
    CHECK(has(done.err, "--command-id " + command_id_in(received[0].body)));

    ScriptedServer back{{accepted}};
    auto const id = command_id_in(received[0].body);
    CHECK(ask(back.url(), commit({"--command-id", id})).code == 0);
    CHECK(back.stop()[0].body == received[0].body);
}

TEST_CASE("a daemon that is draining leaves the outcome unknown too", "[larm][server]") {
    ScriptedServer server{{{503, R"({"code":"unavailable","message":"draining"})", false}}};
    auto const done = ask(server.url(), commit({"--timeout", "0.3"}));
    CHECK(done.code == 3);
    CHECK(has(done.err, "draining"));
    CHECK(has(done.err, "--command-id"));
}

TEST_CASE("a refusal is printed whole, with its field, and gives 1", "[larm][server]") {
    std::string const body =
        R"({"code":"invalid_argument","message":"must be at least 1","details":)"
        R"([{"type":"larm.v1.FieldError","debug":{"field":"count","message":"x"}}]})";
    ScriptedServer server{{{400, body, false}}};
    auto const done = ask(server.url(), commit());
    CHECK(done.code == 1);
    CHECK(done.out.empty());
    CHECK(has(done.err,
              "Nekat. --count måste vara minst 1.\n"
              "(invalid_argument: count: must be at least 1)"));
    auto const json = ask(server.url(), commit({"--json"}));
    CHECK(json.code == 1);
    CHECK(json.out == body + "\n");
    CHECK(server.stop().size() == 2);  // a refusal is an answer: it is not asked again
}

TEST_CASE("what is no larmd is recognised", "[larm][server]") {
    ScriptedServer server{{{404, "<html>", false}}};
    auto const done = ask(server.url(), {"incidents"});
    CHECK(done.code == 3);
    CHECK(has(done.err, server.url() + " svarade, men det är ingen larmd som svarar"));
}

TEST_CASE("a feed that is no larmd's is recognised, and not waited for", "[larm][server]") {
    ScriptedServer server{{{404, "<html>", false}}};
    auto const done = ask(server.url(), {"watch", "--json"});
    CHECK(done.code != 0);
    CHECK(has(done.err, "det är ingen larmd som svarar (HTTP-status 404)"));
}

TEST_CASE("another server's answer is never an all-clear", "[larm][server]") {
    auto const arguments = GENERATE(values<std::vector<std::string>>({
        {"preflight"},
        {"calls"},
        {"incidents"},
        {"status"},
        {"rollcall", "status"},
        {"rollcall", "report"},
        {"rollcall", "start"},
        {"roster", "list"},
        {"duty", "list"},
        {"contacts", "history"},
        {"contacts", "devices"},
        {"ack", "--incident", incident, "--party", "tib@dalarna"},
    }));
    std::string const body = GENERATE("{}", R"({"seq":"0"})", R"({"status":"ok"})", "[]", "null",
                                      "<html>Välkommen</html>", "");
    auto const is_json = GENERATE(false, true);
    auto command = arguments;
    if (is_json) {
        command.emplace_back("--json");
    }
    ScriptedServer server{{{200, body, false}}};
    auto const done = ask(server.url(), command);
    CAPTURE(command, body, done.out, done.err);
    CHECK(done.code == 3);
    CHECK(done.out.empty());
    CHECK(has(done.err, server.url() + " svarade, men det är ingen larmd som svarar"));
}

TEST_CASE("a command that another server answered can be given again, once", "[larm][server]") {
    ScriptedServer server{{{200, "{}", false}}};
    auto const done = ask(server.url(), commit());
    CHECK(done.code == 3);
    CHECK(has(done.err, "Räkna inte med att kommandot har verkställts."));
    auto const received = server.stop();
    REQUIRE(received.size() == 1);
    CHECK(has(done.err, "--command-id " + command_id_in(received[0].body)));
}

TEST_CASE("a reply that is not safe on disk says loudly to write it down", "[larm][server]") {
    ScriptedServer server{
        {{200, R"({"seq":"9","durability":"DURABILITY_NONE","notice":"Skriv ner detta: larm 9"})",
          false}}};
    auto const done = ask(server.url(), commit());
    CHECK(done.code == 0);
    CHECK(done.out.starts_with("!!! Skriv ner detta: larm 9 !!!\n"));
    CHECK(has(done.out, "INTE SPARAT"));
    CHECK_FALSE(has(done.out, "\x1b["));  // no terminal, no colour
}

TEST_CASE("the one open incident is meant where none is named", "[larm][server]") {
    ScriptedServer server{
        {{200, std::string{R"({"incidents":[{"incidentId":")"} + incident + R"("}],"seq":"9"})",
          false},
         accepted,
         {200, R"({"events":[]})", false}}};
    auto const done = ask(server.url(), {"stand-down", "--reason", "Klart"});
    CHECK(done.code == 0);
    auto const received = server.stop();
    REQUIRE(received.size() == 3);  // the last to say what comes next
    CHECK(has(received[0].body, R"("openOnly":true)"));
    CHECK(has(received[1].body, std::string{R"("incidentId":")"} + incident));
}

TEST_CASE("a close tells whom the end has not reached, and who has only not answered",
          "[larm][server]") {
    auto const [phase, unreached, unanswered] =
        GENERATE(table<std::string, std::string, std::string>({
            {"RESCINDED", "Återkallelsen har inte nått tib@dalarna",
             "tib@orebro har inte kvitterat återkallelsen"},
            {"STOOD_DOWN", "Avlarmningen har inte nått tib@dalarna",
             "tib@orebro har inte kvitterat avlarmningen"},
        }));
    ScriptedServer server{
        {{200,
          R"({"incident":{"phase":"INCIDENT_PHASE_)" + phase +
              R"(","parties":[{"party":"tib@orebro","state":"PARTY_STATE_ACKNOWLEDGED"},)"
              R"({"party":"tib@orebro","state":"PARTY_STATE_SENT"},)"
              R"({"party":"tib@dalarna","state":"PARTY_STATE_UNREACHABLE"}]},"seq":"8"})",
          false},
         {200,
          R"({"seq":"9","durability":"DURABILITY_LOCAL","notReached":["tib@dalarna","tib@orebro"]})",
          false}}};
    auto const done = ask(server.url(), {"close", "--incident", incident});
    INFO(done.out << done.err);
    CHECK(done.code == 0);
    CHECK(has(done.out, unreached));
    CHECK(has(done.out, unanswered));
}

TEST_CASE("an incident that is over names who has not seen that, and how they are tried",
          "[larm][server]") {
    auto const shown = [](std::string const& phase, std::string const& not_seen) {
        ScriptedServer server{{{200,
                                R"({"incident":{"regionId":"uppsala","phase":"INCIDENT_PHASE_)" +
                                    phase + R"(","notSeen":[)" + not_seen + R"(]},"seq":"9"})",
                                false}}};
        auto const done = ask(server.url(), {"incident", "--incident", incident});
        INFO(done.err);
        CHECK(done.code == 0);
        return done.out;
    };
    std::string const two =
        R"({"party":"tib@dalarna","tried":["CHANNEL_PUSH","CHANNEL_OPERATOR"],"calls":2},)"
        R"({"party":"tib@orebro","state":"PARTY_STATE_DELIVERED","tried":["CHANNEL_SMS"]})";
    CHECK(has(shown("STOOD_DOWN", two),
              "Har inte sett avlarmningen (2): TiB dalarna (push, ska ringas; 2 samtal utan svar), "
              "TiB orebro (sms; framme, inte kvitterat)\n"));
    CHECK(has(shown("RESCINDED", two), "Har inte sett återkallelsen (2): "));
    std::string const failed =
        R"({"party":"tib@dalarna","tried":["CHANNEL_SMS"],"failed":["CHANNEL_RAKEL"],)"
        R"("waiting":["CHANNEL_PUSH"]},{"party":"tib@orebro","failed":["CHANNEL_SMS"]})";
    CHECK(has(shown("STOOD_DOWN", failed),
              "TiB dalarna (sms; väntar på att sändas: push; GICK INTE FRAM: Rakel), "
              "TiB orebro (GICK INTE FRAM: sms)\n"));
    CHECK(has(shown("STOOD_DOWN", {}), "Alla larmade har sett avlarmningen\n"));
    std::string const parties =
        R"(],"parties":[{"party":"tib@dalarna","state":"PARTY_STATE_UNREACHABLE"},)"
        R"({"party":"tib@orebro","state":"PARTY_STATE_ACKNOWLEDGED"})";
    CHECK(has(shown("STOOD_DOWN", parties),
              "Alla som larmet nådde har sett avlarmningen; 1 nåddes aldrig av larmet\n"));
    CHECK_FALSE(has(shown("RUNNING", {}), "sett avlarmningen"));
}

TEST_CASE("an incident says why a message did not arrive", "[larm][server]") {
    ScriptedServer server{{{200, R"({"incident":{"regionId":"uppsala","parties":[
        {"party":"tib@dalarna","step":"regional_alarm","state":"PARTY_STATE_SENT","deliveries":[
        {"recipient":"tib@dalarna","channel":"CHANNEL_PUSH","outcome":"DELIVERY_OUTCOME_ACCEPTED"},
        {"recipient":"tib@dalarna","channel":"CHANNEL_WEBHOOK","outcome":"DELIVERY_OUTCOME_FAILED",
         "why":"the receiver answered 401"}]}]},"seq":"9"})",
                            false}}};
    auto const done = ask(server.url(), {"incident", "--incident", incident});
    INFO(done.out);
    CHECK(has(done.out, "push skickat, webhook: mottagaren svarade 401"));
}

TEST_CASE("bad usage gives 2, and nothing is sent", "[larm][server]") {
    ScriptedServer server{{accepted}};
    auto const [arguments, named] = GENERATE(table<std::vector<std::string>, std::string>({
        {{"commit", "--count", "5"}, "--region"},
        {{"commit", "--region", "dalarna", "--count", "five"}, "--count"},
        {{"commit", "--region", "dalarna", "--count", "5", "--count", "6"}, "--count"},
        {{"confirm", "--region", "dalarna", "--level", "panik"}, "katastrof"},
        {{"ack", "--party", "tib@dalarna", "--via", "brev"}, "rakel"},
        {{"incidents", "--server", "https://example.org"}, "--server"},
        {{"incidents", "--server", "http://"}, "--server"},
        {{"incidents", "extra"}, "extra"},
        {{"stand-up"}, "stand-up"},
        {{"commit", "--region", "dalarna", "--cuont", "5"}, "menade du --count?"},
        {{"incidents", "--open-onyl"}, "--open-onyl"},
        {{"ack", "--incident", incident, "--party", "dalarna"}, "menade du tib@dalarna?"},
    }));
    auto const done = ask(server.url(), arguments);
    CAPTURE(named, done.err);
    CHECK(done.code == 2);
    CHECK(has(done.err, named));
    CHECK(server.stop().empty());
}

TEST_CASE("without a token a verb says which flag is missing", "[larm][server]") {
    auto const done = finish({LARM, "incidents"}, "", {{"LARM_TOKEN", ""}});
    CHECK(done.code == 2);
    CHECK(has(done.err, "--token"));
    CHECK(has(done.err, "LARM_TOKEN"));
}

}  // namespace larm::cli::test
