// An incident's life: reported, confirmed, called off, closed; and two at once.
#include "engine/core/view.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

v1::Command report(std::string const& region, std::string const& incident = {}) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, region);
    auto& request = *command.mutable_report_incident();
    request.set_command_id(next_uuid());
    request.set_incident_id(incident);
    request.set_region_id(region);
    request.mutable_report()->set_type("bussolycka");
    return command;
}

bool has_timer(core::Incident const& incident) {
    for (auto const& chase : incident.chases) {
        if (chase.next_due.is_set()) {
            return true;
        }
    }
    return incident.next_due.is_set();
}

}  // namespace

TEST_CASE("a report alerts nobody; its confirmation does, under the same id", "[core][incident]") {
    Story story;
    story.must(report("uppsala"));
    auto const id = story.state().incidents().back().id;
    CHECK(story.incident(id).phase == v1::INCIDENT_PHASE_REPORTED);
    CHECK_FALSE(story.state().next_deadline().has_value());
    story.must(report("uppsala", id));
    CHECK(story.incident(id).reports.size() == 2);

    auto command = confirm("uppsala");
    command.mutable_confirm_incident()->set_incident_id(id);
    story.must(command);
    CHECK(story.state().incidents().size() == 1);
    CHECK(story.incident(id).is_running());
    CHECK(story.give(command).error().code == core::Code::failed_precondition);
}

TEST_CASE("with a time to undo nobody is alarmed until it has run out", "[core][incident]") {
    auto pack = chain_pack();
    pack.mutable_policy()->set_confirm_hold_s(8);
    Story story{pack};
    auto const id = story.confirm("uppsala");
    CHECK(story.incident(id).phase == v1::INCIDENT_PHASE_CONFIRMED);
    CHECK(story.incident(id).alerted.empty());

    SECTION("undone: nobody ever hears of it") {
        story.wait_s(7);
        story.must(rescind(id, "uppsala"));
        story.wait_s(3600);
        CHECK(story.incident(id).alerted.empty());
        CHECK_FALSE(has_timer(story.incident(id)));
    }
    SECTION("left alone: the alarm goes out at its second") {
        story.wait_s(8);
        CHECK(story.incident(id).is_running());
        CHECK_FALSE(story.incident(id).alerted.empty());
    }
}

TEST_CASE("the chain is complete when everyone required has answered", "[core][incident]") {
    Story story;
    auto const id = story.confirm("uppsala");
    for (auto const* region : {"dalarna", "gavleborg", "uppsala"}) {
        story.must(commit(id, region, 5));
    }
    CHECK_FALSE(story.incident(id).is_chain_complete());
    story.wait_s(45);
    story.must(acknowledge(id, "blood@uppsala"));
    CHECK(story.incident(id).chain_complete_at == Story::began + core::seconds(45));
    CHECK(core::incident_view(story.incident(id)).chain_complete());
}

TEST_CASE("the national step is a human's, alerts Socialstyrelsen, and ends the reminders",
          "[core][incident]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(650);
    REQUIRE(story.chase(id, "national_decision", "tib@uppsala").attempt == 1);
    story.told();
    story.must(escalate(id, "uppsala"));
    CHECK(story.told() ==
          std::vector<std::string>{"NationalDecided", "StepStarted national_alarm"});
    CHECK_FALSE(story.chase(id, "national_decision", "tib@uppsala").next_due.is_set());
    story.must(acknowledge(id, "national@socialstyrelsen"));
    CHECK(story.give(escalate(id, "uppsala")).error().code == core::Code::failed_precondition);
}

TEST_CASE("a stand-down goes to exactly those alerted, and is chased like the alarm",
          "[core][incident]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(acknowledge(id, "tib@gavleborg"));
    story.wait_s(121);  // Dalarna's deputy has been alerted too
    story.told();
    story.must(stand_down(id, "uppsala"));

    CHECK(story.told() == std::vector<std::string>{"IncidentStoodDown", "StepStarted stand_down"});
    auto const& incident = story.incident(id);
    std::vector<std::string> told_of_the_end;
    for (auto const& chase : incident.chases) {
        if (incident.pack->step(chase.step).id() == "stand_down") {
            told_of_the_end.push_back(chase.party);
        } else {
            CHECK_FALSE(chase.next_due.is_set());
        }
    }
    CHECK(told_of_the_end == incident.alerted);
    CHECK(std::count(told_of_the_end.begin(), told_of_the_end.end(), "deputy@dalarna") == 1);
    story.must(acknowledge(id, "deputy@dalarna"));
    CHECK_FALSE(story.chase(id, "stand_down", "deputy@dalarna").next_due.is_set());
    CHECK(story.chase(id, "stand_down", "tib@dalarna").next_due.is_set());
}

TEST_CASE("stand-down works one second after the confirmation", "[core][incident]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(1);
    story.must(stand_down(id, "uppsala"));
    CHECK(story.chase(id, "stand_down", "tib@dalarna").deliveries.size() == 1);
}

TEST_CASE("an acknowledgement after the stand-down asks for no transports", "[core][incident]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(stand_down(id, "uppsala"));
    story.must(acknowledge(id, "tib@dalarna"));
    CHECK_FALSE(story.chase(id, "transports", "tib@dalarna").next_due.is_set());
}

TEST_CASE("after close no timer is left, and the reply's names are in the log",
          "[core][incident]") {
    Story story;
    auto const id = story.confirm("uppsala");
    CHECK(story.give(close(id, "uppsala")).error().code == core::Code::failed_precondition);
    story.must(rescind(id, "uppsala"));
    story.must(acknowledge(id, "tib@dalarna"));
    story.must(close(id, "uppsala"));

    CHECK_FALSE(has_timer(story.incident(id)));
    CHECK_FALSE(story.state().next_deadline().has_value());
    auto const& closed = story.log().back().incident_closed();
    CHECK(std::vector<std::string>(closed.not_reached().begin(), closed.not_reached().end()) ==
          std::vector<std::string>{"tib@gavleborg", "blood@uppsala"});
    CHECK(story.give(acknowledge(id, "tib@gavleborg")).error().code ==
          core::Code::failed_precondition);
}

TEST_CASE("a suspected duplicate is shown and never refused", "[core][incident]") {
    Story story;
    auto const first = story.confirm("uppsala");
    story.wait_s(300);
    auto const second = story.confirm("uppsala");
    CHECK(story.incident(second).suspected_duplicate_of == std::vector{first});
    auto const elsewhere = story.confirm("dalarna");
    CHECK(story.incident(elsewhere).suspected_duplicate_of.empty());
}

TEST_CASE("two incidents run side by side without touching each other", "[core][incident]") {
    Story story;
    auto const first = story.confirm("uppsala");
    auto const second = story.confirm("dalarna");
    story.must(acknowledge(first, "tib@gavleborg"));
    CHECK(story.chase(second, "regional_alarm", "tib@gavleborg").state == v1::PARTY_STATE_PENDING);
    story.must(stand_down(first, "uppsala"));
    CHECK(story.incident(second).is_running());
    CHECK(story.chase(second, "regional_alarm", "tib@gavleborg").next_due.is_set());
}

TEST_CASE("a running incident keeps its rule pack when a new one is taken into use",
          "[core][incident]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto changed = chain_pack();
    changed.mutable_steps(1)->set_minimum(9);
    v1::Command activate;
    activate.mutable_activate_rule_pack()->set_hash(std::string(32, 'n'));
    activate.mutable_activate_rule_pack()->set_pack(changed.SerializeAsString());
    story.must(activate);
    CHECK(story.incident(id).required_transports("dalarna") == 5);
    auto const later = story.confirm("gavleborg");
    CHECK(story.incident(later).required_transports("dalarna") == 9);
}

TEST_CASE("a conflict is answered visibly", "[core][incident]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto late = stand_down(id, "uppsala");
    late.mutable_stand_down()->set_expected_version(story.incident(id).version);
    story.must(acknowledge(id, "tib@dalarna"));
    auto const refused = story.give(late);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == core::Code::aborted);
    CHECK(refused.error().field == "expected_version");
}

TEST_CASE("what goes on by itself makes no command conflict", "[core][incident]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto const seen = story.incident(id).version;
    CHECK(seen < story.state().seq());  // the steps that began are a consequence
    story.wait_s(700);
    story.must(delivered(id, story.chase(id, "regional_alarm", "tib@dalarna"), "regional_alarm",
                         v1::CHANNEL_SMS, v1::DELIVERY_OUTCOME_ACCEPTED));
    CHECK(story.incident(id).version == seen);
    auto promise = commit(id, "dalarna", 5);
    promise.mutable_commit_transports()->set_expires_in_minutes(20);
    promise.mutable_commit_transports()->set_expected_version(seen);
    story.must(promise);
    auto const promised = story.incident(id).version;
    CHECK(promised > seen);
    story.wait_s(15 * 60);  // asked whether it stands
    CHECK(story.incident(id).version == promised);
    story.wait_s(5 * 60);  // it has run out
    CHECK(story.incident(id).version > promised);
}

}  // namespace larm::test
