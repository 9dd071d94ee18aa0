// The duty changes hands during an incident: offered by one, accepted by another, open chases
// moving with it.
#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

v1::Command offer(std::string const& party, std::string const& officer, std::string const& token) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, "dalarna");
    command.mutable_actor()->set_token_id(token);
    auto& request = *command.mutable_offer_duty();
    request.set_command_id(next_uuid());
    request.set_party(party);
    request.set_to_officer_id(officer);
    return command;
}

v1::Command accept(std::string const& party, std::string const& officer, std::string const& token) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, "dalarna");
    command.mutable_actor()->set_token_id(token);
    auto& request = *command.mutable_accept_duty();
    request.set_command_id(next_uuid());
    request.set_party(party);
    request.set_officer_id(officer);
    return command;
}

}  // namespace

TEST_CASE("a duty moves only when the other accepts it, and open chases move with it",
          "[core][duty]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(70);
    auto const& duty = story.state().duties().find("tib@dalarna")->second;
    story.must(offer("tib@dalarna", "dalarna-tib-2", "tok_a"));
    CHECK(duty.officer_id == "dalarna-tib-1");
    CHECK(story.give(accept("tib@dalarna", "dalarna-tib-2", "tok_a")).error().code ==
          core::Code::permission_denied);

    auto const attempt = story.chase(id, "regional_alarm", "tib@dalarna").attempt;
    story.must(accept("tib@dalarna", "dalarna-tib-2", "tok_b"));
    CHECK(duty.officer_id == "dalarna-tib-2");
    CHECK(story.chase(id, "regional_alarm", "tib@dalarna").attempt == attempt + 1);
    CHECK(story.chase(id, "regional_alarm", "tib@dalarna").rung == 0);
    CHECK(story.chase(id, "regional_alarm", "tib@gavleborg").rung == 1);
}

TEST_CASE("a duty cannot be taken without an offer, nor offered to a stranger", "[core][duty]") {
    Story story;
    CHECK(story.give(accept("tib@dalarna", "dalarna-tib-2", "tok_b")).error().field ==
          "officer_id");
    CHECK(story.give(offer("tib@dalarna", "uppsala-tib-1", "tok_a")).error().field ==
          "to_officer_id");
    CHECK(story.give(offer("tib@uppsala", "uppsala-tib-2", "tok_a")).error().code ==
          core::Code::permission_denied);
}

TEST_CASE("seeding the roster again adds the unknown and what has changed, and nothing else",
          "[core][duty]") {
    Story story;
    auto const duty = [&]() -> core::Duty const& {
        return story.state().duties().find("tib@dalarna")->second;
    };
    auto const officers = duty().officers.size();
    v1::Command seed;
    auto& known = *seed.mutable_seed_duty()->add_officers();
    known = duty().officers.front();
    story.give(seed);
    auto const seq = story.state().seq();
    CHECK(story.give(seed)->empty());

    auto& fresh = *seed.mutable_seed_duty()->add_officers();
    fresh.set_party("tib@dalarna");
    fresh.set_officer_id("dalarna-tib-3");
    story.must(seed);
    CHECK(story.state().seq() == seq + 1);
    CHECK(duty().officers.size() == officers + 1);
    CHECK(duty().officer_id == "dalarna-tib-1");

    v1::Command change;
    auto& changed = *change.mutable_seed_duty()->add_officers();
    changed = duty().officers.front();
    changed.clear_channels();
    changed.add_channels(v1::CHANNEL_WEBHOOK);
    story.must(change);
    CHECK(duty().officers.size() == officers + 1);
    REQUIRE(duty().officers.front().channels_size() == 1);
    CHECK(duty().officers.front().channels(0) == v1::CHANNEL_WEBHOOK);
}

namespace {

v1::Command seed(std::string const& party, std::string const& officer,
                 std::vector<v1::Channel> const& channels,
                 std::vector<v1::Channel> const& corrected = {}) {
    v1::Command command;
    auto& seeded = *command.mutable_seed_duty()->add_officers();
    seeded.set_party(party);
    seeded.set_officer_id(officer);
    seeded.set_on_duty(true);
    seeded.mutable_channels()->Assign(channels.begin(), channels.end());
    seeded.mutable_corrected()->Assign(corrected.begin(), corrected.end());
    return command;
}

}  // namespace

TEST_CASE("a wrong number that is corrected applies to open chases at once", "[core][duty]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto const& chase = story.chase(id, "regional_alarm", "tib@dalarna");
    story.must(
        delivered(id, chase, "regional_alarm", v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_FAILED));
    story.wait_s(90);  // the next rung has come: it calls
    auto const attempt = chase.attempt;
    auto const due = chase.next_due;
    auto const version = story.incident(id).version;
    story.told();

    std::vector const channels{v1::CHANNEL_PUSH, v1::CHANNEL_SMS, v1::CHANNEL_VOICE};
    story.must(seed("tib@dalarna", "dalarna-tib-1", channels, {v1::CHANNEL_SMS}));
    CHECK(story.told() == std::vector<std::string>{"DutySeeded", "ContactsCorrected"});
    CHECK(chase.attempt == attempt + 1);
    CHECK(chase.next_due == due);  // the ladder goes on as it did
    auto const& again = chase.deliveries.back();
    CHECK(again.channel == v1::CHANNEL_SMS);
    CHECK(again.attempt == attempt + 1);
    CHECK(again.message == "alarm");
    CHECK(story.incident(id).version == version);

    // Nothing has failed any more: the same said again sends nothing.
    story.must(seed("tib@dalarna", "dalarna-tib-1", channels, {v1::CHANNEL_SMS}));
    CHECK(chase.attempt == attempt + 1);
}

TEST_CASE("a wrong number that the provider accepted is corrected too, one that was reached is not",
          "[core][duty]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto const& chase = story.chase(id, "regional_alarm", "tib@dalarna");
    auto const outcome = [&](v1::Channel channel, v1::DeliveryOutcome what) {
        story.must(delivered(id, chase, "regional_alarm", channel, what));
    };
    outcome(v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_ACCEPTED);
    outcome(v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_RECEIVED);
    std::vector const channels{v1::CHANNEL_PUSH, v1::CHANNEL_SMS};
    story.must(seed("tib@dalarna", "dalarna-tib-1", channels, channels));
    CHECK(chase.attempt == 2);
    CHECK(chase.deliveries.back().channel == v1::CHANNEL_SMS);
    CHECK(std::ranges::count(chase.deliveries, 2, &core::Delivery::attempt) == 1);
}

TEST_CASE("a correction reaches nobody who has answered, and changes nothing for who is off duty",
          "[core][duty]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto const& chase = story.chase(id, "regional_alarm", "tib@dalarna");
    story.must(
        delivered(id, chase, "regional_alarm", v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_FAILED));
    story.must(seed("tib@dalarna", "dalarna-tib-2", {v1::CHANNEL_SMS}, {v1::CHANNEL_SMS}));
    CHECK(chase.attempt == 1);
    story.must(acknowledge(id, "tib@dalarna"));
    story.must(seed("tib@dalarna", "dalarna-tib-1", {v1::CHANNEL_SMS}, {v1::CHANNEL_SMS}));
    CHECK(chase.attempt == 1);
}

TEST_CASE("a duty that nobody had is filled, and what had failed for it goes at once",
          "[core][duty]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto const& chase = story.chase(id, "blood_alarm", "blood@uppsala");
    story.must(delivered(id, chase, "blood_alarm", v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_FAILED));
    story.must(delivered(id, chase, "blood_alarm", v1::CHANNEL_VOICE, v1::DELIVERY_OUTCOME_FAILED));
    auto const attempt = chase.attempt;
    story.must(seed("blood@uppsala", "uas-blood-1", {v1::CHANNEL_PUSH}));
    CHECK(chase.attempt == attempt + 1);
    CHECK(chase.deliveries.back().channel == v1::CHANNEL_PUSH);
}

}  // namespace larm::test
