// What a log tells of the scene and of each hospital that was alerted, and what observers add to
// it.
#include <fmt/format.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "engine/core/indicator_keys.hpp"
#include "engine/report/score.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hospitals.hpp"

namespace larm::report {
namespace {

using namespace larm::test;

/// Hospitals with ladders, measured by the shipped indicators.
v1::RulePack measured_hospitals() {
    std::ifstream file{LARM_SOURCE_DIR "/rules/mellansverige/indicators.textproto"};
    std::string const text{std::istreambuf_iterator<char>{file}, {}};
    v1::RulePack indicators;
    REQUIRE(google::protobuf::TextFormat::ParseFromString(text, &indicators));
    auto pack = capacity_pack();
    pack.MergeFrom(indicators);
    return pack;
}

enum class Told : std::uint8_t { place_only, all };

v1::Command scene_report(Told told, std::string const& incident = {}) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    auto& request = *command.mutable_report_incident();
    request.set_command_id(next_uuid());
    request.set_region_id("uppsala");
    request.set_incident_id(incident);
    auto& report = *request.mutable_report();
    report.set_exact_location("E4");
    if (told == Told::all) {
        report.set_type("buss");
        report.mutable_casualties()->set_severe(9);
    }
    return command;
}

/// "IN_TIME 2 +60" for one row; "NOT_IN_LOG -" where nothing is known.
std::string row(v1::IncidentScore const& score, std::string const& key,
                std::string const& hospital = {}) {
    for (auto const& each : score.indicators()) {
        if (each.key() == key && each.hospital_id() == hospital) {
            auto text = fmt::format(
                "{} {}", v1::IndicatorResult_Name(each.result()).substr(sizeof("INDICATOR_RESULT")),
                each.has_points() ? std::to_string(each.points()) : "-");
            text += each.has_after_us() ? fmt::format(" +{}", each.after_us() / 1'000'000) : "";
            return text + (each.observed() ? " observed" : "");
        }
    }
    return "none";
}

v1::IncidentScore scored(Story const& story, int incident = 0) {
    Score score;
    std::int64_t seq = 0;
    for (auto const& event : story.log()) {
        score.tell(event, ++seq);
    }
    return score.report().incidents(incident);
}

/// An incident of Uppsala, reported in full and confirmed half a minute later.
Story confirmed(std::string& id) {
    Story story{measured_hospitals()};
    story.must(scene_report(Told::all));
    story.wait_s(30);
    id = story.state().incidents().back().id;
    auto command = confirm("uppsala");
    command.mutable_confirm_incident()->set_incident_id(id);
    story.must(command);
    return story;
}

v1::Command open_exercise() {
    v1::Command command;
    auto& exercise = *command.mutable_open_exercise()->mutable_exercise();
    exercise.set_scenario_id("ovning");
    exercise.set_phase(v1::EXERCISE_PHASE_PLAYING);
    exercise.set_pace_percent(100);
    return command;
}

v1::Command observed(std::string const& key, v1::InjectResult result,
                     std::string const& party = {}) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_CONTROLLER, "");
    auto& request = *command.mutable_observe();
    request.set_command_id(next_uuid());
    request.set_world_id("ovning");
    request.set_text("Sett på plats");
    request.set_party(party);
    request.set_indicator_key(key);
    request.set_result(result);
    return command;
}

}  // namespace

TEST_CASE("the first report counts when it says what it must, the second when it comes",
          "[report][score]") {
    Story story{measured_hospitals()};
    story.must(scene_report(Told::place_only));
    auto const id = story.state().incidents().back().id;
    story.wait_s(90);
    CHECK(row(scored(story), "first_report") == "NOT_IN_LOG -");
    story.must(scene_report(Told::all, id));
    CHECK(row(scored(story), "first_report") == "IN_TIME 2 +90");
    CHECK(row(scored(story), "second_report") == "NOT_IN_LOG -");
    story.wait_s(600);
    story.must(scene_report(Told::place_only, id));
    CHECK(row(scored(story), "second_report") == "LATE 1 +690");
}

TEST_CASE("nobody has left the scene before somebody says so, and a time is not made up",
          "[report][score]") {
    std::string id;
    auto story = confirmed(id);
    story.must(casualties(id, "uppsala", {2, 3, 4}, {}));
    story.wait_s(3600);
    CHECK(row(scored(story), "first_evacuated") == "NOT_IN_LOG -");
    story.must(casualties(id, "uppsala", {1, 3, 4}, {1, 0, 0}));
    CHECK(row(scored(story), "first_evacuated") == "NOT_DONE 0 +3630");
}

TEST_CASE("a hospital is measured from when it was alerted, and only one that was",
          "[report][score]") {
    std::string id;
    auto story = confirmed(id);
    story.must(report_all("C", 3, 3, 3, 3));  // was never asked for this incident
    CHECK(row(scored(story), "resources_reported", "A") == "NOT_IN_LOG -");
    CHECK(row(scored(story), "resources_reported", "C") == "none");
    story.wait_s(120);
    story.must(say_step("A", "stay", v1::STEP_STATE_ACCEPTED, 10));
    CHECK(row(scored(story), "preparedness_level", "A") == "IN_TIME 2 +120");
    CHECK(row(scored(story), "preparedness_level", "B") == "NOT_IN_LOG -");
    story.wait_s(1500);
    story.must(larm::test::report("A", {{v1::CARE_STAGE_EMERGENCY, v1::PLUS_DIMENSION_STAFF, 2}}));
    CHECK(row(scored(story), "resources_reported", "A") == "LATE 1 +1620");
    CHECK(row(scored(story), "icu_need", "A") == "NOT_IN_LOG -");
    CHECK(row(scored(story), "shortage_reported", "A") == "NOT_IN_LOG -");
    story.wait_s(60);
    story.must(report_all("A", 3, 3, 0, 3));
    CHECK(row(scored(story), "icu_need", "A") == "IN_TIME 2 +1680");
    CHECK(row(scored(story), "shortage_reported", "A") == "IN_TIME 2 +1680");
    story.wait_s(3600);
    story.must(report_all("C", 3, 3, 3, 3));
    // Whoever says nothing here may have said it by telephone.
    CHECK(row(scored(story), "resources_reported", "B") == "NOT_IN_LOG -");
    CHECK(row(scored(story), "preparedness_level", "B") == "NOT_IN_LOG -");
}

TEST_CASE("what was reported before the alert is no answer to it", "[report][score]") {
    Story story{measured_hospitals()};
    story.must(report_all("A", 3, 3, 3, 3));
    story.wait_s(60);
    story.must(scene_report(Told::all));
    auto command = confirm("uppsala");
    command.mutable_confirm_incident()->set_incident_id(story.state().incidents().back().id);
    story.must(command);
    CHECK(row(scored(story), "resources_reported", "A") == "NOT_IN_LOG -");
}

TEST_CASE("what the log cannot know an observer says, and never against the log",
          "[report][score]") {
    std::string id;
    auto story = confirmed(id);
    story.must(open_exercise());
    CHECK(row(scored(story), "tabard_on") == "NOT_IN_LOG -");
    story.must(observed("tabard_on", v1::INJECT_RESULT_DONE));
    story.must(observed("liaison", v1::INJECT_RESULT_PARTLY));
    story.must(observed("media_on_scene", v1::INJECT_RESULT_DONE));
    story.must(observed("media_on_scene", v1::INJECT_RESULT_NOT_DONE));  // the last word counts
    story.must(observed("first_report", v1::INJECT_RESULT_NOT_DONE));
    story.must(observed("staff_informed", v1::INJECT_RESULT_DONE, "hospital@B"));
    story.must(observed("staff_informed", v1::INJECT_RESULT_DONE, "hospital@C"));
    auto const score = scored(story);
    CHECK(row(score, "tabard_on") == "IN_TIME 2 observed");
    CHECK(row(score, "liaison") == "LATE 1 observed");
    CHECK(row(score, "media_on_scene") == "NOT_DONE 0 observed");
    CHECK(row(score, "first_report") == "IN_TIME 2 +0");
    CHECK(row(score, "staff_informed", "A") == "NOT_IN_LOG -");
    CHECK(row(score, "staff_informed", "B") == "IN_TIME 2 observed");
    CHECK(row(score, "staff_informed", "C") == "none");
}

TEST_CASE("an observation is of the latest incident that it can be of", "[report][score]") {
    std::string first;
    auto story = confirmed(first);
    story.must(open_exercise());
    auto other = confirm("gavleborg");
    other.mutable_confirm_incident()->clear_level();
    other.mutable_confirm_incident()->set_level(v1::READINESS_LEVEL_STAB);
    story.must(other);
    story.must(observed("tabard_on", v1::INJECT_RESULT_DONE));
    story.must(observed("staff_informed", v1::INJECT_RESULT_DONE, "hospital@A"));
    CHECK(row(scored(story, 0), "tabard_on") == "NOT_IN_LOG -");
    CHECK(row(scored(story, 1), "tabard_on") == "IN_TIME 2 observed");
    CHECK(row(scored(story, 0), "staff_informed", "A") == "IN_TIME 2 observed");
}

TEST_CASE("each scope has a sum of its own, and a verdict where all of it was measured",
          "[report][score]") {
    std::string id;
    auto story = confirmed(id);
    story.must(open_exercise());
    for (auto const key : core::prehospital_indicators) {
        story.must(observed(std::string{key}, v1::INJECT_RESULT_DONE));
    }
    auto const score = scored(story);
    auto const& sums = score.scopes();
    REQUIRE(sums.size() == 4);  // regional, prehospital, A and B
    CHECK(sums[0].scope() == v1::INDICATOR_SCOPE_REGIONAL);
    CHECK(sums[0].measured() == score.measured());
    CHECK(sums[0].points() == score.points());
    CHECK_FALSE(sums[0].has_acceptable());
    CHECK(sums[1].scope() == v1::INDICATOR_SCOPE_PREHOSPITAL);
    CHECK(sums[1].measured() == 9);
    CHECK(sums[1].points() == 18);
    CHECK(sums[1].acceptable());
    CHECK(sums[2].hospital_id() == "A");
    CHECK(sums[2].indicators() == 11);
}

TEST_CASE("a score says hospital by hospital what is known, and how much is not",
          "[report][score]") {
    std::string id;
    auto story = confirmed(id);
    story.must(say_step("A", "stay", v1::STEP_STATE_ACCEPTED, 10));
    auto const lines = score_lines(scored(story), story.state().active_pack(), Language::swedish);
    auto const has = [&lines](std::string const& part) {
        return std::ranges::any_of(
            lines, [&](auto const& line) { return line.find(part) != std::string::npos; });
    };
    CHECK(has("Indikatorer för Sjukhuset A, från det att sjukhuset larmades"));
    CHECK(has("Besluta beredskapsläge på sjukhuset"));
    CHECK(has("Summa: 2 av 2 mätbara poäng (1 av 11 indikatorer mätta)"));
    CHECK(has("Indikatorer för prehospital ledning"));
    CHECK(has("Ta på sig ledningsväst"));
    CHECK_FALSE(has("Första information till personalen"));
}

}  // namespace larm::report
