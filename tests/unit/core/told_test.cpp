// Who counts as having heard of an alarm: the end goes to them and to nobody else, and who says
// that they have seen the end has not thereby seen what never came to them.
#include <algorithm>

#include "engine/core/calls.hpp"
#include "engine/core/view.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

/// The test pack with ends that are called by hand at once, where no device has been reached.
v1::RulePack pack_that_calls() {
    auto pack = chain_pack();
    for (auto& asked_step : *pack.mutable_steps()) {
        if (asked_step.id() == "stand_down") {
            auto& rung = *asked_step.add_rungs();
            rung.set_after_s(60);
            rung.set_marks_unreachable(true);
            auto& notify = *rung.add_notify();
            notify.set_who(v1::RECIPIENT_DECLARER);
            notify.add_channels(v1::CHANNEL_OPERATOR);
        }
    }
    return pack;
}

/// What became of every message of the step to `recipient`.
void record(Story& story, std::string const& id, std::string_view asked_step,
            std::string_view party, std::string const& recipient, v1::DeliveryOutcome outcome) {
    auto const deliveries = story.chase(id, asked_step, party).deliveries;
    auto recorded = 0;
    for (auto const& delivery : deliveries) {
        if (delivery.recipient == recipient) {
            auto command = delivered(id, story.chase(id, asked_step, party),
                                     std::string{asked_step}, delivery.channel, outcome);
            command.mutable_record_delivery()->set_attempt(delivery.attempt);
            command.mutable_record_delivery()->set_recipient(recipient);
            story.must(command);
            ++recorded;
        }
    }
    REQUIRE(recorded > 0);
}

bool is_told_of_the_end(Story const& story, std::string const& id, std::string_view party) {
    auto const& incident = story.incident(id);
    return incident.chase(incident.pack->step_index("stand_down"), party) != nullptr;
}

bool is_unseen_by(Story const& story, std::string const& id, std::string_view party) {
    auto const view = incident_view(story.incident(id));
    return std::ranges::find(view.not_seen(), party, &v1::NotSeen::party) != view.not_seen().end();
}

bool is_to_be_called(Story const& story, std::string const& id, std::string_view party) {
    return std::ranges::any_of(core::calls_to_make(story.incident(id)),
                               [party](auto const& call) { return call.party() == party; });
}

bool is_acknowledged(Story const& story, std::string const& id, std::string_view asked_step,
                     std::string_view party) {
    return story.chase(id, asked_step, party).acknowledged_at.is_set();
}

v1::Command by_phone(v1::Command command, std::string_view region) {
    command.mutable_acknowledge()->set_via(v1::VIA_PHONE);
    *command.mutable_actor() = actor(v1::ROLE_TIB, region);
    return command;
}

constexpr auto failed = v1::DELIVERY_OUTCOME_FAILED;
constexpr auto accepted = v1::DELIVERY_OUTCOME_ACCEPTED;
constexpr auto received = v1::DELIVERY_OUTCOME_RECEIVED;

/// Two minutes in the deputies have been tried as well; of Dalarna's the channel has taken nothing.
struct TelephonyIsDead {
    explicit TelephonyIsDead(v1::RulePack const& pack = pack_that_calls())
        : story{pack}, id{story.confirm("uppsala")} {
        story.wait_s(121);
        record(story, id, "regional_alarm", "tib@dalarna", "deputy@dalarna", failed);
        record(story, id, "regional_alarm", "tib@gavleborg", "deputy@gavleborg", accepted);
    }

    Story story;
    std::string id;
};

}  // namespace

TEST_CASE("the end is not told to a deputy of whom every message has failed", "[core][told]") {
    TelephonyIsDead night;
    night.story.must(stand_down(night.id, "uppsala"));
    night.story.wait_s(0);
    CHECK_FALSE(is_told_of_the_end(night.story, night.id, "deputy@dalarna"));
    CHECK_FALSE(is_unseen_by(night.story, night.id, "deputy@dalarna"));
    CHECK(is_told_of_the_end(night.story, night.id, "deputy@gavleborg"));
    CHECK(is_told_of_the_end(night.story, night.id, "tib@dalarna"));  // in flight: perhaps there
    night.story.wait_s(3600);
    CHECK_FALSE(is_to_be_called(night.story, night.id, "deputy@dalarna"));
    CHECK(is_to_be_called(night.story, night.id, "deputy@gavleborg"));
}

TEST_CASE("who turns out after the end never to have been reached is not called", "[core][told]") {
    TelephonyIsDead night;
    night.story.must(stand_down(night.id, "uppsala"));
    night.story.wait_s(61);
    REQUIRE(is_to_be_called(night.story, night.id, "tib@dalarna"));
    record(night.story, night.id, "regional_alarm", "tib@dalarna", "tib@dalarna", failed);
    CHECK_FALSE(is_to_be_called(night.story, night.id, "tib@dalarna"));
    CHECK_FALSE(is_unseen_by(night.story, night.id, "tib@dalarna"));
}

TEST_CASE("an alarm that arrives after it was given up, and after the end, is followed by its end",
          "[core][told]") {
    TelephonyIsDead night;
    SECTION("while the alarm goes on") {
        record(night.story, night.id, "regional_alarm", "tib@dalarna", "deputy@dalarna", accepted);
        night.story.must(stand_down(night.id, "uppsala"));
        night.story.wait_s(0);
    }
    SECTION("when it is over") {
        night.story.must(stand_down(night.id, "uppsala"));
        night.story.wait_s(0);
        REQUIRE_FALSE(is_told_of_the_end(night.story, night.id, "deputy@dalarna"));
        record(night.story, night.id, "regional_alarm", "tib@dalarna", "deputy@dalarna", received);
    }
    CHECK(is_told_of_the_end(night.story, night.id, "deputy@dalarna"));
    CHECK(is_unseen_by(night.story, night.id, "deputy@dalarna"));
    auto const before = night.story.log().size();
    record(night.story, night.id, "regional_alarm", "tib@dalarna", "deputy@dalarna", accepted);
    CHECK(night.story.log().size() == before);  // said twice
}

TEST_CASE("who says after the end that the alarm was seen is told that it is over",
          "[core][told]") {
    TelephonyIsDead night;
    record(night.story, night.id, "regional_alarm", "tib@dalarna", "tib@dalarna", failed);
    night.story.must(stand_down(night.id, "uppsala"));
    night.story.wait_s(0);
    REQUIRE_FALSE(is_told_of_the_end(night.story, night.id, "tib@dalarna"));
    night.story.must(acknowledge(night.id, "tib@dalarna", "regional_alarm"));
    CHECK(is_told_of_the_end(night.story, night.id, "tib@dalarna"));
}

TEST_CASE("who has seen the end has not seen an alarm that never came to them", "[core][told]") {
    Story story;
    auto const id = story.confirm("uppsala");
    record(story, id, "regional_alarm", "tib@dalarna", "tib@dalarna", failed);
    story.wait_s(301);  // reminded of the transports
    record(story, id, "regional_alarm", "tib@dalarna", "tib@dalarna", failed);
    record(story, id, "transports", "tib@dalarna", "tib@dalarna", accepted);
    record(story, id, "regional_alarm", "tib@gavleborg", "tib@gavleborg", accepted);
    story.must(stand_down(id, "uppsala"));
    story.wait_s(0);
    for (auto const* party : {"tib@dalarna", "tib@gavleborg"}) {
        REQUIRE(is_told_of_the_end(story, id, party));
        story.must(acknowledge(id, party));
        CHECK(is_acknowledged(story, id, "stand_down", party));
    }
    CHECK_FALSE(is_acknowledged(story, id, "regional_alarm", "tib@dalarna"));
    CHECK(is_acknowledged(story, id, "transports", "tib@dalarna"));
    CHECK(is_acknowledged(story, id, "regional_alarm", "tib@gavleborg"));
    CHECK_FALSE(
        is_acknowledged(story, id, "transports", "tib@gavleborg"));  // sent by nobody's word
}

TEST_CASE("a receipt of the end by an answer acknowledges no more than one by a receipt",
          "[core][told]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(stand_down(id, "uppsala"));
    story.wait_s(0);
    v1::Command command;
    auto& answer = *command.mutable_answer();
    answer.set_command_id(next_uuid());
    answer.set_incident_id(id);
    answer.set_party("tib@dalarna");
    answer.mutable_accept();
    *command.mutable_actor() = actor(v1::ROLE_TIB, "dalarna");
    story.must(command);
    CHECK(is_acknowledged(story, id, "stand_down", "tib@dalarna"));
    CHECK_FALSE(is_acknowledged(story, id, "regional_alarm", "tib@dalarna"));
}

TEST_CASE("a call about the alarm, entered after its end, is no receipt of the end",
          "[core][told]") {
    Story story;
    auto const id = story.confirm("uppsala");
    record(story, id, "regional_alarm", "tib@dalarna", "tib@dalarna", accepted);
    story.must(stand_down(id, "uppsala"));
    story.wait_s(0);
    REQUIRE(is_told_of_the_end(story, id, "tib@dalarna"));
    story.must(by_phone(acknowledge(id, "tib@dalarna", "regional_alarm"), "uppsala"));
    CHECK(is_acknowledged(story, id, "regional_alarm", "tib@dalarna"));
    CHECK(is_acknowledged(story, id, "transports", "tib@dalarna"));  // told all of it
    CHECK_FALSE(is_acknowledged(story, id, "stand_down", "tib@dalarna"));
    CHECK(is_unseen_by(story, id, "tib@dalarna"));
    story.must(by_phone(acknowledge(id, "tib@dalarna"), "uppsala"));  // all that is open
    CHECK(is_acknowledged(story, id, "stand_down", "tib@dalarna"));
    CHECK_FALSE(is_unseen_by(story, id, "tib@dalarna"));
}

TEST_CASE("whoever is first spoken to after the end is called about the end at once",
          "[core][told]") {
    auto pack = chain_pack();
    for (auto& asked_step : *pack.mutable_steps()) {
        if (asked_step.id() == "stand_down") {
            asked_step.mutable_by_hand()->set_who(v1::RECIPIENT_DECLARER);
            asked_step.mutable_by_hand()->add_channels(v1::CHANNEL_OPERATOR);
        }
    }
    TelephonyIsDead night{pack};
    record(night.story, night.id, "regional_alarm", "tib@dalarna", "tib@dalarna", failed);
    night.story.must(stand_down(night.id, "uppsala"));
    night.story.wait_s(0);
    REQUIRE_FALSE(is_told_of_the_end(night.story, night.id, "tib@dalarna"));
    night.story.must(by_phone(acknowledge(night.id, "tib@dalarna"), "uppsala"));
    CHECK(is_acknowledged(night.story, night.id, "regional_alarm", "tib@dalarna"));
    CHECK(is_unseen_by(night.story, night.id, "tib@dalarna"));
    CHECK(is_to_be_called(night.story, night.id, "tib@dalarna"));
}

TEST_CASE("while the alarm goes on, who has seen it has seen all of it", "[core][told]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(acknowledge(id, "tib@dalarna"));
    CHECK(is_acknowledged(story, id, "regional_alarm", "tib@dalarna"));
    CHECK(is_acknowledged(story, id, "transports", "tib@dalarna"));
}

TEST_CASE("who was told stays known when deliveries are forgotten, over a restart and a close",
          "[core][told]") {
    TelephonyIsDead night;
    night.story.wait_s(3600);  // attempts follow each other over the same channels
    auto const told = night.story.incident(night.id).told_of_the_alarm();
    CHECK(std::ranges::find(told, "deputy@gavleborg") != told.end());
    night.story.must(stand_down(night.id, "uppsala"));
    night.story.wait_s(0);
    auto const before = night.story.incident(night.id).told_of_the_alarm();
    auto const copy = core::State::restore(night.story.state().snapshot());
    CHECK(copy.incident(night.id)->told_of_the_alarm() == before);
    CHECK(copy.snapshot().SerializeAsString() ==
          night.story.state().snapshot().SerializeAsString());
    night.story.must(close(night.id, "uppsala"));
    CHECK(night.story.incident(night.id).told_of_the_alarm() == before);
}

}  // namespace larm::test
