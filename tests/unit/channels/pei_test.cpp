// What is said to a TETRA terminal and back, byte by byte. The expected bytes are written out by
// hand from ETSI EN 300 392-2 clause 29 and EN 300 392-5.
#include "engine/delivery/channels/pei.hpp"

#include <fmt/format.h>

#include <random>
#include <vector>

#include "tests/support/catch.hpp"

namespace larm::test {
namespace {

namespace pei = delivery::pei;
using Fate = pei::ReportPdu::Fate;

std::vector<pei::Said> said_in(std::vector<std::string> const& pieces) {
    pei::Reader reader;
    std::vector<pei::Said> all;
    for (auto const& piece : pieces) {
        reader.feed(piece);
        while (auto said = reader.next()) {
            all.push_back(std::move(*said));
        }
    }
    return all;
}

std::optional<pei::Pdu> pdu_of(std::string const& hex) {
    return pei::read_pdu(pei::unhex(hex).value());
}

std::string const a_night =
    "AT+CMGS=7100606,72\r\r\n> 820E0101C55231\x1A\r\n"
    "+CMGS: 1\r\n\r\nOK\r\n"
    "RING\r\n"
    "+CTSDSR: 12,7100606,0,7100001,0,32\r\n82100001\r\n"
    "+CMGS: 1,4,17\r\n"
    "+CTSDSR: 12,7100607,0,7100001,0,96\r\n820609013438333920\r\n"  // shorter than it says
    "+CTSDSR: 12,7100607,0,7100001,0,64\r\n8206090134383339\r\n"
    "+CME ERROR: 35\r\nERROR\r\n";

std::vector<pei::Said> const what_a_night_says{
    pei::Sending{1, {}, {}},
    pei::Ok{},
    pei::Incoming{"7100606", std::string{"\x82\x10\x00\x01", 4}},
    pei::Sending{1, 4, 17},
    pei::Incoming{"7100607",
                  "\x82\x06\x09\x01"
                  "4839"},
    pei::Failed{35},
    pei::Failed{},
};

}  // namespace

TEST_CASE("a text is sent as SDS-TL in ISO 8859-1 with its length in bits", "[rakel]") {
    auto const pdu = pei::transfer_pdu(0x2A, "ÅR 1");
    CHECK(pei::hex(pdu) == "820E2A01C5522031");
    CHECK(pei::send_command("7100606", pdu) == "AT+CMGS=7100606,64\r\n820E2A01C5522031\x1A");
    CHECK(pei::hex(pei::receipt_pdu(0xC9)) == "821000C9");
}

TEST_CASE("texts are read in every coding that terminals answer in", "[rakel]") {
    CHECK(pdu_of("82029C01746573746D657373616765") ==
          pei::Pdu{pei::TextPdu{0x9C, false, "testmessage"}});
    CHECK(pdu_of("82049C0135") == pei::Pdu{pei::TextPdu{0x9C, true, "5"}});
    CHECK(pdu_of("820C9C01E5") == pei::Pdu{pei::TextPdu{0x9C, true, "å"}});
    // with a time, then stored by the network for an SSI
    CHECK(pdu_of("82029C81045A8F74657374") == pei::Pdu{pei::TextPdu{0x9C, false, "test"}});
    CHECK(pdu_of("82039C510102030174657374") == pei::Pdu{pei::TextPdu{0x9C, false, "test"}});
    CHECK(pdu_of("02013438") == pei::Pdu{pei::TextPdu{std::nullopt, false, "48"}});
    CHECK(pdu_of("0901746573") == pei::Pdu{pei::TextPdu{std::nullopt, false, "tes"}});
    // "12" in seven bits, and in UCS-2
    CHECK(pdu_of("82020100"
                 "3119") == pei::Pdu{pei::TextPdu{1, false, "12"}});
    CHECK(pdu_of("8202011A"
                 "00310035") == pei::Pdu{pei::TextPdu{1, false, "15"}});
}

TEST_CASE("a report says what became of a text of ours", "[rakel]") {
    CHECK(pdu_of("821000C9") == pei::Pdu{pei::ReportPdu{Fate::received, 0x00, 0xC9}});
    CHECK(pdu_of("821800C9") == pei::Pdu{pei::ReportPdu{Fate::received, 0x00, 0xC9}});
    CHECK(pdu_of("821002C9") == pei::Pdu{pei::ReportPdu{Fate::consumed, 0x02, 0xC9}});
    CHECK(pdu_of("821021C9") == pei::Pdu{pei::ReportPdu{Fate::underway, 0x21, 0xC9}});
    CHECK(pdu_of("821045C9") == pei::Pdu{pei::ReportPdu{Fate::failed, 0x45, 0xC9}});
}

TEST_CASE("what is cut short or something else is no text", "[rakel]") {
    for (auto const* hex : {"", "82", "8202", "82029C", "82029C8104", "82039C51", "82039C55",
                            "822001C9", "8210", "0A4DD400000000000000005FE0002308517A100060"}) {
        CAPTURE(hex);
        CHECK(pdu_of(hex) == std::nullopt);
    }
}

TEST_CASE("a terminal's lines are read with echo on and noise between", "[rakel]") {
    CHECK(said_in({"\r\nOK\r\n"}) == std::vector<pei::Said>{pei::Ok{}});
    CHECK(said_in({"+CME ERROR: x\r\n"}) == std::vector<pei::Said>{pei::Failed{}});
    CHECK(said_in({a_night}) == what_a_night_says);
}

TEST_CASE("it does not matter in which pieces a terminal's bytes come", "[rakel]") {
    auto const whole = said_in({a_night});
    for (std::size_t piece = 1; piece < 40; ++piece) {
        std::vector<std::string> pieces;
        for (std::size_t at = 0; at < a_night.size(); at += piece) {
            pieces.push_back(a_night.substr(at, piece));
        }
        CAPTURE(piece);
        CHECK(said_in(pieces) == whole);
    }
}

TEST_CASE("a message whose data has been lost costs nothing but itself", "[rakel]") {
    auto const said =
        said_in({"+CTSDSR: 12,7100606,0,7100001,0,32\r\nOK\r\n"
                 "+CTSDSR: 12,7100606,0,7100001,0,32\r\n+CMGS: 1,5\r\n"
                 "+CTSDSR: 12,7100606,0,7100001,0,84\r\n0A112853A9FF4D4FFFE810\r\n"});
    REQUIRE(said.size() == 3);
    CHECK(said[0] == pei::Said{pei::Ok{}});
    CHECK(said[1] == pei::Said{pei::Sending{1, 5, {}}});
    CHECK(std::get<pei::Incoming>(said[2]).from == "7100606");  // bits fill no whole byte
}

TEST_CASE("a caller's whole identity is its ISSI", "[rakel]") {
    auto const said =
        said_in({"+CTSDSR: 12,2400099907100606,1,7100001,0,32\r\n82100001\r\n"
                 "+CTSDSR: 12,16\r\n8004\r\n"});
    REQUIRE(said.size() == 1);
    CHECK(std::get<pei::Incoming>(said[0]).from == "7100606");
}

TEST_CASE("no bytes at all upset the reader, and it hears what follows", "[rakel]") {
    std::mt19937 chance{3};  // the same bytes in every run
    std::string const words = "+CTSDSR:12,0OKERROR+CMGS \r\n\x1A>\"";
    for (int run = 0; run < 2000; ++run) {
        pei::Reader reader;
        std::string noise;
        for (auto size = chance() % 300; size > 0; --size) {
            noise +=
                chance() % 3 == 0 ? static_cast<char>(chance()) : words[chance() % words.size()];
        }
        reader.feed(noise);
        reader.feed(std::string(chance() % 2 == 0 ? 0 : 5000, 'x'));
        reader.feed("\r\n\r\nnoise\r\nOK\r\n");
        std::optional<pei::Said> last;
        while (auto said = reader.next()) {
            if (auto const* const incoming = std::get_if<pei::Incoming>(&*said)) {
                static_cast<void>(pei::read_pdu(incoming->pdu));
            }
            last = said;
        }
        CAPTURE(run, pei::hex(noise));
        REQUIRE(last == pei::Said{pei::Ok{}});
    }
}

TEST_CASE("no message at all upsets the codec", "[rakel]") {
    std::mt19937 chance{4};
    for (int run = 0; run < 20'000; ++run) {
        std::string pdu;
        for (auto size = chance() % 24; size > 0; --size) {
            pdu += static_cast<char>(chance());
        }
        if (pdu.size() > 1 && run % 2 == 0) {
            pdu[0] = '\x82';
            pdu[1] = static_cast<char>(chance() % 32);
        }
        static_cast<void>(pei::read_pdu(pdu));
    }
}

}  // namespace larm::test
