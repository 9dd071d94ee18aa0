// What the planner counts on while the alarm is so new that hospitals have not reported.
#include <algorithm>
#include <ranges>

#include "tests/support/catch.hpp"
#include "tests/support/transfers.hpp"

namespace larm::test {
namespace {

constexpr auto severe = v1::SEVERITY_SEVERE;
constexpr auto intensive = v1::CARE_STAGE_INTENSIVE;

/// Half of the baseline, for half an hour: four severely injured at each hospital.
v1::RulePack assuming_pack() {
    auto pack = transfer_pack();
    pack.mutable_transfers()->set_unreported_for_min(30);
    pack.mutable_transfers()->set_unreported_permille(500);
    return pack;
}

/// D has reported, and lies far away; of A, B, C and E nothing is known.
struct SilentNight {
    explicit SilentNight(int hurt, v1::RulePack const& pack = assuming_pack()) : story{pack} {
        story.must(report_all("D", 40, 40, 15, 10));
        id = confirm_quietly(story);
        story.must(casualties(id, "uppsala", {hurt, 0, 0}, {}));
        story.wait_s(1);
    }

    [[nodiscard]] core::Moves const& moves() const { return story.incident(id).casualties.moves; }

    Story story;
    std::string id;
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("before a hospital can have reported it is counted on for a share of what it usually has",
          "[core][transfers][assumed]") {
    SilentNight night{4};
    CHECK(moves_of(night.story, night.id) == Lines{"1-1 site 1>A 4 SEVERE PROPOSED"});
    auto const& why = night.moves().front().why();
    CHECK(why.assumed());
    CHECK(why.free() == 4);  // of the eight that staff allows
    CHECK(effective(night.story, "A", intensive) == "unknown");
    CHECK(forecast(night.story, "A", intensive, 60) == "unknown");
    CHECK(warnings(night.story).empty());
}

TEST_CASE("the rules decide whether anything is assumed, and how much",
          "[core][transfers][assumed]") {
    SilentNight const unassuming{4, transfer_pack()};
    CHECK(moves_of(unassuming.story, unassuming.id) == Lines{"1-1 site 1>D 4 SEVERE PROPOSED"});
    CHECK_FALSE(unassuming.moves().front().why().assumed());
    auto pack = assuming_pack();
    pack.mutable_transfers()->set_unreported_permille(250);
    SilentNight const careful{4, pack};
    CHECK(moves_of(careful.story, careful.id) ==
          Lines{"1-1 site 1>A 2 SEVERE PROPOSED", "1-2 site 1>B 2 SEVERE PROPOSED"});
}

TEST_CASE("what a hospital says takes the place of what was assumed",
          "[core][transfers][assumed]") {
    SilentNight night{4};
    night.story.must(report_all("A", 40, 40, 15, 1));
    night.story.must(plan_anew(night.id, "uppsala", true));
    CHECK(moves_of(night.story, night.id) ==
          Lines{"1-1 site 1>A 1 SEVERE PROPOSED", "2-1 site 1>B 3 SEVERE PROPOSED"});
    CHECK_FALSE(night.moves().front().why().assumed());
}

TEST_CASE("one figure of a stage limits what is assumed of the others, and takes nothing away",
          "[core][transfers][assumed]") {
    SilentNight night{4};
    SECTION("fewer than the assumption") {
        night.story.must(report("A", {{intensive, v1::PLUS_DIMENSION_EQUIPMENT, 3}}));
        night.story.must(plan_anew(night.id, "uppsala", true));
        CHECK(moves_of(night.story, night.id) ==
              Lines{"1-1 site 1>A 3 SEVERE PROPOSED", "2-1 site 1>B 1 SEVERE PROPOSED"});
    }
    SECTION("good news") {
        night.story.must(report("A", {{intensive, v1::PLUS_DIMENSION_STAFF, 9}}));
        night.story.must(plan_anew(night.id, "uppsala", true));
        CHECK(moves_of(night.story, night.id) == Lines{"1-1 site 1>A 4 SEVERE PROPOSED"});
    }
}

TEST_CASE("nobody is assumed to have more than they said last, however long ago",
          "[core][transfers][assumed]") {
    Story story{assuming_pack()};
    story.must(report_all("A", 40, 40, 15, 0));
    story.must(report_all("B", 40, 40, 15, 12));
    story.wait_s(24 * 3600);
    story.must(report_all("D", 40, 40, 15, 10));
    auto const id = confirm_quietly(story);
    story.must(casualties(id, "uppsala", {4, 0, 0}, {}));
    story.wait_s(1);
    CHECK(moves_of(story, id) == Lines{"1-1 site 1>B 4 SEVERE PROPOSED"});
}

TEST_CASE("a place that was assumed and that there is not is called off at once, and planned anew",
          "[core][transfers][assumed]") {
    SilentNight night{4};
    night.story.must(accept_moves(night.id, "uppsala", {"1-1"}));
    night.story.wait_s(60);
    auto const from = night.story.log().size();
    night.story.must(report_all("A", 40, 40, 15, 1));
    night.story.wait_s(1);
    auto lines = moves_of(night.story, night.id);
    CHECK(lines.front() == "1-1 site 1>A 4 SEVERE CALLED_OFF");
    CHECK(std::ranges::find(lines, "2-1 site 1>A 1 SEVERE PROPOSED") != lines.end());
    CHECK(told_off(night.story, from) == Lines{"tib@uppsala of tib@uppsala"});
    CHECK(differs_from_whole(night.story.state()).empty());
}

TEST_CASE("a place that was assumed and that there is stays accepted, and is assumed no longer",
          "[core][transfers][assumed]") {
    SilentNight night{4};
    night.story.must(accept_moves(night.id, "uppsala", {"1-1"}));
    auto const from = night.story.log().size();
    night.story.must(report_all("A", 40, 40, 15, 4));
    night.story.wait_s(1);
    CHECK(moves_of(night.story, night.id).front() == "1-1 site 1>A 4 SEVERE ACCEPTED");
    CHECK_FALSE(night.moves().front().why().assumed());
    CHECK(night.moves().front().why().free() == 4);
    CHECK(told_off(night.story, from).empty());
}

TEST_CASE("who is under way to a place that was assumed goes on, and that it lacks is said once",
          "[core][transfers][assumed]") {
    SilentNight night{4};
    night.story.must(accept_moves(night.id, "uppsala", {"1-1"}));
    night.story.must(depart_move(night.id, "uppsala", "1-1"));
    auto const from = night.story.log().size();
    night.story.must(report_all("A", 40, 40, 15, 0));
    night.story.wait_s(1);
    CHECK(moves_of(night.story, night.id).front() == "1-1 site 1>A 4 SEVERE UNDER_WAY");
    CHECK_FALSE(night.moves().front().why().assumed());
    CHECK(told_off(night.story, from).empty());  // they do come
    REQUIRE(warnings(night.story).size() == 1);
    CHECK(warnings(night.story)[0].notices(0).recipient() == "tib@uppsala");
    night.story.wait_s(601);
    CHECK(warnings(night.story).size() == 1);
    CHECK(differs_from_whole(night.story.state()).empty());
}

TEST_CASE("half an hour after the first report nothing is assumed any more",
          "[core][transfers][assumed]") {
    SilentNight night{4};
    night.story.wait_s(31 * 60);
    night.story.must(plan_anew(night.id, "uppsala", true));
    CHECK(moves_of(night.story, night.id) == Lines{"2-1 site 1>D 4 SEVERE PROPOSED"});
}

TEST_CASE("places that are promised, and those who have come, are taken from what is assumed",
          "[core][transfers][assumed]") {
    SilentNight night{4};
    night.story.must(accept_moves(night.id, "uppsala", {"1-1"}, 3));
    night.story.must(casualties(night.id, "uppsala", {6, 0, 0}, {}));
    night.story.wait_s(601);
    auto const lines = moves_of(night.story, night.id);
    CHECK(std::ranges::find(lines, "2-1 site 1>A 1 SEVERE PROPOSED") == lines.end());
    for (auto const& move : night.moves()) {
        auto const is_new = move.state() == v1::TRANSFER_STATE_PROPOSED;
        CHECK((!is_new || move.to_hospital_id() != "A" || move.count() <= 1));
    }
}

TEST_CASE("nobody is assumed to be taken where the hospital has closed",
          "[core][transfers][assumed]") {
    Story story{assuming_pack()};
    story.must(report_all("D", 40, 40, 15, 10));
    auto closed = report("A", {});
    closed.mutable_report_capacity()->set_facility(v1::FACILITY_STATUS_CLOSED);
    story.must(closed);
    auto const id = confirm_quietly(story);
    story.must(casualties(id, "uppsala", {4, 0, 0}, {}));
    story.wait_s(1);
    CHECK(moves_of(story, id) == Lines{"1-1 site 1>B 4 SEVERE PROPOSED"});
}

}  // namespace larm::test
