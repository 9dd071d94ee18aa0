// Nights in which something breaks: a provider that is down for ten minutes, a crash at each point
// between the journal and the record, a provider that lies. Whatever breaks, each message is
// delivered under one id, and no chase waits in silence.
#include <algorithm>
#include <map>
#include <set>

#include "tests/support/catch.hpp"
#include "tests/unit/delivery/virtual_time.hpp"

namespace larm::test {
namespace {

using namespace std::chrono_literals;
using delivery::Answer;
using delivery::Letter;

constexpr auto by_sms = v1::CHANNEL_SMS;
constexpr auto push = v1::CHANNEL_PUSH;
constexpr auto step = "regional_alarm";

/// SMS and push at once, and again every minute, so that the ladder runs while they are down.
v1::RulePack persistent_pack() {
    auto pack = pack_that_tries(by_sms, 40, 1000, 8000, 2, 30);
    auto& alarm = *pack.mutable_steps(0);
    alarm.clear_rungs();
    auto& rung = *alarm.add_rungs();
    auto& notify = *rung.add_notify();
    notify.set_who(v1::RECIPIENT_PARTY);
    notify.add_channels(by_sms);
    alarm.set_repeat_every_s(60);
    return pack;
}

/// Lets story, lanes and core go on together, second by second.
void go_on(Night& night, VirtualTime& time, int seconds) {
    for (int second = 0; second < seconds; ++second) {
        night.story.wait_s(1);
        night.feed();
        time.move_on(night, 1000ms);
        for (auto const& [which, channel] : night.channels) {
            REQUIRE(is_at_rest(night, which));
        }
        night.record();
    }
}

/// What an outbox that starts anew sends by SMS.
std::vector<Letter> sent_anew(core::State const& state, core::Instant now) {
    Results results;
    std::map<v1::Channel, Memory*> channels;
    delivery::Outbox<delivery::Live> outbox{memory_channels(channels), results.taker()};
    outbox.resume(state, now);
    static_cast<void>(outbox.stop(patience));
    return channels.at(by_sms)->letters();
}

std::set<std::string> ids_of(std::vector<Letter> const& letters) {
    std::set<std::string> ids;
    for (auto const& letter : letters) {
        ids.insert(letter.envelope.delivery_id);
    }
    return ids;
}

core::Delivery const& over(core::Chase const& chase, v1::Channel channel) {
    auto const found = std::ranges::find(chase.deliveries, channel, &core::Delivery::channel);
    REQUIRE(found != chase.deliveries.end());
    return *found;
}

}  // namespace

TEST_CASE("a receiver that is down for ten minutes gets each message once when it is up again",
          "[delivery][fault]") {
    VirtualTime time;
    Night night{persistent_pack(), time.options()};
    auto& channel = *night.channels.at(by_sms);
    channel.answer_with(Answer::trouble);
    auto const id = night.story.confirm("dalarna");
    night.feed();
    go_on(night, time, 600);
    auto const while_down = channel.letters().size();
    CHECK(while_down > 2);
    CHECK(night.story.chase(id, step, "tib@uppsala").attempt >= 10);

    channel.answer_with(Answer::received);
    go_on(night, time, 120);
    auto letters = channel.letters();
    letters.erase(letters.begin(), letters.begin() + static_cast<std::ptrdiff_t>(while_down));
    CHECK(ids_of(letters).size() == letters.size());
    std::map<std::string, int> times;
    for (auto const& letter : letters) {
        ++times[letter.envelope.recipient];
    }
    // What waited last, and two rungs in two minutes: no more of the ten minutes before falls on
    // anybody.
    CHECK(times["tib@uppsala"] >= 1);
    CHECK(times["tib@uppsala"] <= 3);
    CHECK(times["tib@gavleborg"] <= 3);
    CHECK(night.story.chase(id, step, "tib@uppsala").state == v1::PARTY_STATE_DELIVERED);
}

TEST_CASE("while SMS is down the alarm goes on over the other channels within seconds",
          "[delivery][fault]") {
    VirtualTime time;
    Night night{pack_that_tries(by_sms, 40, 1000, 8000, 2, 30), time.options()};
    night.channels.at(by_sms)->answer_with(Answer::trouble);
    night.channels.at(push)->answer_with(Answer::failure);
    auto const id = night.story.confirm("dalarna");
    night.feed();
    go_on(night, time, 4);
    auto const& chase = night.story.chase(id, step, "tib@uppsala");
    CHECK(chase.rung == 1);  // called three seconds after the alarm, not a minute
    CHECK(night.channels.at(v1::CHANNEL_VOICE)->wait_for(2, patience));
}

TEST_CASE("a crash before the alarm is handed over sends it at the next start",
          "[delivery][fault]") {
    Story story{talking_pack()};
    static_cast<void>(story.confirm("dalarna"));  // durable, and then the process died
    CHECK(sent_anew(story.state(), story.now()).size() == 2);
}

TEST_CASE("a crash after the hand-over and before the record sends the same id again",
          "[delivery][fault]") {
    Night night;
    night.channels.at(by_sms)->answer_with(Answer::silence);
    night.channels.at(push)->answer_with(Answer::silence);
    auto const id = night.story.confirm("dalarna");
    night.feed();
    REQUIRE(night.channels.at(by_sms)->wait_for(2, patience));
    night.record();
    auto const& sent = over(night.story.chase(id, step, "tib@uppsala"), by_sms);
    CHECK(sent.outcome == v1::DELIVERY_OUTCOME_HANDED_OVER);

    auto const restored = core::State::restore(night.story.state().snapshot());
    auto const again = sent_anew(restored, night.story.now());
    CHECK(ids_of(again) == ids_of(night.channels.at(by_sms)->letters()));
    CHECK(again.size() == 2);
}

TEST_CASE("a crash after the record sends nothing again", "[delivery][fault]") {
    Night night;
    night.channels.at(by_sms)->answer_with(Answer::accepted);
    static_cast<void>(night.story.confirm("dalarna"));
    night.feed();
    REQUIRE(night.channels.at(by_sms)->wait_for(2, patience));
    REQUIRE(is_at_rest(night, by_sms));
    REQUIRE(
        eventually([&] { return night.results.with(v1::DELIVERY_OUTCOME_ACCEPTED).size() >= 2; }));
    night.record();
    auto const restored = core::State::restore(night.story.state().snapshot());
    for (auto const& letter : sent_anew(restored, night.story.now())) {
        CHECK(letter.envelope.step != step);
    }
}

TEST_CASE("a provider that says received and then failed costs no time", "[delivery][fault]") {
    Night night;
    night.channels.at(push)->answer_with(Answer::failure);
    auto const id = night.story.confirm("dalarna");
    night.feed();
    REQUIRE(night.channels.at(by_sms)->wait_for(2, patience));
    REQUIRE(night.channels.at(push)->wait_for(2, patience));
    REQUIRE(is_at_rest(night, by_sms));
    REQUIRE(is_at_rest(night, push));
    night.record();
    auto const letters = night.channels.at(by_sms)->letters();
    auto const of_uppsala =
        static_cast<std::size_t>(letters.front().envelope.recipient == "tib@uppsala" ? 0 : 1);
    night.channels.at(by_sms)->report_of(of_uppsala)(v1::DELIVERY_OUTCOME_FAILED, "not after all");
    night.record();
    auto const& chase = night.story.chase(id, step, "tib@uppsala");
    CHECK(chase.rung == 1);
    CHECK(over(chase, by_sms).outcome == v1::DELIVERY_OUTCOME_FAILED);
}

TEST_CASE("all telephony down: every chase climbs to the end at once, and says so",
          "[delivery][fault]") {
    VirtualTime time;
    Night night{talking_pack(), time.options()};
    for (auto const& [which, channel] : night.channels) {
        channel->answer_with(Answer::failure);
    }
    auto const id = night.story.confirm("dalarna");
    night.feed();
    go_on(night, time, 5);
    auto const& chase = night.story.chase(id, step, "tib@uppsala");
    CHECK(chase.state == v1::PARTY_STATE_UNREACHABLE);
    CHECK(chase.next_due > night.story.now());  // and is still being chased
}

}  // namespace larm::test
