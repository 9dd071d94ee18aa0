// A hospital that is evacuated or closed while patients are to go there: nobody leaves for it,
// those who must know are told, and the engine looks for other places at once.
#include "tests/support/catch.hpp"
#include "tests/support/transfers.hpp"

namespace larm::test {
namespace {

using Lines = std::vector<std::string>;
constexpr auto severe = v1::SEVERITY_SEVERE;

v1::Command says(std::string const& hospital, v1::FacilityStatus facility,
                 core::Instant seen = {}) {
    auto command = report(hospital, {}, seen);
    command.mutable_report_capacity()->set_facility(facility);
    return command;
}

v1::Command evacuates(std::string const& hospital) {
    return says(hospital, v1::FACILITY_STATUS_EVACUATING);
}

/// Warnings that a hospital takes nobody; that places lack there is said by others.
std::vector<v1::CapacityWarned> closings(Story const& story) {
    auto all = warnings(story);
    std::erase_if(all, [](auto const& each) {
        return !each.warning().shortfalls().empty() || !each.warning().overdue_step_ids().empty();
    });
    return all;
}

Lines recipients(v1::CapacityWarned const& warned) {
    Lines all;
    for (auto const& notice : warned.notices()) {
        all.push_back(notice.recipient());
    }
    return all;
}

std::string refusal_of(Story& story, v1::Command const& command) {
    auto const outcome = story.give(command);
    REQUIRE_FALSE(outcome.has_value());
    CHECK(outcome.error().code == core::Code::failed_precondition);
    return outcome.error().message;
}

/// Two to C in Dalarna, accepted by it, and four to A and B.
TransferNight accepted_by_neighbour() {
    TransferNight night;
    night.story.must(own_move(night.id, "uppsala", "C", severe, 2));
    night.story.must(accept_moves(night.id, "dalarna"));
    return night;
}

}  // namespace

TEST_CASE("what was accepted by a hospital that is evacuated does not go, and both sides are told",
          "[core][transfers][closed]") {
    auto night = accepted_by_neighbour();
    night.story.must(evacuates("C"));
    auto const* const move = core::transfer_move(night.incident().casualties.moves, "M1");
    CHECK(move->state() == v1::TRANSFER_STATE_CALLED_OFF);
    CHECK(move->reason() == "sjukhuset utryms");
    REQUIRE(closings(night.story).size() == 1);
    auto const told = closings(night.story)[0];
    CHECK(told.warning().hospital_id() == "C");
    CHECK(recipients(told) == Lines{"tib@uppsala", "tib@dalarna"});
    CHECK(
        refusal_of(night.story, depart_move(night.id, "uppsala", "M1")).find("sjukhuset utryms") !=
        std::string::npos);
    CHECK(differs_from_whole(night.story.state()).empty());
}

TEST_CASE("the engine proposes other places at once for who was to go to a hospital that closes",
          "[core][transfers][closed]") {
    TransferNight night;
    night.story.must(accept_moves(night.id, "uppsala"));
    night.story.wait_s(60);  // far from the rhythm's ten minutes
    REQUIRE(proposals(night.story) == 1);
    night.story.must(says("A", v1::FACILITY_STATUS_CLOSED));
    night.story.wait_s(1);
    CHECK(proposals(night.story) == 2);
    CHECK(moves_of(night.story, night.id) ==
          Lines{"1-1 site 1>A 2 SEVERE CALLED_OFF", "1-2 site 1>B 2 SEVERE ACCEPTED",
                "2-1 site 1>B 1 SEVERE PROPOSED", "2-2 site 1>C 1 SEVERE PROPOSED"});
    // It is of one region, whose duty officer leads: one message.
    REQUIRE(closings(night.story).size() == 1);
    CHECK(recipients(closings(night.story)[0]) == Lines{"tib@uppsala"});
}

TEST_CASE("nothing is proposed to, accepted by or sent to a hospital that takes nobody",
          "[core][transfers][closed]") {
    TransferNight night;
    night.story.must(evacuates("A"));
    CHECK(moves_of(night.story, night.id)[0] == "1-1 site 1>A 2 SEVERE CALLED_OFF");
    CHECK(closings(night.story).empty());  // nobody had accepted anything
    night.story.wait_s(1);
    for (auto const& line : moves_of(night.story, night.id)) {
        CHECK((line.find(">A") == std::string::npos || line.ends_with("CALLED_OFF")));
    }
    auto const& chase = night.story.chase(night.id, "transfers", "tib@uppsala");
    CHECK(chase.missing == 3);  // B's
    CHECK(refusal_of(night.story, own_move(night.id, "uppsala", "A", severe, 1))
              .find("takes nobody") != std::string::npos);
    CHECK(
        refusal_of(night.story, amend_move(night.id, "uppsala", "2-1", "A")).find("takes nobody") !=
        std::string::npos);
}

TEST_CASE("who is on the way to a hospital that closes goes on, and who leads is told, once",
          "[core][transfers][closed]") {
    auto night = accepted_by_neighbour();
    night.story.must(depart_move(night.id, "uppsala", "M1"));
    night.story.must(evacuates("C"));
    CHECK(core::transfer_move(night.incident().casualties.moves, "M1")->state() ==
          v1::TRANSFER_STATE_UNDER_WAY);
    CHECK(closings(night.story).size() == 1);
    night.story.must(says("C", v1::FACILITY_STATUS_CLOSED));
    CHECK(closings(night.story).size() == 1);
    night.story.must(arrive_move(night.id, "uppsala", "M1"));  // what has happened has happened
}

TEST_CASE("what a later report has taken back closes nothing, and an open hospital takes again",
          "[core][transfers][closed]") {
    auto night = accepted_by_neighbour();
    auto const before = night.story.now();
    night.story.wait_s(60);
    night.story.must(says("C", v1::FACILITY_STATUS_NORMAL));
    auto late = says("C", v1::FACILITY_STATUS_CLOSED, before);
    auto& figure = *late.mutable_report_capacity()->add_figures();  // or it would say nothing new
    figure.set_stage(v1::CARE_STAGE_EMERGENCY);
    figure.set_dimension(v1::PLUS_DIMENSION_STAFF);
    figure.set_free(40);
    night.story.must(late);
    CHECK(core::transfer_move(night.incident().casualties.moves, "M1")->state() ==
          v1::TRANSFER_STATE_ACCEPTED);
    night.story.must(evacuates("C"));
    night.story.must(says("C", v1::FACILITY_STATUS_NORMAL));
    night.story.must(own_move(night.id, "uppsala", "C", severe, 2));
    night.story.must(accept_moves(night.id, "dalarna", {"M2"}));
    night.story.must(depart_move(night.id, "uppsala", "M2"));
}

}  // namespace larm::test
