// What is told after a command that has made something: its id, and the command that needs it.
#include <fmt/format.h>

#include "tests/support/catch.hpp"
#include "tests/unit/larm/ask.hpp"

namespace larm::cli::test {
namespace {

/// What is told by a daemon that takes the command and then has `view`; without the line that says
/// what was written.
std::string told(std::string const& view, std::vector<std::string> arguments) {
    ScriptedServer server{{accepted, {200, view, false}, {200, view, false}}};
    arguments.insert(arguments.end(), {"--incident", incident});
    auto const done = ask(server.url(), arguments);
    CAPTURE(done.err);
    CHECK(done.code == 0);
    CHECK(server.stop().size() >= 2);
    auto const line = done.out.find('\n');
    REQUIRE(line != std::string::npos);
    CHECK(done.out.starts_with("Klart"));
    auto const rest = done.out.substr(line + 1);
    return rest.starts_with("Skrivet: ") ? rest.substr(rest.find('\n') + 1) : rest;
}

/// The event that the command has caused.
std::string by(std::string const& kind) {
    return R"({"events":[{"seq":"17","event":{)" + kind + "}}]}";
}

}  // namespace

TEST_CASE("a promise, a request and an offer say their ids", "[larm][made]") {
    CHECK(has(told(by(R"("transportsCommitted":{"commitmentId":"dalarna-1","regionId":"dalarna",
                   "count":5})"),
                   {"commit", "--region", "dalarna", "--count", "5"}),
              "Löfte dalarna-1. När de åker: larm depart --region dalarna --commitment dalarna-1 "
              "--count 5"));
    CHECK(has(told(by(R"("supportRequested":{"request":{"requestId":"S1"}})"),
                   {"support", "request", "--region", "uppsala", "--kind", "helicopter", "--words",
                    "hkp", "--quantity", "3"}),
              "Begäran S1. "));
    CHECK(has(told(by(R"("supportOffered":{"requestId":"S1","line":1,
                   "offer":{"offerId":"S1-dalarna-1"}})"),
                   {"support", "offer", "--region", "dalarna", "--request", "S1", "--line", "1",
                    "--quantity", "1"}),
              "larm support accept --request S1 --offer S1-dalarna-1\n"));
}

TEST_CASE("a conference, a situation report and a move say their ids", "[larm][made]") {
    CHECK(has(told(by(R"("conferenceCalled":{"conference":{"conferenceId":"K2",
                   "startsAtUs":"1795780800000000"}})"),
                   {"conference", "call", "--starts-in-minutes", "15"}),
              "Kallelsen: larm conference export --conference K2 --format"));
    CHECK(has(told(by(R"("situationSent":{"report":{"number":3}})"), {"situation", "send"}),
              "--number 3 --format pdf > lagesbild-3.pdf\n"));
    CHECK(told(by(R"("transfersChanged":{"act":"TRANSFER_ACT_PROPOSED","moves":[{"moveId":"M2",
               "toHospitalId":"FAL","state":"TRANSFER_STATE_ACCEPTED"}]})"),
               {"transfer", "move", "--from-site", "1", "--to-hospital", "FAL", "--severity",
                "severe", "--count", "2"}) ==
          "Flyttning M2 till FAL, mottagen. När de åker: larm transfer depart --move M2\n");
}

TEST_CASE("whoever ends the alarm, or accepts, is told what comes next", "[larm][made]") {
    auto const ends =
        fmt::format(R"("incidentId":"{}","incidentStoodDown":{{"reason":"klart"}})", incident);
    CHECK(has(told(by(ends), {"stand-down", "--reason", "klart"}),
              fmt::format("larm close --incident {}\n", incident)));
    CHECK(has(told(by(R"("supportAccepted":{"requestId":"S1","offerId":"S1-dalarna-1"})"),
                   {"support", "accept", "--request", "S1", "--offer", "S1-dalarna-1"}),
              "larm support report --request S1 --offer S1-dalarna-1 --kind under-way\n"));
    CHECK(has(told(by(R"("bloodAccepted":{"offerId":"stockholm-1"})"),
                   {"blood", "accept", "--party", "blood@uppsala", "--offer", "stockholm-1"}),
              "larm blood transport --offer stockholm-1 --state under-way\n"));
    CHECK(told(by(R"("transfersChanged":{"act":"TRANSFER_ACT_ACCEPTED","moves":[
               {"moveId":"M1","state":"TRANSFER_STATE_CALLED_OFF"},
               {"moveId":"M2","state":"TRANSFER_STATE_ACCEPTED"},
               {"moveId":"M3","state":"TRANSFER_STATE_ACCEPTED"}]})"),
               {"transfer", "accept", "--region", "dalarna"}) ==
          "Mottagna: M2, M3. När patienterna åker: larm transfer depart --move M2\n");
}

TEST_CASE("a report says whether the incident has been alarmed", "[larm][made]") {
    auto const of = [](std::string const& phase) {
        auto const event = fmt::format(
            R"({{"events":[{{"seq":"17","event":{{"incidentId":"{}","incidentReported":{{"regionId":
            "uppsala"}}}}}}]}})",
            incident);
        ScriptedServer server{
            {accepted,
             {200, event, false},
             {200,
              fmt::format(R"({{"incident":{{"incidentId":"{}","phase":"{}"}}}})", incident, phase),
              false}}};
        return ask(server.url(),
                   {"report", "--region", "uppsala", "--severe", "3", "--incident", incident})
            .out;
    };
    CHECK(has(of("INCIDENT_PHASE_REPORTED"), "Inget larm har gått ut. "));
    CHECK(has(of("INCIDENT_PHASE_RUNNING"), "händelse som redan är larmad: "));
}

TEST_CASE("a plan says what came of it", "[larm][made]") {
    auto const counts = R"("hasRules":true,"seq":"9","proposed":{"severe":10,"moderate":1},
        "awaitedRegionIds":["dalarna"])";
    auto const plan = [&](std::string const& rest) {
        return told("{" + std::string{counts} + rest + "}", {"transfer", "plan"});
    };
    CHECK(plan(R"(,"proposal":{"number":2,"atUs":"7","leftBehind":[{"count":3}]},"lookedAt":"7")")
              .starts_with("Förslag 2: 11 patienter i förslag, 1 region har att svara, 3 patienter "
                           "flyttas inte. larm transfer status"));
    CHECK(plan(R"(,"proposal":{"number":2,"atUs":"7"},"lookedAt":"8")")
              .starts_with("Förslag 2 står kvar: inget är bättre"));
    CHECK(told(R"({"seq":"9"})", {"transfer", "plan"}) ==
          "Händelsens regler har inget om flyttningar: inget föreslås.\n");
}

TEST_CASE("a step that another needs is told of when it is ordered with it", "[larm][made]") {
    CHECK(
        has(told(R"({"hospitals":[{"hospitalId":"FAL","steps":[
                   {"record":{"stepId":"lokaler-1","orderedAtUs":"5"},"title":"Rum"},
                   {"record":{"stepId":"styrning-1","orderedAtUs":"7"},"title":"Ledning"},
                   {"record":{"stepId":"personal-2","orderedAtUs":"7"},"title":"Kalla in"}]}]})",
                 {"capacity", "order", "--hospital", "FAL", "--step", "personal-2"}),
            "Beställt: styrning-1 (Ledning), som krävs först\nBeställt: personal-2 (Kalla in)\n"));
}

TEST_CASE("every command says what it has written, as the journal has it", "[larm][made]") {
    ScriptedServer server{
        {accepted,
         {200, by(R"("transportsRevoked":{"regionId":"dalarna","reason":"motorhaveri",
             "shares":[{"commitmentId":"dalarna-1","count":2,
             "resourceIds":["331-9010","331-9020"]}]})"),
          false}}};
    auto const done =
        ask(server.url(), {"revoke", "--incident", incident, "--region", "dalarna", "--count", "2",
                           "--reason", "motorhaveri", "--resource", "331-9010,331-9020"});
    CAPTURE(done.out);
    CHECK(has(server.stop().front().body, R"("resourceIds":["331-9010","331-9020"])"));
    CHECK(has(done.out,
              "\nSkrivet: TiB dalarna TOG TILLBAKA 2 transporter [331-9010, 331-9020]: "
              "motorhaveri"));
}

TEST_CASE("what was written is told by the names that the daemon knows", "[larm][made]") {
    Scripted const pack{200,
                        R"({"pack":{"regions":[{"id":"dalarna","shortName":"Dalarna"}],
                            "hospitals":[{"id":"FAL","name":"Falu lasarett"}]}})",
                        false};
    ScriptedServer server{
        {accepted,
         {200, by(R"("capacityReported":{"report":{"hospitalId":"FAL","via":"VIA_API",
             "figures":[{"stage":"CARE_STAGE_EMERGENCY","dimension":"PLUS_DIMENSION_STAFF",
             "free":7}]}})"),
          false},
         pack,
         accepted,
         {200, by(R"("transportsCommitted":{"regionId":"dalarna","count":5,"via":"VIA_API"})"),
          false},
         pack}};
    auto const hospital = ask(
        server.url(), {"capacity", "report", "--hospital", "FAL", "--free", "emergency/staff=7"});
    CHECK(has(hospital.out,
              "\nSkrivet: Falu lasarett rapporterade kapacitet: akutmottagning personal 7 (API)"));
    auto const region = ask(
        server.url(), {"commit", "--incident", incident, "--region", "dalarna", "--count", "5"});
    CHECK(has(region.out, "\nSkrivet: TiB Dalarna utlovade 5 transporter (API)"));
}

TEST_CASE("whoever takes vehicles back sees which promise it was, and what is left of it",
          "[larm][made]") {
    auto const* const left = R"({"incident":{"commitments":[
        {"commitmentId":"dalarna-1","count":2,"departed":1,"kind":"ambulans",
         "resourceIds":["331-9030","331-9040"]},
        {"commitmentId":"dalarna-2","count":3},{"commitmentId":"dalarna-3"}],
        "transports":[{"regionId":"orebro","committed":5},
                      {"regionId":"dalarna","committed":5,"required":5}]},"seq":"17"})";
    auto const told_of = [&](std::string const& event, std::vector<std::string> arguments) {
        ScriptedServer server{{accepted, {200, by(event), false}, {200, left, false}}};
        arguments.insert(arguments.end(), {"--incident", incident, "--region", "dalarna"});
        return ask(server.url(), arguments).out;
    };
    auto const revoked = told_of(R"("transportsRevoked":{"regionId":"dalarna","shares":[
            {"commitmentId":"dalarna-3","count":1},{"commitmentId":"dalarna-1","count":1}]})",
                                 {"revoke", "--count", "2"});
    CAPTURE(revoked);
    CHECK(
        has(revoked,
            "\nLöfte dalarna-1: gäller 2 transporter (ambulans) [331-9030, 331-9040], varav 1 har "
            "åkt\nLöfte dalarna-3: gäller inte längre någon transport\ndalarna har nu 5 "
            "transporter utlovade, "
            "minst 5 begärs\n"));
    CHECK_FALSE(has(revoked, "dalarna-2"));
    CHECK(has(told_of(R"("transportsReconfirmed":{"regionId":"dalarna",
                  "commitmentId":"dalarna-2"})",
                      {"reconfirm", "--commitment", "dalarna-2"}),
              "Löfte dalarna-2: gäller 3 transporter\n"));
    CHECK(has(told_of(R"("transportsDeparted":{"regionId":"dalarna",
                  "share":{"commitmentId":"dalarna-1","count":1}})",
                      {"depart", "--commitment", "dalarna-1", "--count", "1"}),
              "Löfte dalarna-1: gäller 2 transporter"));
}

TEST_CASE("a level that was so already is not told as changed", "[larm][made]") {
    auto const changed_from = [](std::string const& before) {
        ScriptedServer server{
            {{200, R"({"incident":{"level":")" + before + R"("},"seq":"9"})", false},
             accepted,
             {200, by(R"("levelChanged":{"level":"READINESS_LEVEL_STAB"})"), false}}};
        return ask(server.url(), {"level", "--incident", incident, "--level", "stab"}).out;
    };
    CHECK(has(changed_from("READINESS_LEVEL_STAB"),
              "sade beredskapsläget på nytt, det var redan stabsläge"));
    CHECK(has(changed_from("READINESS_LEVEL_KATASTROF"), "ändrade beredskapsläget till stabsläge"));
}

TEST_CASE("an answer is told in Swedish, and a decision once", "[larm][made]") {
    ScriptedServer server{{accepted,
                           {200, by(R"("partyAnswered":{"party":"blood@stockholm","step":"blood",
                               "answer":"decline: Slut","via":"VIA_API"})"),
                            false}}};
    CHECK(has(ask(server.url(), {"answer", "--incident", incident, "--party", "blood@stockholm",
                                 "--step", "blood", "--decline", "Slut"})
                  .out,
              "svarade på \"blood\": nej: Slut (API)"));
    CHECK(told(by(R"("conferenceDecided":{"conferenceId":"K1","decision":{"number":1,
               "decision":"Alla till Örebro"}})"),
               {"conference", "decide", "--conference", "K1", "--decision", "Alla till Örebro"})
              .starts_with("Var en part står: larm conference position --conference K1"));
}

TEST_CASE("what a roll-call and an exercise have written is told", "[larm][made]") {
    ScriptedServer call{{accepted, {200, by(R"("rollCallEnded":{})"), false}}};
    CHECK(has(ask(call.url(), {"rollcall", "end"}).out, "\nSkrivet: Provlarmet är slut\n"));

    auto const* const stands = R"({"exercise":{"worldId":"arboga","nowUs":"1784668380000000",
        "record":{"title":{"sv":"Bussolycka"},"phase":"EXERCISE_PHASE_PAUSED","reason":"Lunch",
        "seed":"7","pacePercent":100,"humans":["tib@uppsala"]}}})";
    auto const steered = [&](std::vector<std::string> const& arguments,
                             std::string const& reply = accepted.body) {
        ScriptedServer server{{{200, reply, false}, {200, stands, false}}};
        return ask(server.url(), arguments).out;
    };
    CHECK(has(steered({"exercise", "load", "--scenario", "arboga"}, R"({"worldId":"arboga"})"),
              "Skrivet i övningen arboga: Bussolycka, spelas av människor: TiB uppsala, frö 7\n"));
    CHECK(has(steered({"exercise", "pause", "--world", "arboga"}),
              "Skrivet i övningen arboga: pausad, övningstid "));
    CHECK(has(steered({"exercise", "close", "--world", "arboga"}, "{}"),
              "Stängd.\nÖvningen arboga är borta ur servern."));
}

TEST_CASE("a command is done though nothing can be read of what it made", "[larm][made]") {
    ScriptedServer server{{accepted, {503, R"({"code":"unavailable","message":"x"})", false}}};
    auto const done = ask(server.url(), {"commit", "--incident", incident, "--region", "dalarna",
                                         "--count", "5", "--timeout", "0.3"});
    CHECK(done.code == 0);
    CHECK(done.err.empty());
    CHECK(has(done.out, "Klart"));
}

TEST_CASE("support is exported of the only open incident", "[larm][server]") {
    ScriptedServer server{{{200, R"({"incidents":[{"incidentId":"i1"}],"seq":"9"})", false},
                           {200, R"({"text":"<xml/>"})", false}}};
    auto const done = ask(server.url(), {"support", "export", "--format", "resource-messages"});
    CHECK(done.code == 0);
    auto const received = server.stop();
    REQUIRE(received.size() == 2);
    CHECK(has(received[1].body, R"("incidentId":"i1")"));
}

TEST_CASE("of a report that is rescinded no alarm is called back", "[larm][made]") {
    auto const rescinded_in = [](std::string const& phase) {
        auto const kind =
            fmt::format(R"("incidentId":"{}","incidentRescinded":{{"reason":"Prov"}})", incident);
        ScriptedServer server{
            {{200, R"({"incident":{"phase":")" + phase + R"("},"seq":"9"})", false},
             accepted,
             {200, by(kind), false}}};
        return ask(server.url(), {"rescind", "--incident", incident, "--reason", "Prov"}).out;
    };
    auto const report = rescinded_in("INCIDENT_PHASE_REPORTED");
    CHECK(has(report, "återkallade rapporten, inget larm hade gått ut: Prov\nIngen har larmats. "));
    CHECK_FALSE(has(report, "ÅTERKALLADE"));
    CHECK(has(rescinded_in("INCIDENT_PHASE_RUNNING"), "ÅTERKALLADE larmet: Prov\n"));
}

TEST_CASE("vehicles are released by their names alone where one promise has them", "[larm][made]") {
    auto const* const promises = R"({"incident":{"commitments":[
        {"commitmentId":"dalarna-1","regionId":"dalarna","resourceIds":["331-9010","331-9020"]},
        {"commitmentId":"dalarna-2","regionId":"dalarna","resourceIds":["331-9030"]},
        {"commitmentId":"orebro-1","regionId":"orebro","resourceIds":["337-9010"]}]},"seq":"9"})";
    auto const release = [&](std::vector<std::string> const& more) {
        ScriptedServer server{{{200, promises, false}, accepted}};
        std::vector<std::string> command{"release", "--incident", incident, "--region", "dalarna"};
        command.insert(command.end(), more.begin(), more.end());
        auto done = ask(server.url(), command);
        auto received = server.stop();
        return std::pair{std::move(done), std::move(received)};
    };
    auto const [done, received] = release({"--resource", "3319020,331-9010"});
    CAPTURE(done.err);
    CHECK(done.code == 0);
    REQUIRE(received.size() >= 2);
    CHECK(has(received[1].body, R"("commitmentId":"dalarna-1")"));
    CHECK(has(received[1].body, R"("count":2)"));
    auto const several = release({"--resource", "331-9010,331-9030"});
    CHECK(several.first.code == 2);
    CHECK(has(several.first.err,
              "ett löfte i taget:\n  --commitment dalarna-1 --resource "
              "331-9010\n  --commitment dalarna-2 --resource 331-9030"));
    CHECK(has(release({"--resource", "331-9999"}).first.err,
              "De som finns: 331-9010, 331-9020, 331-9030"));
    CHECK(has(release({"--resource", "337-9010"}).first.err, "--region orebro"));
    auto const neither = release({"--count", "1"});
    CHECK(neither.first.code == 2);
    CHECK(has(neither.first.err, "--commitment saknas: "));
    CHECK(neither.second.empty());
}

}  // namespace larm::cli::test
