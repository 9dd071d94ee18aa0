// Patients who are under way and go elsewhere, and what was said of them by mistake.
#include <ranges>
#include <string>

#include "engine/core/scene_now.hpp"
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

    /// Until they should be there.
    void wait_for_them() {
        story.wait_s(static_cast<int>((move().arrive_at_us() - story.now().us) / 1'000'000));
    }

    v1::TransferMove before;
};

core::Code refused(Story& story, v1::Command const& command) {
    auto const outcome = story.give(command);
    REQUIRE_FALSE(outcome.has_value());
    return outcome.error().code;
}

/// Two of the three at A on their way to C, in vehicles of Gavleborg: M2.
struct SecondaryOnTheRoad : OnTheRoad {
    SecondaryOnTheRoad() {
        story.must(arrivals(id, "A", {3, 0, 0}));
        auto promised = commit(id, "gavleborg", 2);
        promised.mutable_commit_transports()->set_kind("ambulans");
        story.must(promised);
        auto move = own_move(id, "uppsala", "C", severe, 2);
        move.mutable_propose_move()->clear_from_site_id();
        move.mutable_propose_move()->set_from_hospital_id("A");
        move.mutable_propose_move()->set_commitment_id("gavleborg-1");
        story.must(move);
        story.must(accept_moves(id, "dalarna", {"M2"}));
        story.must(depart_move(id, "uppsala", "M2"));
        story.wait_s(600);
    }
};

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
    auto const twice = night.story.give(undo_move(night.id, "uppsala", "M1", arrived));
    REQUIRE_FALSE(twice.has_value());  // it has been undone
    CHECK(twice.error().message == "it was last said to be under way: undo that");
    night.story.must(undo_move(night.id, "uppsala", "M1", under_way));
    CHECK(night.move().state() == v1::TRANSFER_STATE_ACCEPTED);
    CHECK(night.move().leave_at_us() == night.before.leave_at_us());
    CHECK(night.move().arrive_at_us() == night.before.arrive_at_us());
    CHECK(night.move().formers().empty());
    auto const again =
        night.story.give(undo_move(night.id, "uppsala", "M1", v1::TRANSFER_STATE_ACCEPTED));
    REQUIRE_FALSE(again.has_value());
    CHECK(again.error().message == "it is accepted and has not left: amend it, or call it off");
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
    auto const from = night.story.log().size();
    night.story.must(undo_move(night.id, "uppsala", "M1", under_way));
    CHECK(night.move().state() == v1::TRANSFER_STATE_CALLED_OFF);
    CHECK_FALSE(night.move().reason().empty());
    // Whoever presses it sees it in the reply; whoever holds places for them is told.
    CHECK(told_off(night.story, from) == std::vector<std::string>{"tib@dalarna of tib@dalarna"});
    night.story.wait_s(1);
    CHECK(std::ranges::any_of(night.story.log() | std::views::drop(from), [](auto const& event) {
        return event.has_transfers_proposed() || event.has_transfers_reviewed();
    }));
}

TEST_CASE("whose vehicles they are hears too that who was under way does not go",
          "[core][transfers][undo][closed]") {
    SecondaryOnTheRoad night;
    night.story.must(closes("C"));
    auto const from = night.story.log().size();
    night.story.must(undo_move(night.id, "uppsala", "M2", under_way));
    CHECK(night.move("M2").state() == v1::TRANSFER_STATE_CALLED_OFF);
    CHECK(told_off(night.story, from) ==
          std::vector<std::string>{"tib@dalarna of tib@dalarna", "tib@gavleborg of tib@dalarna"});
}

TEST_CASE("who is in the hospital's own count already is not counted once more on arrival",
          "[core][transfers][casualties]") {
    OnTheRoad night;
    night.story.wait_s(60);
    auto const all = [&] { return night.incident().casualties.arrived(); };
    SECTION("it has grown by them when they should be there") {
        night.wait_for_them();
        night.story.must(arrivals(night.id, "C", {5, 0, 0}));
        night.story.wait_s(60);
        night.story.must(arrive_move(night.id, "uppsala", "M1"));
        CHECK(all() == core::Counts{5, 0, 0});
        CHECK(effective(night.story, "C", v1::CARE_STAGE_INTENSIVE) == "8 STAFF");
        night.story.must(undo_move(night.id, "uppsala", "M1", arrived));
        CHECK(all() == core::Counts{5, 0, 0});
    }
    SECTION("what one part of them explains is not the other's") {
        night.wait_for_them();
        night.story.must(arrivals(night.id, "C", {1, 0, 0}));
        night.story.wait_s(60);
        night.story.must(arrive_move(night.id, "uppsala", "M1", 1));
        CHECK(all() == core::Counts{1, 0, 0});
        night.story.must(arrive_move(night.id, "uppsala", "M1.1"));
        CHECK(all() == core::Counts{2, 0, 0});
    }
    SECTION("who had come before they left is somebody else") {
        night.story.must(undo_move(night.id, "uppsala", "M1", under_way));
        night.story.must(arrivals(night.id, "C", {2, 0, 0}));
        night.story.wait_s(60);
        night.story.must(depart_move(night.id, "uppsala", "M1"));
        night.wait_for_them();
        night.story.must(arrivals(night.id, "C", {3, 0, 0}));  // one: fewer than they are
        night.story.wait_s(60);
        night.story.must(arrive_move(night.id, "uppsala", "M1"));
        CHECK(all() == core::Counts{5, 0, 0});
    }
    SECTION("who comes by themselves while they are on the road is somebody else") {
        night.story.must(arrivals(night.id, "C", {2, 0, 0}));
        night.wait_for_them();
        night.story.must(arrive_move(night.id, "uppsala", "M1"));
        CHECK(all() == core::Counts{4, 0, 0});
    }
    SECTION("and so is who had come to where they are turned") {
        night.wait_for_them();
        night.story.must(arrivals(night.id, "D", {2, 0, 0}));
        night.story.wait_s(60);
        night.story.must(divert_move(night.id, "dalarna", "M1", "D"));
        night.wait_for_them();
        night.story.must(arrive_move(night.id, "uppsala", "M1"));
        CHECK(all() == core::Counts{4, 0, 0});
    }
    CHECK(differs_from_whole(night.story.state()).empty());
}

TEST_CASE("who was in a hospital's count before the scene was seen is not on the road for ever",
          "[core][transfers][casualties]") {
    OnTheRoad night;
    night.wait_for_them();
    night.story.must(arrivals(night.id, "C", {2, 0, 0}));
    night.story.wait_s(60);
    // Nobody at the scene knows that they have come.
    night.story.must(casualties(night.id, "uppsala", {4, 0, 0}, {2, 0, 0}));
    night.story.wait_s(60);
    night.story.must(arrive_move(night.id, "uppsala", "M1"));
    auto const& book = night.incident().casualties;
    auto const scene = core::scene_now(book, book.sites.front());
    CHECK(scene.at_scene == core::Counts{4, 0, 0});
    CHECK(scene.under_way == core::Counts{});
    CHECK(book.arrived() == core::Counts{2, 0, 0});
}

TEST_CASE("a secondary transport that turns back is said, and its patients lie where they lay",
          "[core][transfers][divert]") {
    SecondaryOnTheRoad night;
    auto const& book = night.incident().casualties;
    REQUIRE(core::unmoved_in(book, "A") == core::Counts{1, 0, 0});
    auto const from = night.story.log().size();
    night.story.must(divert_move(night.id, "uppsala", "M2", "A"));
    CHECK(night.move("M2").state() == under_way);
    CHECK(night.move("M2").to_hospital_id() == "A");
    // As long back as it has been under way.
    CHECK(night.move("M2").arrive_at_us() == (night.story.now() + core::seconds(600)).us);
    // Whose places are free again, whose vehicles they are; who leads has said it.
    CHECK(told_off(night.story, from) ==
          std::vector<std::string>{"tib@dalarna of tib@dalarna", "tib@gavleborg of tib@dalarna"});
    CHECK(core::unmoved_in(book, "A") == core::Counts{1, 0, 0});  // not there yet
    CHECK(refused(night.story, revoke(night.id, "gavleborg", 1)) ==
          core::Code::failed_precondition);
    CHECK(differs_from_whole(night.story.state()).empty());
    night.story.wait_s(600);
    night.story.must(arrive_move(night.id, "uppsala", "M2"));
    CHECK(core::unmoved_in(book, "A") == core::Counts{3, 0, 0});
    CHECK(book.arrived() == core::Counts{3, 0, 0});
    CHECK(core::persons(book.moves, arrived) == core::Counts{});  // nobody has come by a move
    CHECK(effective(night.story, "A", v1::CARE_STAGE_INTENSIVE) == "1 STAFF");
    CHECK(differs_from_whole(night.story.state()).empty());
    night.story.must(release_move(night.id, "uppsala", "M2"));
    auto again = own_move(night.id, "uppsala", "C", severe, 3);
    again.mutable_propose_move()->clear_from_site_id();
    again.mutable_propose_move()->set_from_hospital_id("A");
    again.mutable_propose_move()->set_vehicle_words("buss");
    night.story.must(again);
}

TEST_CASE("that they turn back is a fact, whatever places there are", "[core][transfers][divert]") {
    SecondaryOnTheRoad night;
    night.story.must(report_all("A", 40, 40, 15, -5));
    night.story.must(divert_move(night.id, "uppsala", "M2", "A", 1));
    CHECK(night.move("M2.1").to_hospital_id() == "C");
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
