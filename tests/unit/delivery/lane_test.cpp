// Many recipients, and channels that are slow, dead or full: nobody waits for another's channel,
// and nothing is lost without a word.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/delivery/outbox.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/delivery/support.hpp"

namespace larm::test {
namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr int many = 2'000;

/// The chain with one more step: every hospital is alarmed by push, SMS and voice.
v1::RulePack crowded_pack() {
    auto pack = talking_pack();
    for (int number = 0; number < many; ++number) {
        auto& hospital = *pack.add_organisations();
        hospital.set_id(fmt::format("H{:04}", number));
        hospital.set_name(fmt::format("Sjukhus {}", number));
        hospital.set_role(v1::ROLE_HOSPITAL);
    }
    auto& step = *pack.add_steps();
    step.set_id("hospitals");
    step.mutable_start()->set_trigger(v1::TRIGGER_ALARM);
    step.mutable_audience()->set_role(v1::ROLE_HOSPITAL);
    step.mutable_audience()->set_where(v1::WHERE_ORGANISATIONS);
    step.set_message("alarm");
    step.set_expects(v1::EXPECTS_ACKNOWLEDGEMENT);
    step.set_repeat_every_s(600);
    auto& notify = *step.add_rungs()->add_notify();
    notify.set_who(v1::RECIPIENT_PARTY);
    for (auto const channel : {v1::CHANNEL_PUSH, v1::CHANNEL_SMS, v1::CHANNEL_VOICE}) {
        notify.add_channels(channel);
    }
    return pack;
}

void man(Story& story) {
    v1::Command seed;
    for (int number = 0; number < many; ++number) {
        *seed.mutable_seed_duty()->add_officers() =
            put_on_duty(fmt::format("hospital@H{:04}", number)).seed_duty().officers(0);
    }
    story.must(std::move(seed));
}

int hospitals_in(std::vector<delivery::Letter> const& letters) {
    std::set<std::string> recipients;
    for (auto const& letter : letters) {
        if (letter.envelope.step == "hospitals") {
            recipients.insert(letter.envelope.recipient);
        }
    }
    return static_cast<int>(recipients.size());
}

}  // namespace

TEST_CASE("two thousand recipients are all sent to, while one channel is dead",
          "[delivery][lane]") {
    Night night{crowded_pack()};
    man(night.story);
    night.feed();
    night.channels.at(v1::CHANNEL_PUSH)->hang();
    static_cast<void>(night.story.confirm("dalarna"));

    auto const began = Clock::now();
    night.feed();
    auto const taken = Clock::now();
    REQUIRE(night.channels.at(v1::CHANNEL_SMS)->wait_for(many + 2, patience));
    REQUIRE(night.channels.at(v1::CHANNEL_VOICE)->wait_for(many, patience));
    auto const drained = Clock::now();
    fmt::print("{} recipients, 2 channels: taken in {} us, drained after {} us\n", many,
               duration_cast<microseconds>(taken - began).count(),
               duration_cast<microseconds>(drained - began).count());

    CHECK(hospitals_in(night.channels.at(v1::CHANNEL_SMS)->letters()) == many);
    CHECK(hospitals_in(night.channels.at(v1::CHANNEL_VOICE)->letters()) == many);
    CHECK(night.channels.at(v1::CHANNEL_PUSH)->letters().empty());
    // The dead channel does not hold up the stop either, and says how many it kept.
    CHECK(night.outbox->stop(milliseconds{0}) >= many);
}

TEST_CASE("an event with twenty-one notices is taken in a moment", "[delivery][lane]") {
    auto pack = talking_pack();
    pack.clear_regions();
    pack.clear_hospitals();
    for (int number = 0; number < 8; ++number) {
        auto& region = *pack.add_regions();
        region.set_id(fmt::format("region{}", number));
        region.set_name(fmt::format("Region {}", number));
        region.set_short_name(region.name());
    }
    auto& notify = *pack.mutable_steps(0)->mutable_rungs(0)->mutable_notify(0);
    notify.add_channels(v1::CHANNEL_RAKEL);
    Night night{pack};
    auto fastest = microseconds::max();
    for (int round = 0; round < 20; ++round) {
        static_cast<void>(night.story.confirm("region0"));
        auto const began = Clock::now();
        night.feed();
        fastest = std::min(fastest, duration_cast<microseconds>(Clock::now() - began));
    }
    fmt::print("an alarm of 21 deliveries taken in {} us at best\n", fastest.count());
    CHECK(night.letters_at_end(v1::CHANNEL_RAKEL).size() == 20 * 7);
    CHECK(fastest < milliseconds{20});  // a bound for the slowest sanitizer; the figure is printed
}

TEST_CASE("what does not fit into a queue fails with a word, and nothing is lost",
          "[delivery][lane]") {
    constexpr std::size_t room = 100;
    Night night{crowded_pack(), {.capacity = room}};
    man(night.story);
    night.feed();
    for (auto const& [which, channel] : night.channels) {
        channel->hang();
    }
    static_cast<void>(night.story.confirm("dalarna"));
    night.feed();
    for (auto const& [which, channel] : night.channels) {
        channel->let_through();
    }
    auto const sent = night.letters_at_end(v1::CHANNEL_SMS).size();
    auto failed = night.results.with(v1::DELIVERY_OUTCOME_FAILED);
    std::erase_if(failed, [](auto const& each) { return each.channel() != v1::CHANNEL_SMS; });
    CHECK(sent >= room);
    CHECK(sent <= room + 1);  // one was already on its way
    CHECK(sent + failed.size() == many + 2);
    REQUIRE_FALSE(failed.empty());
    CHECK(failed.front().detail() == "the queue of channel sms is full");
}

TEST_CASE("a slow channel drains at its own speed, and a stop waits only as long as it may",
          "[delivery][lane]") {
    Night night;
    auto& push = *night.channels.at(v1::CHANNEL_PUSH);
    push.take_time(std::chrono::hours{1});
    static_cast<void>(night.story.confirm("dalarna"));
    night.feed();
    REQUIRE(push.wait_until_busy(patience));
    REQUIRE(night.channels.at(v1::CHANNEL_SMS)->wait_for(2, patience));
    auto const began = Clock::now();
    CHECK(night.outbox->stop(milliseconds{50}) == 1);
    CHECK(Clock::now() - began < patience);
    CHECK(push.letters().empty());
}

TEST_CASE("after the stop nothing is taken, and nothing reported", "[delivery][lane]") {
    Night night;
    static_cast<void>(night.outbox->stop(milliseconds{0}));
    static_cast<void>(night.story.confirm("dalarna"));
    night.feed();
    auto results = night.results.all();
    std::erase_if(results, [](auto const& each) { return each.step() != "regional_alarm"; });
    CHECK(results.empty());  // it stands in the journal, for the next start
    CHECK(night.channels.at(v1::CHANNEL_PUSH)->letters().empty());
}

}  // namespace larm::test
