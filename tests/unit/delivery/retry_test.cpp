// A delivery is tried again, under the same id, for as long as its pack allows; and nobody else
// waits for that.
#include <algorithm>
#include <map>

#include "tests/support/catch.hpp"
#include "tests/unit/delivery/virtual_time.hpp"

namespace larm::test {
namespace {

using namespace std::chrono_literals;
using delivery::Answer;
using delivery::Letter;

constexpr auto sms = v1::CHANNEL_SMS;
constexpr std::size_t both = 2;  ///< TiBs alarmed by SMS in the test chain.

v1::RulePack stubborn() {
    return pack_that_tries(sms, 20, 1000, 4000);
}

std::vector<v1::RecordDelivery> failed_over(Night const& night, v1::Channel channel) {
    auto failed = night.results.with(v1::DELIVERY_OUTCOME_FAILED);
    std::erase_if(failed, [&](auto const& each) { return each.channel() != channel; });
    return failed;
}

struct Trying {
    explicit Trying(v1::RulePack const& pack = stubborn()) : night{pack, time.options()} {
        channel().answer_with(Answer::trouble);
    }
    Memory& channel() { return *night.channels.at(sms); }
    std::string alarm() {
        auto id = night.story.confirm("dalarna");
        night.feed();
        return id;
    }
    void move_on(std::chrono::milliseconds by) { time.move_on(night, by); }
    /// So many have reached the peer, and each is over or waits.
    [[nodiscard]] bool has_tried(std::size_t letters) {
        return channel().wait_for(letters, patience) && is_at_rest(night, sms) &&
               channel().letters().size() == letters;
    }

    VirtualTime time;
    Night night;
};

}  // namespace

TEST_CASE("what may work is tried again after pauses that double, under the same id",
          "[delivery][retry]") {
    Trying it;
    it.alarm();
    REQUIRE(it.has_tried(both));
    it.move_on(999ms);
    CHECK(it.night.outbox->counts().at(sms).retried == 0);
    it.move_on(1ms);
    REQUIRE(it.has_tried(2 * both));
    it.move_on(1999ms);
    CHECK(it.night.outbox->counts().at(sms).retried == both);
    it.move_on(1ms);
    REQUIRE(it.has_tried(3 * both));
    it.channel().answer_with(Answer::received);
    it.move_on(4000ms);
    REQUIRE(it.has_tried(4 * both));

    std::map<std::string, int> times;
    for (auto const& letter : it.channel().letters()) {
        ++times[letter.envelope.delivery_id];
    }
    CHECK(times.size() == both);
    CHECK(failed_over(it.night, sms).empty());
    CHECK(it.night.results.with(v1::DELIVERY_OUTCOME_RECEIVED).size() >= both);
    it.move_on(1h);
    CHECK(it.channel().letters().size() == 4 * both);
}

TEST_CASE("the jitter shortens a pause by up to a half", "[delivery][retry]") {
    VirtualTime time;
    auto options = time.options();
    options.chance = [] { return 0.999999; };
    Night night{stubborn(), options};
    night.channels.at(sms)->answer_with(Answer::trouble);
    static_cast<void>(night.story.confirm("dalarna"));
    night.feed();
    REQUIRE(night.channels.at(sms)->wait_for(both, patience));
    REQUIRE(is_at_rest(night, sms));
    time.move_on(night, 499ms);
    CHECK(night.outbox->counts().at(sms).retried == 0);
    time.move_on(night, 2ms);
    CHECK(night.channels.at(sms)->wait_for(2 * both, patience));
}

TEST_CASE("when its time is over it has failed, with what the channel said last",
          "[delivery][retry]") {
    Trying it;
    it.alarm();
    std::size_t tries = both;
    for (auto const pause : {0ms, 1000ms, 2000ms, 4000ms, 4000ms, 4000ms, 4000ms}) {
        it.move_on(pause);
        REQUIRE(it.has_tried(tries));
        tries += both;
    }
    // 19 s have gone: a pause of 4 s would end after the 20 s that the pack allows.
    REQUIRE(eventually([&] { return failed_over(it.night, sms).size() == both; }));
    auto const failed = failed_over(it.night, sms);
    CHECK(failed.front().detail() == "told to try again (tried 7 times)");
    CHECK(it.night.outbox->counts().at(sms).given_up == both);
    CHECK(it.night.outbox->counts().at(sms).to_try_again == 0);
}

TEST_CASE("a peer that says when to come back is not asked before", "[delivery][retry]") {
    Trying it;
    it.channel().answer_with(Answer::silence);
    it.alarm();
    REQUIRE(it.channel().wait_for(both, patience));
    it.channel().report_of(0).retry("429", {7s});
    it.channel().report_of(1).retry("429", {30s});
    auto const failed = failed_over(it.night, sms);
    REQUIRE(failed.size() == 1);  // later than the attempt may last: nobody waits for that
    CHECK(failed.front().detail() == "429");
    it.move_on(6999ms);
    CHECK(it.night.outbox->counts().at(sms).retried == 0);
    it.move_on(1ms);
    CHECK(it.channel().wait_for(both + 1, patience));
}

TEST_CASE("a peer that is asked too much is left alone for as long as the pack says",
          "[delivery][retry]") {
    Trying it{pack_that_tries(sms, 20, 1000, 4000, 0, 0, 3000)};
    it.channel().answer_with(Answer::silence);
    it.alarm();
    REQUIRE(it.channel().wait_for(both, patience));
    it.channel().report_of(0).retry("429", {.is_overrun = true});
    it.channel().report_of(1).retry("429", {.at_least = 5s, .is_overrun = true});
    it.move_on(2999ms);
    CHECK(it.night.outbox->counts().at(sms).retried == 0);
    it.move_on(1ms);
    CHECK(it.channel().wait_for(both + 1, patience));
    it.move_on(1999ms);
    CHECK(it.night.outbox->counts().at(sms).retried == 1);
    it.move_on(1ms);
    CHECK(it.channel().wait_for(both + 2, patience));
}

TEST_CASE("who answers meanwhile is not tried again, and the others are", "[delivery][retry]") {
    Trying it;
    auto const id = it.alarm();
    REQUIRE(it.has_tried(both));
    it.night.story.must(acknowledge(id, "tib@uppsala"));
    it.night.feed();
    it.move_on(1000ms);
    REQUIRE(it.has_tried(both + 1));
    CHECK(it.channel().letters().back().envelope.recipient == "tib@gavleborg");
    CHECK(it.night.outbox->counts().at(sms).cancelled == 1);
    CHECK(failed_over(it.night, sms).empty());
}

TEST_CASE("what waits to be tried again delays nobody behind it", "[delivery][retry]") {
    Trying it;
    it.alarm();
    REQUIRE(it.has_tried(both));
    it.channel().answer_with(Answer::received);
    static_cast<void>(it.night.story.confirm("gavleborg"));
    it.night.feed();
    REQUIRE(it.has_tried(2 * both));  // no time has gone by
    CHECK(it.night.outbox->counts().at(sms).to_try_again == both);
}

TEST_CASE("a provider that never answers has failed at the attempt's deadline",
          "[delivery][retry]") {
    Trying it;
    it.channel().answer_with(Answer::silence);
    it.alarm();
    REQUIRE(it.channel().wait_for(both, patience));
    it.move_on(19'999ms);
    CHECK(failed_over(it.night, sms).empty());
    it.move_on(1ms);
    auto const failed = failed_over(it.night, sms);
    REQUIRE(failed.size() == both);
    CHECK(failed.front().detail() == "SMS did not answer within 20 s");
    it.channel().report_of(0)(v1::DELIVERY_OUTCOME_RECEIVED, "at last");  // is news all the same
    CHECK(it.night.results.with(v1::DELIVERY_OUTCOME_RECEIVED).back().detail() == "at last");
    it.channel().report_of(1).retry("too late");
    CHECK(failed_over(it.night, sms).size() == both);
}

TEST_CASE("a channel that hangs in the middle keeps nobody waiting past the deadline",
          "[delivery][retry]") {
    Trying it;
    it.channel().hang();
    it.alarm();
    REQUIRE(it.channel().wait_until_busy(patience));
    it.move_on(20s);
    auto failed = failed_over(it.night, sms);
    std::ranges::sort(failed, {}, &v1::RecordDelivery::recipient);
    REQUIRE(failed.size() == both);
    CHECK(failed[0].detail() == "SMS did not answer within 20 s");
    CHECK(failed[1].detail() == "it waited 20 s in line and did not leave");
    it.channel().let_through();
    CHECK(is_at_rest(it.night, sms));
    CHECK(it.night.letters_at_end(sms).size() == 1);  // the one that had left
}

TEST_CASE("without a policy what may pass is a failure at once", "[delivery][retry]") {
    Trying it{talking_pack()};
    it.alarm();
    REQUIRE(eventually([&] { return failed_over(it.night, sms).size() == both; }));
    CHECK(failed_over(it.night, sms).front().detail() == "told to try again");
}

TEST_CASE("what waits to be tried again at a stop is the next start's", "[delivery][retry]") {
    Trying it;
    it.alarm();
    REQUIRE(it.has_tried(both));
    CHECK(it.night.outbox->stop(patience) == both);
    CHECK(failed_over(it.night, sms).empty());
}

TEST_CASE("it is on record before the channel is called that it has been handed over",
          "[delivery][retry]") {
    Night night;
    night.channels.at(sms)->hang();
    static_cast<void>(night.story.confirm("dalarna"));
    night.feed();
    REQUIRE(night.channels.at(sms)->wait_until_busy(patience));
    auto handed_over = night.results.with(v1::DELIVERY_OUTCOME_HANDED_OVER);
    std::erase_if(handed_over, [](auto const& each) { return each.channel() != sms; });
    CHECK(handed_over.size() == 1);
}

}  // namespace larm::test
