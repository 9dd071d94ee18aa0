// The chase: who is asked over what and when, and what makes it stop.
#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

/// Of the latest attempt.
std::vector<v1::Channel> channels_of(core::Chase const& chase) {
    std::vector<v1::Channel> channels;
    for (auto const& delivery : chase.deliveries) {
        if (delivery.attempt == chase.attempt) {
            channels.push_back(delivery.channel);
        }
    }
    return channels;
}

}  // namespace

TEST_CASE("a confirmation alerts every region's TiB, its blood centre, and nobody twice",
          "[core][chase]") {
    Story story;
    auto const id = story.confirm("uppsala");

    CHECK(story.told() ==
          std::vector<std::string>{"IncidentConfirmed", "StepStarted regional_alarm",
                                   "StepStarted transports", "StepStarted blood_alarm",
                                   "StepStarted national_decision"});
    CHECK(story.incident(id).phase == v1::INCIDENT_PHASE_RUNNING);
    CHECK(story.chase(id, "regional_alarm", "tib@dalarna").state == v1::PARTY_STATE_PENDING);
    CHECK(channels_of(story.chase(id, "regional_alarm", "tib@dalarna")) ==
          std::vector{v1::CHANNEL_PUSH, v1::CHANNEL_SMS});
    CHECK(story.incident(id).alerted ==
          std::vector<std::string>{"tib@dalarna", "tib@gavleborg", "blood@uppsala"});
}

TEST_CASE("confirming acknowledges the stricken region's TiB", "[core][chase]") {
    Story story;
    auto const id = story.confirm("uppsala");

    auto const& own = story.chase(id, "regional_alarm", "tib@uppsala");
    CHECK(own.state == v1::PARTY_STATE_ACKNOWLEDGED);
    CHECK_FALSE(own.next_due.is_set());
    CHECK(own.deliveries.empty());
    CHECK(story.chase(id, "transports", "tib@uppsala").next_due ==
          Story::began + core::seconds(600));
}

TEST_CASE("an acknowledgement by Dalarna does not stop the chase of Gävleborg", "[core][chase]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(acknowledge(id, "tib@dalarna"));
    story.told();

    story.wait_s(60);

    CHECK_FALSE(story.chase(id, "regional_alarm", "tib@dalarna").next_due.is_set());
    CHECK(story.told() == std::vector<std::string>{"ChaseEscalated regional_alarm tib@gavleborg",
                                                   "ChaseEscalated blood_alarm blood@uppsala"});
}

TEST_CASE("silence climbs the ladder: voice, then the deputy, then the declarer is told",
          "[core][chase]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto const& chase = story.chase(id, "regional_alarm", "tib@dalarna");

    story.wait_s(60);
    CHECK(channels_of(chase) == std::vector{v1::CHANNEL_VOICE});
    story.wait_s(60);
    CHECK(chase.deliveries.back().recipient == "deputy@dalarna");
    CHECK(chase.state == v1::PARTY_STATE_PENDING);
    story.wait_s(120);
    CHECK(chase.deliveries.back().recipient == "tib@uppsala");
    CHECK(chase.deliveries.back().message == "not_reached");
    CHECK(chase.state == v1::PARTY_STATE_UNREACHABLE);
    CHECK(chase.next_due == story.now() + core::seconds(120));
}

TEST_CASE("the declarer is asked again, never told that he himself does not answer",
          "[core][chase]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(3600);

    auto const& own = story.chase(id, "transports", "tib@uppsala");
    REQUIRE(own.rung == 1);  // the one that tells the declarer of the others
    REQUIRE(own.deliveries.size() == 1);
    CHECK(own.deliveries.front().message == "transports");
    auto const& of_dalarna = story.chase(id, "transports", "tib@dalarna").deliveries;
    CHECK(std::ranges::any_of(of_dalarna,
                              [](auto const& each) { return each.message == "not_reached"; }));
}

TEST_CASE("a rung that asks the declarer anyway tells him nothing of himself", "[core][chase]") {
    auto pack = chain_pack();
    for (auto& step : *pack.mutable_steps()) {
        if (step.id() == "transports") {
            auto& notify = *step.mutable_rungs(1)->add_notify();
            notify.set_who(v1::RECIPIENT_PARTY);
            notify.add_channels(v1::CHANNEL_VOICE);
        }
    }
    Story story{pack};
    auto const id = story.confirm("uppsala");
    story.wait_s(3600);

    CHECK(channels_of(story.chase(id, "transports", "tib@uppsala")) ==
          std::vector{v1::CHANNEL_VOICE});
    CHECK(channels_of(story.chase(id, "transports", "tib@dalarna")) ==
          std::vector{v1::CHANNEL_PUSH, v1::CHANNEL_VOICE});
}

TEST_CASE("an unreachable party is still chased, and its late answer still counts",
          "[core][chase]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(3600);
    auto const& chase = story.chase(id, "regional_alarm", "tib@dalarna");
    REQUIRE(chase.state == v1::PARTY_STATE_UNREACHABLE);
    REQUIRE(chase.next_due > story.now());

    story.must(acknowledge(id, "tib@dalarna"));
    CHECK(chase.state == v1::PARTY_STATE_ACKNOWLEDGED);
    CHECK_FALSE(chase.next_due.is_set());
}

TEST_CASE("acknowledging is not answering: the transports are asked for again", "[core][chase]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(30);
    story.must(acknowledge(id, "tib@dalarna"));
    auto const& chase = story.chase(id, "transports", "tib@dalarna");
    CHECK(chase.state == v1::PARTY_STATE_ACKNOWLEDGED);
    CHECK(chase.next_due == Story::began + core::seconds(630));

    story.wait_s(600);
    CHECK(chase.attempt == 1);
    CHECK(chase.deliveries.front().message == "transports");
    CHECK(chase.state == v1::PARTY_STATE_ACKNOWLEDGED);
    CHECK(chase.next_due.is_set());
}

TEST_CASE("an acknowledgement of one step leaves the party's other steps open", "[core][chase]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(acknowledge(id, "tib@dalarna", "regional_alarm"));

    CHECK(story.chase(id, "regional_alarm", "tib@dalarna").acknowledged_at.is_set());
    CHECK(story.chase(id, "transports", "tib@dalarna").state == v1::PARTY_STATE_PENDING);
}

TEST_CASE("a provider's yes is no human's: the state moves, the chase goes on", "[core][chase]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto const& chase = story.chase(id, "regional_alarm", "tib@dalarna");
    auto const due = chase.next_due;

    story.must(
        delivered(id, chase, "regional_alarm", v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_ACCEPTED));
    CHECK(chase.state == v1::PARTY_STATE_SENT);
    story.must(
        delivered(id, chase, "regional_alarm", v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_RECEIVED));
    CHECK(chase.state == v1::PARTY_STATE_DELIVERED);
    CHECK(chase.next_due == due);
}

TEST_CASE("when every message of an attempt has failed the next rung comes at once",
          "[core][chase]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto const& chase = story.chase(id, "regional_alarm", "tib@dalarna");

    story.must(
        delivered(id, chase, "regional_alarm", v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_FAILED));
    CHECK(chase.rung == 0);
    story.must(
        delivered(id, chase, "regional_alarm", v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_FAILED));
    CHECK(chase.rung == 1);
    CHECK(channels_of(chase) == std::vector{v1::CHANNEL_VOICE});
}

TEST_CASE("a result that a provider tells twice is recorded once", "[core][chase]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto const result = delivered(id, story.chase(id, "regional_alarm", "tib@dalarna"),
                                  "regional_alarm", v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_ACCEPTED);
    story.must(result);
    auto const seq = story.state().seq();
    story.must(result);
    CHECK(story.state().seq() == seq);
}

TEST_CASE("after an outage each overdue deadline fires once, and the rest of the ladder moves on",
          "[core][chase]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.told();

    story.outage_s(700);

    auto const told = story.told();
    CHECK(std::count(told.begin(), told.end(), "ChaseEscalated regional_alarm tib@dalarna") == 1);
    auto const& chase = story.chase(id, "regional_alarm", "tib@dalarna");
    CHECK(chase.rung == 1);
    CHECK(chase.next_due == story.now() + core::seconds(60));
    for (auto const& event : story.log()) {
        if (event.has_chase_escalated() && event.chase_escalated().party() == "tib@dalarna" &&
            event.chase_escalated().step() == "regional_alarm") {
            CHECK(event.chase_escalated().due_us() == (Story::began + core::seconds(60)).us);
        }
    }
}

TEST_CASE("chases overdue by more than the pack's limit wait for a human", "[core][chase]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.told();

    story.outage_s(7 * 3600);
    CHECK(story.told() == std::vector<std::string>{"ChasesHeld"});
    CHECK(story.incident(id).chases_held);
    CHECK(story.state().held() == 1);
    CHECK(core::State::restore(story.state().snapshot()).held() == 1);
    // The declarer is told, once for each time that it happens.
    auto const& held = story.log().back().chases_held();
    REQUIRE(held.notices_size() == 1);
    CHECK(held.hold() == 1);
    CHECK(held.notices(0).recipient() == "tib@uppsala");
    CHECK(held.notices(0).message() == "held");
    CHECK(story.incident(id).notices.size() == 2);  // push and SMS
    CHECK_FALSE(story.state().next_deadline().has_value());

    v1::Command resume;
    *resume.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    resume.mutable_resume_chases()->set_command_id(next_uuid());
    resume.mutable_resume_chases()->set_incident_id(id);
    story.must(resume);
    CHECK_FALSE(story.incident(id).chases_held);
    CHECK(story.state().held() == 0);
    CHECK(story.incident(id).notices.empty());
    CHECK(story.chase(id, "regional_alarm", "tib@dalarna").rung == 0);
    CHECK(story.state().next_deadline()->at > story.now());
}

TEST_CASE("what became of telling that chases are held is recorded, once", "[core][chase]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.outage_s(7 * 3600);
    v1::Command command;
    auto& result = *command.mutable_record_delivery();
    result.set_incident_id(id);
    result.set_party("tib@uppsala");
    result.set_recipient("tib@uppsala");
    result.set_attempt(1);
    result.set_channel(v1::CHANNEL_SMS);
    result.set_outcome(v1::DELIVERY_OUTCOME_RECEIVED);
    story.must(command);
    CHECK(story.incident(id).notices.back().outcome == v1::DELIVERY_OUTCOME_RECEIVED);
    auto const seq = story.state().seq();
    story.must(command);
    result.set_attempt(2);
    story.must(command);
    CHECK(story.state().seq() == seq);
    story.outage_s(20 * 3600);  // however long it lasts, and however often the engine looks
    CHECK(story.state().seq() == seq);
}

TEST_CASE("a no to a step that asks only to be seen is told to the declarer at once",
          "[core][chase]") {
    Story story;
    auto const id = story.confirm("uppsala");
    v1::Command no;
    *no.mutable_actor() = actor(v1::ROLE_BLOOD, "uppsala");
    no.mutable_answer()->set_command_id(next_uuid());
    no.mutable_answer()->set_incident_id(id);
    no.mutable_answer()->set_party("blood@uppsala");
    no.mutable_answer()->mutable_decline()->set_reason("strömavbrott");
    story.must(no);

    auto const& chase = story.chase(id, "blood_alarm", "blood@uppsala");
    CHECK(chase.state == v1::PARTY_STATE_ANSWERED);
    CHECK_FALSE(chase.next_due.is_set());
    CHECK(chase.attempt == 2);
    CHECK(chase.deliveries.back().recipient == "tib@uppsala");
    CHECK(chase.deliveries.back().message == "declined");
    CHECK(channels_of(chase) == std::vector{v1::CHANNEL_PUSH, v1::CHANNEL_SMS});

    // A yes is told to nobody, and neither is a no to an alarm that is over.
    auto const attempts = chase.attempt;
    no.mutable_answer()->mutable_accept();
    no.mutable_answer()->set_step("blood_alarm");
    no.mutable_answer()->set_command_id(next_uuid());
    story.must(no);
    CHECK(chase.attempt == attempts);
    story.must(stand_down(id, "uppsala"));
    no.mutable_answer()->mutable_decline()->set_reason("strömavbrott");
    no.mutable_answer()->set_command_id(next_uuid());
    story.must(no);
    CHECK(chase.attempt == attempts);
}

TEST_CASE("a step that waits for another starts when that one is complete", "[core][chase]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(acknowledge(id, "tib@dalarna"));
    story.told();
    story.must(acknowledge(id, "tib@gavleborg"));

    CHECK(story.told() ==
          std::vector<std::string>{"PartyAcknowledged tib@gavleborg", "StepStarted follow_up"});
    CHECK(story.chase(id, "follow_up", "tib@uppsala").state == v1::PARTY_STATE_PENDING);
}

}  // namespace larm::test
