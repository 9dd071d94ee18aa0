// Which places patients are sent to: those that are free when they arrive, and nobody else's.
#include "engine/core/transfer_model.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/transfers.hpp"

namespace larm::test {
namespace {

constexpr std::size_t intensive = core::index_of(v1::CARE_STAGE_INTENSIVE);

std::string confirm_in(Story& story, std::string const& region) {
    auto command = confirm(region);
    command.mutable_confirm_incident()->set_level(v1::READINESS_LEVEL_STAB);
    story.must(command);
    story.wait_s(1);
    return story.state().incidents().back().id;
}

int places(Story const& story, std::string const& id, std::string const& hospital,
           core::Instant arrives) {
    auto const index = story.state().capacity().terms().hospital(hospital);
    REQUIRE(index.has_value());
    v1::TransferMove move;
    move.set_arrive_at_us(arrives.us);
    move.set_proposed_at_us(story.now().us);
    auto const free =
        core::places_ahead(story.state(), story.incident(id), *index, intensive, story.now(), move);
    REQUIRE(free.has_value());
    return *free;
}

}  // namespace

TEST_CASE("nobody is sent to a place that is there only after they are", "[core][transfers]") {
    Story story{transfer_pack()};
    story.must(report_all("A", 40, 40, 15, 0));
    story.must(order("A", {"call_in"}));
    story.must(say_step("A", "stay", v1::STEP_STATE_ACCEPTED, 5));
    story.must(say_step("A", "call_in", v1::STEP_STATE_ACCEPTED, 55));
    story.must(report_all("C", 40, 40, 15, 10));
    auto const id = confirm_in(story, "uppsala");
    story.must(casualties(id, "uppsala", {2, 0, 0}, {}));
    story.wait_s(1);
    CHECK(moves_of(story, id) == std::vector<std::string>{"1-1 site 1>C 2 SEVERE PROPOSED"});
    CHECK(places(story, id, "A", story.now()) == 0);
    CHECK(places(story, id, "A", story.now() + core::seconds(57 * 60)) == 4);
    auto const now = story.give(own_move(id, "uppsala", "A", v1::SEVERITY_SEVERE, 1));
    REQUIRE_FALSE(now.has_value());
    CHECK(now.error().message.find("0 places") != std::string::npos);
    auto later = own_move(id, "uppsala", "A", v1::SEVERITY_SEVERE, 1);
    later.mutable_propose_move()->set_leave_in_minutes(56);
    CHECK(story.give(later).has_value());
}

TEST_CASE("of each kind of places a region gives its share, and no more of one for having others",
          "[core][transfers]") {
    TransferNight night{{0, 0, 0}};
    night.story.must(report_all("A", 0, 0, 15, 0));
    night.story.must(report_all("B", 0, 0, 15, 0));
    night.story.must(commit(night.id, "dalarna", 20));
    night.story.must(casualties(night.id, "uppsala", {10, 0, 4}, {}));
    night.story.wait_s(1);
    CHECK(night.view().proposed().severe() == 5);  // of ten, beside forty in the ED
    CHECK(night.view().proposed().minor() == 4);
    REQUIRE(night.view().proposal().left_behind_size() == 1);
    CHECK(night.view().proposal().left_behind(0).count() == 5);
    CHECK(night.view().proposal().left_behind(0).why() == v1::LEFT_BEHIND_WHY_REGION_LIMIT);
    night.story.must(accept_moves(night.id, "dalarna"));
    night.story.wait_s(600);
    CHECK(night.view().proposed().severe() == 0);  // what it has taken is of its share
}

TEST_CASE("a region with one place gives it", "[core][transfers]") {
    TransferNight night{{0, 0, 0}};
    night.story.must(report_all("A", 0, 0, 15, 0));
    night.story.must(report_all("B", 0, 0, 15, 0));
    night.story.must(report_all("C", 0, 0, 15, 1));
    night.story.must(casualties(night.id, "uppsala", {3, 0, 0}, {}));
    night.story.wait_s(1);
    CHECK(night.view().proposed().severe() == 1);
}

TEST_CASE("what is far off is foreseen until the rules' horizon, by whoever plans and who accepts",
          "[core][transfers]") {
    int proposed = 0;
    int refused = 0;
    for (int others = 4; others <= 60; others += 2) {  // come to E all the time, and will
        CAPTURE(others);
        Story story{transfer_pack()};
        for (auto const* const each : {"A", "B", "C", "D"}) {
            story.must(report_all(each, 40, 40, 15, 0));
        }
        story.must(report_all("E", 80, 80, 15, 12));
        auto far_off = confirm("gavleborg");
        far_off.mutable_confirm_incident()->mutable_report()->mutable_casualties()->set_severe(
            others);
        story.must(far_off);
        auto const id = confirm_in(story, "uppsala");
        story.must(casualties(id, "uppsala", {6, 0, 0}, {}));
        story.wait_s(1);
        auto const asked = core::awaited_persons(*story.incident(id).pack,
                                                 story.incident(id).casualties.moves, "gavleborg");
        proposed += asked;
        refused += asked > 0 && !story.give(accept_moves(id, "gavleborg")) ? 1 : 0;
    }
    CHECK(refused <= 1);  // whom the model still expects is rounded anew each minute
    CHECK(proposed > 5);
}

TEST_CASE("a place that is promised to one incident is no other's, however late it is taken",
          "[core][transfers]") {
    Story story{transfer_pack()};
    story.must(report_all("B", 40, 40, 15, 4));
    auto const first = confirm_in(story, "uppsala");
    story.must(casualties(first, "uppsala", {6, 0, 0}, {}));
    auto const second = confirm_in(story, "uppsala");
    story.must(casualties(second, "uppsala", {6, 0, 0}, {}));
    story.wait_s(1);
    CHECK(places(story, second, "B", story.now()) == 4);
    auto late = own_move(first, "uppsala", "B", v1::SEVERITY_SEVERE, 2);
    late.mutable_propose_move()->set_leave_in_minutes(180);
    story.must(late);
    CHECK(places(story, second, "B", story.now()) == 2);  // a whole one each
    CHECK(story.give(own_move(second, "uppsala", "B", v1::SEVERITY_SEVERE, 3)).has_value() ==
          false);
    story.must(own_move(second, "uppsala", "B", v1::SEVERITY_SEVERE, 2));
    CHECK(places(story, first, "B", story.now()) == 2);
    CHECK_FALSE(story.give(own_move(first, "uppsala", "B", v1::SEVERITY_SEVERE, 1)).has_value());
}

}  // namespace larm::test
