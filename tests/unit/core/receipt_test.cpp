// What is known of a delivery, in the order in which it may become known; and a chase that does not
// wait longer for a receipt than its pack allows.
#include <algorithm>

#include "engine/core/view.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

constexpr auto step = "regional_alarm";
constexpr auto dalarna = "tib@dalarna";

/// The chain, with receipts for SMS within 20 s and for push within 30 s.
v1::RulePack pack_with_receipts() {
    auto pack = chain_pack();
    auto& sms = *pack.mutable_policy()->add_channels();
    sms.set_channel(v1::CHANNEL_SMS);
    sms.set_receipt_within_s(20);
    auto& push = *pack.mutable_policy()->add_channels();
    push.set_channel(v1::CHANNEL_PUSH);
    push.set_receipt_within_s(30);
    return pack;
}

struct Asked {
    explicit Asked(v1::RulePack const& pack = pack_with_receipts()) : story{pack} {
        id = story.confirm("uppsala");
    }
    [[nodiscard]] core::Chase const& chase() const { return story.chase(id, step, dalarna); }
    void hears(v1::Channel channel, v1::DeliveryOutcome outcome) {
        story.must(delivered(id, chase(), step, channel, outcome));
    }
    [[nodiscard]] core::Delivery const& over(v1::Channel channel) const {
        auto const& all = chase().deliveries;
        auto const found = std::ranges::find(all, channel, &core::Delivery::channel);
        REQUIRE(found != all.end());
        return *found;
    }

    Story story;
    std::string id;
};

}  // namespace

TEST_CASE("a late acceptance never takes back what a device has said", "[core][receipt]") {
    Asked asked;
    asked.hears(v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_RECEIVED);
    asked.hears(v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_SEEN);
    auto const seq = asked.story.state().seq();
    for (auto const late : {v1::DELIVERY_OUTCOME_HANDED_OVER, v1::DELIVERY_OUTCOME_ACCEPTED}) {
        asked.hears(v1::CHANNEL_SMS, late);
        asked.hears(v1::CHANNEL_PUSH, late);
    }
    asked.hears(v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_RECEIVED);
    CHECK(asked.story.state().seq() == seq);
    CHECK(asked.over(v1::CHANNEL_SMS).outcome == v1::DELIVERY_OUTCOME_RECEIVED);
    CHECK(asked.over(v1::CHANNEL_PUSH).outcome == v1::DELIVERY_OUTCOME_SEEN);
}

TEST_CASE("every state of a delivery is told on its way, with its time", "[core][receipt]") {
    Asked asked;
    CHECK(core::incident_view(asked.story.incident(asked.id)).parties(0).deliveries(0).since() ==
          asked.story.now().us);
    for (auto const outcome : {v1::DELIVERY_OUTCOME_HANDED_OVER, v1::DELIVERY_OUTCOME_ACCEPTED,
                               v1::DELIVERY_OUTCOME_RECEIVED, v1::DELIVERY_OUTCOME_SEEN}) {
        asked.story.wait_s(1);
        asked.hears(v1::CHANNEL_PUSH, outcome);
        CHECK(asked.over(v1::CHANNEL_PUSH).outcome == outcome);
        CHECK(asked.over(v1::CHANNEL_PUSH).since == asked.story.now());
    }
    CHECK(asked.chase().state == v1::PARTY_STATE_DELIVERED);  // seen is no acknowledgement
    CHECK(asked.chase().next_due.is_set());
}

TEST_CASE("a provider that says received and then failed ends as failed, with both in the log",
          "[core][receipt]") {
    Asked asked;
    asked.hears(v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_FAILED);
    asked.hears(v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_RECEIVED);
    CHECK(asked.chase().rung == 0);
    asked.hears(v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_FAILED);
    CHECK(asked.chase().rung == 1);
    std::vector<v1::DeliveryOutcome> told;
    for (auto const& event : asked.story.log()) {
        if (event.delivery_recorded().channel() == v1::CHANNEL_PUSH) {
            told.push_back(event.delivery_recorded().outcome());
        }
    }
    CHECK(told == std::vector{v1::DELIVERY_OUTCOME_RECEIVED, v1::DELIVERY_OUTCOME_FAILED});
}

TEST_CASE("a device that has it after all is believed, a provider that accepts after all is not",
          "[core][receipt]") {
    Asked asked;
    asked.hears(v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_FAILED);
    asked.hears(v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_ACCEPTED);
    CHECK(asked.over(v1::CHANNEL_SMS).outcome == v1::DELIVERY_OUTCOME_FAILED);
    asked.hears(v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_RECEIVED);
    CHECK(asked.over(v1::CHANNEL_SMS).outcome == v1::DELIVERY_OUTCOME_RECEIVED);
}

TEST_CASE(
    "what is accepted and not received in time lets the chase climb, when nothing else may "
    "arrive",
    "[core][receipt]") {
    Asked asked;
    auto const began = asked.story.now();
    asked.hears(v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_ACCEPTED);
    asked.story.wait_s(21);
    CHECK(asked.chase().rung == 0);  // the push has no outcome yet: it may still arrive
    asked.hears(v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_ACCEPTED);
    CHECK(asked.story.incident(asked.id).due_at(asked.chase()) == began + core::seconds(21 + 30));
    asked.story.wait_s(29);
    CHECK(asked.chase().rung == 0);
    asked.story.wait_s(1);
    CHECK(asked.chase().rung == 1);  // at 51 s instead of the rung's 60
    CHECK(asked.chase().next_due == began + core::seconds(51 + 60));
}

TEST_CASE("a receipt keeps the ladder as it was planned", "[core][receipt]") {
    Asked asked;
    auto const planned = asked.chase().next_due;
    asked.hears(v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_ACCEPTED);
    asked.hears(v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_ACCEPTED);
    CHECK(asked.story.incident(asked.id).due_at(asked.chase()) < planned);
    asked.story.wait_s(10);
    asked.hears(v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_RECEIVED);
    CHECK(asked.story.incident(asked.id).due_at(asked.chase()) == planned);
    asked.story.wait_s(49);
    CHECK(asked.chase().rung == 0);
}

TEST_CASE("who has acknowledged is not asked sooner for want of a receipt", "[core][receipt]") {
    Asked asked;
    asked.hears(v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_ACCEPTED);
    asked.hears(v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_ACCEPTED);
    asked.story.must(acknowledge(asked.id, dalarna));
    asked.story.wait_s(40);
    CHECK(asked.chase().attempt == 1);
    CHECK_FALSE(asked.story.incident(asked.id).due_at(asked.chase()).is_set());
}

TEST_CASE("the wait for a receipt survives a restart, and is late once after an outage",
          "[core][receipt]") {
    Asked asked;
    asked.hears(v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_ACCEPTED);
    asked.hears(v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_ACCEPTED);
    auto const restored = core::State::restore(asked.story.state().snapshot());
    REQUIRE(restored.next_deadline().has_value());
    CHECK(restored.next_deadline()->at == asked.story.state().next_deadline()->at);
    CHECK(restored.next_deadline()->at == asked.story.now() + core::seconds(30));
    asked.story.outage_s(45);
    CHECK(asked.chase().rung == 1);
    CHECK(asked.chase().next_due == asked.story.now() + core::seconds(45));
}

TEST_CASE("a pack without receipts waits for none", "[core][receipt]") {
    Asked asked{chain_pack()};
    asked.hears(v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_ACCEPTED);
    asked.hears(v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_ACCEPTED);
    asked.story.wait_s(59);
    CHECK(asked.chase().rung == 0);
}

}  // namespace larm::test
