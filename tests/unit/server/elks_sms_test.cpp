// SMS through the provider's door, end to end: reports of messages, answers that people text, and
// what a stranger can do with it.
#include <fmt/format.h>

#include "tests/support/catch.hpp"
#include "tests/support/cooperation.hpp"
#include "tests/support/story.hpp"
#include "tests/unit/server/elks_night.hpp"

namespace larm::server::test {
namespace {

using gateways::Phone;

constexpr auto anna = "+46700000001";
constexpr auto bo = "+46700000002";

using Lines = std::vector<std::string>;

bool has_outcomes(ElksNight& night, std::size_t count) {
    return night.provider.wait_until([&](auto const&) { return night.outcomes().size() >= count; });
}

}  // namespace

TEST_CASE("a person texts the code and a number back, and is told what stands", "[server][elks]") {
    ElksNight night;
    night.book.put("anna", v1::CHANNEL_SMS, {anna});
    night.provider.phone(anna, {.keys = {}, .texts_back = "{code} 5"});
    night.send(v1::CHANNEL_SMS, "tib@dalarna", "anna");
    REQUIRE(night.provider.wait_until([](auto const& all) { return all.answers().size() == 1; }));
    CHECK(night.provider.answers()[0].message ==
          "TiB Dalarna: 5 av 5 transporter. Fel? Koden och rätt antal.");
    CHECK(night.firm("dalarna") == 5);
    CHECK(night.via("tib@dalarna") == v1::VIA_SMS);
    CHECK(night.outcomes() == Lines{"tib@dalarna sms RECEIVED"});
}

TEST_CASE("after the close the code is known and says so; ten of them are enough",
          "[server][elks]") {
    ElksNight night;
    night.book.put("anna", v1::CHANNEL_SMS, {anna});
    auto const code = night.code("tib@dalarna", "anna");
    night.give(larm::test::stand_down(night.incident(), "uppsala"));
    CHECK(night.text(anna, code, "m").find("avlarmningen kvitterad") != std::string::npos);
    night.give(larm::test::close(night.incident(), "uppsala"));
    auto const before = night.seq();
    for (int again = 0; again < night.answers().wrong_replies_per_hour(); ++again) {
        CHECK(night.text(anna, code, fmt::format("m{}", again)) ==
              "Händelsen är avslutad. Inget är registrerat.");
    }
    CHECK(night.text(anna, code, "late").empty());  // as an automatic reply to us would go on
    CHECK(night.seq() == before);
}

TEST_CASE("a phone that is off is reported as failed, a provider that lies is believed",
          "[server][elks]") {
    ElksNight night;
    night.book.put("anna", v1::CHANNEL_SMS, {anna});
    night.provider.phone(anna, {.is_off = true, .keys = {}, .texts_back = {}});
    auto const lies = GENERATE(false, true);
    night.provider.trouble({.fails_saying = {}, .reports_twice = true, .lies = lies});
    night.send(v1::CHANNEL_SMS, "tib@dalarna", "anna");
    REQUIRE(has_outcomes(night, 2));  // told twice; the core takes the second as no news
    CHECK(night.outcomes()[0] == (lies ? "tib@dalarna sms RECEIVED" : "tib@dalarna sms FAILED"));
    CHECK(night.via("tib@dalarna") == v1::VIA_UNSPECIFIED);  // that is no person's answer
}

TEST_CASE("of two phones of one person both must fail before the delivery has", "[server][elks]") {
    ElksNight night;
    night.book.put("anna", v1::CHANNEL_SMS, {anna, bo});
    night.provider.phone(anna, {.is_off = true, .keys = {}, .texts_back = {}});
    auto const both = GENERATE(false, true);
    night.provider.phone(bo, {.is_off = both, .keys = {}, .texts_back = {}});
    night.provider.trouble({.fails_saying = {}, .reports_twice = true});
    night.send(v1::CHANNEL_SMS, "tib@dalarna", "anna");
    REQUIRE(night.provider.wait_until([](auto const& all) { return all.callbacks() == 4; }));
    CHECK(night.outcomes().at(0) == (both ? "tib@dalarna sms FAILED" : "tib@dalarna sms RECEIVED"));
    for (auto const& outcome : night.outcomes()) {
        CHECK(outcome == night.outcomes()[0]);
    }
}

TEST_CASE("the provider brings the same text again and it takes effect once", "[server][elks]") {
    ElksNight night;
    night.book.put("anna", v1::CHANNEL_SMS, {anna});
    auto const code = night.code("tib@dalarna", "anna");
    CHECK_THAT(night.text(anna, code + " 5", "s77"), Catch::StartsWith("TiB Dalarna: 5 av 5"));
    CHECK_THAT(night.text(anna, code + " 7", "s78"), Catch::StartsWith("TiB Dalarna: 7 av 5"));
    auto const seq = night.seq();
    CHECK_THAT(night.text(anna, code + " 5", "s77"), Catch::StartsWith("TiB Dalarna: 7 av 5"));
    CHECK(night.firm("dalarna") == 7);
    CHECK(night.seq() == seq);
}

TEST_CASE("zero after a promise takes it back and declines", "[server][elks]") {
    ElksNight night;
    night.book.put("anna", v1::CHANNEL_SMS, {anna});
    auto const code = night.code("tib@dalarna", "anna");
    CHECK_THAT(night.text(anna, code + " 5"), Catch::StartsWith("TiB Dalarna: 5 av 5"));
    CHECK_THAT(night.text(anna, code + " 0"), Catch::StartsWith("TiB Dalarna: avböjt, 0 av 5"));
    CHECK(night.firm("dalarna") == 0);
}

TEST_CASE("a number and a no by the code of another question touch no transports",
          "[server][elks]") {
    ElksNight night;
    night.book.put("anna", v1::CHANNEL_SMS, {anna});
    static_cast<void>(night.text(anna, night.code("tib@dalarna", "anna") + " 3"));
    night.give(larm::test::request_support(night.incident(), "uppsala", 4));
    auto const code = night.code("tib@dalarna", "anna", "support");
    for (auto const* const number : {" 5", " 0"}) {
        CHECK(night.text(anna, code + number) ==
              "Inget är registrerat, här kan du bara kvittera. Erbjud eller avböj stödet i "
              "larmkonsolen.");
        CHECK(night.firm("dalarna") == 3);
    }
    CHECK(night.text(anna, code) ==
          "TiB Dalarna: kvitterat. Erbjud eller avböj stödet i larmkonsolen.");
}

TEST_CASE("words act on nothing and are answered with help", "[server][elks]") {
    ElksNight night;
    night.book.put("anna", v1::CHANNEL_SMS, {anna});
    auto const seq = night.seq();
    for (auto const* words : {"STOP", "ja", "cancel", "Avbryt larmet", ""}) {
        CHECK_THAT(night.text(anna, words), Catch::StartsWith("Svara med koden i larmet"));
    }
    CHECK_THAT(night.text(anna, night.code("tib@dalarna", "anna") + " ja"),
               Catch::StartsWith("Svara med koden i larmet"));
    CHECK(night.seq() == seq);
}

TEST_CASE("a code counts only from the phone of whoever was sent it", "[server][elks]") {
    ElksNight night;
    night.book.put("anna", v1::CHANNEL_SMS, {anna});
    night.book.put("bo", v1::CHANNEL_SMS, {bo});
    auto const seq = night.seq();
    auto const code = night.code("tib@dalarna", "anna");
    CHECK_THAT(night.text(bo, code + " 5"), Catch::StartsWith("Koden stämmer inte"));
    CHECK_THAT(night.text("+46709999999", code), Catch::StartsWith("Numret finns inte"));
    // Nor for a party that has not been told of this.
    CHECK_THAT(night.text(anna, night.code("tib@nowhere", "anna")),
               Catch::StartsWith("Koden stämmer inte"));
    CHECK(night.seq() == seq);
    CHECK_THAT(night.text(anna, code), Catch::StartsWith("TiB Dalarna: kvitterat"));
}

TEST_CASE("a desk's number answers for whichever officer the code is for", "[server][elks]") {
    ElksNight night;
    night.book.put("anna", v1::CHANNEL_SMS, {anna});
    night.book.put("bo", v1::CHANNEL_SMS, {anna});
    CHECK_THAT(night.text(anna, night.code("tib@orebro", "bo") + " 5"),
               Catch::StartsWith("TiB Örebro: 5 av 5"));
    CHECK_THAT(night.text(anna, night.code("tib@dalarna", "anna")),
               Catch::StartsWith("TiB Dalarna: kvitterat"));
}

TEST_CASE("who guesses ten times within an hour gets no more replies, but a right code is taken",
          "[server][elks]") {
    ElksNight night;
    night.book.put("anna", v1::CHANNEL_SMS, {anna});
    night.book.put("bo", v1::CHANNEL_SMS, {bo});
    auto const right = night.code("tib@dalarna", "anna");
    for (int brought = 0; brought < 3; ++brought) {  // the same text, brought again
        CHECK(night.text(anna, "000000", "s-again") != "");
    }
    for (int guess = 1; guess < 10; ++guess) {
        CHECK(night.text(anna, fmt::format("{:06}", guess)) != "");
    }
    CHECK(night.text(anna, "000010") == "");
    CHECK(night.text(anna, "000011") == "");
    CHECK_THAT(night.text(anna, "ja"), Catch::StartsWith("Svara med koden"));  // is no guess
    CHECK_THAT(night.text(anna, right), Catch::StartsWith("TiB Dalarna: kvitterat"));
    CHECK(night.via("tib@dalarna") == v1::VIA_SMS);
    CHECK_THAT(night.text(bo, night.code("tib@orebro", "bo")),
               Catch::StartsWith("TiB Örebro: kvitterat"));  // others are
    CHECK_THAT(night.metrics(), Catch::Contains(R"(larm_hooks_total{what="sms_ignored"})"));
    CHECK_THAT(night.metrics(), Catch::Contains(R"(larm_hooks_total{what="sms_over_limit"} 1)"));
    auto const log = night.logged();
    auto const said = log.find("too many wrong texts within an hour from the number of anna");
    CHECK(said != std::string::npos);
    CHECK(log.find("too many", said + 1) == std::string::npos);
}

TEST_CASE("texts that cannot be read use up no guesses, and their help ends too",
          "[server][elks]") {
    ElksNight night;
    night.book.put("anna", v1::CHANNEL_SMS, {anna});
    for (int number = 0; number < 10; ++number) {
        CHECK_THAT(night.text(anna, "jag sover"), Catch::StartsWith("Svara med koden"));
    }
    CHECK(night.text(anna, "jag sover") == "");
    CHECK_THAT(night.text(anna, "000000"), Catch::StartsWith("Koden stämmer inte"));
    CHECK_THAT(night.text(anna, night.code("tib@dalarna", "anna")),
               Catch::StartsWith("TiB Dalarna: kvitterat"));
}

TEST_CASE("of unknown numbers no more than the pack says are replied to", "[server][elks]") {
    ElksNight night;
    night.book.put("anna", v1::CHANNEL_SMS, {anna});
    auto const replied_to = night.answers().stranger_replies_per_hour();
    for (int number = 0; number < replied_to + 5; ++number) {
        auto const reply = night.text(fmt::format("+4670999{:04}", number), "hej");
        CHECK(reply.empty() == (number >= replied_to));
    }
    CHECK_THAT(night.metrics(),
               Catch::Contains(R"(larm_hooks_total{what="sms_unknown_ignored"} 5)"));
    CHECK_THAT(night.text(anna, "hej"), Catch::StartsWith("Svara med koden"));
}

TEST_CASE("two phones that say five at the same time promise five", "[server][elks]") {
    ElksNight night;
    night.book.put("anna", v1::CHANNEL_SMS, {anna});
    night.book.put("bo", v1::CHANNEL_SMS, {bo});
    for (int number = 0; number < 8; ++number) {
        auto const is_anna = number % 2 == 0;
        night.provider.text(is_anna ? anna : bo,
                            night.code("tib@dalarna", is_anna ? "anna" : "bo") + " 5");
    }
    REQUIRE(night.provider.wait_until([](auto const& all) { return all.answers().size() == 8; }));
    for (auto const& answer : night.provider.answers()) {
        CHECK_THAT(answer.message, Catch::StartsWith("TiB Dalarna: 5 av 5"));
    }
    CHECK(night.firm("dalarna") == 5);
}

TEST_CASE("the door opens for nothing but its secret, forms and its own tickets",
          "[server][elks]") {
    ElksNight night;
    night.book.put("anna", v1::CHANNEL_SMS, {anna});
    auto const seq = night.seq();
    auto const text =
        fmt::format("from=%2B46700000001&id=s1&message={}+5", night.code("tib@dalarna", "anna"));
    for (auto const* secret : {"", "the-secre", "the-secret2", "The-secret", "x"}) {
        CHECK(night.post("sms/incoming", text, secret).status == 404);
    }
    for (auto const* path : {"sms/incoming", "sms/delivered", "voice/start", "voice/keys"}) {
        for (auto const* verb : {"GET", "HEAD"}) {
            CHECK(night.request(verb, fmt::format("{}?{}", path, text)).status == 405);
        }
        CHECK(night.request("POST", path).status == 415);
    }
    for (auto const* path : {"", "sms", "sms/incoming/", "voice", "audio/../x.wav", "audio/00.wav",
                             "voice/elsewhere?t=x.y"}) {
        CHECK(night.request("GET", path).status >= 400);
    }
    for (auto const* path : {"sms/delivered", "sms/delivered?t=", "sms/delivered?t=abc.def",
                             "voice/keys?t=abc.def", "voice/hangup?t=x"}) {
        CHECK(night.post(path, "status=delivered&id=s1&result=1").status == 403);
    }
    CHECK(night.post("sms/incoming", "message=123456").status == 400);
    CHECK(night.seq() == seq);
    CHECK(night.outcomes().empty());
    CHECK_THAT(night.metrics(), Catch::Contains(R"(larm_hooks_total{what="stranger"})") &&
                                    Catch::Contains(R"(larm_hooks_total{what="forged"})"));
    // And by our public name it opens.
    CHECK(night.post("sms/incoming", text).status == 200);
    CHECK(night.firm("dalarna") == 5);
}

TEST_CASE("neither numbers, codes nor secrets get into the log", "[server][elks]") {
    ElksNight night;
    night.book.put("anna", v1::CHANNEL_SMS, {anna});
    auto const code = night.code("tib@dalarna", "anna");
    for (int number = 0; number < 12; ++number) {
        CHECK(night.text(anna, "123456") != "x");
    }
    CHECK(night.text(anna, code) != "");
    CHECK(night.post("sms/delivered?t=abc.def", "id=1").status == 403);
    CHECK(night.post("sms/incoming", "id=1", "the-secret-but-wrong").status == 404);
    auto const log = night.logged();
    CHECK_FALSE(log.empty());
    CHECK_THAT(log, !Catch::Contains("46700000001") && !Catch::Contains("the-secret") &&
                        !Catch::Contains(code) && !Catch::Contains("123456"));
}

}  // namespace larm::server::test
