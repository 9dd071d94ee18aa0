// Rules that are read again while an incident goes on: it keeps its own, and hospitals get the new
// register at once.
#include <algorithm>

#include "engine/core/arrivals.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hospitals.hpp"

namespace larm::test {
namespace {

using core::Counts;

constexpr auto emergency = v1::CARE_STAGE_EMERGENCY;
constexpr auto intensive = v1::CARE_STAGE_INTENSIVE;

/// Everything that both an incident and the register read from, changed.
v1::RulePack other_rules() {
    auto pack = capacity_pack();
    auto& rules = *pack.mutable_capacity();
    for (auto& model : *rules.mutable_arrivals()) {
        model.set_id(model.id() + "-2");
        model.set_half_time_min(10);
        model.set_nearest_permille(0);
        model.set_spread(4);
    }
    for (auto& severity : *rules.mutable_severities()) {
        for (auto& need : *severity.mutable_needs()) {
            need.set_permille(need.permille() / 5);
        }
    }
    rules.mutable_levels()->Clear();
    auto& level = *rules.add_levels();
    level.set_level(v1::READINESS_LEVEL_KATASTROF);
    level.set_dimension(v1::PLUS_DIMENSION_PREMISES);
    level.set_up_to_order(1);
    rules.mutable_horizons_min()->Clear();
    rules.add_horizons_min(0);
    rules.add_horizons_min(15);
    rules.set_margin(30);
    rules.set_overdue_after_min(500);
    rules.set_triage_algorithm("START");
    for (auto& stage : *rules.mutable_stages()) {
        stage.set_max_age_min(5);
    }
    for (auto& plus : *pack.mutable_plus()) {
        for (auto& step : *plus.mutable_steps()) {
            if (step.id() == "call_in") {
                step.mutable_adds(0)->set_patients(6);
            }
        }
    }
    return pack;
}

std::string opened(Story& story, v1::ReadinessLevel level = v1::READINESS_LEVEL_STAB) {
    auto command = confirm("uppsala");
    command.mutable_confirm_incident()->set_level(level);
    command.mutable_confirm_incident()->mutable_report()->set_type("buss");
    story.must(command);
    return story.state().incidents().back().id;
}

v1::GetCapacityReply picture(Story const& story, std::string const& incident = {}) {
    v1::GetCapacity request;
    request.set_incident_id(incident);
    auto view = core::capacity_view(story.state(), request, story.now());
    REQUIRE(view.has_value());
    return *std::move(view);
}

v1::IncidentCasualtiesView casualties_of(Story const& story, std::string const& incident) {
    auto view = picture(story, incident).incidents(0);
    return view;
}

v1::Command raised(std::string const& incident, v1::ReadinessLevel level) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    command.mutable_change_level()->set_command_id(next_uuid());
    command.mutable_change_level()->set_incident_id(incident);
    command.mutable_change_level()->set_level(level);
    return command;
}

}  // namespace

TEST_CASE("an incident goes on as its own rules have it when others come into force",
          "[core][capacity][reload]") {
    Story story{capacity_pack()};
    auto const id = opened(story);
    story.must(casualties(id, "uppsala", {12, 0, 0}, {4, 0, 0}));
    story.wait_s(600);
    story.must(arrivals(id, "A", {2, 0, 0}));
    story.must(report_all("A", 30, 20, 15, 12));
    auto const before = casualties_of(story, id);
    auto const free = effective(story, "A", emergency);
    auto const later = forecast(story, "A", emergency, 60);
    REQUIRE(before.arrival_model() == "other");
    REQUIRE(before.expected_size() == 2);
    story.activate(other_rules(), 'i');
    CHECK(casualties_of(story, id).SerializeAsString() == before.SerializeAsString());
    CHECK(effective(story, "A", emergency) == free);
    CHECK(forecast(story, "A", emergency, 60) == later);
    CHECK(picture(story, id).horizons_min_size() == 4);
    CHECK(differs_from_whole(story.state()).empty());

    // Whoever comes meanwhile needs what the incident's own rules say: a place each, not a fifth.
    story.wait_s(60);
    story.must(arrivals(id, "A", {10, 0, 0}));
    CHECK(effective(story, "A", emergency) == "12 STAFF");
}

TEST_CASE("the register is that of the rules in force, whatever incidents go on",
          "[core][capacity][reload]") {
    Story story{capacity_pack()};
    (void)opened(story);
    story.must(report_all("A", 30, 20, 15, 12));
    story.wait_s(600);
    CHECK(effective(story, "A", emergency) == "20 STAFF");
    story.activate(other_rules(), 'i');
    CHECK(effective(story, "A", emergency) == "unknown");  // older than five minutes
    story.must(report_all("A", 40, 20, 15, 12));
    story.wait_s(60);
    story.must(order("A", {"call_in"}));
    story.must(say_step("A", "stay", v1::STEP_STATE_DONE));
    story.must(say_step("A", "call_in", v1::STEP_STATE_DONE));
    CHECK(effective(story, "A", emergency) == "30 STAFF");  // 4 and 6, no longer 10
    CHECK(picture(story).horizons_min_size() == 2);
    CHECK(differs_from_whole(story.state()).empty());
}

TEST_CASE("a level orders what the incident's own rules have for it, of the ladders in force",
          "[core][capacity][reload]") {
    Story story{capacity_pack()};
    auto const old = opened(story);
    story.activate(other_rules(), 'i');
    story.must(raised(old, v1::READINESS_LEVEL_KATASTROF));
    auto const stands = [&](std::string const& step) {
        auto const* const record = story.state().capacity().step("A", step);
        return record == nullptr ? v1::STEP_STATE_NONE : record->state();
    };
    CHECK(stands("stay") == v1::STEP_STATE_ORDERED);
    CHECK(stands("call_in") == v1::STEP_STATE_ORDERED);
    CHECK(stands("rooms") == v1::STEP_STATE_NONE);
    (void)opened(story, v1::READINESS_LEVEL_KATASTROF);  // on the new rules
    CHECK(stands("rooms") == v1::STEP_STATE_ORDERED);
}

TEST_CASE("a warning looks as far ahead, and waits as long, as the incident's own rules say",
          "[core][capacity][reload]") {
    Story story{capacity_pack()};
    auto const id = opened(story);
    story.must(report_all("A", 30, 20, 15, 1));
    story.must(order("A", {"rooms"}, id));
    story.must(say_step("A", "rooms", v1::STEP_STATE_ACCEPTED, 20));
    auto rules = other_rules();
    for (auto& stage : *rules.mutable_capacity()->mutable_stages()) {
        stage.set_max_age_min(600);
    }
    story.activate(rules, 'i');
    story.must(casualties(id, "uppsala", {40, 0, 0}, {0, 0, 0}));
    story.wait_s(60);
    REQUIRE(warnings(story).size() == 1);  // within two hours; the new rules look 15 minutes ahead
    CHECK(std::ranges::any_of(warnings(story)[0].warning().shortfalls(),
                              [](auto const& each) { return each.stage() == intensive; }));
    story.wait_s(1800);
    auto const all = warnings(story);
    CHECK(std::ranges::any_of(all, [](auto const& each) {  // ten minutes over, not five hundred
        return each.warning().overdue_step_ids_size() == 1;
    }));
    CHECK(differs_from_whole(story.state()).empty());
}

TEST_CASE("a hospital that the new rules do not have keeps its part of what is expected",
          "[core][capacity][reload]") {
    Story story{capacity_pack()};
    auto const id = opened(story);
    story.must(casualties(id, "uppsala", {12, 0, 0}, {4, 0, 0}));
    auto const before = casualties_of(story, id);
    auto rules = capacity_pack();
    REQUIRE(rules.hospitals(1).id() == "A");
    REQUIRE(rules.plus(0).hospital_id() == "A");
    rules.mutable_hospitals()->DeleteSubrange(1, 1);
    rules.mutable_plus()->DeleteSubrange(0, 1);
    rules.mutable_ways()->Clear();
    story.activate(rules, 'i');
    CHECK(casualties_of(story, id).SerializeAsString() == before.SerializeAsString());
    CHECK(picture(story).hospitals(1).hospital_id() == "B");
    CHECK(differs_from_whole(story.state()).empty());
}

TEST_CASE("an incident whose rules say nothing of capacity expects nobody, and counts who has come",
          "[core][capacity][reload]") {
    Story story{chain_pack()};
    auto const id = opened(story);
    story.activate(capacity_pack(), 'i');
    story.must(report_all("A", 30, 20, 15, 12));
    story.must(raised(id, v1::READINESS_LEVEL_KATASTROF));
    CHECK(story.state().capacity().step("A", "stay") == nullptr);
    story.wait_s(60);
    story.must(arrivals(id, "A", {3, 0, 0}));
    CHECK(effective(story, "A", emergency) == "17 STAFF");
    CHECK(casualties_of(story, id).expected().empty());
    CHECK(differs_from_whole(story.state()).empty());
    story.activate(chain_pack(), 'h');
    CHECK_FALSE(picture(story).has_rules());
    CHECK(picture(story, id).horizons_min().empty());
}

}  // namespace larm::test
