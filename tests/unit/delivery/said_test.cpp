// What an answer does to a real incident, told to the real core: the same over every channel, once.
#include "engine/delivery/said.hpp"

#include <fmt/format.h>

#include "engine/delivery/text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::delivery {
namespace {

using larm::test::Story;

struct Line {
    std::string party = "tib@dalarna";
    v1::Via via = v1::VIA_SMS;
};

Said number(int count) {
    return count == 0 ? Said{Said::Kind::decline, 0, "svarade 0: har inga"}
                      : Said{Said::Kind::accept, count, {}};
}

/// A story in which an alarm has gone out from Uppsala.
class Alarm {
public:
    Alarm() : id_{story.confirm("uppsala")} { story.wait_s(1); }

    [[nodiscard]] std::expected<v1::Command, std::string> command(Said const& said,
                                                                  std::string const& said_id,
                                                                  Line const& line = {}) const {
        Speaker const speaker{"officer-1", line.party, line.via, said_id};
        return command_of(story.state(), id_, speaker, said);
    }
    /// As whoever takes answers does it: until all of it is done.
    std::string say(Said const& said, std::string const& said_id, Line const& line = {}) {
        for (int turn = 0; turn < 2; ++turn) {
            auto const next = command(said, said_id, line);
            if (!next) {
                return next.error();
            }
            if (auto const outcome = story.give(*next); !outcome) {
                return fmt::format("refused {}", outcome.error().field);
            }
            if (!has_more(*next, said)) {
                break;
            }
        }
        return read_back(story.state(), id_, line.party);
    }
    [[nodiscard]] std::string stands(Line const& line = {}) const {
        return what_stands(story.state(), id_, line.party);
    }
    [[nodiscard]] int firm(std::string const& region = "dalarna") const {
        auto const* const transports = story.incident(id_).transports_of(region);
        return transports == nullptr ? 0 : transports->firm();
    }
    [[nodiscard]] std::string const& id() const { return id_; }

    Story story;

private:
    std::string id_;
};

}  // namespace

TEST_CASE("a code alone acknowledges and promises nothing", "[said]") {
    Alarm alarm;
    CHECK(alarm.stands() == "TiB Dalarna: inget svar registrerat. 5 transporter saknas.");
    CHECK(alarm.say({}, "m1") ==
          "TiB Dalarna: kvitterat. 5 transporter saknas. Svara koden och antal.");
    CHECK(alarm.firm() == 0);
    auto const& chase = alarm.story.chase(alarm.id(), "regional_alarm", "tib@dalarna");
    CHECK(chase.state == v1::PARTY_STATE_ACKNOWLEDGED);
    CHECK(chase.via == v1::VIA_SMS);
    CHECK(chase.actor == "officer:officer-1");
}

TEST_CASE("a number is how many there are in all", "[said]") {
    Alarm alarm;
    CHECK(alarm.say(number(3), "m1") ==
          "TiB Dalarna: 3 av 5 transporter. Fel? Koden och rätt antal.");
    CHECK(alarm.say(number(5), "m2") ==
          "TiB Dalarna: 5 av 5 transporter. Fel? Koden och rätt antal.");
    CHECK(alarm.firm() == 5);
    SECTION("said again in another message it promises nothing more") {
        CHECK(alarm.say(number(5), "m3").starts_with("TiB Dalarna: 5 av 5"));
        CHECK(alarm.firm() == 5);
    }
    SECTION("a smaller one takes back what is too much") {
        CHECK(alarm.say(number(2), "m3").starts_with("TiB Dalarna: 2 av 5"));
        CHECK(alarm.firm() == 2);
    }
    SECTION("more than was asked is reserve") {
        CHECK(alarm.say(number(7), "m3").starts_with("TiB Dalarna: 7 av 5"));
        CHECK(alarm.firm() == 7);
    }
}

TEST_CASE("a correction of the number leaves provisional promises alone", "[said]") {
    Alarm alarm;
    CHECK(alarm.say(number(5), "m1").starts_with("TiB Dalarna: 5 av 5"));
    auto maybe = larm::test::commit(alarm.id(), "dalarna", 2);
    maybe.mutable_commit_transports()->set_provisional(true);
    alarm.story.must(maybe);
    CHECK(alarm.say(number(4), "m2").starts_with("TiB Dalarna: 4 av 5"));
    CHECK(alarm.firm() == 4);
    CHECK(alarm.story.incident(alarm.id()).transports_of("dalarna")->provisional() == 2);
}

TEST_CASE("zero declines, and takes back what was promised before", "[said]") {
    Alarm alarm;
    auto const promised = GENERATE(0, 3, 5, 7);
    CAPTURE(promised);
    if (promised > 0) {
        alarm.say(number(promised), "m1");
        CHECK(alarm.firm() == promised);
    }
    CHECK(alarm.say(number(0), "m2") ==
          "TiB Dalarna: avböjt, 0 av 5 transporter. Ändra: koden och rätt antal.");
    auto const& transports = *alarm.story.incident(alarm.id()).transports_of("dalarna");
    CHECK(transports.declined);
    CHECK(transports.firm() == 0);
    CHECK_FALSE(transports.decline_reason.empty());
    CHECK(alarm.say(number(5), "m9").starts_with("TiB Dalarna: 5 av 5"));  // a yes again
    CHECK_FALSE(transports.declined);
}

TEST_CASE("the same message twice has one command id, another message another", "[said]") {
    Alarm alarm;
    auto const first = alarm.command(number(5), "m1");
    auto const again = alarm.command(number(5), "m1");
    auto const other = alarm.command(number(5), "m2");
    REQUIRE((first && again && other));
    auto const id = first->commit_transports().command_id();
    CHECK(again->commit_transports().command_id() == id);
    CHECK(other->commit_transports().command_id() != id);
    // The provider brings it once more when the state has moved on: still the same id, whatever it
    // would amount to now, so that the world knows it.
    alarm.story.must(*first);
    alarm.say(number(7), "m3");
    auto const late = alarm.command(number(5), "m1");
    REQUIRE(late);
    CHECK(late->revoke_transports().command_id() == id);
    auto const voice = alarm.command(number(5), "m1", {"tib@dalarna", v1::VIA_VOICE});
    REQUIRE(voice);
    CHECK(voice->revoke_transports().command_id() != id);
}

TEST_CASE("two channels that say five at the same time promise five", "[said]") {
    Alarm alarm;
    auto const by_sms = alarm.command(number(5), "m1");
    auto const by_voice = alarm.command(number(5), "c1", {"tib@dalarna", v1::VIA_VOICE});
    REQUIRE((by_sms && by_voice));
    alarm.story.must(*by_sms);
    auto const refused = alarm.story.give(*by_voice);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == core::Code::aborted);
    auto const again = alarm.command(number(5), "c1", {"tib@dalarna", v1::VIA_VOICE});
    REQUIRE(again);
    alarm.story.must(*again);
    CHECK(alarm.firm() == 5);
}

TEST_CASE("a blood centre is asked for no number: any is a yes, zero is a no", "[said]") {
    Alarm alarm;
    Line const blood{"blood@uppsala", v1::VIA_SMS};
    CHECK(alarm.stands(blood).ends_with(": inget svar registrerat."));
    SECTION("seen") {
        CHECK(alarm.say({}, "m1", blood).ends_with(": kvitterat."));
    }
    SECTION("five") {
        CHECK(alarm.say(number(5), "m1", blood).ends_with(": kvitterat."));
    }
    SECTION("none is told to the declarer as a no, and read back as one") {
        CHECK(alarm.say(number(0), "m1", blood).ends_with(": nej registrerat."));
        CHECK(alarm.story.chase(alarm.id(), "blood_alarm", "blood@uppsala").answer ==
              "decline: svarade 0: har inga");
    }
    CHECK(alarm.firm("uppsala") == 0);
}

TEST_CASE("a deputy answers for the region's TiB", "[said]") {
    Alarm alarm;
    Line const deputy{"deputy@dalarna", v1::VIA_VOICE};
    CHECK(alarm.say({}, "m1", deputy) ==
          "Stf TiB Dalarna: kvitterat. 5 transporter saknas. Svara koden och antal.");
    CHECK(alarm.say(number(5), "m2", deputy).starts_with("Stf TiB Dalarna: 5 av 5 transporter."));
    CHECK(alarm.story.chase(alarm.id(), "transports", "tib@dalarna").state ==
          v1::PARTY_STATE_ANSWERED);
}

TEST_CASE("the national TiB acknowledges; a number decides nothing", "[said]") {
    Alarm alarm;
    alarm.story.must(larm::test::escalate(alarm.id(), "uppsala"));
    Line const national{"national@socialstyrelsen", v1::VIA_VOICE};
    CHECK(alarm.say(number(5), "m1", national).ends_with(": kvitterat."));
    CHECK(alarm.story.chase(alarm.id(), "national_alarm", "national@socialstyrelsen").state ==
          v1::PARTY_STATE_ACKNOWLEDGED);
}

TEST_CASE("the stricken region's decisions are never taken by a number", "[said]") {
    Alarm alarm;
    alarm.say(number(0), "m1");  // Dalarna declines: a shortfall waits for Uppsala's TiB
    Line const stricken{"tib@uppsala", v1::VIA_SMS};
    alarm.say(number(5), "m2", stricken);
    CHECK(alarm.story.incident(alarm.id()).has_open_shortfall());
    CHECK_FALSE(alarm.story.incident(alarm.id()).national_taken);
    CHECK(alarm.firm("uppsala") == 5);
}

TEST_CASE("after the end only having seen it counts", "[said]") {
    Alarm alarm;
    auto const is_false = GENERATE(false, true);
    CAPTURE(is_false);
    alarm.story.must(is_false ? larm::test::rescind(alarm.id(), "uppsala")
                              : larm::test::stand_down(alarm.id(), "uppsala"));
    CHECK(alarm.stands() ==
          (is_false ? "TiB Dalarna: larmet är återkallat." : "TiB Dalarna: larmet är avlarmat."));
    CHECK_THAT(alarm.say(number(5), "m1"), Catch::Contains("bara koden"));
    CHECK(alarm.firm() == 0);
    CHECK(alarm.say({}, "m2") == (is_false ? "TiB Dalarna: återkallelsen kvitterad."
                                           : "TiB Dalarna: avlarmningen kvitterad."));
}

TEST_CASE("a closed or unknown incident takes nothing and says so", "[said]") {
    Alarm alarm;
    alarm.story.must(larm::test::stand_down(alarm.id(), "uppsala"));
    alarm.story.must(larm::test::close(alarm.id(), "uppsala"));
    CHECK(alarm.say(number(5), "m1") == "Händelsen är avslutad. Inget är registrerat.");
    CHECK(alarm.stands() == "Händelsen är avslutad.");
    Speaker const speaker{"officer-1", "tib@dalarna", v1::VIA_SMS, "m1"};
    CHECK_FALSE(command_of(alarm.story.state(), "no-such-incident", speaker, {}));
}

TEST_CASE("more than the region has is refused in words a woken person understands", "[said]") {
    Alarm alarm;
    Line const uppsala{"tib@uppsala", v1::VIA_SMS};  // whose pack knows that it has eight
    auto const command = alarm.command(number(9), "m1", uppsala);
    REQUIRE(command);
    auto const refused = alarm.story.give(*command);
    REQUIRE_FALSE(refused);
    CHECK_THAT(refusal_in_words(refused.error()), Catch::Contains("INTE registrerat"));
}

TEST_CASE("whatever a pack calls its parties, what is read back fits Rakel", "[said]") {
    auto pack = larm::test::chain_pack();
    std::string const long_name = "Å" + std::string(200, 'x') + "\n✓ €";
    for (auto& region : *pack.mutable_regions()) {
        region.set_short_name(long_name);
    }
    pack.mutable_organisations(0)->set_name(long_name);
    Story story{pack};
    auto const id = story.confirm("uppsala");
    story.wait_s(1);
    auto const fits = [&](std::string const& text) {
        CAPTURE(text);
        CHECK(code_points(text).size() <= 120);
        CHECK(latin1_line(text) == text);
    };
    for (auto const* party : {"tib@dalarna", "deputy@dalarna", "blood@uppsala",
                              "national@socialstyrelsen", "tib@nowhere", "nonsense"}) {
        fits(read_back(story.state(), id, party));
    }
    for (auto const count : {99, 1, 0}) {
        Speaker const speaker{"o", "tib@dalarna", v1::VIA_SMS, fmt::format("m{}", count)};
        for (int turn = 0; turn < 2; ++turn) {
            auto const command = command_of(story.state(), id, speaker, number(count));
            REQUIRE(command);
            static_cast<void>(story.give(*command));
        }
        fits(read_back(story.state(), id, "tib@dalarna"));
    }
    story.must(larm::test::rescind(id, "uppsala"));
    fits(read_back(story.state(), id, "tib@dalarna"));
    Speaker const speaker{"o", "tib@dalarna", v1::VIA_SMS, "late"};
    fits(command_of(story.state(), id, speaker, number(5)).error());
    fits(read_back(story.state(), "unknown", "tib@dalarna"));
    for (auto const code :
         {core::Code::unavailable, core::Code::failed_precondition, core::Code::not_found}) {
        fits(refusal_in_words({code, "count", ""}));
    }
}

}  // namespace larm::delivery
