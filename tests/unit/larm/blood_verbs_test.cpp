// larm blood: units as flags, and the view in words.
#include <boost/json.hpp>

#include "tests/support/catch.hpp"
#include "tests/unit/larm/ask.hpp"

namespace larm::cli::test {
namespace {

Finished ask_blood(std::string const& url, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "blood");
    return ask(url, arguments);
}

}  // namespace

TEST_CASE("units of blood are written by group, with what an hour gives", "[larm][blood]") {
    ScriptedServer server{{accepted}};
    auto const stock = ask_blood(server.url(), {"stock", "--region", "uppsala", "--lines",
                                                "o-=12+2,O+=40,AB+=3+1", "--lines", "plasma=30"});
    INFO(stock.err);
    CHECK(stock.code == 0);
    auto const alarm =
        ask_blood(server.url(), {"alarm", "--incident", incident, "--party", "blood@uppsala",
                                 "--reason", "slut om en timme", "--asks", "O-=20"});
    INFO(alarm.err);
    CHECK(alarm.code == 0);
    auto const offer = ask_blood(server.url(), {"offer", "--incident", incident, "--party",
                                                "blood@stockholm", "--units", "O-=6,O+=2"});
    CHECK(offer.code == 0);
    for (auto const* const wrong : {"O-", "O-=x", "C+=3", "O-=3+", "O-=-3", ""}) {
        CAPTURE(wrong);
        auto const refused =
            ask_blood(server.url(), {"stock", "--region", "uppsala", "--lines", wrong});
        CHECK(refused.code == 2);
    }
    auto const per_hour = ask_blood(server.url(), {"offer", "--incident", incident, "--party",
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
    auto const told = ask_blood(server.url(), {"status", "--incident", incident});
    INFO(told.out << told.err);
    CHECK(told.code == 0);
    for (auto const* const part :
         {"12 O-", "16 inlagda", "4 O- (+2/h)", "för 60 min sedan", "okänt",
          "Inte rapporterat: blodcentral dalarna", "LARMADE LANDET", "40 O-", "stockholm-1",
          "på väg", "Nej: ", "Inget svar än: "}) {
        CAPTURE(part);
        CHECK(has(told.out, part));
    }
}

TEST_CASE("unknown stocks are one line that names them, and never a zero", "[larm][blood]") {
    ScriptedServer server{{Scripted{200, R"({"seq":"9","blood":{"incidentId":"x","at":"7200000000",
        "hasRules":true,"hasCasualties":true,
        "centres":[{"party":"blood@uppsala"},{"party":"blood@dalarna"},
                   {"party":"blood@orebro","observedAt":"3600000000","isKnown":true,
                    "lines":[{"group":"BLOOD_GROUP_O_NEGATIVE","units":4}]}],
        "gaps":[{"party":"blood@uppsala","unknown":["blood@uppsala"],"points":[
            {"inMinutes":30,"group":"BLOOD_GROUP_O_NEGATIVE","need":12,"lacking":12},
            {"inMinutes":30,"group":"BLOOD_GROUP_A_POSITIVE","need":9,"lacking":9}]},
          {"unknown":["blood@uppsala","blood@dalarna"],"points":[
            {"inMinutes":30,"group":"BLOOD_GROUP_O_NEGATIVE","need":12,"supply":4,"lacking":8},
            {"inMinutes":30,"group":"BLOOD_GROUP_A_POSITIVE","need":9,"lacking":9}]}],
        "offers":[{"offerId":"stockholm-1","party":"blood@stockholm","to":"blood@uppsala",
                   "state":"BLOOD_OFFER_STATE_WITHDRAWN","withdrawnReason":"3, inte 30",
                   "withdrawnAt":"7100000000","units":[{"group":"BLOOD_GROUP_O_NEGATIVE","units":30}]}]}})",
                                    false}}};
    auto const told = ask_blood(server.url(), {"status", "--incident", incident});
    INFO(told.out << told.err);
    CHECK(told.code == 0);
    for (auto const* const part :
         {"Inte rapporterat: blodcentral uppsala, blodcentral dalarna",
          "Brist, blodcentral uppsala: okänd. Lagret är okänt hos blodcentral uppsala.",
          "Lagret är okänt hos blodcentral uppsala, blodcentral dalarna.", "minst 4",
          "TAGET TILLBAKA", "3, inte 30"}) {
        CAPTURE(part);
        CHECK(has(told.out, part));
    }
    // What there is of it, and what lacks.
    auto const row = told.out.substr(told.out.find("A+ "));
    auto const line = row.substr(0, row.find('\n'));
    CHECK(line.find("okänt") != line.rfind("okänt"));
}

TEST_CASE("a group that a count leaves out is unknown, and no zero", "[larm][blood]") {
    ScriptedServer server{{Scripted{200, R"({"seq":"9","blood":{"incidentId":"x","at":"7200000000",
        "hasRules":true,"hasCasualties":true,
        "centres":[{"party":"blood@uppsala","observedAt":"3600000000","isKnown":true,
                    "lines":[{"product":"BLOOD_PRODUCT_RED_CELLS","group":"BLOOD_GROUP_O_NEGATIVE"}]}],
        "gaps":[{"party":"blood@uppsala","points":[
            {"inMinutes":30,"product":"BLOOD_PRODUCT_RED_CELLS","group":"BLOOD_GROUP_O_NEGATIVE","isKnown":true},
            {"inMinutes":30,"product":"BLOOD_PRODUCT_RED_CELLS","group":"BLOOD_GROUP_A_POSITIVE","isKnown":true}]}]}})",
                                    false}}};
    auto const told = ask_blood(server.url(), {"status", "--incident", incident});
    INFO(told.out << told.err);
    auto const row = [&](std::string const& group) {
        auto const from = told.out.substr(told.out.find("om 30 min", told.out.find(group) - 20));
        return from.substr(0, from.find('\n'));
    };
    CHECK_FALSE(has(row("O- "), "okänt"));
    CHECK(has(row("A+ "), "okänt"));
}

TEST_CASE("a blood centre's token says for whom it speaks, and another's has to say",
          "[larm][blood]") {
    auto const session = [](std::string const& role) {
        return Scripted{200, R"({"role":")" + role + R"(","organisation":"uppsala"})", false};
    };
    ScriptedServer server{{session("ROLE_BLOOD"), accepted}};
    auto const stock = ask_blood(server.url(), {"stock", "--lines", "O-=12"});
    INFO(stock.err);
    CHECK(stock.code == 0);
    auto const received = server.stop();
    REQUIRE(received.size() == 2);
    CHECK(received[0].target == "/session");
    CHECK(has(received[1].body, R"("party":"blood@uppsala")"));

    ScriptedServer other{{session("ROLE_TIB")}};
    auto const alarm = ask_blood(
        other.url(), {"alarm", "--incident", incident, "--reason", "x", "--asks", "O-=20"});
    CHECK(alarm.code == 2);
    CHECK(has(alarm.err, "--party eller --region saknas"));
    CHECK(other.stop().size() == 1);
}

TEST_CASE("an alarm to the country says how many it asks, and a double press that it asks nobody",
          "[larm][blood]") {
    ScriptedServer server{
        {Scripted{200,
                  R"({"incidentId":"x","seq":"17","durability":"DURABILITY_LOCAL","asked":20})",
                  false},
         Scripted{
             200,
             R"({"incidentId":"x","seq":"18","durability":"DURABILITY_LOCAL","notice":"Redan larmat kl 03:14 med samma behov: ingen frågas på nytt."})",
             false},
         accepted}};
    auto const alarm = [&] {
        return ask_blood(server.url(), {"alarm", "--incident", incident, "--region", "uppsala",
                                        "--reason", "slut", "--asks", "O-=20"});
    };
    CHECK(has(alarm().out, "Frågas nu: 20 blodcentraler"));
    CHECK(has(alarm().out, "Redan larmat kl 03:14"));
    auto const withdrawn =
        ask_blood(server.url(), {"withdraw", "--incident", incident, "--region", "stockholm",
                                 "--offer", "stockholm-1", "--reason", "3, inte 30"});
    INFO(withdrawn.err);
    CHECK(withdrawn.code == 0);
    auto const received = server.stop();
    REQUIRE(received.size() == 3);
    CHECK(received[2].target == "/larm.v1.BloodService/WithdrawBloodOffer");
    CHECK(has(received[2].body, R"("offerId":"stockholm-1")"));
}

}  // namespace larm::cli::test
