// Patients taken or refused by a link, over real sockets: the receipt, another press after "back",
// and a list that has changed meanwhile.
#include <fmt/format.h>

#include "tests/support/catch.hpp"
#include "tests/support/transfers.hpp"
#include "tests/unit/server/answer_night.hpp"

namespace larm::server::test {
namespace {

/// Two severe to Falun and one to Mora are proposed to Dalarna, and its page has been opened.
class MovesNight {
public:
    MovesNight() : id_{night_.raise()} {
        night_.give(larm::test::casualties(id_, "uppsala", {9, 0, 0}, {}, "UAS"));
        propose("FAL", 2);
        propose("MOR", 1);
        page_ = night_.get(link());
        moves_ = moves_on(page_);
    }
    void propose(std::string const& hospital, int count) {
        night_.give(larm::test::own_move(id_, "uppsala", hospital, v1::SEVERITY_SEVERE, count));
    }
    void call_off(std::string const& move) {
        night_.give(larm::test::call_off_moves(id_, "uppsala", {move}));
    }
    [[nodiscard]] std::string link() const {
        return night_.link("tib@dalarna", v1::CHANNEL_SMS, {}, "transfers");
    }
    [[nodiscard]] static std::string moves_on(Reply const& page) {
        std::string const field{"name=\"moves\" value=\""};
        auto const from = page.body.find(field);
        return from == std::string::npos
                   ? std::string{}
                   : page.body.substr(
                         from + field.size(),
                         page.body.find('"', from + field.size()) - from - field.size());
    }
    /// A button of the page as it was opened: every one of them carries the same form id.
    Reply press(std::string const& what, std::string const& form = "f1") {
        return night_.post(link(), fmt::format("{}&form={}&moves={}", what, form, moves_));
    }
    /// The same button by a colleague who has opened the same page.
    Reply press_as_colleague(std::string const& what) {
        auto const theirs =
            night_.link("tib@dalarna", v1::CHANNEL_EMAIL, "tib@dalarna-2", "transfers");
        return night_.post(theirs, fmt::format("{}&form=f9&moves={}", what, moves_));
    }
    [[nodiscard]] Reply page() { return night_.get(link()); }
    [[nodiscard]] std::string const& moves() const { return moves_; }
    [[nodiscard]] AnswerNight& night() { return night_; }

private:
    AnswerNight night_;
    std::string id_;
    Reply page_;
    std::string moves_;
};

bool tells(Reply const& reply, std::string_view part) {
    INFO(reply.body);
    return reply.body.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the receipt says what was answered, and asks it no more", "[server][answer]") {
    MovesNight night;
    REQUIRE(night.moves() == "M1,M2");
    SECTION("yes") {
        auto const taken = night.press("act=accept");
        CHECK(taken.status == 200);
        CHECK(tells(taken,
                    "TiB Dalarna: tar emot 3 patienter: 2 svårt till FAL (M1); 1 svårt till "
                    "MOR (M2)."));
        CHECK_FALSE(tells(taken, "<button"));
        CHECK(tells(taken, "Inget är kvar att svara på."));
        for (auto const* const asked : {"Ta sedan emot", "Kvar: svar om", "föreslås till er"}) {
            CHECK_FALSE(tells(taken, asked));
        }
        CHECK(tells(taken, "Ändra svaret: i larmkonsolen"));
    }
    SECTION("no") {
        auto const refused = night.press("act=decline&reason=Fullt");
        CHECK(refused.status == 200);
        CHECK(tells(refused,
                    "TiB Dalarna: nej till 3 patienter: 2 svårt till FAL (M1); 1 svårt "
                    "till MOR (M2)."));
        CHECK_FALSE(tells(refused, "<button"));
    }
    SECTION("more has been proposed since") {
        night.propose("FAL", 3);
        auto const taken = night.press("act=accept");
        CHECK(taken.status == 200);
        CHECK(tells(taken, "tar emot 3 patienter: 2 svårt till FAL (M1)"));
        CHECK(tells(taken, "Ta emot alla ovan (3 patienter)"));
        CHECK(tells(taken, "Registrerat nu: TiB Dalarna: tar emot 3 patienter, fler väntar"));
        CHECK(MovesNight::moves_on(taken) == "M3");
    }
}

TEST_CASE("another press of the same page, after 'back', is another answer", "[server][answer]") {
    MovesNight night;
    SECTION("seen, then taken") {
        CHECK(night.press("act=ack").status == 200);
        auto const taken = night.press("act=accept");
        CHECK(taken.status == 200);
        CHECK(tells(taken, "tar emot 3 patienter"));
        CHECK(night.press("act=accept").status == 200);  // a double press
    }
    SECTION("taken, then refused: said that it is not registered") {
        CHECK(night.press("act=accept").status == 200);
        auto const second = night.press("act=decline&reason=Fel");
        CHECK(second.status == 409);
        CHECK(tells(second, "Redan besvarat: tar emot 3 patienter: 2 svårt till FAL (M1); "));
        CHECK(tells(second, "Inget nytt är registrerat. Ändra svaret: i larmkonsolen"));
        CHECK_FALSE(tells(second, "Listan har ändrats"));
        CHECK(tells(second, "TiB Dalarna: tar emot 3 patienter."));
    }
}

TEST_CASE("an answer to a list that has changed is not registered, and shows the new one",
          "[server][answer]") {
    MovesNight night;
    night.call_off("M1");
    for (auto const* const press : {"act=accept", "act=decline&reason=Fullt"}) {
        auto const late = night.press(press);
        CHECK(late.status == 409);
        CHECK(tells(late, "Listan har ändrats sedan sidan visades, inget är registrerat."));
        CHECK(tells(late, "Ta emot patienten ovan (1 patient)"));
        CHECK_FALSE(tells(late, "svårt till FAL"));
        CHECK(MovesNight::moves_on(late) == "M2");
    }
}

TEST_CASE("who presses after a colleague is told what has been answered", "[server][answer]") {
    MovesNight night;
    auto const [first, said] = GENERATE(std::pair{"act=accept", "tar emot 3 patienter"},
                                        std::pair{"act=decline&reason=Fullt", "nej till 3 pat"});
    CHECK(night.press_as_colleague(first).status == 200);
    for (auto const* const press : {"act=accept", "act=decline&reason=Fullt"}) {
        auto const late = night.press(press);
        CHECK(late.status == 409);
        CHECK(tells(late, fmt::format("Redan besvarat: {}", said)));
        CHECK_FALSE(tells(late, "Listan har ändrats"));
    }
}

TEST_CASE("what was accepted and called off is said to be, and is no answer to change",
          "[server][answer]") {
    MovesNight night;
    CHECK(night.press("act=accept").status == 200);
    night.call_off("M2");
    CHECK(tells(night.page(), "TiB Dalarna: tar emot 2 patienter."));
    night.call_off("M1");
    auto const page = night.page();
    CHECK(tells(page, "TiB Dalarna: inställt för 3 patienter."));
    CHECK(tells(page, "INSTÄLLT: 2 svårt till FAL (M1)"));
    CHECK_FALSE(tells(page, "Ändra svaret"));
    CHECK_FALSE(tells(page, "besvarat"));
    auto const again = night.press("act=accept");  // the same press, once more
    CHECK(again.status == 200);
    CHECK(tells(again, "inställt för 3 patienter: 2 svårt till FAL (M1); 1 svårt till MOR (M2)."));
    CHECK_FALSE(tells(again, "besvarat"));
}

TEST_CASE("what is withdrawn before it is answered is asked no more", "[server][answer]") {
    MovesNight night;
    night.call_off("M1");
    night.call_off("M2");
    auto const page = night.page();
    CHECK(tells(page, "Frågan är tillbakadragen: inget är kvar att svara på."));
    CHECK(tells(page, "TiB Dalarna: frågan är tillbakadragen."));
    CHECK_FALSE(tells(page, "inget svar registrerat"));
    CHECK_FALSE(tells(page, "avböj"));
    auto const late = night.press("act=accept");
    CHECK(late.status == 409);
    CHECK(tells(late, "Frågan är tillbakadragen sedan sidan visades, inget är registrerat."));
}

TEST_CASE("the patients stand in a line each, and no time breaks", "[server][answer]") {
    MovesNight night;
    auto const page = night.page();
    CHECK(tells(page, "<ul><li>2 svårt till FAL kl&nbsp;"));
    CHECK(tells(page, " (M1)</li><li>1 svårt till MOR kl&nbsp;"));
    CHECK(tells(page, " (M2)</li></ul><pre>Kvittera"));
}

TEST_CASE("a move's id does not break", "[server][answer]") {
    AnswerView view;
    view.list = "5 svårt till VAS kl 07:18 (1-13); 1 måttligt till <VAS> (1-2.1)";
    view.body = "Patienter:\n" + view.list + "\n\nTel 08-555 (nås 07-19)";
    auto const html = answer_html(view);
    CAPTURE(html);
    CHECK(html.find("<pre>Patienter:</pre><ul><li>5 svårt till VAS kl&nbsp;07:18 (1&#8209;13)</li>"
                    "<li>1 måttligt till &lt;VAS&gt; (1&#8209;2.1)</li></ul>"
                    "<pre>Tel 08-555 (nås 07-19)</pre>") != std::string::npos);
}

}  // namespace larm::server::test
