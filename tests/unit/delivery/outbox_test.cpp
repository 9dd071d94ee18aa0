// What the outbox makes of a real story's events: who is sent what over which channel, and what no
// longer needs to leave.
#include "engine/delivery/outbox.hpp"

#include <algorithm>

#include "engine/delivery/delivery_id.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/delivery/support.hpp"

namespace larm::test {
namespace {

using delivery::Answer;
using delivery::Letter;

/// "tib@uppsala alarm-step attempt", in the order they left.
std::vector<std::string> told(std::vector<Letter> const& letters) {
    std::vector<std::string> lines;
    for (auto const& letter : letters) {
        auto const& envelope = letter.envelope;
        lines.push_back(envelope.recipient + " " + envelope.step + " " +
                        std::to_string(envelope.attempt));
    }
    return lines;
}

using Lines = std::vector<std::string>;

std::vector<std::string> details(std::vector<v1::RecordDelivery> const& results) {
    std::vector<std::string> lines;
    for (auto const& result : results) {
        lines.push_back(result.detail());
    }
    return lines;
}

/// Confirms in Dalarna with the push channel hanging on the alarm to Gävleborg.
std::string confirm_with_push_hanging(Night& night) {
    night.channels.at(v1::CHANNEL_PUSH)->hang();
    auto const id = night.story.confirm("dalarna");
    night.feed();
    REQUIRE(night.channels.at(v1::CHANNEL_PUSH)->wait_until_busy(patience));
    return id;
}

}  // namespace

TEST_CASE("an alarm goes to every recipient over each of its channels", "[delivery][outbox]") {
    Night night;
    auto const id = night.story.confirm("dalarna");
    night.feed();
    auto const by_push = night.letters_at_end(v1::CHANNEL_PUSH);
    auto const by_sms = night.letters_at_end(v1::CHANNEL_SMS);
    CHECK(told(by_push) == Lines{"tib@gavleborg regional_alarm 1", "tib@uppsala regional_alarm 1"});
    CHECK(told(by_sms) == told(by_push));

    auto const& letter = by_push.back();
    CHECK(letter.kind == "live");
    CHECK(letter.envelope.officer_id == "uppsala-tib-1");
    CHECK(letter.envelope.delivery_id == delivery::delivery_id({.incident_id = id,
                                                                .step = "regional_alarm",
                                                                .party = "tib@uppsala",
                                                                .attempt = 1,
                                                                .recipient = "tib@uppsala",
                                                                .channel = v1::CHANNEL_PUSH}));
    // The story begins 2023-11-14 22:13:20 UTC.
    CHECK(letter.texts.short_sv ==
          "MASSKADELARM Dalarna 23:13: E18 väster om Arboga. 5 transporter?");
}

TEST_CASE("one recipient over one channel is one delivery in an attempt, whatever the pack repeats",
          "[delivery][outbox]") {
    auto pack = talking_pack();
    auto& rung = *pack.mutable_steps(0)->mutable_rungs(0);
    *rung.add_notify() = rung.notify(0);
    rung.mutable_notify(1)->set_message("not_reached");
    Night night{pack};
    static_cast<void>(night.story.confirm("dalarna"));
    night.feed();
    auto const letters = night.letters_at_end(v1::CHANNEL_PUSH);
    CHECK(told(letters) == Lines{"tib@gavleborg regional_alarm 1", "tib@uppsala regional_alarm 1"});
    CHECK(letters.front().texts.short_sv.starts_with("MASSKADELARM"));
}

TEST_CASE("results come back as commands, and move the chase", "[delivery][outbox]") {
    Night night;
    auto const id = night.story.confirm("dalarna");
    night.feed();
    REQUIRE(night.results.wait_for(
        13));  // four deliveries in three words, and the blood centre's failure
    night.record();
    CHECK(night.story.chase(id, "regional_alarm", "tib@uppsala").state ==
          v1::PARTY_STATE_DELIVERED);
}

TEST_CASE("a message that is repeated tells the time of the alarm, not of the repetition",
          "[delivery][outbox]") {
    auto pack = talking_pack();
    auto& again = *pack.mutable_steps(0)->mutable_rungs(1)->mutable_notify(0);
    again.set_message("alarm");
    Night night{pack};
    static_cast<void>(night.story.confirm("dalarna"));
    night.feed();
    night.story.wait_s(60);
    night.feed();
    auto const letters = night.letters_at_end(v1::CHANNEL_VOICE);
    REQUIRE(letters.size() >= 2);
    CHECK(letters[0].texts.short_sv.find("23:13") != std::string::npos);
}

TEST_CASE("where nobody is on duty the delivery fails at once, and the chase climbs",
          "[delivery][outbox]") {
    Night night;
    static_cast<void>(night.story.told());
    static_cast<void>(night.story.confirm("dalarna"));
    night.feed();
    CHECK(details(night.results.with(v1::DELIVERY_OUTCOME_FAILED)) ==
          Lines{"nobody is on duty for blood@dalarna"});
    static_cast<void>(night.story.told());
    night.record();
    auto const after = night.story.told();
    CHECK(std::ranges::count(after, "ChaseEscalated blood_alarm blood@dalarna") == 1);
}

TEST_CASE("a channel that the officer lacks, or the world, fails at once and says so",
          "[delivery][outbox]") {
    Story story{talking_pack()};
    auto seed = put_on_duty("blood@dalarna");
    auto& officer = *seed.mutable_seed_duty()->mutable_officers(0);
    officer.clear_channels();
    officer.add_channels(v1::CHANNEL_SMS);
    story.must(seed);
    static_cast<void>(story.confirm("dalarna"));

    Results results;
    std::map<v1::Channel, Memory*> channels;
    auto made = memory_channels(channels);
    made.erase(v1::CHANNEL_SMS);
    delivery::Outbox<delivery::Live> outbox{std::move(made), results.taker()};
    for (auto const& event : story.log()) {
        outbox.take(story.state(), event);
    }
    CHECK(details(results.with(v1::DELIVERY_OUTCOME_FAILED)) ==
          Lines{"there is no channel sms here", "there is no channel sms here",
                "officer-blood@dalarna has no push in the roster"});
}

TEST_CASE("a message that the pack lacks fails at once and says so", "[delivery][outbox]") {
    auto pack = talking_pack();
    pack.mutable_steps(0)->set_message("nonsense");
    Night night{pack};
    static_cast<void>(night.story.confirm("dalarna"));
    night.feed();
    CHECK(night.letters_at_end(v1::CHANNEL_SMS).empty());
    auto const failed = details(night.results.with(v1::DELIVERY_OUTCOME_FAILED));
    CHECK(std::ranges::count(failed, "the rule pack has no message 'nonsense'") == 4);
}

TEST_CASE("an acknowledgement cancels what waits for that party, and for nobody else",
          "[delivery][outbox]") {
    Night night;
    auto const id = confirm_with_push_hanging(night);
    night.story.must(acknowledge(id, "tib@uppsala"));
    night.feed();
    night.channels.at(v1::CHANNEL_PUSH)->let_through();
    CHECK(told(night.letters_at_end(v1::CHANNEL_PUSH)) == Lines{"tib@gavleborg regional_alarm 1"});
    CHECK(night.outbox->counts().at(v1::CHANNEL_PUSH).cancelled == 1);
}

TEST_CASE("an acknowledgement by Gävleborg does not stop the alarm to Uppsala",
          "[delivery][outbox]") {
    Night night;
    auto const id = confirm_with_push_hanging(night);
    night.story.must(acknowledge(id, "tib@gavleborg"));
    night.feed();
    night.channels.at(v1::CHANNEL_PUSH)->let_through();
    CHECK(told(night.letters_at_end(v1::CHANNEL_PUSH)) ==
          Lines{"tib@gavleborg regional_alarm 1", "tib@uppsala regional_alarm 1"});
}

TEST_CASE("a slow channel's first notice still leaves when the next rung has come",
          "[delivery][outbox]") {
    Night night;
    static_cast<void>(confirm_with_push_hanging(night));
    night.story.wait_s(60);
    night.feed();
    night.channels.at(v1::CHANNEL_PUSH)->let_through();
    CHECK(told(night.letters_at_end(v1::CHANNEL_PUSH)) ==
          Lines{"tib@gavleborg regional_alarm 1", "tib@uppsala regional_alarm 1"});
    auto const voice = told(night.channels.at(v1::CHANNEL_VOICE)->letters());
    CHECK(std::ranges::count(voice, "tib@uppsala regional_alarm 2") == 1);
    CHECK(std::ranges::count(voice, "tib@gavleborg regional_alarm 2") == 1);
}

TEST_CASE("a later attempt replaces what waits for the same recipient in the same channel",
          "[delivery][outbox]") {
    auto pack = talking_pack();
    pack.mutable_steps(0)->mutable_rungs(1)->mutable_notify(0)->add_channels(v1::CHANNEL_PUSH);
    Night night{pack};
    static_cast<void>(confirm_with_push_hanging(night));
    night.story.wait_s(60);
    night.feed();
    night.channels.at(v1::CHANNEL_PUSH)->let_through();
    auto const lines = told(night.letters_at_end(v1::CHANNEL_PUSH));
    CHECK(std::ranges::count(lines, "tib@uppsala regional_alarm 1") == 0);
    CHECK(std::ranges::count(lines, "tib@uppsala regional_alarm 2") == 1);
}

TEST_CASE("a stand-down cancels the alarm that waits, and is itself sent to all alerted",
          "[delivery][outbox]") {
    Night night;
    auto const id = confirm_with_push_hanging(night);
    night.story.must(stand_down(id, "dalarna"));
    night.feed();
    night.channels.at(v1::CHANNEL_PUSH)->let_through();
    CHECK(told(night.letters_at_end(v1::CHANNEL_PUSH)) == Lines{"tib@gavleborg regional_alarm 1",
                                                                "tib@gavleborg stand_down 1",
                                                                "tib@uppsala stand_down 1"});
}

TEST_CASE("after the close nothing leaves any more", "[delivery][outbox]") {
    Night night;
    auto const id = confirm_with_push_hanging(night);
    night.story.must(rescind(id, "dalarna"));
    night.story.must(close(id, "dalarna"));
    night.feed();
    night.channels.at(v1::CHANNEL_PUSH)->let_through();
    CHECK(told(night.letters_at_end(v1::CHANNEL_PUSH)) == Lines{"tib@gavleborg regional_alarm 1"});
}

TEST_CASE("what came due too long ago waits for its human in the outbox too",
          "[delivery][outbox]") {
    Night night;
    auto const id = confirm_with_push_hanging(night);
    night.story.outage_s(chain_pack().policy().overdue_limit_s() + 120);
    REQUIRE(night.story.incident(id).chases_held);
    night.feed();
    night.channels.at(v1::CHANNEL_PUSH)->let_through();
    CHECK(told(night.letters_at_end(v1::CHANNEL_PUSH)) ==
          Lines{"tib@gavleborg regional_alarm 1", "tib@dalarna  1"});
}

TEST_CASE(
    "a no of which the declarer had not been told when all was held is told when it is resumed",
    "[delivery][outbox]") {
    Night night;
    night.story.must(put_on_duty("blood@dalarna"));
    night.feed();
    auto const id = confirm_with_push_hanging(night);
    v1::Command no;
    *no.mutable_actor() = actor(v1::ROLE_BLOOD, "dalarna");
    no.mutable_answer()->set_command_id(next_uuid());
    no.mutable_answer()->set_incident_id(id);
    no.mutable_answer()->set_party("blood@dalarna");
    no.mutable_answer()->mutable_decline()->set_reason("strömavbrott");
    night.story.must(no);
    night.feed();
    night.story.outage_s(chain_pack().policy().overdue_limit_s() + 120);
    REQUIRE(night.story.incident(id).chases_held);
    night.feed();
    v1::Command resume;
    *resume.mutable_actor() = actor(v1::ROLE_TIB, "dalarna");
    resume.mutable_resume_chases()->set_command_id(next_uuid());
    resume.mutable_resume_chases()->set_incident_id(id);
    night.story.must(resume);
    night.feed();
    night.channels.at(v1::CHANNEL_PUSH)->let_through();
    auto const letters = told(night.letters_at_end(v1::CHANNEL_PUSH));
    // Twice where the channel still had the first: the device shows an id once.
    CHECK(std::ranges::count(letters, "tib@dalarna blood_alarm 2") > 0);
}

TEST_CASE("a no tells the declarer why, and cancels what waits for who said it",
          "[delivery][outbox]") {
    Night night;
    night.story.must(put_on_duty("blood@dalarna"));
    night.feed();
    auto const id = confirm_with_push_hanging(night);
    v1::Command no;
    *no.mutable_actor() = actor(v1::ROLE_BLOOD, "dalarna");
    no.mutable_answer()->set_command_id(next_uuid());
    no.mutable_answer()->set_incident_id(id);
    no.mutable_answer()->set_party("blood@dalarna");
    no.mutable_answer()->mutable_decline()->set_reason("strömavbrott");
    night.story.must(no);
    night.feed();
    night.channels.at(v1::CHANNEL_PUSH)->let_through();
    auto const letters = night.letters_at_end(v1::CHANNEL_PUSH);
    CHECK(told(letters) == Lines{"tib@gavleborg regional_alarm 1", "tib@uppsala regional_alarm 1",
                                 "tib@dalarna blood_alarm 2"});
    CHECK(letters.back().texts.short_sv ==
          "NEJ från Blodcentralen Dalarna: strömavbrott. Ring själv.");
    CHECK(letters.back().texts.body_sv.find("Skäl: strömavbrott") != std::string::npos);
}

TEST_CASE("a duty that is taken over takes the alarm with it", "[delivery][outbox]") {
    Night night;
    auto const id = confirm_with_push_hanging(night);
    v1::Command offer;
    *offer.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    offer.mutable_offer_duty()->set_command_id(next_uuid());
    offer.mutable_offer_duty()->set_party("tib@uppsala");
    offer.mutable_offer_duty()->set_to_officer_id("uppsala-tib-2");
    night.story.must(offer);
    v1::Command accept;
    *accept.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    accept.mutable_actor()->set_token_id("tok_another");
    accept.mutable_accept_duty()->set_command_id(next_uuid());
    accept.mutable_accept_duty()->set_party("tib@uppsala");
    accept.mutable_accept_duty()->set_officer_id("uppsala-tib-2");
    night.story.must(accept);
    night.feed();
    night.channels.at(v1::CHANNEL_PUSH)->let_through();
    auto letters = night.letters_at_end(v1::CHANNEL_PUSH);
    std::erase_if(letters, [](auto const& each) {
        return each.envelope.recipient != "tib@uppsala" || each.envelope.step != "regional_alarm";
    });
    CHECK(told(letters) == Lines{"tib@uppsala regional_alarm 2"});
    CHECK(letters.front().envelope.officer_id == "uppsala-tib-2");
}

TEST_CASE("who has acknowledged and not answered is asked again, over the wire too",
          "[delivery][outbox]") {
    Night night;
    auto const id = night.story.confirm("dalarna");
    night.story.must(acknowledge(id, "tib@uppsala"));
    night.story.wait_s(600);
    night.feed();
    auto const lines = told(night.letters_at_end(v1::CHANNEL_PUSH));
    CHECK(std::ranges::count(lines, "tib@uppsala transports 1") == 1);
}

TEST_CASE("a provider that says everything twice is heard once", "[delivery][outbox]") {
    Night night;
    for (auto const& [which, channel] : night.channels) {
        channel->answer_with(Answer::duplicate);
    }
    static_cast<void>(night.story.confirm("dalarna"));
    night.feed();
    REQUIRE(night.results.wait_for(21));
    auto const log = night.story.log().size();
    night.record();
    auto const& all = night.story.log();
    auto const recorded = std::count_if(
        all.begin() + static_cast<std::ptrdiff_t>(log), all.end(), [](v1::Event const& event) {
            return event.has_delivery_recorded() &&
                   event.delivery_recorded().step() == "regional_alarm";
        });
    CHECK(recorded == 12);  // four deliveries, handed over, accepted and received
}

TEST_CASE("an exercise's outbox marks every text of every message", "[delivery][outbox]") {
    Story story{talking_pack()};
    auto const id = story.confirm("dalarna");
    story.must(stand_down(id, "dalarna"));
    Results results;
    auto channel = std::make_unique<delivery::MemoryChannel<delivery::Exercise>>();
    auto const& push = *channel;
    delivery::Channels<delivery::Exercise> channels;
    channels.emplace(v1::CHANNEL_PUSH, std::move(channel));
    delivery::Outbox<delivery::Exercise> outbox{std::move(channels), results.taker()};
    for (auto const& event : story.log()) {
        outbox.take(story.state(), event);
    }
    static_cast<void>(outbox.stop(patience));
    REQUIRE_FALSE(push.letters().empty());
    for (auto const& letter : push.letters()) {
        CHECK(letter.kind == "exercise");
        CHECK(delivery::is_marked(letter.texts, "ÖVNING"));
    }
}

}  // namespace larm::test
