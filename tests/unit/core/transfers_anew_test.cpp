// Proposals that cannot be any more: when they are planned anew, and what people are asked and told
// meanwhile.
#include "tests/support/catch.hpp"
#include "tests/support/transfers.hpp"

namespace larm::test {
namespace {

using Lines = std::vector<std::string>;
constexpr auto severe = v1::SEVERITY_SEVERE;

}  // namespace

TEST_CASE("no more are said to be left behind than are there and are not to go",
          "[core][transfers]") {
    TransferNight night;
    REQUIRE(night.view().proposal().left_behind_size() == 1);
    CHECK(night.view().proposal().left_behind(0).count() == 2);
    auto own = own_move(night.id, "uppsala", "B", severe, 1);
    own.mutable_propose_move()->set_vehicle_words("taxi");
    night.story.must(own);
    night.story.must(depart_move(night.id, "uppsala", "M1"));
    CHECK(night.incident().transfers.proposal.left_behind(0).count() == 2);  // as it was found
    CHECK(night.view().proposal().left_behind(0).count() == 1);
    night.story.must(casualties(night.id, "uppsala", {4, 0, 0}, {}));
    CHECK(night.view().proposal().left_behind().empty());
    night.story.must(casualties(night.id, "uppsala", {0, 0, 0}, {}));
    CHECK(night.view().proposal().left_behind().empty());
}

TEST_CASE("nobody is reminded of a proposal in the instant in which another takes its place",
          "[core][transfers][chase]") {
    auto pack = transfer_pack();
    pack.mutable_transfers()->set_gap_s(600);
    TransferNight night{{6, 0, 0}, pack};
    auto const& chase = night.story.chase(night.id, "transfers", "tib@uppsala");
    night.story.wait_s(598);  // the third rung and the plan are both due in a second
    REQUIRE(chase.next_due == night.story.now() + core::seconds(1));
    Lines expected{"proposed"};
    SECTION("where nothing of it stands") {
        night.story.must(report_all("A", 40, 40, 15, 0));
        night.story.must(report_all("B", 40, 40, 15, 0));
    }
    SECTION("but, after it, of what stands in that one too") {
        night.story.must(report_all("B", 40, 40, 15, 0));
        expected.emplace_back("reminded");
    }
    auto const from = night.story.log().size();
    night.story.wait_s(1);
    Lines happened;
    for (auto index = from; index < night.story.log().size(); ++index) {
        auto const& event = night.story.log()[index];
        if (event.chase_escalated().step() == "transfers") {
            happened.emplace_back("reminded");
        } else if (event.has_transfers_proposed()) {
            happened.emplace_back("proposed");
        }
    }
    CHECK(happened == expected);
}

TEST_CASE("a yes to all is one for those who still find a place, and the others are planned anew",
          "[core][transfers]") {
    TransferNight night;
    REQUIRE(moves_of(night.story, night.id) ==
            Lines{"1-1 site 1>A 2 SEVERE PROPOSED", "1-2 site 1>B 2 SEVERE PROPOSED"});
    night.story.must(report_all("A", 40, 40, 15, 1));
    CHECK_FALSE(night.story.give(accept_moves(night.id, "uppsala", {"1-1"}, 2)).has_value());
    night.story.must(accept_moves(night.id, "uppsala"));
    CHECK(moves_of(night.story, night.id) ==
          Lines{"1-1 site 1>A 1 SEVERE ACCEPTED", "1-2 site 1>B 2 SEVERE ACCEPTED",
                "1-1.1 site 1>A 1 SEVERE CALLED_OFF", "2-1 site 1>B 1 SEVERE PROPOSED"});
    CHECK(night.story.chase(night.id, "transfers", "tib@uppsala").missing == 1);
    CHECK(differs_from_whole(night.story.state()).empty());
}

TEST_CASE("of a yes to many the worst off go first, in whatever order they are named",
          "[core][transfers]") {
    TransferNight night{{2, 0, 4}};
    REQUIRE(moves_of(night.story, night.id)[0] == "1-1 site 1>A 2 SEVERE PROPOSED");
    REQUIRE(moves_of(night.story, night.id)[1] == "1-2 site 1>A 2 MINOR PROPOSED");
    night.story.must(
        own_move(night.id, "uppsala", "C", v1::SEVERITY_MINOR, 1));  // of four vehicles
    night.story.must(accept_moves(night.id, "uppsala", {"1-2", "1-1"}));
    CHECK(moves_of(night.story, night.id)[0] == "1-1 site 1>A 2 SEVERE ACCEPTED");
    CHECK(moves_of(night.story, night.id)[1] == "1-2 site 1>A 1 MINOR ACCEPTED");
}

}  // namespace larm::test
