// Deliveries in the state: which of them stand, and what becomes of their results.
#include <algorithm>

#include "engine/core/view.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

constexpr auto step = "regional_alarm";
constexpr auto dalarna = "tib@dalarna";

/// "push 1 accepted", in the order they stand.
std::vector<std::string> standing(core::Chase const& chase) {
    std::vector<std::string> lines;
    for (auto const& delivery : chase.deliveries) {
        lines.push_back(v1::Channel_Name(delivery.channel).substr(8) + " " +
                        std::to_string(delivery.attempt) + " " +
                        v1::DeliveryOutcome_Name(delivery.outcome).substr(17));
    }
    return lines;
}

v1::Command of_attempt(v1::Command command, int attempt) {
    command.mutable_record_delivery()->set_attempt(attempt);
    return command;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("the next rung leaves what is under way in another channel under way",
          "[core][delivery]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto const& chase = story.chase(id, step, dalarna);
    story.must(delivered(id, chase, step, v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_RECEIVED));
    story.wait_s(60);
    CHECK(standing(chase) == Lines{"SMS 1 UNSPECIFIED", "VOICE 2 UNSPECIFIED"});

    auto const late =
        of_attempt(delivered(id, chase, step, v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_ACCEPTED), 1);
    story.must(late);
    CHECK(standing(chase) == Lines{"SMS 1 ACCEPTED", "VOICE 2 UNSPECIFIED"});
    auto const seq = story.state().seq();
    story.must(late);
    CHECK(story.state().seq() == seq);  // the provider said it twice
}

TEST_CASE("deliveries do not grow however long a chase goes on", "[core][delivery]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(3600 * 5);
    auto const& chase = story.chase(id, step, dalarna);
    CHECK(chase.attempt > 100);
    CHECK(chase.deliveries.size() == 5);  // push, SMS and voice; the deputy's push; the declarer
}

TEST_CASE("an earlier message that may yet arrive is no reason to wait when the latest failed",
          "[core][delivery]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto const& chase = story.chase(id, step, dalarna);
    story.wait_s(60);
    REQUIRE(chase.rung == 1);
    story.must(
        of_attempt(delivered(id, chase, step, v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_FAILED), 1));
    CHECK(chase.rung == 1);  // the call may still get through
    story.must(delivered(id, chase, step, v1::CHANNEL_VOICE, v1::DELIVERY_OUTCOME_FAILED));
    CHECK(chase.rung == 2);
}

TEST_CASE("why a message failed is shown until the device has it after all", "[core][delivery]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto const& chase = story.chase(id, step, dalarna);
    auto failed = delivered(id, chase, step, v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_FAILED);
    failed.mutable_record_delivery()->set_detail("the provider answered 401");
    story.must(failed);
    auto accepted = delivered(id, chase, step, v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_ACCEPTED);
    accepted.mutable_record_delivery()->set_detail("the receiver answered 201");
    story.must(accepted);
    auto const shown = [&] {
        std::vector<std::string> lines;
        auto const view = core::incident_view(story.incident(id));
        for (auto const& party : view.parties()) {
            for (auto const& delivery : party.deliveries()) {
                if (party.party() == dalarna && party.step() == step) {
                    lines.push_back(v1::Channel_Name(delivery.channel()) + ": " + delivery.why());
                }
            }
        }
        return lines;
    };
    CHECK(shown() == Lines{"CHANNEL_PUSH: ", "CHANNEL_SMS: the provider answered 401"});
    auto const restored = core::State::restore(story.state().snapshot());
    CHECK(core::incident_view(*restored.incident(id)).SerializeAsString() ==
          core::incident_view(story.incident(id)).SerializeAsString());
    story.must(delivered(id, chase, step, v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_SEEN));
    CHECK(shown() == Lines{"CHANNEL_PUSH: ", "CHANNEL_SMS: "});
}

}  // namespace larm::test
