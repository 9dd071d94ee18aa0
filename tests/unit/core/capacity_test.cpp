// What a hospital can take: the least of what binds, of figures that are young enough, with what
// has become done and who has come since.
#include "tests/support/catch.hpp"
#include "tests/support/hospitals.hpp"

namespace larm::test {
namespace {

using namespace std::string_literals;
using core::Code;

constexpr auto emergency = v1::CARE_STAGE_EMERGENCY;
constexpr auto intensive = v1::CARE_STAGE_INTENSIVE;
constexpr auto premises = v1::PLUS_DIMENSION_PREMISES;
constexpr auto staff = v1::PLUS_DIMENSION_STAFF;

v1::RulePack patient_pack() {
    auto pack = capacity_pack();
    for (auto& stage : *pack.mutable_capacity()->mutable_stages()) {
        stage.set_max_age_min(600);
    }
    return pack;
}

}  // namespace

TEST_CASE("a hospital can take as many as the least of what binds, which is named",
          "[core][capacity]") {
    Story story{capacity_pack()};
    story.must(report_all("A", 12, 7, 3, 5));
    CHECK(effective(story, "A", emergency) == "7 STAFF");
    CHECK(effective(story, "A", intensive) == "3 EQUIPMENT");
    CHECK(effective(story, "B", emergency) == "unknown");
    CHECK(effective(story, "nowhere", emergency) == "unknown");
}

TEST_CASE("a hospital that has more patients than places says so", "[core][capacity]") {
    Story story{capacity_pack()};
    story.must(report_all("A", 40, -3, 15, 12));
    CHECK(effective(story, "A", emergency) == "-3 STAFF");
    auto closed = report_all("A", 40, -3, 15, 12);
    closed.mutable_report_capacity()->set_facility(v1::FACILITY_STATUS_EVACUATING);
    story.must(closed);
    CHECK(effective(story, "A", emergency) == "-3 STAFF");  // they are still there
}

TEST_CASE("where one dimension is unknown so is the whole, and it is said which",
          "[core][capacity]") {
    Story story{capacity_pack()};
    story.must(report("A", {{emergency, premises, 12}}));
    CHECK(effective(story, "A", emergency) == "unknown");
    auto const view = core::capacity_view(story.state(), {}, story.now());
    REQUIRE(view.has_value());
    auto const& stage = view->hospitals(1).stages(0);
    REQUIRE(view->hospitals(1).hospital_id() == "A");
    CHECK_FALSE(stage.known());
    REQUIRE(stage.unknown_size() == 1);
    CHECK(stage.unknown(0) == staff);
    story.must(report("A", {{emergency, staff, 0}}));
    CHECK(effective(story, "A", emergency) == "0 STAFF");
}

TEST_CASE("a figure that is too old is unknown, never zero and never available",
          "[core][capacity]") {
    Story story{capacity_pack()};
    story.must(report_all("A", 12, 7, 3, 5));
    story.wait_s(3600);
    CHECK(effective(story, "A", emergency) == "7 STAFF");
    CHECK(forecast(story, "A", emergency, 120) == "7 STAFF");
    story.wait_s(1);
    CHECK(effective(story, "A", emergency) == "unknown");
    CHECK(forecast(story, "A", emergency, 0) == "unknown");
    CHECK(effective(story, "A", intensive) == "3 EQUIPMENT");
}

TEST_CASE("a step that is done adds from then on, unless the figure was seen after",
          "[core][capacity]") {
    Story story{capacity_pack()};
    story.must(report_all("A", 20, 7, 3, 5));
    story.must(order("A", {"stay"}));
    story.must(say_step("A", "stay", v1::STEP_STATE_ACCEPTED));
    CHECK(effective(story, "A", emergency) == "7 STAFF");
    CHECK(forecast(story, "A", emergency, 0) == "7 STAFF");
    CHECK(forecast(story, "A", emergency, 30) == "11 STAFF");
    story.wait_s(300);
    auto const before = story.now();
    story.wait_s(60);
    story.must(say_step("A", "stay", v1::STEP_STATE_DONE));
    CHECK(effective(story, "A", emergency) == "11 STAFF");
    story.wait_s(60);

    SECTION("a figure seen before it was done does not hold it") {
        story.must(report("A", {{emergency, staff, 6}}, before));
        CHECK(effective(story, "A", emergency) == "10 STAFF");
    }
    SECTION("a figure seen after it was done holds it; taken down, it is gone") {
        story.must(report("A", {{emergency, staff, 9}}));
        CHECK(effective(story, "A", emergency) == "9 STAFF");
        story.wait_s(60);
        story.must(say_step("A", "stay", v1::STEP_STATE_STEPPING_DOWN));
        CHECK(effective(story, "A", emergency) == "5 STAFF");
        story.must(say_step("A", "stay", v1::STEP_STATE_NONE));
        CHECK(effective(story, "A", emergency) == "5 STAFF");
        story.must(order("A", {"stay"}));
        story.wait_s(60);
        story.must(say_step("A", "stay", v1::STEP_STATE_DONE));
        CHECK(effective(story, "A", emergency) == "9 STAFF");
    }
}

TEST_CASE("casualties who have come since take places, and give them back when their stay ends",
          "[core][capacity]") {
    Story story{patient_pack()};
    auto const id = story.confirm("uppsala");
    story.must(report_all("A", 20, 8, 6, 5));
    story.wait_s(600);
    story.must(arrivals(id, "A", {4, 1, 2}));
    CHECK(effective(story, "A", emergency) == "2 STAFF");  // 4 + 1 + half of 2
    CHECK(effective(story, "A", intensive) == "3 STAFF");  // half of 4
    story.wait_s(150 * 60);
    CHECK(effective(story, "A", emergency) == "8 STAFF");
    CHECK(effective(story, "A", intensive) == "3 STAFF");  // not free again
    // A figure that is seen now knows who is there.
    story.must(report_all("A", 20, 3, 6, 5));
    CHECK(effective(story, "A", emergency) == "3 STAFF");
    story.wait_s(60);  // who comes in the same minute is in the figure
    story.must(arrivals(id, "A", {5, 1, 2}));
    CHECK(effective(story, "A", emergency) == "2 STAFF");
}

TEST_CASE("the latest observation counts, whenever it was reported", "[core][capacity]") {
    Story story{capacity_pack()};
    auto const early = story.now();
    story.wait_s(600);
    story.must(report("A", {{emergency, staff, 7}}));
    auto const refused = story.give(report("A", {{emergency, staff, 2}}, early));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().field == "observed_at");
    CHECK(refused.error().code == Code::failed_precondition);
    // What it says beside that counts.
    story.must(report("A", {{emergency, staff, 2}, {emergency, premises, 9}}, early));
    CHECK(effective(story, "A", emergency) == "7 STAFF");
    CHECK(story.give(report("A", {{emergency, staff, 2}}, story.now() + core::seconds(1)))
              .error()
              .field == "observed_at");
}

TEST_CASE("a hospital that is closed or evacuates takes nobody, whatever its figures say",
          "[core][capacity]") {
    Story story{capacity_pack()};
    story.must(report_all("A", 12, 7, 3, 5));
    auto closed = report("A", {});
    closed.mutable_report_capacity()->set_facility(v1::FACILITY_STATUS_EVACUATING);
    story.must(closed);
    CHECK(effective(story, "A", emergency).starts_with("0 "));
    story.wait_s(60);
    auto open = report("A", {});
    open.mutable_report_capacity()->set_facility(v1::FACILITY_STATUS_COMPROMISED);
    story.must(open);
    CHECK(effective(story, "A", emergency) == "7 STAFF");
}

TEST_CASE("what no report can say is refused, with its field", "[core][capacity]") {
    Story story{capacity_pack()};
    auto const field = [&](v1::Command const& command) {
        auto const outcome = story.give(command);
        return outcome ? "accepted"s : outcome.error().field;
    };
    CHECK(field(report("A", {})) == "figures");
    CHECK(field(report("A", {{v1::CARE_STAGE_WARD, staff, 3}})) == "figures[0].stage");
    CHECK(field(report("A", {{emergency, v1::PLUS_DIMENSION_UNSPECIFIED, 3}})) ==
          "figures[0].dimension");
    CHECK(field(report("A", {{emergency, staff, 3}, {emergency, staff, 4}})) == "figures[1]");
    auto nowhere = report("A", {{emergency, staff, 3}});
    nowhere.mutable_report_capacity()->set_hospital_id("X");
    CHECK(field(nowhere) == "hospital_id");
}

TEST_CASE("a pack that says nothing of capacity: nothing is known, and nothing can be reported",
          "[core][capacity]") {
    Story story;
    auto const refused = story.give(report("UAS", {{emergency, staff, 3}}));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == Code::failed_precondition);
    auto const view = core::capacity_view(story.state(), {}, story.now());
    REQUIRE(view.has_value());
    CHECK_FALSE(view->has_rules());
    CHECK(view->hospitals().empty());
    // An incident of such a pack goes on as it did, and its casualties are counted.
    auto const id = story.confirm("uppsala");
    story.must(casualties(id, "uppsala", {3, 0, 0}, {}, ""));
    CHECK(core::capacity_view(story.state(), {}, story.now())->incidents(0).at_scene().severe() ==
          3);
}

TEST_CASE("a hospital speaks for itself; its region's TiB for it by voice, and nobody else",
          "[core][capacity][authority]") {
    Story story{capacity_pack()};
    auto const as = [&](v1::Role role, std::string const& organisation, v1::Via via) {
        auto command = report("A", {{emergency, staff, 3}});
        *command.mutable_actor() = actor(role, organisation);
        command.mutable_report_capacity()->set_via(via);
        auto const outcome = story.give(command);
        return outcome.has_value() || outcome.error().code != Code::permission_denied;
    };
    CHECK(as(v1::ROLE_HOSPITAL, "A", v1::VIA_API));
    CHECK_FALSE(as(v1::ROLE_HOSPITAL, "B", v1::VIA_API));
    CHECK_FALSE(as(v1::ROLE_TIB, "uppsala", v1::VIA_API));
    CHECK(as(v1::ROLE_TIB, "uppsala", v1::VIA_PHONE));
    CHECK(story.log().back().capacity_reported().report().taken_by() ==
          actor(v1::ROLE_TIB, "uppsala").token_id());
    CHECK_FALSE(as(v1::ROLE_TIB, "dalarna", v1::VIA_PHONE));
    CHECK_FALSE(as(v1::ROLE_OBSERVER, "A", v1::VIA_API));
    // Ordering is the region's own act, by whatever way.
    auto ordered = order("A", {"stay"});
    *ordered.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    CHECK(story.give(ordered).has_value());
    auto others = order("C", {"stay"});
    *others.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    CHECK(story.give(others).error().code == Code::permission_denied);
}

TEST_CASE("a hospital's past is kept, the latest first, and is not without end",
          "[core][capacity]") {
    Story story{capacity_pack()};
    for (int round = 0; round < 120; ++round) {
        story.must(report("A", {{emergency, staff, round}}));
        story.wait_s(1);
    }
    v1::Command exercised;
    *exercised.mutable_actor() = actor(v1::ROLE_HOSPITAL, "A");
    auto& request = *exercised.mutable_record_exercised();
    request.set_command_id(next_uuid());
    request.set_hospital_id("A");
    request.set_step_id("call_in");
    request.set_took_minutes(75);
    story.must(exercised);
    v1::GetCapacityHistory asked;
    asked.set_hospital_id("A");
    auto const history = core::capacity_history(story.state(), asked, story.now());
    REQUIRE(history.has_value());
    CHECK(history->entries_size() == 100);
    CHECK(history->entries(0).exercised().took_minutes() == 75);
    CHECK(history->entries(1).report().figures(0).free() == 119);
    CHECK(history->hospital().steps(3).last_took_minutes() == 75);
    asked.set_hospital_id("X");
    CHECK_FALSE(core::capacity_history(story.state(), asked, story.now()).has_value());
}

TEST_CASE("an exercise that is told late does not take the place of a newer one",
          "[core][capacity]") {
    Story story{capacity_pack()};
    auto const tell = [&](std::int64_t exercised_at_us, int took_minutes) {
        v1::Command command;
        *command.mutable_actor() = actor(v1::ROLE_HOSPITAL, "A");
        auto& request = *command.mutable_record_exercised();
        request.set_command_id(next_uuid());
        request.set_hospital_id("A");
        request.set_step_id("call_in");
        request.set_exercised_at(exercised_at_us);
        request.set_took_minutes(took_minutes);
        story.must(command);
    };
    story.wait_s(7200);
    auto const newer = story.now().us - 60'000'000;
    auto const older = newer - 3'600'000'000;
    tell(newer, 75);
    tell(older, 90);
    v1::GetCapacityHistory asked;
    asked.set_hospital_id("A");
    auto const history = core::capacity_history(story.state(), asked, story.now());
    REQUIRE(history.has_value());
    CHECK(history->hospital().steps(3).last_exercised_at() == newer);
    CHECK(history->hospital().steps(3).last_took_minutes() == 75);
    // The past is by when it was told, and holds when it was.
    CHECK(history->entries(0).exercised().exercised_at_us() == older);
    CHECK(history->entries(1).exercised().exercised_at_us() == newer);
}

}  // namespace larm::test
