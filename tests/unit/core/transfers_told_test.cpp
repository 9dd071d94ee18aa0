// Accepted moves that do not go, patients on the road, and what others are told of both.
#include <ranges>

#include "engine/core/capacity_view.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/transfers.hpp"

namespace larm::test {
namespace {

using Lines = std::vector<std::string>;
constexpr auto severe = v1::SEVERITY_SEVERE;

v1::Command promise(std::string const& id, int count, int minutes = 0) {
    auto command = commit(id, "gavleborg", count);
    command.mutable_commit_transports()->set_kind("ambulans");
    command.mutable_commit_transports()->set_expires_in_minutes(minutes);
    return command;
}

/// Two to C in Dalarna with vehicles of Gavleborg, accepted.
TransferNight with_promise(int vehicles, int minutes = 0) {
    TransferNight night;
    night.story.must(promise(night.id, vehicles, minutes));
    auto move = own_move(night.id, "uppsala", "C", severe, 2);
    move.mutable_propose_move()->set_commitment_id("gavleborg-1");
    night.story.must(move);
    night.story.must(accept_moves(night.id, "dalarna"));
    return night;
}

int looks(Story const& story, std::size_t from) {
    int count = 0;
    for (auto const& event : story.log() | std::views::drop(from)) {
        count += event.has_transfers_proposed() || event.has_transfers_reviewed() ? 1 : 0;
    }
    return count;
}

int expired(Story const& story) {
    int count = 0;
    for (auto const& event : story.log()) {
        count += event.has_commitment_expired() ? event.commitment_expired().share().count() : 0;
    }
    return count;
}

v1::IncidentCasualtiesView casualties_now(TransferNight const& night) {
    v1::GetCapacity request;
    request.set_incident_id(night.id);
    return core::capacity_view(night.story.state(), request, night.story.now())->incidents(0);
}

core::Rejection refusal_of(Story& story, v1::Command const& command) {
    auto const outcome = story.give(command);
    REQUIRE_FALSE(outcome.has_value());
    return outcome.error();
}

}  // namespace

TEST_CASE("an accepted move that loses its vehicle is told to both sides, and planned at once",
          "[core][transfers][told]") {
    auto night = with_promise(2);
    auto const from = night.story.log().size();
    night.story.must(revoke(night.id, "gavleborg", 2));
    CHECK(moves_of(night.story, night.id).back() == "M1 site 1>C 2 SEVERE CALLED_OFF");
    CHECK(told_off(night.story, from) ==
          Lines{"tib@dalarna of tib@dalarna", "tib@uppsala of tib@dalarna"});
    night.story.wait_s(1);
    CHECK(looks(night.story, from) == 1);
    // It was asked and has answered: nothing more is awaited of it.
    auto const& chase = night.story.chase(night.id, "transfers", "tib@dalarna");
    CHECK(chase.state == v1::PARTY_STATE_ANSWERED);
    CHECK_FALSE(chase.next_due.is_set());
    CHECK(differs_from_whole(night.story.state()).empty());
}

TEST_CASE("an accepted move that its promise's expiry strands is told as well",
          "[core][transfers][told]") {
    auto night = with_promise(2, 5);
    auto const from = night.story.log().size();
    night.story.wait_s(330);
    CHECK(moves_of(night.story, night.id).back() == "M1 site 1>C 2 SEVERE CALLED_OFF");
    CHECK(told_off(night.story, from).size() == 2);
}

TEST_CASE("who calls an accepted move off is not told, and who holds places for it is",
          "[core][transfers][told]") {
    auto night = with_promise(2);
    auto const from = night.story.log().size();
    night.story.must(call_off_moves(night.id, "uppsala", {"M1"}));
    CHECK(told_off(night.story, from) == Lines{"tib@dalarna of tib@dalarna"});
    night.story.wait_s(1);
    CHECK(looks(night.story, from) == 0);  // a human's own act: in the plan's rhythm
}

TEST_CASE("a receiver that was never asked is told, and what nobody had accepted is told to nobody",
          "[core][transfers][told]") {
    TransferNight night;
    night.story.must(own_move(night.id, "dalarna", "C", severe, 1));
    REQUIRE(moves_of(night.story, night.id).back() == "M1 site 1>C 1 SEVERE ACCEPTED");
    night.story.must(own_move(night.id, "uppsala", "C", severe, 1));
    auto const from = night.story.log().size();
    night.story.must(call_off_moves(night.id, "uppsala", {"M2"}));
    CHECK(told_off(night.story, from).empty());
    night.story.must(call_off_moves(night.id, "uppsala", {"M1"}));
    CHECK(told_off(night.story, from) == Lines{"tib@dalarna of tib@dalarna"});
    CHECK(differs_from_whole(night.story.state()).empty());
}

TEST_CASE("what is left of an accepted move that is amended goes back to be proposed anew",
          "[core][transfers][told]") {
    auto night = with_promise(2);
    auto const from = night.story.log().size();
    night.story.must(amend_move(night.id, "dalarna", "M1", "C", 1));
    auto const moves = moves_of(night.story, night.id);
    CHECK(std::ranges::find(moves, "M1 site 1>C 1 SEVERE ACCEPTED") != moves.end());
    CHECK(std::ranges::find(moves, "M1.1 site 1>C 1 SEVERE CALLED_OFF") != moves.end());
    CHECK(night.incident().transfers.refusals.empty());
    CHECK(told_off(night.story, from) == Lines{"tib@uppsala of tib@dalarna"});
    night.story.wait_s(1);
    CHECK(looks(night.story, from) == 1);
}

TEST_CASE("a move that grows gets another id: a yes takes no more than was read",
          "[core][transfers]") {
    TransferNight night{core::Counts{3, 0, 0}};
    REQUIRE(moves_of(night.story, night.id) ==
            Lines{"1-1 site 1>A 2 SEVERE PROPOSED", "1-2 site 1>B 1 SEVERE PROPOSED"});
    night.story.must(casualties(night.id, "uppsala", {6, 0, 0}, {}));
    night.story.must(plan_anew(night.id, "uppsala", true));
    CHECK(moves_of(night.story, night.id) ==
          Lines{"1-1 site 1>A 2 SEVERE PROPOSED", "2-1 site 1>B 2 SEVERE PROPOSED"});
    CHECK(refusal_of(night.story, accept_moves(night.id, "uppsala", {"1-2"})).code ==
          core::Code::not_found);
    night.story.must(accept_moves(night.id, "uppsala", {"1-1", "2-1"}));
}

TEST_CASE("a vehicle with patients in it is not taken back", "[core][transfers][transports]") {
    auto night = with_promise(3);
    night.story.must(depart_move(night.id, "uppsala", "M1"));
    auto const refused = refusal_of(night.story, revoke(night.id, "gavleborg", 2));
    CHECK(refused.message.find("only 1 promised transports can be revoked: 2 carry patients") == 0);
    night.story.must(revoke(night.id, "gavleborg", 1));
    refusal_of(night.story, revoke(night.id, "gavleborg", 1));
    night.story.must(arrive_move(night.id, "dalarna", "M1"));
    night.story.must(revoke(night.id, "gavleborg", 2));
}

TEST_CASE("the promise of a vehicle with patients in it does not run out, and is released after",
          "[core][transfers][transports]") {
    auto night = with_promise(2, 5);
    night.story.must(depart_move(night.id, "uppsala", "M1"));
    night.story.wait_s(1800);
    CHECK(expired(night.story) == 0);
    night.story.must(arrive_move(night.id, "dalarna", "M1"));
    night.story.wait_s(600);
    CHECK(expired(night.story) == 0);
    CHECK(night.incident().transports_of("gavleborg")->firm() == 2);
    night.story.must(release_move(night.id, "uppsala", "M1"));
    CHECK(night.incident().transports_of("gavleborg")->firm() == 0);
    CHECK(differs_from_whole(night.story.state()).empty());
}

TEST_CASE("of a promise that runs out only those go on that have patients in them",
          "[core][transfers][transports]") {
    auto night = with_promise(5, 5);
    night.story.must(depart_move(night.id, "uppsala", "M1"));
    night.story.wait_s(1800);
    CHECK(expired(night.story) == 3);
    CHECK(night.incident().transports_of("gavleborg")->firm() == 2);
}

TEST_CASE("who has left a scene is shown there no more, and where they are once",
          "[core][transfers][casualties]") {
    TransferNight night;
    night.story.must(accept_moves(night.id, "uppsala"));
    CHECK(casualties_now(night).at_scene().severe() == 6);
    night.story.must(depart_move(night.id, "uppsala", "1-2"));
    CHECK(casualties_now(night).at_scene().severe() == 4);
    CHECK(casualties_now(night).under_way().severe() == 2);
    CHECK(casualties_now(night).sites(0).at_scene().severe() == 4);
    night.story.wait_s(60);
    night.story.must(casualties(night.id, "uppsala", {4, 0, 0}, {2, 0, 0}));
    CHECK(casualties_now(night).at_scene().severe() == 4);
    CHECK(casualties_now(night).under_way().severe() == 2);
    night.story.wait_s(60);
    night.story.must(arrive_move(night.id, "uppsala", "1-2"));
    CHECK(casualties_now(night).at_scene().severe() == 4);
    CHECK(casualties_now(night).under_way().severe() == 0);
    CHECK(casualties_now(night).arrived().severe() == 2);
    night.story.wait_s(60);
    night.story.must(casualties(night.id, "uppsala", {0, 0, 0}, {0, 0, 0}));
    night.story.must(depart_move(night.id, "uppsala", "1-1"));
    CHECK(casualties_now(night).at_scene().severe() == 0);
    CHECK(casualties_now(night).under_way().severe() == 2);
}

TEST_CASE("an incident is not closed while patients are on the road, or beds are held for them",
          "[core][transfers][end]") {
    TransferNight night;
    night.story.must(accept_moves(night.id, "uppsala"));
    night.story.must(depart_move(night.id, "uppsala", "1-2"));
    night.story.must(stand_down(night.id, "uppsala"));
    auto const refused = refusal_of(night.story, close(night.id, "uppsala"));
    CHECK(refused.code == core::Code::failed_precondition);
    CHECK(refused.message.find("2 patients are under way (1-2)") == 0);
    night.story.must(arrive_move(night.id, "uppsala", "1-2"));
    auto const held = refusal_of(night.story, close(night.id, "uppsala"));
    CHECK(held.code == core::Code::failed_precondition);
    CHECK(held.message.find("2 patients are accepted and have not left (1-1)") == 0);
    night.story.must(call_off_moves(night.id, "uppsala", {"1-1"}));
    night.story.must(close(night.id, "uppsala"));
}

TEST_CASE("what has become impossible is no longer asked about, and the next waits for its time",
          "[core][transfers]") {
    TransferNight night;
    REQUIRE(moves_of(night.story, night.id) ==
            Lines{"1-1 site 1>A 2 SEVERE PROPOSED", "1-2 site 1>B 2 SEVERE PROPOSED"});
    night.story.wait_s(60);
    night.story.must(report_all("B", 40, 40, 15, 1));  // one of the two can still be accepted
    CHECK(moves_of(night.story, night.id).back() == "1-2 site 1>B 2 SEVERE PROPOSED");
    night.story.must(report_all("B", 40, 40, 15, 0));
    night.story.wait_s(1);
    CHECK(moves_of(night.story, night.id) ==
          Lines{"1-1 site 1>A 2 SEVERE PROPOSED", "1-2 site 1>B 2 SEVERE CALLED_OFF"});
    CHECK(proposals(night.story) == 1);
    CHECK(night.story.chase(night.id, "transfers", "tib@uppsala").missing == 2);
    night.story.must(report_all("A", 40, 40, 15, 0));
    night.story.wait_s(1);
    CHECK(moves_of(night.story, night.id).front() == "1-1 site 1>A 2 SEVERE CALLED_OFF");
    // Nothing is left to be asked about: nobody is called.
    CHECK_FALSE(night.story.chase(night.id, "transfers", "tib@uppsala").next_due.is_set());
    night.story.wait_s(500);
    CHECK(proposals(night.story) == 1);
    night.story.wait_s(60);
    CHECK(proposals(night.story) == 2);
    CHECK(differs_from_whole(night.story.state()).empty());
}

TEST_CASE("a place that another incident is promised is not proposed any longer",
          "[core][transfers]") {
    TransferNight night;
    auto const first = night.id;
    auto command = confirm("uppsala");
    command.mutable_confirm_incident()->set_level(v1::READINESS_LEVEL_STAB);
    night.story.must(command);
    auto const second = night.story.state().incidents().back().id;
    night.story.must(casualties(second, "uppsala", {2, 0, 0}, {}));
    night.story.wait_s(1);
    REQUIRE(moves_of(night.story, second).front() == "1-1 site 1>A 1 SEVERE PROPOSED");
    night.story.must(accept_moves(first, "uppsala", {"1-1"}));  // both of A's
    night.story.wait_s(1);
    CHECK(moves_of(night.story, second).front() == "1-1 site 1>A 1 SEVERE CALLED_OFF");
}

TEST_CASE("an own move for which the scene has no vehicle left says so", "[core][transfers]") {
    TransferNight night;
    night.story.must(accept_moves(night.id, "uppsala"));
    auto const refused = refusal_of(night.story, own_move(night.id, "uppsala", "B", severe, 1));
    CHECK(refused.message.find("the scene's own 4 vehicles: name a promise") != std::string::npos);
}

TEST_CASE("a region that loses patients on their way to another, and who leads, are told at once",
          "[core][transfers][told][divert]") {
    auto night = with_promise(2);
    night.story.must(report_all("E", 40, 40, 15, 10));
    night.story.must(depart_move(night.id, "uppsala", "M1"));
    auto const from = night.story.log().size();
    night.story.must(divert_move(night.id, "gavleborg", "M1", "E", 1));
    CHECK(told_off(night.story, from) ==
          Lines{"tib@dalarna of tib@dalarna", "tib@uppsala of tib@dalarna"});
}

TEST_CASE("who leads is told that the hospital has no place to which patients are to go",
          "[core][transfers][told][capacity]") {
    auto night = with_promise(2);
    auto const recipients = [&] {
        Lines all;
        for (auto const& warned : warnings(night.story)) {
            for (auto const& notice : warned.notices()) {
                all.push_back(notice.recipient());
            }
        }
        return all;
    };
    SECTION("before they leave") {
        night.story.must(report_all("C", 40, 40, 15, 0));
        night.story.wait_s(1);
        CHECK(recipients() == Lines{"tib@dalarna", "tib@uppsala"});
    }
    SECTION("while they are on the road") {
        night.story.must(depart_move(night.id, "uppsala", "M1"));
        night.story.wait_s(60);
        night.story.must(report_all("C", 40, 40, 15, 0));
        night.story.wait_s(1);
        CHECK(recipients() == Lines{"tib@dalarna", "tib@uppsala"});
    }
}

TEST_CASE("a wrong press is not undone into vehicles or patients that others have by now",
          "[core][transfers][undo]") {
    auto night = with_promise(2);
    night.story.must(arrive_move(night.id, "uppsala", "M1"));
    auto const undo = undo_move(night.id, "uppsala", "M1", v1::TRANSFER_STATE_ARRIVED);
    SECTION("their vehicles have been given others") {
        auto other = own_move(night.id, "uppsala", "C", severe, 2);
        other.mutable_propose_move()->set_commitment_id("gavleborg-1");
        night.story.must(other);
        night.story.must(accept_moves(night.id, "dalarna"));
        CHECK(refusal_of(night.story, undo).field == "move_id");
    }
    SECTION("their vehicles have been taken back") {
        night.story.must(revoke(night.id, "gavleborg", 2));
        CHECK(refusal_of(night.story, undo).field == "move_id");
    }
    SECTION("nobody has: they are accepted, as they were") {
        night.story.must(undo);
        CHECK(core::transfer_move(night.incident().casualties.moves, "M1")->state() ==
              v1::TRANSFER_STATE_ACCEPTED);
    }
}

TEST_CASE("who is there without having been said to leave is not at the scene too",
          "[core][transfers]") {
    auto night = with_promise(2);
    night.story.must(arrive_move(night.id, "uppsala", "M1"));
    auto const& book = night.incident().casualties;
    CHECK(core::unmoved_at(book, book.sites.front())[0] == 4);  // of six
}

}  // namespace larm::test
