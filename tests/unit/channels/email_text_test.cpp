// What a mail looks like, byte by byte, and which addresses may stand in an SMTP command.
#include "engine/delivery/channels/email_text.hpp"

#include <sstream>

#include "tests/support/catch.hpp"
#include "tests/unit/channels/memory_book.hpp"

namespace larm::test {
namespace {

using namespace delivery;

std::vector<std::string> const to{"tib@dalarna.example", "jour@dalarna.example"};
constexpr auto date = "Wed, 25 Nov 2026 03:12:00 +0000";

}  // namespace

TEST_CASE("a mail is plain text in Swedish and then English, with the answer between", "[email]") {
    AnswerWays const answer{.code = "483920",
                            .url = "https://larm.example/a/abcdefghij0123456789",
                            .asks_for_number = true};
    auto const letter = message_to<Live>("tib@dalarna", "Larm", answer).letter();
    CHECK(mail_text(letter, "larm@region.example", to, date) ==
          "Date: Wed, 25 Nov 2026 03:12:00 +0000\r\n"
          "From: Larmkedja <larm@region.example>\r\n"
          "To: <tib@dalarna.example>, <jour@dalarna.example>\r\n"
          "Subject: =?UTF-8?B?U2p1a3bDpXJkc3JlZ2lvbmFsdCBtYXNza2FkZWxhcm0=?=\r\n"
          "Message-ID: <id-tib@dalarnaLarm@region.example>\r\n"
          "Auto-Submitted: auto-generated\r\n"
          "Importance: high\r\n"
          "MIME-Version: 1.0\r\n"
          "Content-Type: text/plain; charset=UTF-8\r\n"
          "Content-Transfer-Encoding: quoted-printable\r\n"
          "\r\n"
          "Vad: bussolycka\r\n"
          "Var: E18 v=C3=A4ster om Arboga\r\n"
          "\r\n"
          "Kvittera och svara med antal: https://larm.example/a/abcdefghij0123456789\r\n"
          "\r\n"
          "Acknowledge and answer with a number: https://larm.example/a/abcdefghij0123=\r\n"
          "456789\r\n"
          "\r\n"
          "--\r\n"
          "\r\n"
          "Regional mass-casualty alarm\r\n"
          "\r\n"
          "What: bus crash\r\n"
          "Where: E18 west of Arboga\r\n");
}

TEST_CASE("a roll-call's mail begins and ends with its mark, in the subject too", "[email]") {
    auto const letter = message_to<RollCall>("tib@dalarna", "Svara").letter();
    auto const text = mail_text(letter, "larm@region.example", to, date);
    auto const body = text.substr(text.find("\r\n\r\n") + 4);
    CHECK(body.starts_with("PROV\r\n"));
    CHECK(body.ends_with("PROV\r\n"));
    CHECK(text.find("Subject: =?UTF-8?B?UFJPViBT") != std::string::npos);
}

TEST_CASE("no line of a mail is longer than it may be, whatever people wrote", "[email]") {
    auto letter = message_to<Live>("tib@dalarna", "Larm").letter();
    letter.texts.title_sv = std::string(300, 'x') + "\xC3\xA5\xC3\xA4\xC3\xB6";
    letter.texts.body_sv = std::string(300, '=') + " \n.\nöö " + std::string(5000, 'y');
    std::istringstream lines{mail_text(letter, "larm@region.example", to, date)};
    for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        CHECK(line.size() <= 77);  // 76 and the CR
        CHECK(line.back() == '\r');
        CHECK((line.size() < 2 || line[line.size() - 2] != ' '));
    }
}

TEST_CASE("an address that could end its command is none", "[email]") {
    CHECK(is_mail_address("dalarna-tib-1@example.org"));
    for (auto const* bad : {"", "nobody", "@example.org", "a@", "a@b@c", "a b@c",
                            "a@b\r\nRCPT TO:<x@y>", "<a@b>", "a@b,c@d", "\"a\"@b"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_mail_address(bad));
    }
}

}  // namespace larm::test
