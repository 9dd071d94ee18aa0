// A channel that is down is found to be down once, not by every recipient; and one receiver that is
// down is not a channel.
#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/unit/delivery/virtual_time.hpp"

namespace larm::test {
namespace {

using namespace std::chrono_literals;
using delivery::Answer;

constexpr auto sms = v1::CHANNEL_SMS;
constexpr std::size_t both = 2;

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
    [[nodiscard]] std::string why() const { return night.outbox->counts().at(sms).broken_because; }

    VirtualTime time;
    Night night;
};

}  // namespace

TEST_CASE("a broken channel fails what comes at once, with a clear word, and is probed by one",
          "[delivery][breaker]") {
    Breaking it;
    it.alarm();
    REQUIRE(it.fails(both));  // without a pause: other channels are taken now
    CHECK(it.why() == "told to try again");
    it.alarm();
    REQUIRE(it.fails(2 * both));
    CHECK(it.failures().back() == "not tried: SMS counts as broken (told to try again)");
    CHECK(it.channel().letters().size() == both);

    it.time.move_on(it.night, 30s);
    it.channel().answer_with(Answer::silence);
    it.alarm();
    REQUIRE(it.fails(3 * both - 1));  // one of them is the probe, the other does not wait for it
    REQUIRE(it.channel().wait_for(both + 1, patience));
    it.channel().report_of(both).retry("still down");
    REQUIRE(it.fails(3 * both));
    CHECK(it.why() == "still down");
    it.alarm();
    REQUIRE(it.fails(4 * both));

    it.time.move_on(it.night, 30s);
    it.channel().answer_with(Answer::received);
    it.alarm();
    REQUIRE(eventually([&] { return it.why().empty(); }));
    it.alarm();
    REQUIRE(is_at_rest(it.night, sms));
    CHECK(it.night.outbox->counts().at(sms).broken_because.empty());
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
    CHECK_FALSE(breaker.on_trouble(10, "a", "down", policy, now));
    CHECK_FALSE(breaker.on_trouble(11, "a", "down", policy, now));
    CHECK(breaker.on_trouble(12, "b", "down", policy, now));
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
        CHECK_FALSE(breaker.on_trouble(ticket, std::to_string(ticket), "down", policy, {}));
    }
    CHECK(breaker.lets_through(1000, {}));
}

}  // namespace larm::test
