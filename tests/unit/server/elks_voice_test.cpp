// Calls through the provider's door, end to end: what keys do, what is heard, and what proves
// nothing.
#include <fmt/format.h>

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/cooperation.hpp"
#include "tests/support/story.hpp"
#include "tests/unit/server/elks_night.hpp"

namespace larm::server::test {
namespace {

using gateways::Phone;
using Lines = std::vector<std::string>;

constexpr auto called_anna = "+46700000001";

Phone phone(std::vector<std::string> keys) {
    return {.keys = std::move(keys), .texts_back = {}};
}

/// Calls Anna, who is Dalarna's TiB unless said otherwise, and waits until the call is over.
gateways::ElksCall call(ElksNight& night, Phone const& phone,
                        std::string const& party = "tib@dalarna",
                        std::string const& recipient = {}) {
    night.book.put("anna", v1::CHANNEL_VOICE, {called_anna});
    night.provider.phone(called_anna, phone);
    auto const before = night.provider.calls().size();
    night.send(v1::CHANNEL_VOICE, party, "anna", recipient);
    REQUIRE(night.provider.wait_until([before](auto const& all) {
        return all.calls().size() > before && all.calls().back().state != "ongoing";
    }));
    auto const made = night.provider.calls().back();
    // Whatever was to be heard could be.
    CHECK(std::ranges::find(made.sound_bytes, std::size_t{0}) == made.sound_bytes.end());
    return made;
}

}  // namespace

TEST_CASE("pressing one acknowledges", "[server][elks]") {
    ElksNight night;
    auto const made = call(night, phone({"1"}));
    CHECK(night.via("tib@dalarna") == v1::VIA_VOICE);
    CHECK(night.firm("dalarna") == 0);
    CHECK(night.outcomes() == Lines{"tib@dalarna voice SEEN"});
    CHECK(made.results == Lines{"1", "failed"});  // and is then asked for the number
    CHECK(made.sound_bytes.at(0) > 10 * 44'100);  // the message twice is longer than ten seconds
}

TEST_CASE("five and hash promise five, read back so that it can be corrected", "[server][elks]") {
    ElksNight night;
    SECTION("once") {
        auto const made = call(night, phone({"5#"}));
        CHECK(night.firm("dalarna") == 5);
        CHECK(made.results == Lines{"5", "", "failed"});
    }
    SECTION("after having acknowledged") {
        call(night, phone({"1", "5#"}));
        CHECK(night.firm("dalarna") == 5);
    }
    SECTION("with two digits") {
        call(night, phone({"9", "9"}));
        CHECK(night.firm("dalarna") == 99);
    }
    SECTION("one, where a number is asked for") {
        call(night, phone({"1", "1#"}));
        CHECK(night.firm("dalarna") == 1);
    }
    SECTION("and then another number") {
        call(night, phone({"5#", "3#"}));
        CHECK(night.firm("dalarna") == 3);
    }
    SECTION("and then none") {
        call(night, phone({"5#", "0#"}));
        CHECK(night.firm("dalarna") == 0);
    }
    SECTION("where the provider takes a hash alone for silence") {
        night.provider.trouble({.fails_saying = {}, .hash_alone_is_no_input = true});
        call(night, phone({"5#", "5#"}));
        CHECK(night.firm("dalarna") == 5);
    }
    CHECK(night.via("tib@dalarna") == v1::VIA_VOICE);
}

TEST_CASE("a digit without hash promises nothing", "[server][elks]") {
    ElksNight night;
    call(night, phone({"5"}));
    CHECK(night.firm("dalarna") == 0);
    CHECK(night.via("tib@dalarna") == v1::VIA_UNSPECIFIED);
}

TEST_CASE("wrong keys are asked again, at most a few times", "[server][elks]") {
    ElksNight night;
    SECTION("then right ones count") {
        call(night, phone({"*", "#", "1"}));
        CHECK(night.via("tib@dalarna") == v1::VIA_UNSPECIFIED);  // "#" alone is silence
        call(night, phone({"*", "*", "1"}));
        CHECK(night.via("tib@dalarna") == v1::VIA_VOICE);
    }
    SECTION("and the call ends at last") {
        auto const made = call(night, phone(std::vector<std::string>(40, "*")));
        CHECK(made.results.size() == 5);
        CHECK(night.via("tib@dalarna") == v1::VIA_UNSPECIFIED);
    }
    SECTION("as it does for one who never stops correcting") {
        auto const made = call(night, phone(std::vector<std::string>(40, "5#")));
        CHECK(made.results.size() <= 7);
        CHECK(night.firm("dalarna") == 5);
    }
}

TEST_CASE("a voicemail proves nothing, a busy or dead phone lets the chase climb",
          "[server][elks]") {
    ElksNight night;
    SECTION("voicemail") {
        call(night, {.has_voicemail = true, .keys = {"1"}, .texts_back = {}});
        CHECK(night.outcomes() == Lines{"tib@dalarna voice HANDED_OVER"});
    }
    SECTION("busy") {
        call(night, {.is_busy = true, .keys = {}, .texts_back = {}});
        CHECK(night.outcomes() == Lines{"tib@dalarna voice FAILED"});
    }
    SECTION("off") {
        call(night, {.is_off = true, .keys = {}, .texts_back = {}});
        CHECK(night.outcomes() == Lines{"tib@dalarna voice FAILED"});
    }
    CHECK(night.via("tib@dalarna") == v1::VIA_UNSPECIFIED);
}

TEST_CASE("callbacks that come twice take effect once", "[server][elks]") {
    ElksNight night;
    night.provider.trouble({.fails_saying = {}, .reports_twice = true});
    call(night, phone({"5#", "6#"}));
    CHECK(night.firm("dalarna") == 6);
}

TEST_CASE("a blood centre is asked for no number, and zero is its no", "[server][elks]") {
    ElksNight night;
    SECTION("yes") {
        auto const made = call(night, phone({"1"}), "blood@uppsala");
        CHECK(made.results == Lines{"1"});
        CHECK(night.via("blood@uppsala") == v1::VIA_VOICE);
    }
    SECTION("no") {
        call(night, phone({"0#"}), "blood@uppsala");
        CHECK(night.via("blood@uppsala") == v1::VIA_VOICE);
    }
    CHECK(night.outcomes() == Lines{"blood@uppsala voice SEEN"});
}

TEST_CASE("whoever knows a callback's address can make no other, nor call for another's party",
          "[server][elks]") {
    ElksNight night;
    delivery::ElksTicket ticket{.kind = "live",
                                .delivery_id = "d1",
                                .incident_id = night.incident(),
                                .step = "regional_alarm",
                                .party = "tib@dalarna",
                                .attempt = 1,
                                .recipient = "tib@dalarna",
                                .officer_id = "anna",
                                .channel = v1::CHANNEL_VOICE,
                                .audio_id = {},
                                .asks_for_number = true};
    auto const press_one = [&](std::string const& sealed) {
        return night.post("voice/keys?n=1&s=first&t=" + sealed, "callid=c1&result=1").status;
    };
    auto const seq = night.seq();
    CHECK(press_one(delivery::seal(ticket, "the-secret")) == 403);
    CHECK(night.post("sms/delivered?t=" + delivery::seal(ticket, "the-secret"), "status=failed")
              .status == 403);
    ticket.officer_id = "eve";
    CHECK(press_one(night.sealed(ticket)) == 200);  // says why not
    CHECK(night.seq() == seq);
    CHECK(night.outcomes().empty());
    ticket.officer_id = "anna";
    CHECK(press_one(night.sealed(ticket)) == 200);
    CHECK(night.via("tib@dalarna") == v1::VIA_VOICE);
}

TEST_CASE("a call has as many turns as the pack says, and then ends", "[server][elks]") {
    ElksNight night;
    auto const turns = night.answers().call_turns();
    REQUIRE(turns > 1);
    delivery::ElksTicket const ticket{.kind = "live",
                                      .delivery_id = "d1",
                                      .incident_id = night.incident(),
                                      .step = "regional_alarm",
                                      .party = "tib@dalarna",
                                      .attempt = 1,
                                      .recipient = "tib@dalarna",
                                      .officer_id = "anna",
                                      .channel = v1::CHANNEL_VOICE,
                                      .audio_id = {},
                                      .asks_for_number = true};
    auto const press_nonsense = [&](int turn) {
        auto const path = fmt::format("voice/keys?n={}&s=number&t={}", turn, night.sealed(ticket));
        return night.post(path, "callid=c1&result=99999").body;
    };
    CHECK(press_nonsense(turns - 1).find("\"next\"") != std::string::npos);
    CHECK(press_nonsense(turns).find("\"next\"") == std::string::npos);
    CHECK(press_nonsense(turns + 1).find("\"next\"") == std::string::npos);
}

TEST_CASE("keys in a call about something else than the alarm touch no transports",
          "[server][elks]") {
    ElksNight night;
    night.give(larm::test::commit(night.incident(), "dalarna", 3));
    night.give(larm::test::request_support(night.incident(), "uppsala", 4));
    delivery::ElksTicket const ticket{.kind = "live",
                                      .delivery_id = "d1",
                                      .incident_id = night.incident(),
                                      .step = "support",
                                      .party = "tib@dalarna",
                                      .attempt = 1,
                                      .recipient = "tib@dalarna",
                                      .officer_id = "anna",
                                      .channel = v1::CHANNEL_VOICE,
                                      .audio_id = {},
                                      .asks_for_number = false,
                                      .takes_no = false};
    auto const press = [&](int turn, std::string_view stage, std::string_view result) {
        auto const path =
            fmt::format("voice/keys?n={}&s={}&t={}", turn, stage, night.sealed(ticket));
        return night.post(path, fmt::format("callid=c1&result={}", result)).body;
    };
    for (auto const* const digit : {"0", "5"}) {
        auto const refused = press(1, fmt::format("rest&d={}", digit), "");
        CHECK(refused.find("&s=first") !=
              std::string::npos);  // is asked for the one key that counts
        CHECK(night.firm("dalarna") == 3);
    }
    CHECK(press(2, "first", "1").find("\"next\"") == std::string::npos);
    CHECK(night.outcomes() == Lines{"tib@dalarna voice SEEN"});
}

TEST_CASE("a deputy who is called in the TiB's place answers for the region", "[server][elks]") {
    ElksNight night;
    call(night, phone({"5#"}), "tib@dalarna", "deputy@dalarna");
    CHECK(night.firm("dalarna") == 5);
    CHECK(night.via("tib@dalarna") == v1::VIA_VOICE);
}

TEST_CASE("two calls and two texts at once promise what they agree on", "[server][elks]") {
    ElksNight night;
    night.book.put("anna", v1::CHANNEL_SMS, {called_anna});
    night.book.put("anna", v1::CHANNEL_VOICE, {called_anna});
    night.provider.phone(called_anna, {.keys = {"5#"}, .texts_back = "{code} 5"});
    for (auto const channel :
         {v1::CHANNEL_SMS, v1::CHANNEL_VOICE, v1::CHANNEL_SMS, v1::CHANNEL_VOICE}) {
        night.send(channel, "tib@dalarna", "anna");
    }
    REQUIRE(night.provider.wait_until([](auto const& all) {
        return all.answers().size() == 2 && all.calls().size() == 2 &&
               std::ranges::all_of(all.calls(),
                                   [](auto const& each) { return each.state != "ongoing"; });
    }));
    CHECK(night.firm("dalarna") == 5);
}

}  // namespace larm::server::test
