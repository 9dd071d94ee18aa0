// A channel that is down is found to be down once, not by every recipient; and one receiver that is
// down is not a channel.
#include <algorithm>
#include <set>

#include "tests/support/catch.hpp"
#include "tests/unit/delivery/virtual_time.hpp"

namespace larm::test {
namespace {

using namespace std::chrono_literals;
using delivery::Answer;

constexpr auto sms = v1::CHANNEL_SMS;
constexpr std::size_t both = 2;
constexpr std::size_t until_broken = 2 * both + 1;

struct Breaking {
    Breaking() : night{pack_that_tries(sms, 60, 1000, 4000, 2, 30), time.options()} {
        channel().answer_with(Answer::trouble);
    }
    Memory& channel() { return *night.channels.at(sms); }
    void alarm() {
        static_cast<void>(night.story.confirm("dalarna"));
        night.feed();
    }
    [[nodiscard]] std::vector<std::string> failures() const {
        std::vector<std::string> details;
        for (auto const& each : night.results.with(v1::DELIVERY_OUTCOME_FAILED)) {
            if (each.channel() == sms) {
                details.push_back(each.detail());
            }
        }
        return details;
    }
    [[nodiscard]] bool fails(std::size_t count) const {
        return eventually([&] { return failures().size() == count; });
    }
    /// All have left so often, and have been answered.
    void are_tried(std::size_t times) {
        REQUIRE(channel().wait_for(times * both, patience));
        REQUIRE(is_at_rest(night, sms));
    }
    /// Everyone's message fails, and again; and the third time of the first is enough.
    void breaks() {
        are_tried(1);
        time.move_on(night, 1s);
        are_tried(2);
        time.move_on(night, 2s);
        REQUIRE(channel().wait_for(until_broken, patience));
    }
    [[nodiscard]] std::string why() const { return night.outbox->counts().at(sms).broken_because; }

    VirtualTime time;
    Night night;
};

}  // namespace

TEST_CASE("a channel that stumbles for a moment gets everyone's message a second later",
          "[delivery][breaker]") {
    Breaking it;
    it.alarm();
    it.are_tried(1);
    it.time.move_on(it.night, 1s);
    it.are_tried(2);
    it.channel().answer_with(Answer::received);
    it.time.move_on(it.night, 2s);
    it.are_tried(3);
    CHECK(it.failures().empty());
}

TEST_CASE("a peer that asks for patience is not broken", "[delivery][breaker]") {
    Breaking it;
    it.channel().answer_with(Answer::silence);
    it.alarm();
    REQUIRE(it.channel().wait_for(both, patience));
    for (std::size_t told = 0; told < 8 * both; told += both) {
        for (std::size_t index = told; index < told + both; ++index) {
            it.channel().report_of(index).retry("too many requests", {1000ms});
        }
        it.time.move_on(it.night, 4s);
        REQUIRE(it.channel().wait_for(told + 2 * both, patience));
    }
    CHECK(it.why().empty());
    CHECK(it.failures().empty());
}

TEST_CASE(
    "a broken channel fails what comes at once, is probed by one, and sends all when it works",
    "[delivery][breaker]") {
    Breaking it;
    it.alarm();
    it.breaks();
    REQUIRE(it.fails(both));  // other channels are taken now
    CHECK(it.why() == "told to try again");
    it.alarm();
    REQUIRE(it.fails(2 * both));
    CHECK(it.failures().back() == "not tried: nothing gets through over SMS (told to try again)");
    auto const tried = it.channel().letters().size();
    CHECK(tried == until_broken);

    it.channel().answer_with(Answer::silence);
    it.time.move_on(it.night, 30s);
    REQUIRE(it.channel().wait_for(tried + 1, patience));  // one of those that wait is the probe
    it.alarm();
    REQUIRE(it.fails(3 * both));  // it does not wait for the probe
    it.channel().report_of(tried).retry("still down");
    REQUIRE(eventually([&] { return it.why() == "still down"; }));
    it.alarm();
    REQUIRE(it.fails(4 * both));

    it.channel().answer_with(Answer::received);
    it.time.move_on(it.night, 30s);
    REQUIRE(eventually([&] { return it.why().empty(); }));
    REQUIRE(it.channel().wait_for(tried + 1 + 4 * both, patience));
    REQUIRE(is_at_rest(it.night, sms));
    std::set<std::string> reached;
    auto const letters = it.channel().letters();
    for (auto index = tried + 1; index < letters.size(); ++index) {
        reached.insert(letters[index].envelope.delivery_id);
    }
    CHECK(reached.size() == 4 * both);  // each once
    CHECK(it.fails(4 * both));
}

TEST_CASE("what waits for a broken channel does not leave when it has been called off",
          "[delivery][breaker]") {
    Breaking it;
    it.alarm();
    it.breaks();
    REQUIRE(it.fails(both));
    auto const id = it.night.story.state().incidents().front().id;
    static_cast<void>(it.night.story.must(stand_down(id, "dalarna")));
    it.night.feed();
    it.channel().answer_with(Answer::received);
    it.time.move_on(it.night, 30s);
    REQUIRE(is_at_rest(it.night, sms));
    for (auto const& letter : it.channel().letters()) {
        if (letter.envelope.step == "stand_down") {
            CHECK(letter.envelope.incident_id == id);
        }
    }
    auto const letters = it.channel().letters();
    CHECK(std::ranges::count_if(letters, [](auto const& each) {
              return each.envelope.step != "stand_down";
          }) == until_broken);
}

TEST_CASE("one receiver that is down is not the channel", "[delivery][breaker]") {
    Breaking it;
    it.channel().answer_with(Answer::silence);
    it.alarm();
    REQUIRE(it.channel().wait_for(both, patience));
    it.channel().report_of(1)(v1::DELIVERY_OUTCOME_ACCEPTED, {});
    std::size_t letters = both;
    for (int tries = 0; tries < 5; ++tries) {
        it.channel().report_of(tries == 0 ? 0 : letters - 1).retry("down");
        it.time.move_on(it.night, 4000ms);
        REQUIRE(it.channel().wait_for(++letters, patience));
    }
    CHECK(it.why().empty());
    CHECK(it.failures().empty());
}

TEST_CASE("a refusal of one recipient's breaks nothing, and lets a probe prove the channel",
          "[delivery][breaker]") {
    delivery::Breaker breaker;
    v1::ChannelPolicy policy;
    policy.set_broken_after(2);
    policy.set_broken_for_s(30);
    delivery::SteadyTime const now{1h};
    for (std::uint64_t ticket = 1; ticket < 10; ++ticket) {
        breaker.on_refusal(ticket);
    }
    CHECK_FALSE(breaker.on_trouble({10, "a", "down", now}, policy, now));
    CHECK_FALSE(breaker.on_trouble({11, "a", "down", now}, policy, now));
    CHECK(breaker.on_trouble({12, "b", "down", now}, policy, now));
    CHECK_FALSE(breaker.lets_through(13, now + 29s));
    CHECK(breaker.lets_through(14, now + 30s));
    CHECK_FALSE(breaker.lets_through(15, now + 30s));
    breaker.forget(14);  // it was answered before it left: another may try
    CHECK(breaker.lets_through(16, now + 31s));
    breaker.on_refusal(16);
    CHECK_FALSE(breaker.is_broken());
}

TEST_CASE("a channel without a number for it never counts as broken", "[delivery][breaker]") {
    delivery::Breaker breaker;
    v1::ChannelPolicy const policy;
    for (std::uint64_t ticket = 1; ticket < 1000; ++ticket) {
        CHECK_FALSE(breaker.on_trouble({ticket, std::to_string(ticket), "down", {}}, policy, {}));
    }
    CHECK(breaker.lets_through(1000, {}));
}

}  // namespace larm::test
