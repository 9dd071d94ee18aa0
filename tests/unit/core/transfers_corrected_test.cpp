// Patients who are under way and go elsewhere, and what was said of them by mistake.
#include "tests/support/catch.hpp"
#include "tests/support/transfers.hpp"

namespace larm::test {
namespace {

constexpr auto severe = v1::SEVERITY_SEVERE;
constexpr auto under_way = v1::TRANSFER_STATE_UNDER_WAY;
constexpr auto arrived = v1::TRANSFER_STATE_ARRIVED;

/// Two on their way to C in Dalarna: M1.
struct OnTheRoad : TransferNight {
    OnTheRoad() {
        story.must(report_all("D", 40, 40, 15, 10));
        story.must(report_all("E", 40, 40, 15, 1));
        story.must(own_move(id, "uppsala", "C", severe, 2));
        story.must(accept_moves(id, "dalarna"));
        story.wait_s(300);
        before = move();
        story.must(depart_move(id, "uppsala", "M1"));
    }

    [[nodiscard]] v1::TransferMove move(std::string const& name = "M1") const {
        return *core::transfer_move(incident().casualties.moves, name);
    }

    v1::TransferMove before;
};

core::Code refused(Story& story, v1::Command const& command) {
    auto const outcome = story.give(command);
    REQUIRE_FALSE(outcome.has_value());
    return outcome.error().code;
}

v1::Command closes(std::string const& hospital) {
    auto command = report(hospital, {});
    command.mutable_report_capacity()->set_facility(v1::FACILITY_STATUS_CLOSED);
    return command;
}

}  // namespace

TEST_CASE("who is under way goes to another hospital, as the region says that takes them",
          "[core][transfers][divert]") {
    OnTheRoad night;
    night.story.must(closes("C"));
    night.story.must(divert_move(night.id, "dalarna", "M1", "D"));
    auto const move = night.move();
    CHECK(move.state() == under_way);
    CHECK(move.to_hospital_id() == "D");
    CHECK(move.diverted_from() == "C");
    // Thirty minutes on: where nobody says when, straight there or by way of C, the earlier.
    CHECK(move.arrive_at_us() - night.before.arrive_at_us() >= 30 * std::int64_t{60'000'000});
    CHECK(night.story.chase(night.id, "transfers", "tib@dalarna").answer == "accept 2");
    CHECK(forecast(night.story, "D", v1::CARE_STAGE_INTENSIVE, 120) == "9 STAFF");
    night.story.must(arrive_move(night.id, "dalarna", "M1"));
    CHECK(night.move().state() == arrived);
    CHECK(differs_from_whole(night.story.state()).empty());
}

TEST_CASE("a part may be turned, and the rest goes on", "[core][transfers][divert]") {
    OnTheRoad night;
    night.story.must(divert_move(night.id, "dalarna", "M1", "D", 1));
    CHECK(night.move().to_hospital_id() == "D");
    CHECK(night.move().count() == 1);
    CHECK(night.move("M1.1").to_hospital_id() == "C");
    CHECK(night.move("M1.1").state() == under_way);
}

TEST_CASE("nobody is turned to where no region has taken them, or where there is no place",
          "[core][transfers][divert]") {
    OnTheRoad night;
    auto const& id = night.id;
    // Who leads does not accept for another, but by voice.
    auto by_leader = divert_move(id, "dalarna", "M1", "D");
    *by_leader.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    CHECK(refused(night.story, by_leader) == core::Code::permission_denied);
    CHECK(refused(night.story, divert_move(id, "dalarna", "M1", "E")) ==
          core::Code::invalid_argument);  // of another region
    CHECK(refused(night.story, divert_move(id, "dalarna", "M1", "C")) ==
          core::Code::invalid_argument);  // there already
    CHECK(refused(night.story, divert_move(id, "gavleborg", "M1", "E")) ==
          core::Code::failed_precondition);  // one place of two
    CHECK(refused(night.story, divert_move(id, "uppsala", "1-1", "B")) ==
          core::Code::failed_precondition);  // has not left
    night.story.must(closes("D"));
    CHECK(refused(night.story, divert_move(id, "dalarna", "M1", "D")) ==
          core::Code::failed_precondition);
    by_leader = divert_move(id, "gavleborg", "M1", "E", 1);
    *by_leader.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    by_leader.mutable_divert_transfer()->set_via(v1::VIA_PHONE);
    night.story.must(by_leader);
    CHECK_FALSE(night.move().taken_by().empty());
}

TEST_CASE("a wrong press is undone, and the move is as it was before", "[core][transfers][undo]") {
    OnTheRoad night;
    night.story.wait_s(60);
    night.story.must(arrive_move(night.id, "uppsala", "M1"));
    CHECK(night.incident().casualties.arrived() == core::Counts{2, 0, 0});
    night.story.must(undo_move(night.id, "dalarna", "M1", arrived));  // by the receiver
    CHECK(night.move().state() == under_way);
    CHECK(night.incident().casualties.arrived() == core::Counts{});
    CHECK(refused(night.story, undo_move(night.id, "uppsala", "M1", arrived)) ==
          core::Code::failed_precondition);  // it has been undone
    night.story.must(undo_move(night.id, "uppsala", "M1", under_way));
    CHECK(night.move().state() == v1::TRANSFER_STATE_ACCEPTED);
    CHECK(night.move().leave_at_us() == night.before.leave_at_us());
    CHECK(night.move().arrive_at_us() == night.before.arrive_at_us());
    CHECK(night.move().formers().empty());
    CHECK(differs_from_whole(night.story.state()).empty());
}

TEST_CASE("what was said is undone within the rules' time and by whoever may say it",
          "[core][transfers][undo]") {
    OnTheRoad night;
    CHECK(refused(night.story, undo_move(night.id, "dalarna", "M1", under_way)) ==
          core::Code::permission_denied);
    night.story.wait_s(15 * 60 + 1);
    CHECK(refused(night.story, undo_move(night.id, "uppsala", "M1", under_way)) ==
          core::Code::failed_precondition);
    night.story.must(arrive_move(night.id, "uppsala", "M1"));
    night.story.must(undo_move(night.id, "uppsala", "M1", arrived));
    CHECK(night.move().state() == under_way);
}

TEST_CASE("who has not left after all does not go to a hospital that has closed meanwhile",
          "[core][transfers][undo][closed]") {
    OnTheRoad night;
    night.story.must(closes("C"));
    night.story.must(undo_move(night.id, "uppsala", "M1", under_way));
    CHECK(night.move().state() == v1::TRANSFER_STATE_CALLED_OFF);
    CHECK_FALSE(night.move().reason().empty());
}

TEST_CASE("under rules without a time for it nothing is undone", "[core][transfers][undo]") {
    auto pack = transfer_pack();
    pack.mutable_transfers()->set_undo_within_min(0);
    Story story{pack};
    story.must(report_all("A", 40, 40, 15, 2));
    auto const id = confirm_quietly(story);
    story.must(casualties(id, "uppsala", {2, 0, 0}, {}));
    story.wait_s(1);
    story.must(accept_moves(id, "uppsala"));
    story.must(depart_move(id, "uppsala", "1-1"));
    CHECK(refused(story, undo_move(id, "uppsala", "1-1", under_way)) ==
          core::Code::failed_precondition);
}

}  // namespace larm::test
