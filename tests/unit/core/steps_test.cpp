// The ladders: who orders what, what follows on what, and what a readiness level orders by itself.
#include <map>

#include "tests/support/catch.hpp"
#include "tests/support/hospitals.hpp"

namespace larm::test {
namespace {

using enum v1::StepState;

v1::StepState state_of(Story const& story, std::string const& hospital, std::string const& step) {
    auto const* const record = story.state().capacity().step(hospital, step);
    return record == nullptr ? STEP_STATE_NONE : record->state();
}

/// "A stay", "A call_in", ...
std::vector<std::string> ordered(Story const& story) {
    std::vector<std::string> all;
    for (auto const& [id, record] : story.state().capacity().records()) {
        for (auto const& step : record.steps()) {
            if (step.state() == STEP_STATE_ORDERED) {
                all.push_back(id + " " + step.step_id());
            }
        }
    }
    return all;
}

v1::Command level(std::string const& incident, std::string const& region,
                  v1::ReadinessLevel wanted) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, region);
    command.mutable_change_level()->set_command_id(next_uuid());
    command.mutable_change_level()->set_incident_id(incident);
    command.mutable_change_level()->set_level(wanted);
    return command;
}

}  // namespace

TEST_CASE("whoever orders a step orders what it needs first", "[core][capacity]") {
    Story story{capacity_pack()};
    story.must(order("A", {"call_in"}));
    CHECK(ordered(story) == std::vector<std::string>{"A stay", "A call_in"});
    auto const again = story.give(order("A", {"call_in"}));
    REQUIRE_FALSE(again.has_value());
    CHECK(again.error().field == "step_ids");
    CHECK(story.give(order("A", {"stay", "rooms"})).has_value());  // what is ordered stays so
    CHECK(story.give(order("A", {"unknown"})).error().field == "step_ids[0]");
}

TEST_CASE("a step goes its way and no other", "[core][capacity]") {
    std::map<v1::StepState, std::vector<v1::StepState>> const follows{
        {STEP_STATE_NONE, {}},
        {STEP_STATE_ORDERED,
         {STEP_STATE_NONE, STEP_STATE_ACCEPTED, STEP_STATE_DONE, STEP_STATE_FAILED}},
        {STEP_STATE_ACCEPTED,
         {STEP_STATE_NONE, STEP_STATE_ACCEPTED, STEP_STATE_DONE, STEP_STATE_FAILED}},
        {STEP_STATE_DONE, {STEP_STATE_STEPPING_DOWN}},
        {STEP_STATE_FAILED, {STEP_STATE_NONE}},
        {STEP_STATE_STEPPING_DOWN, {STEP_STATE_NONE}},
    };
    std::map<v1::StepState, std::vector<v1::StepState>> const ways{
        {STEP_STATE_NONE, {}},
        {STEP_STATE_ORDERED, {}},
        {STEP_STATE_ACCEPTED, {STEP_STATE_ACCEPTED}},
        {STEP_STATE_DONE, {STEP_STATE_DONE}},
        {STEP_STATE_FAILED, {STEP_STATE_FAILED}},
        {STEP_STATE_STEPPING_DOWN, {STEP_STATE_DONE, STEP_STATE_STEPPING_DOWN}},
    };
    for (auto const& [from, way] : ways) {
        for (int next = STEP_STATE_UNSPECIFIED; next <= STEP_STATE_STEPPING_DOWN; ++next) {
            Story story{capacity_pack()};
            if (from != STEP_STATE_NONE) {
                story.must(order("A", {"rooms"}));
            }
            for (auto const state : way) {
                story.must(say_step("A", "rooms", state));
            }
            REQUIRE(state_of(story, "A", "rooms") == from);
            auto const wanted = static_cast<v1::StepState>(next);
            auto const& may = follows.at(from);
            auto const is_right = std::ranges::find(may, wanted) != may.end();
            CAPTURE(from, wanted);
            CHECK(story.give(say_step("A", "rooms", wanted)).has_value() == is_right);
        }
    }
}

TEST_CASE("a step that failed says why, and can be ordered again", "[core][capacity]") {
    Story story{capacity_pack()};
    story.must(order("A", {"rooms"}));
    auto silent = say_step("A", "rooms", STEP_STATE_FAILED);
    silent.mutable_report_step()->clear_reason();
    CHECK(story.give(silent).error().field == "reason");
    story.must(say_step("A", "rooms", STEP_STATE_FAILED));
    CHECK(story.state().capacity().step("A", "rooms")->reason() == "ingen svarade");
    story.must(order("A", {"rooms"}));
    CHECK(state_of(story, "A", "rooms") == STEP_STATE_ORDERED);
    CHECK(story.state().capacity().step("A", "rooms")->reason().empty());
}

TEST_CASE("a readiness level orders its steps in the hospitals of its own region alone",
          "[core][capacity]") {
    Story story{capacity_pack()};
    auto confirmed = confirm("uppsala");
    confirmed.mutable_confirm_incident()->set_level(v1::READINESS_LEVEL_FORSTARKNING);
    story.must(confirmed);
    auto const id = story.state().incidents().back().id;
    CHECK(ordered(story) == std::vector<std::string>{"A stay", "B stay"});
    CHECK(story.state().capacity().step("A", "stay")->by_level() ==
          v1::READINESS_LEVEL_FORSTARKNING);
    CHECK(story.state().capacity().step("A", "stay")->incident_id() == id);
    story.must(say_step("A", "stay", STEP_STATE_FAILED));
    story.must(level(id, "uppsala", v1::READINESS_LEVEL_KATASTROF));
    // What has failed is a human's to order again; what needs it is ordered all the same, with it.
    CHECK(ordered(story) == std::vector<std::string>{"A stay", "A call_in", "B stay", "B call_in"});
    story.must(level(id, "uppsala", v1::READINESS_LEVEL_STAB));
    CHECK(ordered(story).size() == 4);  // nothing is taken down by itself
}

TEST_CASE("what a false alarm has ordered and nobody has accepted is called off with it",
          "[core][capacity]") {
    Story story{capacity_pack()};
    auto const id = story.confirm("uppsala");
    story.must(say_step("A", "stay", STEP_STATE_ACCEPTED));
    story.must(order("B", {"rooms"}, id));
    story.must(rescind(id, "uppsala"));
    CHECK(ordered(story) == std::vector<std::string>{"B rooms"});  // a human's stays a human's
    CHECK(state_of(story, "A", "stay") == STEP_STATE_ACCEPTED);
}

TEST_CASE("what two alarms of a region order is ordered until both are called off",
          "[core][capacity]") {
    Story story{capacity_pack()};
    auto const twice = story.confirm("uppsala");
    auto const id = story.confirm("uppsala");
    auto const all = ordered(story);
    REQUIRE_FALSE(all.empty());
    story.must(rescind(twice, "uppsala"));
    CHECK(ordered(story) == all);
    CHECK(story.state().capacity().step("A", "stay")->incident_id() == id);
    story.must(rescind(id, "uppsala"));
    CHECK(ordered(story).empty());
}

TEST_CASE("the step to order next adds most per minute, in the dimension that limits",
          "[core][capacity]") {
    Story story{capacity_pack()};
    story.must(report_all("A", 30, 3, 9, 2));
    auto const next = [&](int stage) {
        return core::capacity_view(story.state(), {}, story.now())
            ->hospitals(1)
            .stages(stage)
            .next_step();
    };
    CHECK(next(0) == "stay");  // 4 in 10 minutes, against 10 in 60
    CHECK(next(1) == "call_in");
    story.must(order("A", {"stay"}));
    CHECK(next(0) == "call_in");
    story.must(order("A", {"call_in"}));
    CHECK(next(0).empty());
}

TEST_CASE("a step whose need has failed adds nothing, whatever is said of it, until that is done",
          "[core][capacity]") {
    Story story{capacity_pack()};
    story.must(report_all("A", 40, 10, 15, 3));
    story.must(order("A", {"call_in"}));
    story.must(say_step("A", "call_in", STEP_STATE_ACCEPTED, 30));
    CHECK(forecast(story, "A", v1::CARE_STAGE_INTENSIVE, 60) == "7 STAFF");
    story.wait_s(60);
    story.must(say_step("A", "stay", STEP_STATE_FAILED));
    CHECK(forecast(story, "A", v1::CARE_STAGE_INTENSIVE, 60) == "3 STAFF");
    story.must(say_step("A", "call_in", STEP_STATE_DONE));
    CHECK(state_of(story, "A", "call_in") == STEP_STATE_DONE);  // the hospital's word stays
    CHECK(effective(story, "A", v1::CARE_STAGE_INTENSIVE) == "3 STAFF");
    auto const steps = core::capacity_view(story.state(), {}, story.now())->hospitals(1).steps();
    CHECK(std::ranges::any_of(steps, [](auto const& step) {
        return step.record().step_id() == "call_in" &&
               step.record().reason() ==
                   "Räknas inte: den behöver \"Stanna kvar\", som har misslyckats.";
    }));
    // What is seen from now on is seen without it, and is not counted down once more.
    story.wait_s(60);
    story.must(report_all("A", 40, 10, 15, 2));
    CHECK(effective(story, "A", v1::CARE_STAGE_INTENSIVE) == "2 STAFF");
    // An order is nothing done.
    story.must(order("A", {"stay"}));
    CHECK(effective(story, "A", v1::CARE_STAGE_INTENSIVE) == "2 STAFF");
    story.must(say_step("A", "stay", STEP_STATE_ACCEPTED, 30));
    CHECK(effective(story, "A", v1::CARE_STAGE_INTENSIVE) == "2 STAFF");
    CHECK(forecast(story, "A", v1::CARE_STAGE_INTENSIVE, 60) == "2 STAFF");
    CHECK(differs_from_whole(story.state()).empty());
    story.wait_s(60);
    // Nor is that it failed once more, and was called off.
    story.must(say_step("A", "stay", STEP_STATE_FAILED));
    story.must(say_step("A", "stay", STEP_STATE_NONE));
    CHECK(effective(story, "A", v1::CARE_STAGE_INTENSIVE) == "2 STAFF");
    CHECK(core::capacity_view(story.state(), {}, story.now()).has_value());
    CHECK(differs_from_whole(story.state()).empty());
    story.must(order("A", {"stay"}));
    CHECK(effective(story, "A", v1::CARE_STAGE_INTENSIVE) == "2 STAFF");
    story.wait_s(60);
    story.must(say_step("A", "stay", STEP_STATE_DONE));
    CHECK(effective(story, "A", v1::CARE_STAGE_INTENSIVE) == "6 STAFF");
    CHECK(differs_from_whole(story.state()).empty());
}

}  // namespace larm::test
