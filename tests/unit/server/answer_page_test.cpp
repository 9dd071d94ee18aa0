// The answer page over real sockets: what reading does not do, what pressing does, what devices
// report.
#include <fmt/format.h>

#include "tests/support/catch.hpp"
#include "tests/support/cooperation.hpp"
#include "tests/support/transfers.hpp"
#include "tests/unit/server/answer_night.hpp"

namespace larm::server::test {
namespace {

bool has(Reply const& reply, std::string_view part) {
    INFO(reply.body);
    return reply.body.find(part) != std::string::npos;
}

template <typename Condition>
bool eventually(Condition const& condition) {
    auto const until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until) {
            return false;
        }
    }
    return true;
}

Headers as_app() {
    return {{"Accept", "application/json"}};
}

}  // namespace

TEST_CASE("reading the page shows the alarm and what stands, and changes nothing",
          "[server][answer]") {
    AnswerNight night;
    night.raise();
    auto const before = night.seq();
    auto const page = night.get(night.link());
    CHECK(page.status == 200);
    CHECK(has(page, "TiB Dalarna"));
    CHECK(has(page, "E18 vid Arboga"));
    CHECK(has(page, "Registrerat nu: TiB Dalarna: inget svar registrerat"));
    CHECK(has(page, "Utlova"));
    CHECK(page.headers.at("content-type") == "text/html; charset=utf-8");
    CHECK(page.headers.at("cache-control").find("no-store") != std::string::npos);
    auto const& policy = page.headers.at("content-security-policy");
    CHECK(policy.find("default-src 'none'") == 0);
    CHECK(policy.find("script") == std::string::npos);
    CHECK(policy.find("form-action 'self'") != std::string::npos);
    CHECK(policy.find("frame-ancestors 'none'") != std::string::npos);
    CHECK(page.headers.at("referrer-policy") == "same-origin");  // none: browsers post Origin: null

    for (int scanner = 0; scanner < 50; ++scanner) {
        CHECK(night.get(night.link() + "?act=ack&form=1").status == 200);
        auto const head = night.request("HEAD", night.link());
        CHECK(head.status == 200);
        CHECK(head.body.empty());
    }
    for (auto const* const verb : {"OPTIONS", "PUT", "DELETE", "PATCH"}) {
        auto const refused = night.request(verb, night.link(), "act=ack&form=1");
        CHECK(refused.status == 405);
        CHECK(refused.headers.at("allow") == "GET, HEAD, POST");
    }
    CHECK(night.seq() == before);
    CHECK(night.records().empty());
}

TEST_CASE("a blood centre is shown what it is asked itself, and no transports",
          "[server][answer]") {
    AnswerNight night;
    night.raise();
    auto const page = night.get(night.link("blood@dalarna"));
    CHECK(page.status == 200);
    CHECK(has(page, "Masskadelarm till blodcentralen"));
    CHECK_FALSE(has(page, "sekundärtransporter"));
}

TEST_CASE("the link of a message about patients shows them, and no press on it touches transports",
          "[server][answer]") {
    AnswerNight night;
    auto const id = night.raise();
    static_cast<void>(night.post(night.link(), "act=accept&count=5&form=f1"));
    night.give(larm::test::casualties(id, "uppsala", {6, 0, 0}, {}, "UAS"));
    night.give(larm::test::own_move(id, "uppsala", "FAL", v1::SEVERITY_SEVERE, 2));
    auto const link = night.link("tib@dalarna", v1::CHANNEL_SMS, {}, "transfers");
    auto const page = night.get(link);
    CHECK(page.status == 200);
    CHECK(has(page, "Patienter föreslås er"));
    CHECK(has(page, "2 svårt till FAL"));
    CHECK(has(page, "Registrerat nu: TiB Dalarna: inget svar registrerat."));
    CHECK_FALSE(has(page, "Här kan du bara kvittera"));
    CHECK_FALSE(has(page, "Utlova"));
    for (auto const* const wrong :
         {"act=decline&reason=Inga+IVA-platser&form=f2", "act=accept&count=3&form=f3"}) {
        auto const refused = night.post(link, wrong);
        CHECK(refused.status == 409);
        CHECK(has(refused, "Inget är registrerat, här kan du bara kvittera. Ta emot"));
    }
    CHECK(night.firm("dalarna") == 5);
    CHECK(has(night.post(link, "act=ack&form=f4"), "TiB Dalarna: kvitterat."));
    CHECK(has(night.get(night.link()), "Registrerat nu: TiB Dalarna: 5 av 5 transporter."));
    night.give(larm::test::accept_moves(id, "dalarna"));
    auto const done = night.get(link);
    CHECK(has(done, "TiB Dalarna: tar emot 2 patienter."));
    CHECK(has(done, "Inget är kvar att svara på."));
}

TEST_CASE("who is shown patients takes or refuses just those, by link", "[server][answer]") {
    AnswerNight night;
    auto const id = night.raise();
    night.give(larm::test::casualties(id, "uppsala", {9, 0, 0}, {}, "UAS"));
    night.give(larm::test::own_move(id, "uppsala", "FAL", v1::SEVERITY_SEVERE, 2));
    auto const link = night.link("tib@dalarna", v1::CHANNEL_SMS, {}, "transfers");
    auto const page = night.get(link);
    CHECK(has(page, "2 svårt till FAL"));
    CHECK(has(page, "<button>Ta emot alla ovan (2 patienter)</button>"));
    auto const field = std::string{"name=\"moves\" value=\""};
    auto const from = page.body.find(field) + field.size();
    auto const shown = page.body.substr(from, page.body.find('"', from) - from);
    CHECK_FALSE(shown.empty());

    // What comes after the page was read is not taken with it.
    night.give(larm::test::own_move(id, "uppsala", "MOR", v1::SEVERITY_SEVERE, 1));
    auto const taken = night.post(link, "act=accept&form=f1&moves=" + shown);
    CHECK(taken.status == 200);
    auto const after = night.get(link);
    CHECK(has(after, "1 svårt till MOR"));
    CHECK_FALSE(has(after, "2 svårt till FAL"));
    CHECK(has(after, "Ta emot patienten ovan (1 patient)"));
    CHECK(night.post(link, "act=accept&form=f1&moves=" + shown).status == 200);  // a double press

    // Nor what is no longer proposed.
    CHECK(night.post(link, "act=accept&form=f2&moves=" + shown).status == 409);
    CHECK(night.post(link, "act=accept&form=f3&moves=,,%00x,").status == 409);
    auto const rest = after.body.substr(after.body.find(field) + field.size());
    auto const left = rest.substr(0, rest.find('"'));
    CHECK(night.post(link, "act=decline&form=f4&moves=" + left).status == 400);  // no reason
    CHECK(night.post(link, "act=decline&reason=Fullt&form=f5&moves=" + left).status == 200);
    auto const done = night.get(link);
    CHECK(has(done, "Inget är kvar att svara på."));
    CHECK_FALSE(has(done, "Ta emot"));
}

TEST_CASE("the links of support and a conference show what they ask, and take that it is seen",
          "[server][answer]") {
    AnswerNight night;
    auto const id = night.raise();
    static_cast<void>(night.post(night.link(), "act=accept&count=5&form=f1"));
    night.give(larm::test::request_support(id, "uppsala", 4));
    night.give(larm::test::call_conference(id, "uppsala"));
    for (auto const& [question, shown, button] :
         {std::tuple{"support", "4 ambulanshelikoptrar", "Jag har sett det"},
          std::tuple{"conference", "Du kallas till samverkanskonferens",
                     "Jag har sett det och kommer"}}) {
        auto const link = night.link("tib@dalarna", v1::CHANNEL_EMAIL, {}, question);
        auto const page = night.get(link);
        CHECK(has(page, shown));
        CHECK(has(page, fmt::format("<button>{}</button>", button)));
        CHECK_FALSE(has(page, "Vi kan inte"));
        CHECK(night.post(link, "act=decline&reason=Hinner+inte&form=f2").status == 409);
        CHECK(has(night.post(link, fmt::format("act=ack&form={}", question)), "kvitterat"));
    }
    CHECK(night.firm("dalarna") == 5);
}

TEST_CASE("a press acknowledges, by the channel that the link came by", "[server][answer]") {
    AnswerNight night;
    night.raise();
    auto const [channel, via] =
        GENERATE(std::pair{v1::CHANNEL_PUSH, v1::VIA_PUSH}, std::pair{v1::CHANNEL_SMS, v1::VIA_SMS},
                 std::pair{v1::CHANNEL_EMAIL, v1::VIA_EMAIL},
                 std::pair{v1::CHANNEL_WEBHOOK, v1::VIA_WEBHOOK});
    auto const reply = night.post(night.link("tib@dalarna", channel), "act=ack&form=f1");
    CHECK(reply.status == 200);
    CHECK(has(reply, "TiB Dalarna: kvitterat. 5 transporter saknas."));
    CHECK(night.via("tib@dalarna") == via);
}

TEST_CASE("five are promised, then three: two are taken back", "[server][answer]") {
    AnswerNight night;
    night.raise();
    CHECK(has(night.post(night.link(), "act=accept&count=5&form=f1"), "5 av 5 transporter."));
    CHECK(night.firm("dalarna") == 5);
    CHECK(has(night.post(night.link(), "act=accept&count=3&form=f2"), "3 av 5 transporter."));
    CHECK(night.firm("dalarna") == 3);
    for (auto const* const wrong : {"", "0", "-1", "1000", "5x", "fem", "99999999999999999999"}) {
        auto const reply =
            night.post(night.link(), fmt::format("act=accept&count={}&form=f3", wrong));
        CHECK(reply.status == 400);
        CHECK(has(reply, "Ange antalet som ett tal"));
    }
    CHECK(night.firm("dalarna") == 3);
}

TEST_CASE("a no needs its reason, and takes back what was promised", "[server][answer]") {
    AnswerNight night;
    night.raise();
    static_cast<void>(night.post(night.link(), "act=accept&count=5&form=f1"));
    CHECK(night.post(night.link(), "act=decline&reason=&form=f2").status == 400);
    CHECK(night.firm("dalarna") == 5);
    auto const no = night.post(night.link(), "act=decline&reason=Alla+bilar+ute&form=f3");
    CHECK(no.status == 200);
    CHECK(has(no, "avböjt, 0 av 5"));
    CHECK(night.firm("dalarna") == 0);
}

TEST_CASE("the same form twice is one answer; another press is another", "[server][answer]") {
    AnswerNight night;
    night.raise();
    CHECK(night.post(night.link(), "act=ack&form=f1").status == 200);
    auto const before = night.seq();
    auto const again = night.post(night.link(), "act=ack&form=f1");
    CHECK(again.status == 200);
    CHECK(has(again, "kvitterat"));
    CHECK(night.seq() == before);
    CHECK(night.post(night.link(), "act=ack").status == 400);  // no form of ours
    CHECK(night.post(night.link(), "act=ack&form=" + std::string(65, 'f')).status == 400);
    CHECK(night.seq() == before);
}

TEST_CASE("two people answer for one party: the last valid answer stands", "[server][answer]") {
    AnswerNight night;
    night.raise();
    auto const other = night.link("tib@dalarna", v1::CHANNEL_EMAIL, "tib@dalarna-2");
    CHECK(has(night.post(night.link(), "act=accept&count=5&form=f1"), "5 av 5"));
    CHECK(has(night.post(other, "act=accept&count=4&form=f1"), "4 av 5"));
    CHECK(night.post(night.link(), "act=accept&count=many&form=f2").status == 400);
    CHECK(has(night.get(night.link()), "Registrerat nu: TiB Dalarna: 4 av 5 transporter."));
}

TEST_CASE("a wrong link is nobody's, and too many of them are told to wait", "[server][answer]") {
    AnswerNight night;
    night.raise();
    auto const before = night.seq();
    auto wrong = night.link();
    wrong.back() = wrong.back() == 'A' ? 'B' : 'A';
    CHECK(has(night.get(wrong), "Länken gäller inte"));
    CHECK(night.post(wrong, "act=ack&form=f1").status == 404);
    CHECK(night.post(wrong, "act=received&delivery=x").status == 404);
    auto const json = night.post(wrong, "act=ack&form=f1", as_app());
    CHECK(json.status == 404);
    CHECK_FALSE(json.json().at("registered").as_bool());
    for (std::size_t more = 4; more < AnswerPage::wrong_max; ++more) {
        CHECK(night.get("/a/x").status == 404);
    }
    auto const late = night.get("/a/x");
    CHECK(late.status == 429);
    CHECK(late.headers.at("retry-after") == "60");
    CHECK(night.seq() == before);
    // Behind the same address there may be a hospital.
    CHECK(night.post(night.link(), "act=ack&form=f1").status == 200);
}

TEST_CASE("after the end the page takes the receipt only; after the close it is gone",
          "[server][answer]") {
    AnswerNight night;
    night.raise();
    night.stand_down();
    auto const page = night.get(night.link());
    CHECK(page.status == 200);
    CHECK_FALSE(has(page, "Utlova"));
    CHECK_FALSE(has(page, "Vi kan inte"));
    auto const late = night.post(night.link(), "act=accept&count=5&form=f1");
    CHECK(late.status == 409);
    CHECK(has(late, "Larmet är avlarmat, inget mer behövs. Kvittera det, inget annat"));
    CHECK_FALSE(has(late, "tryck 1"));  // which is for the telephone
    CHECK(has(night.post(night.link(), "act=ack&form=f2"), "avlarmningen kvitterad"));
    night.close();
    auto const gone = night.get(night.link());
    CHECK(gone.status == 410);
    CHECK(has(gone, "Händelsen är avslutad."));
    CHECK_FALSE(has(gone, "<form"));
    auto const before = night.seq();
    CHECK(night.post(night.link(), "act=ack&form=f3").status == 410);
    CHECK(night.seq() == before);
}

TEST_CASE("an app gets JSON", "[server][answer]") {
    AnswerNight night;
    night.raise();
    auto const before = night.get(night.link(), as_app()).json();
    CHECK_FALSE(before.at("registered").as_bool());
    auto const reply = night.post(night.link(), "act=accept&count=5&form=f1", as_app());
    CHECK(reply.status == 200);
    CHECK(reply.json().at("registered").as_bool());
    CHECK(reply.json().at("text").as_string() == "TiB Dalarna: 5 av 5 transporter.");
    auto const refused = night.post(night.link(), "act=dance&form=f2", as_app());
    CHECK(refused.status == 400);
    CHECK_FALSE(refused.json().at("registered").as_bool());
}

TEST_CASE("a push that is shown or opened is recorded, and answers nothing", "[server][answer]") {
    AnswerNight night;
    night.raise();
    auto const id = night.push_id("tib@dalarna");
    REQUIRE_FALSE(id.empty());
    auto const received = night.post(night.link(), "act=received&delivery=" + id);
    CHECK(received.status == 200);
    CHECK(received.json().at("recorded").as_bool());
    CHECK(eventually(
        [&] { return night.push_outcome("tib@dalarna") == v1::DELIVERY_OUTCOME_RECEIVED; }));
    CHECK(night.post(night.link(), "act=seen&delivery=" + id).status == 200);
    CHECK(
        eventually([&] { return night.push_outcome("tib@dalarna") == v1::DELIVERY_OUTCOME_SEEN; }));
    CHECK(night.via("tib@dalarna") == v1::VIA_UNSPECIFIED);
    auto const before = night.seq();
    CHECK(night.post(night.link(), "act=seen&delivery=" + id).status == 200);
    CHECK(night.post(night.link(), "act=received&delivery=" + id).status == 200);
    CHECK(night.seq() == before);  // said before

    for (auto const& unknown : {std::string{}, std::string{"x"}, night.push_id("tib@gavleborg")}) {
        auto const reply = night.post(night.link(), "act=seen&delivery=" + unknown);
        CHECK(reply.status == 404);
        CHECK_FALSE(reply.json().at("recorded").as_bool());
    }
    CHECK(night.records().size() == 4);
}

TEST_CASE("a roll-call is answered by its link, which counts for its channel alone",
          "[server][answer]") {
    AnswerNight night;
    auto const id = night.start_roll_call();
    auto const page = night.get(night.link());
    CHECK(page.status == 200);
    CHECK(has(page, "<h1>PROV "));
    CHECK(has(page, "Jag har sett provlarmet"));
    CHECK_FALSE(has(page, "Utlova"));
    auto const delivery =
        delivery::roll_call_delivery_id(id, "tib@dalarna", "tib@dalarna-1", v1::CHANNEL_PUSH);
    CHECK(night.post(night.link(), "act=received&delivery=" + delivery).status == 200);
    CHECK(eventually([&] {
        return night.roll_call_outcome(v1::CHANNEL_PUSH) == v1::DELIVERY_OUTCOME_RECEIVED;
    }));
    CHECK_FALSE(night.has_answered_roll_call(v1::CHANNEL_PUSH));
    CHECK(has(night.post(night.link(), "act=ack&form=f1"), "Provlarm: kvitterat "));
    CHECK(night.has_answered_roll_call(v1::CHANNEL_PUSH));
    CHECK_FALSE(night.has_answered_roll_call(v1::CHANNEL_EMAIL));
    auto const mail = night.link("tib@dalarna", v1::CHANNEL_EMAIL);
    CHECK(night.post(mail, "act=ack&form=f1").status == 200);
    CHECK(night.has_answered_roll_call(v1::CHANNEL_EMAIL));
}

}  // namespace larm::server::test
