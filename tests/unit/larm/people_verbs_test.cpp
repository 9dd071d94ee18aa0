// The verbs that duty officers plan and try their shifts with, when they are used wrongly: told in
// Swedish, with what to do, and nothing is sent.
#include <fstream>

#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/unit/larm/ask.hpp"

namespace larm::cli::test {

TEST_CASE("a slip is told in Swedish, with what to do, and nothing is sent", "[larm][people]") {
    ScriptedServer server{{{200, R"({"seq":"9"})", false}}};
    auto const [arguments, said] = GENERATE(table<std::vector<std::string>, std::string>({
        {{"contacts"}, "ett verb saknas, eller ett under det; larm --help visar dem alla"},
        {{"contacts", "import", "/nowhere"}, "/nowhere kan inte läsas. Se efter att filen finns"},
        {{"contacts", "diff", "/"}, "/ kan inte läsas"},
        {{"contacts", "import"}, "FILE saknas"},
        {{"contacts", "unsubscribe", "--officer", "a"}, "--name eller --file"},
        {{"contacts", "unsubscribe", "--officer", "a", "--file", "/"}, "/ kan inte läsas"},
        {{"roster", "import", "/nowhere"}, "/nowhere kan inte läsas"},
        {{"roster", "import", "/"}, "/ kan inte läsas"},
        {{"roster", "set", "--party", "tib@dalarna", "--shift", "i natt"},
         "\"i natt\" är inget pass. Skriv personens id, från och till"},
        {{"roster", "set"}, "--party saknas"},
        {{"rollcall", "start", "--channel", "fax"},
         "kanalen fax finns inte. Välj bland push, sms, voice, rakel, email, webhook."},
        {{"rollcall", "start", "--channel", "unspecified"}, "kanalen unspecified finns inte"},
        {{"call", "--party", "dalarna", "--result", "done"}, "menade du tib@dalarna?"},
        {{"call", "--party", "tib@dalarna"}, "--result saknas"},
        {{"preflight", "nu"}, "nu är ett ord för mycket; --help visar hur det skrivs"},
        {{"calls", "--server", "ftp://x"}, "måste vara en adress som http://127.0.0.1:8080"},
    }));
    auto const done = ask(server.url(), arguments);
    CAPTURE(arguments, done.err);
    CHECK(done.code == 2);
    CHECK(done.out.empty());
    CHECK(has(done.err, said));
    CHECK(server.stop().empty());
}

TEST_CASE("of a roster with a fault nothing is planned, and the line is named", "[larm][people]") {
    larm::test::TemporaryDirectory const directory;
    auto const file = (directory.path() / "roster.txt").string();
    std::ofstream{file} << "# natten\n"
                           "tib@dalarna dalarna-tib-2 2026-11-26 08:00 2026-11-27 08:00\n"
                           "tib@dalarna dalarna-tib-1 2026-11-27 08:00\n";
    ScriptedServer server{{{200, R"({"seq":"9"})", false}}};
    auto const done = ask(server.url(), {"roster", "import", file});
    CHECK(done.code == 2);
    CHECK(has(done.err, file + ":3: raden är inget pass, och ingenting har planerats."));
    CHECK(has(done.err, "tib@dalarna dalarna-tib-2 2026-11-26 08:00 2026-11-27 08:00"));
    CHECK(server.stop().empty());
}

TEST_CASE("a roll-call under way says so beside everybody, and that sending failed, and why",
          "[larm][people]") {
    auto const reply = [](std::string const& ended) {
        auto const call =
            R"({"rollCallId":"0193f000-0000-7000-8000-00000000aaaa","startedAt":"1764040320000000",)"
            R"("answerBy":"1764043920000000",)" +
            ended +
            R"("answers":[{"party":"tib@dalarna","officerId":"dalarna-tib-1","channel":"CHANNEL_SMS"},)"
            R"({"party":"tib@dalarna","officerId":"dalarna-tib-1","channel":"CHANNEL_VOICE",)"
            R"("outcome":"DELIVERY_OUTCOME_FAILED","detail":"the provider answered 403"}]})";
        return std::string{R"({"rollCall":)"} + call + R"(,"rollCalls":[)" + call +
               R"(],"regions":[{"organisation":"dalarna","reach":[)"
               R"({"party":"tib@dalarna","officerId":"dalarna-tib-1","channel":"CHANNEL_SMS"},)"
               R"({"party":"tib@dalarna","officerId":"dalarna-tib-1","channel":"CHANNEL_RAKEL",)"
               R"("provenAt":"1764040320000000"}]}],"seq":"9"})";
    };
    auto const shown = [&reply](std::string const& verb, std::string const& ended) {
        ScriptedServer server{{{200, reply(ended), false}}};
        return ask(server.url(), {"rollcall", verb}).out;
    };
    auto const running = shown("status", "");
    INFO(running);
    CHECK(has(running, "pågår, inget svar än"));
    CHECK(has(running, "GICK INTE ATT SÄNDA: leverantören svarade 403"));
    CHECK(has(running, "larm rollcall end 0193f000-0000-7000-8000-00000000aaaa"));
    auto const report = shown("report", "");
    INFO(report);
    CHECK(has(report, "pågår, inget svar än"));
    CHECK(has(report, "har svarat, ej mätt"));
    CHECK_FALSE(has(report, "aldrig prövad"));
    auto const over = R"("endedAt":"1764040380000000","endedBy":"ROLE_TIB",)"
                      R"("endedByOrganisation":"dalarna",)";
    CHECK(has(shown("status", over), "AVBRUTET 2025-11-25 04:13:00 av TiB dalarna"));
    CHECK(has(shown("status", over), "avbrutet före svar"));
    CHECK(has(shown("status", R"("endedAt":"1764043920000000",)"), "inget svar"));
    CHECK(has(shown("report", over), "AVBRUTET"));
    CHECK(has(shown("report", over), "aldrig prövad"));
}

TEST_CASE("a report tells answers and receipts apart, and does not call untried what was sent",
          "[larm][people]") {
    ScriptedServer server{
        {{200,
          R"({"rollCalls":[{"rollCallId":"0193f000-0000-7000-8000-00000000aaaa",)"
          R"("startedAt":"1764040320000000","endedAt":"1764040380000000","endedBy":"ROLE_TIB",)"
          R"("answers":[{"party":"tib@dalarna","officerId":"dalarna-tib-1",)"
          R"("channel":"CHANNEL_EMAIL","outcome":"DELIVERY_OUTCOME_ACCEPTED"}]}],)"
          R"("regions":[{"organisation":"dalarna","reach":[)"
          R"({"party":"tib@dalarna","officerId":"dalarna-tib-1","channel":"CHANNEL_EMAIL"},)"
          R"({"party":"tib@dalarna","officerId":"dalarna-tib-1","channel":"CHANNEL_PUSH",)"
          R"("asked":3,"answered":1,"received":2},)"
          R"({"party":"tib@dalarna","officerId":"dalarna-tib-1","channel":"CHANNEL_SMS",)"
          R"("asked":1}]}],"seq":"9"})",
          false}}};
    auto const report = ask(server.url(), {"rollcall", "report"}).out;
    INFO(report);
    CHECK(has(report, "avbrutet före svar"));
    CHECK_FALSE(has(report, "aldrig prövad"));
    CHECK(has(report, "1 av 3, 2 till bara framme"));
    CHECK(has(report, "0 av 1 "));
}

TEST_CASE("larm rollcall end and larm contacts withdraw are one command each", "[larm][people]") {
    auto const done =
        R"({"incidentId":"","seq":"100","durability":"DURABILITY_LOCAL","notice":""})";
    ScriptedServer server{{{200, done, false}, {200, done, false}, {200, done, false}}};
    CHECK(ask(server.url(), {"rollcall", "end"}).code == 0);
    CHECK(ask(server.url(), {"rollcall", "end", "0193f000-0000-7000-8000-00000000aaaa"}).code == 0);
    CHECK(ask(server.url(), {"contacts", "withdraw", "7"}).code == 0);
    auto const received = server.stop();
    REQUIRE(received.size() == 3);
    CHECK(received[0].target == "/larm.v1.ContactService/EndRollCall");
    CHECK_FALSE(has(received[0].body, "rollCallId"));
    CHECK(has(received[1].body, R"("rollCallId":"0193f000-0000-7000-8000-00000000aaaa")"));
    CHECK(received[2].target == "/larm.v1.ContactService/WithdrawContacts");
    CHECK(has(received[2].body, R"("number":"7")"));
}

TEST_CASE("what an import passes over is named, and how many more there are", "[larm][people]") {
    larm::test::TemporaryDirectory const directory;
    auto const file = (directory.path() / "contacts.textproto").string();
    std::ofstream{file} << "officers {}\n";
    ScriptedServer server{{{200,
                            R"({"number":"7","state":"PROPOSAL_STATE_OPEN","proposedBy":"tok_a",)"
                            R"("proposedAt":"1764040320000000","passedOverCount":3,"passedOver":)"
                            R"([{"officerId":"orebro-tib-1","party":"tib@orebro"}]})",
                            false}}};
    auto const done = ask(server.url(), {"contacts", "import", file});
    INFO(done.out);
    CHECK(has(done.out, "Förslag 7: väntar på godkännande; föreslaget av tok_a"));
    CHECK(has(done.out, "Hoppas över, andra organisationers poster (3):"));
    CHECK(has(done.out, "orebro-tib-1 (tib@orebro)"));
    CHECK(has(done.out, "och 2 till"));
}

TEST_CASE("faults of a contacts file stand under the file's own name and place", "[larm][people]") {
    larm::test::TemporaryDirectory const directory;
    auto const file = (directory.path() / "mina kontakter.textproto").string();
    std::ofstream{file} << "officers {}\n";
    auto const verb = GENERATE("import", "diff");
    ScriptedServer server{
        {{400,
          R"({"code":"invalid_argument","message":"contacts has faults:\ncontacts:6:36: error: no )"
          R"(such channel\ncontacts:9:1: error: two","details":[{"type":"larm.v1.FieldError",)"
          R"("debug":{"field":"contacts"}}]})",
          false}}};
    auto const done = ask(server.url(), {"contacts", verb, file});
    INFO(done.err);
    CHECK(done.code == 1);
    CHECK(has(done.err, "Filen " + file + " har fel, och ingenting i den har tagits."));
    CHECK(has(done.err, "\n" + file + ":6:36: error: no such channel\n" + file + ":9:1: error"));
    CHECK_FALSE(has(done.err, "--contacts"));
    CHECK_FALSE(has(done.err, "contacts:6"));
}

TEST_CASE("a history without anything says whose, instead of an empty table", "[larm][people]") {
    ScriptedServer server{{{200, R"({"proposals":[],"entries":[]})", false}}};
    auto const done = ask(server.url(), {"contacts", "history", "dalarna-tib-9"});
    CHECK(has(done.out, "Inget har ändrats för dalarna-tib-9. Är id:t rätt?"));
    CHECK(has(server.stop().front().body, R"("officerId":"dalarna-tib-9")"));
}

TEST_CASE("whoever starts a roll-call is told which it is and how it is ended", "[larm][people]") {
    auto const done = R"({"incidentId":"","seq":"9","durability":"DURABILITY_LOCAL","notice":""})";
    auto const call = R"({"rollCallId":"0193f000-0000-7000-8000-00000000aaaa",)"
                      R"("startedAt":"1764040320000000","answerBy":"1764043920000000"})";
    auto const seen = [call](std::string const& seq) {
        return std::string{R"({"rollCall":)"} + call + R"(,"rollCalls":[)" + call +
               R"(],"regions":[],"seq":")" + seq + R"("})";
    };
    ScriptedServer server{{{200, done, false}, {200, seen("9"), false}}};
    auto const told = ask(server.url(), {"rollcall", "start"});
    INFO(told.out);
    CHECK(told.code == 0);
    CHECK(has(told.out, "Provlarm 0193f000-0000-7000-8000-00000000aaaa pågår"));
    CHECK(has(told.out, "larm rollcall end 0193f000-0000-7000-8000-00000000aaaa"));
    CHECK(server.stop().at(1).target == "/larm.v1.ContactService/GetRollCall");

    ScriptedServer silent{{{200, done, false}, {503, "", false}}};
    auto const alone = ask(silent.url(), {"rollcall", "start"});
    CHECK(alone.code == 0);  // it goes on, whether or not it can be shown
    CHECK_FALSE(has(alone.out, "Provlarm"));
}

TEST_CASE("of an older daemon, which names one roll-call only, that one is shown, and why",
          "[larm][people]") {
    ScriptedServer server{
        {{200,
          R"({"rollCall":{"rollCallId":"0193f000-0000-7000-8000-00000000aaaa",)"
          R"("startedAt":"1764040320000000","answers":[{"party":"tib@dalarna",)"
          R"("officerId":"dalarna-tib-1","channel":"CHANNEL_SMS"}]},"regions":[],"seq":"9"})",
          false}}};
    auto const done = ask(server.url(), {"rollcall", "status"});
    INFO(done.out);
    CHECK(has(done.out, "larmd är av en äldre version än larm"));
    CHECK(has(done.out, "dalarna-tib-1"));
    CHECK_FALSE(has(done.out, "Inget provlarm har hållits"));
}

TEST_CASE("the preflight says what is down now and why, and who has never answered",
          "[larm][people]") {
    ScriptedServer server{
        {{200,
          R"({"findings":[{"step":"regional","party":"tib@dalarna","officerId":"dalarna-tib-1",)"
          R"("reason":"PREFLIGHT_REASON_CHANNEL_DOWN","channels":["CHANNEL_SMS","CHANNEL_VOICE"],)"
          R"("why":"the provider answered 403","unreachable":true,)"
          R"("grade":"PREFLIGHT_GRADE_UNREACHABLE"},)"
          R"({"party":"tib@dalarna","officerId":"dalarna-tib-1",)"
          R"("reason":"PREFLIGHT_REASON_NEVER_PROVEN",)"
          R"("grade":"PREFLIGHT_GRADE_UNREACHABLE"}],"seq":"9"})",
          false}}};
    CHECK(ask(server.url(), {"preflight"}).out ==
          "KAN INTE NÅS ALLS  TiB dalarna (dalarna-tib-1)\n"
          "    NÅS INTE  regional: fungerade inte vid senaste försöket (prova med provlarm): sms, "
          "telefonsamtal (leverantören svarade 403)\n"
          "    brist     har aldrig svarat över någon väg; kör provlarm\n");
}

TEST_CASE("the preflight tells person by person, whom nothing reaches first", "[larm][people]") {
    ScriptedServer server{
        {{200,
          R"({"findings":[{"step":"blood","party":"blood@orebro",)"
          R"("reason":"PREFLIGHT_REASON_NOBODY_ON_DUTY","unreachable":true,)"
          R"("grade":"PREFLIGHT_GRADE_UNREACHABLE"},)"
          R"({"step":"regional","party":"tib@dalarna","officerId":"dalarna-tib-1",)"
          R"("reason":"PREFLIGHT_REASON_NO_CHANNEL","channels":["CHANNEL_SMS"],)"
          R"("grade":"PREFLIGHT_GRADE_FEWER_WAYS"},)"
          R"({"party":"tib@dalarna","officerId":"dalarna-tib-1",)"
          R"("reason":"PREFLIGHT_REASON_ROSTER_ENDS",)"
          R"("grade":"PREFLIGHT_GRADE_FEWER_WAYS"}],"seq":"9"})",
          false}}};
    CHECK(ask(server.url(), {"preflight"}).out ==
          "KAN INTE NÅS ALLS  blodcentral orebro\n"
          "    NÅS INTE  blood: ingen har jouren\n"
          "FÄRRE VÄGAR  TiB dalarna (dalarna-tib-1)\n"
          "    brist     regional: saknar adress för sms\n"
          "    brist     ingen är planerad efter det här passet\n");
}

}  // namespace larm::cli::test
