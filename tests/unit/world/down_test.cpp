// Which channels get nothing through now: what alarms and roll-calls have found, whichever tried
// last.
#include "tests/unit/world/breaking_world.hpp"

namespace larm::world::test {
namespace {

using delivery::Answer;

bool is_down(BreakingWorld const& it) {
    return it.outbox->down().contains(v1::CHANNEL_SMS);
}

}  // namespace

TEST_CASE("a channel that a roll-call finds dead is down until an alarm gets through",
          "[world][down]") {
    BreakingWorld it;
    CHECK_FALSE(is_down(it));
    it.roll_calls->answer_with(Answer::trouble);
    it.hold_roll_call();
    REQUIRE(eventually([&] { return is_down(it); }));
    auto const down = it.outbox->down().at(v1::CHANNEL_SMS);
    CHECK(down.why == "told to try again");
    CHECK_FALSE(down.fails_at_once);  // an alarm tries
    CHECK(it.outbox->counts().at(v1::CHANNEL_SMS).lane.broken_because.empty());

    it.alarm();
    REQUIRE(it.alarms->wait_for(2, std::chrono::milliseconds{20'000}));
    CHECK(eventually([&] { return !is_down(it); }));
}

TEST_CASE("a channel that an alarm finds dead fails at once, and is down until one gets through",
          "[world][down]") {
    BreakingWorld it;
    it.alarms->answer_with(Answer::trouble);
    it.alarm();
    REQUIRE(eventually([&] { return is_down(it); }));
    CHECK(it.outbox->down().at(v1::CHANNEL_SMS).fails_at_once);
    it.alarms->answer_with(Answer::received);
    it.alarm();
    CHECK(eventually([&] { return !is_down(it); }));
}

}  // namespace larm::world::test
