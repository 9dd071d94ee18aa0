// What the engine says of hospitals by itself, once, and in time.
#include "tests/support/catch.hpp"
#include "tests/support/hospitals.hpp"

namespace larm::test {
namespace {

constexpr auto emergency = v1::CARE_STAGE_EMERGENCY;

std::string confirm_quietly(Story& story) {
    auto command = confirm("uppsala");
    command.mutable_confirm_incident()->set_level(v1::READINESS_LEVEL_STAB);
    story.must(command);
    return story.state().incidents().back().id;
}

int passed(Story const& story) {
    return static_cast<int>(std::ranges::count_if(
        story.log(), [](auto const& event) { return event.has_shortfall_passed(); }));
}

}  // namespace

TEST_CASE("a shortfall is told of once, to the TiB of the hospital's region, before it is there",
          "[core][capacity][deadline]") {
    Story story{capacity_pack()};
    story.must(report_all("A", 40, 5, 15, 12));
    auto const id = confirm_quietly(story);
    CHECK(warnings(story).empty());
    story.must(casualties(id, "uppsala", {16, 0, 0}, {}));
    auto told = warnings(story);
    REQUIRE(told.size() == 1);
    auto const& warned = told[0];
    REQUIRE(warned.warning().shortfalls_size() == 1);
    auto const& shortfall = warned.warning().shortfalls(0);
    CHECK(shortfall.hospital_id() == "A");
    CHECK(shortfall.stage() == emergency);
    CHECK(shortfall.binding() == v1::PLUS_DIMENSION_STAFF);
    CHECK(shortfall.next_step() == "stay");
    CHECK(shortfall.missing() == 4);  // 12 are expected there, nearly 9 of them within two hours
    auto const in_minutes = (shortfall.short_at_us() - story.now().us) / 60'000'000;
    CHECK(in_minutes >= 60);
    CHECK(in_minutes <= 70);
    REQUIRE(warned.notices_size() == 1);
    CHECK(warned.notices(0).recipient() == "tib@uppsala");
    CHECK(warned.notices(0).message() == "capacity_warning");

    story.must(report_all("A", 40, 4, 15, 12));
    story.wait_s(600);
    CHECK(warnings(story).size() == 1);
    CHECK(differs_from_whole(story.state()).empty());
}

TEST_CASE("it has passed when the margin is free again, and only then", "[core][capacity]") {
    Story story{capacity_pack()};
    story.must(report_all("A", 40, 5, 15, 12));
    auto const id = confirm_quietly(story);
    story.must(casualties(id, "uppsala", {16, 0, 0}, {}));
    REQUIRE(warnings(story).size() == 1);
    story.must(report_all("A", 40, 10, 15, 12));  // one place too many, less than the margin of 2
    story.wait_s(10);
    CHECK(passed(story) == 0);
    CHECK(story.state().capacity().record("A")->shortfalls_size() == 1);
    story.must(report_all("A", 40, 20, 15, 12));
    story.wait_s(300);
    CHECK(passed(story) == 1);
    CHECK(story.state().capacity().record("A")->shortfalls().empty());
    story.must(report_all("A", 40, 3, 15, 12));
    CHECK(warnings(story).size() == 2);  // a new one is told of again
}

TEST_CASE("a shortfall that has become worse by more than the margin is told of anew",
          "[core][capacity][deadline]") {
    Story story{capacity_pack()};
    story.must(report_all("A", 40, 5, 15, 12));
    auto const id = confirm_quietly(story);
    story.must(casualties(id, "uppsala", {16, 0, 0}, {}));
    REQUIRE(warnings(story).size() == 1);
    CHECK(warnings(story)[0].warning().shortfalls(0).missing() == 4);
    story.must(report_all("A", 40, 3, 15, 12));  // two more, which is the margin
    story.wait_s(60);
    CHECK(warnings(story).size() == 1);
    story.must(report_all("A", 40, 1, 15, 12));
    story.wait_s(60);
    REQUIRE(warnings(story).size() == 2);
    CHECK(warnings(story)[1].warning().shortfalls(0).missing() == 8);
    CHECK(story.state().capacity().record("A")->shortfalls(0).missing() == 8);
    story.wait_s(600);
    CHECK(warnings(story).size() == 2);
    CHECK(differs_from_whole(story.state()).empty());
}

TEST_CASE("a step that is late is not counted on, whether somebody waits for it or not",
          "[core][capacity]") {
    Story story{capacity_pack()};
    story.must(report_all("A", 40, 20, 15, 12));
    story.must(order("A", {"call_in"}));
    story.must(say_step("A", "call_in", v1::STEP_STATE_ACCEPTED, 30));
    CHECK(forecast(story, "A", emergency, 60) == "30 STAFF");
    story.wait_s(41 * 60);
    CHECK(forecast(story, "A", emergency, 60) == "20 STAFF");
    CHECK(warnings(story).empty());
    // Whose patients the hospital expects is told of it, whoever ordered it.
    auto const id = confirm_quietly(story);
    story.must(casualties(id, "uppsala", {4, 0, 0}, {}));
    story.wait_s(60);
    REQUIRE(warnings(story).size() == 1);
    CHECK(warnings(story)[0].warning().overdue_step_ids(0) == "call_in");
    CHECK(differs_from_whole(story.state()).empty());
}

TEST_CASE("who lies in a hospital takes a place there after the incident is closed",
          "[core][capacity]") {
    Story story{capacity_pack()};
    story.must(report_all("A", 40, 20, 15, 12));
    auto const id = confirm_quietly(story);
    story.wait_s(60);
    story.must(arrivals(id, "A", {9, 0, 0}));
    REQUIRE(effective(story, "A", emergency) == "11 STAFF");
    story.must(stand_down(id, "uppsala"));
    story.must(close(id, "uppsala"));
    CHECK(effective(story, "A", emergency) == "11 STAFF");
    CHECK(differs_from_whole(story.state()).empty());
}

TEST_CASE("time alone brings a shortfall into sight, and it is told of without a report",
          "[core][capacity][deadline]") {
    Story story{capacity_pack()};
    auto const id = confirm_quietly(story);
    story.must(casualties(id, "uppsala", {16, 0, 0}, {}));
    story.must(report_all("A", 40, 9, 15, 12));
    CHECK(warnings(story).empty());
    story.wait_s(20 * 60);
    CHECK(warnings(story).empty());
    story.wait_s(20 * 60);
    REQUIRE(warnings(story).size() == 1);
    CHECK(warnings(story)[0].warning().shortfalls(0).short_at_us() > story.now().us + 3600'000'000);
}

TEST_CASE("nothing is foreseen of a hospital of which too little is known", "[core][capacity]") {
    Story story{capacity_pack()};
    auto const id = confirm_quietly(story);
    story.must(report("A", {{emergency, v1::PLUS_DIMENSION_STAFF, 0}}));
    story.must(casualties(id, "uppsala", {16, 0, 0}, {}));
    story.wait_s(3 * 3600);
    CHECK(warnings(story).empty());
}

TEST_CASE("after an outage what could not be told in time is looked at anew",
          "[core][capacity][deadline]") {
    Story story{capacity_pack()};
    auto const id = confirm_quietly(story);
    story.must(casualties(id, "uppsala", {16, 0, 0}, {}));
    story.must(report_all("A", 40, 9, 15, 12));
    story.outage_s(5 * 3600);  // the figures are too old to say anything
    CHECK(warnings(story).empty());
    CHECK(passed(story) == 1);
    CHECK(differs_from_whole(story.state()).empty());
}

TEST_CASE("a step that is not done in time is told of, and is not counted on any more",
          "[core][capacity][deadline]") {
    Story story{capacity_pack()};
    auto const id = confirm_quietly(story);
    story.must(report_all("A", 40, 20, 15, 12));
    story.must(order("A", {"call_in"}, id));
    story.must(say_step("A", "call_in", v1::STEP_STATE_ACCEPTED, 30));
    CHECK(forecast(story, "A", emergency, 60) == "30 STAFF");
    story.wait_s(39 * 60);
    CHECK(warnings(story).empty());
    story.wait_s(2 * 60);
    REQUIRE(warnings(story).size() == 1);
    CHECK(warnings(story)[0].warning().overdue_step_ids(0) == "call_in");
    CHECK(forecast(story, "A", emergency, 60) == "20 STAFF");
    story.must(say_step("A", "call_in", v1::STEP_STATE_ACCEPTED, 20));
    CHECK(forecast(story, "A", emergency, 60) == "30 STAFF");
    story.must(say_step("A", "call_in", v1::STEP_STATE_DONE));
    CHECK(effective(story, "A", emergency) == "30 STAFF");
    story.wait_s(3600);
    CHECK(warnings(story).size() == 1);
}

TEST_CASE(
    "what becomes of a warning's messages is kept, and a pack that tells nobody warns all "
    "the same",
    "[core][capacity][delivery]") {
    auto pack = capacity_pack();
    auto const tells = GENERATE(true, false);
    if (!tells) {
        pack.mutable_capacity()->clear_on_warning();
    }
    Story story{pack};
    story.must(report_all("A", 40, 5, 15, 12));
    auto const id = confirm_quietly(story);
    story.must(casualties(id, "uppsala", {16, 0, 0}, {}));
    REQUIRE(warnings(story).size() == 1);
    auto const& notices = story.incident(id).capacity_notices;
    REQUIRE(notices.size() == (tells ? 1 : 0));
    if (!tells) {
        return;
    }
    REQUIRE(notices[0].deliveries.size() == 2);
    v1::Command command;
    auto& result = *command.mutable_record_delivery();
    result.set_incident_id(id);
    result.set_party("hospital@A");
    result.set_attempt(1);
    result.set_recipient("tib@uppsala");
    result.set_channel(v1::CHANNEL_SMS);
    result.set_outcome(v1::DELIVERY_OUTCOME_ACCEPTED);
    story.must(command);
    CHECK(notices[0].deliveries[1].outcome == v1::DELIVERY_OUTCOME_ACCEPTED);
    CHECK(story.incident(id).notices.empty());
    auto const whole = core::State::restore(story.state().snapshot());
    CHECK(whole.snapshot().SerializeAsString() == story.state().snapshot().SerializeAsString());
}

TEST_CASE("casualties who are expected elsewhere after all take the warning back",
          "[core][capacity]") {
    Story story{capacity_pack()};
    story.must(report_all("A", 40, 5, 15, 12));
    auto const id = confirm_quietly(story);
    story.must(casualties(id, "uppsala", {16, 0, 0}, {}, "A"));
    REQUIRE(warnings(story).size() == 1);
    story.must(casualties(id, "uppsala", {16, 0, 0}, {}, "E"));
    story.wait_s(600);
    CHECK(passed(story) == 1);
    CHECK(differs_from_whole(story.state()).empty());
}

TEST_CASE("what one incident was warned of is told of anew when it ends and another's lack remains",
          "[core][capacity]") {
    Story story{capacity_pack()};
    auto const first = confirm_quietly(story);
    story.must(report_all("A", 40, 5, 15, 12));
    story.must(casualties(first, "uppsala", {16, 0, 0}, {}, "A"));
    REQUIRE(warnings(story).size() == 1);
    auto const second = confirm_quietly(story);
    story.must(casualties(second, "uppsala", {16, 0, 0}, {}, "A"));
    REQUIRE(warnings(story).size() == 2);  // far more lack
    CHECK(warnings(story)[1].warning().shortfalls(0).incident_id() == first);
    story.must(casualties(first, "uppsala", {16, 0, 0}, {}, "E"));
    story.must(stand_down(first, "uppsala"));
    CHECK(differs_from_whole(story.state()).empty());
    REQUIRE(warnings(story).size() == 3);
    CHECK(warnings(story)[2].warning().shortfalls(0).incident_id() == second);
}

TEST_CASE("with the alarm over nothing is told of any more, and no deadline is left",
          "[core][capacity]") {
    Story story{capacity_pack()};
    story.must(report_all("A", 40, 9, 15, 12));
    auto const id = confirm_quietly(story);
    story.must(casualties(id, "uppsala", {16, 0, 0}, {}));
    story.must(stand_down(id, "uppsala"));
    story.must(close(id, "uppsala"));
    CHECK_FALSE(story.incident(id).next_due.is_set());
    story.wait_s(3600);
    CHECK(warnings(story).empty());
    CHECK(differs_from_whole(story.state()).empty());
}

TEST_CASE("a pack put in use in the midst of it is reckoned with at once", "[core][capacity]") {
    Story story{capacity_pack()};
    story.must(report_all("A", 40, 5, 15, 12));
    auto const id = confirm_quietly(story);
    auto pack = capacity_pack();
    pack.set_version("2");
    pack.mutable_plus(0)->mutable_steps()->RemoveLast();
    v1::Command activate;
    activate.mutable_activate_rule_pack()->set_hash(std::string(32, 'i'));
    activate.mutable_activate_rule_pack()->set_pack(pack.SerializeAsString());
    story.must(activate);
    story.must(casualties(id, "uppsala", {16, 0, 0}, {}));
    CHECK(warnings(story).size() == 1);
    CHECK(story.give(order("A", {"call_in"})).error().field == "step_ids[0]");
    CHECK(differs_from_whole(story.state()).empty());
}

TEST_CASE("a hospital that is full and expects nobody is warned of once while an alarm goes on",
          "[core][capacity][deadline]") {
    Story story{capacity_pack()};
    story.must(report_all("E", 40, 20, 15, 0));
    story.must(report_all("D", 40, 20, 15, -2));
    story.must(report_all("C", 40, 20, 15, 1));
    story.wait_s(60);
    CHECK(warnings(story).empty());  // no alarm goes on: it is an evening like others
    auto const id = confirm_quietly(story);
    story.wait_s(60);
    CHECK(warnings(story).empty());  // nobody is known to be hurt
    story.must(casualties(id, "uppsala", {4, 0, 0}, {}));
    story.wait_s(60);
    auto const told = warnings(story);
    REQUIRE(told.size() == 2);
    auto const& short_of_two = told[0].warning().shortfalls(0);
    CHECK(short_of_two.hospital_id() == "D");
    CHECK(short_of_two.missing() == 2);
    auto const& full = told[1].warning().shortfalls(0);
    CHECK(full.hospital_id() == "E");
    CHECK(full.stage() == v1::CARE_STAGE_INTENSIVE);
    CHECK(full.missing() == 0);
    CHECK(full.binding() == v1::PLUS_DIMENSION_STAFF);
    CHECK(full.next_step() == "call_in");
    REQUIRE(told[1].notices_size() == 1);
    CHECK(told[1].notices(0).recipient() == "tib@gavleborg");

    story.must(report_all("E", 40, 20, 15, 0));
    story.must(report_all("E", 40, 20, 15, 1));  // less than the margin of 2
    story.must(report_all("E", 40, 20, 15, 0));
    story.wait_s(1800);
    CHECK(warnings(story).size() == 2);
    CHECK(passed(story) == 0);
    story.must(report_all("E", 40, 20, 15, 3));
    story.wait_s(300);
    CHECK(passed(story) == 1);
    CHECK(differs_from_whole(story.state()).empty());
    story.must(stand_down(id, "uppsala"));
    CHECK(story.state().capacity().record("D")->shortfalls().empty());
}

TEST_CASE("a full hospital with nobody expected is warned of once at an instant, not for ever",
          "[core][capacity][deadline]") {
    auto pack = capacity_pack();
    pack.mutable_capacity()->set_margin(0);  // where nothing is narrow either
    Story story{pack};
    auto const id = confirm_quietly(story);
    story.must(casualties(id, "uppsala", {4, 0, 0}, {}));
    story.must(report_all("E", 40, 20, 15, 0));
    for (int minute = 0; minute < 30; ++minute) {
        // What is due at an instant is over once it has been said: it is not due then again.
        auto const index = story.state().number_of(story.incident(id));
        auto const due = story.state().capacity().due_of(index);
        CHECK((!due.is_set() || due > story.now()));
        story.wait_s(60);
        CHECK(warnings(story).size() == 1);
    }
}

}  // namespace larm::test
