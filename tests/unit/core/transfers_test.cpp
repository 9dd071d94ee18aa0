// Patients moved from scenes and between hospitals: proposed by the engine, accepted by the
// receiver, carried out and counted once.
#include "tests/support/transfers.hpp"
#include "engine/core/transfer_model.hpp"
#include "engine/core/transfer_view.hpp"
#include "tests/support/catch.hpp"

namespace larm::test {
namespace {

using Lines = std::vector<std::string>;
constexpr auto severe = v1::SEVERITY_SEVERE;
constexpr auto intensive = v1::CARE_STAGE_INTENSIVE;

using Night = TransferNight;

v1::Command promise(std::string const& id, std::string const& region, int count,
                    std::string const& kind) {
    auto command = commit(id, region, count);
    command.mutable_commit_transports()->set_kind(kind);
    return command;
}

v1::ReviewResult last_review(Story const& story) {
    auto result = v1::REVIEW_RESULT_UNSPECIFIED;
    for (auto const& event : story.log()) {
        if (event.has_transfers_reviewed()) {
            result = event.transfers_reviewed().result();
        }
    }
    return result;
}

core::Code refused(Story& story, v1::Command const& command) {
    auto const outcome = story.give(command);
    REQUIRE_FALSE(outcome.has_value());
    return outcome.error().code;
}

}  // namespace

TEST_CASE("who waits is proposed to the nearest places, as far as the vehicles go",
          "[core][transfers]") {
    Night night;
    CHECK(moves_of(night.story, night.id) ==
          Lines{"1-1 site 1>A 2 SEVERE PROPOSED", "1-2 site 1>B 2 SEVERE PROPOSED"});
    auto const view = night.view();
    REQUIRE(view.proposal().left_behind_size() == 1);
    CHECK(view.proposal().left_behind(0).count() == 2);
    CHECK(view.proposal().left_behind(0).why() == v1::LEFT_BEHIND_WHY_NO_VEHICLE);
    CHECK(view.proposed().severe() == 4);
    CHECK(view.moves(0).why().stage() == intensive);
    CHECK(view.moves(0).why().free() == 2);
    CHECK(view.moves(0).why().fetch_minutes() == 5);
    CHECK(view.moves(0).why().way_minutes() == 10);
    CHECK(view.moves(0).why().next_hospital_id() == "B");
    CHECK(view.moves(0).why().next_minutes() == 40);
    CHECK(view.moves(0).why().next_cost_more() == 600);  // two, thirty minutes, ten each
    CHECK(view.moves(1).why().nearer_hospital_id() == "A");
    CHECK(view.moves(1).why().not_nearer() == v1::NOT_NEARER_NEEDED);
}

TEST_CASE(
    "the receiving region's TiB is asked, reminded, and not asked any more once it has answered",
    "[core][transfers][chase]") {
    Night night;
    auto const& chase = night.story.chase(night.id, "transfers", "tib@uppsala");
    CHECK(chase.missing == 4);
    CHECK(chase.attempt == 1);
    night.story.wait_s(180);
    CHECK(chase.attempt == 2);
    night.story.must(accept_moves(night.id, "uppsala", {"1-1"}));
    CHECK(chase.missing == 2);
    CHECK(chase.state == v1::PARTY_STATE_ACKNOWLEDGED);
    CHECK(chase.next_due.is_set());
    night.story.must(accept_moves(night.id, "uppsala"));
    CHECK(chase.state == v1::PARTY_STATE_ANSWERED);
    CHECK(chase.answer == "accept 2");
    CHECK_FALSE(chase.next_due.is_set());
    CHECK(night.incident().chase(night.incident().pack->step_index("transfers"), "tib@dalarna") ==
          nullptr);
}

TEST_CASE("what is accepted is expected at the receiver, in place of the model's share",
          "[core][transfers][forecast]") {
    Night night;
    CHECK(forecast(night.story, "B", intensive, 120) == "3 STAFF");
    night.story.must(accept_moves(night.id, "uppsala"));
    // Two of B's three places, by the half that needs them.
    CHECK(forecast(night.story, "B", intensive, 30) == "3 STAFF");
    CHECK(forecast(night.story, "B", intensive, 120) == "2 STAFF");
    CHECK(effective(night.story, "B", intensive) == "3 STAFF");
    auto const& plan = night.story.state().capacity().plan(0);
    std::int64_t by_model = 0;
    for (auto const& each : plan.hospitals) {
        by_model += each.milli[0];
    }
    CHECK(by_model == 2'000);  // of six: four are promised
    CHECK(differs_from_whole(night.story.state()).empty());
}

TEST_CASE("who has been moved is counted once, before and after the hospital counts",
          "[core][transfers][arrivals]") {
    Night night;
    night.story.must(accept_moves(night.id, "uppsala"));
    night.story.must(depart_move(night.id, "uppsala", "1-2"));
    night.story.wait_s(40 * 60);
    night.story.must(report_all("B", 40, 40, 15, 3, night.story.now() - core::seconds(60)));
    night.story.must(arrive_move(night.id, "uppsala", "1-2"));
    CHECK(night.incident().casualties.arrived() == core::Counts{2, 0, 0});
    CHECK(effective(night.story, "B", intensive) == "2 STAFF");
    night.story.wait_s(60);
    night.story.must(arrivals(night.id, "B", {2, 0, 0}));
    CHECK(night.incident().casualties.arrived() == core::Counts{2, 0, 0});
    CHECK(effective(night.story, "B", intensive) == "2 STAFF");
    night.story.must(arrivals(night.id, "B", {3, 0, 0}));
    CHECK(night.incident().casualties.arrived() == core::Counts{3, 0, 0});
    CHECK(differs_from_whole(night.story.state()).empty());
}

TEST_CASE("what was declined is not proposed there again for a while, and goes elsewhere",
          "[core][transfers]") {
    Night night;
    night.story.must(decline_moves(night.id, "uppsala", {"1-1"}));
    CHECK(proposals(night.story) == 1);
    night.story.wait_s(600);
    REQUIRE(proposals(night.story) == 2);
    CHECK(moves_of(night.story, night.id) == Lines{"1-1 site 1>A 2 SEVERE DECLINED",
                                                   "2-1 site 1>B 3 SEVERE PROPOSED",
                                                   "2-2 site 1>C 1 SEVERE PROPOSED"});
    CHECK(night.view().refusals_size() == 1);
    auto const move = night.view().moves(0);
    CHECK(move.why().nearer_hospital_id() == "A");
    CHECK(move.why().not_nearer() == v1::NOT_NEARER_DECLINED);
    night.story.must(report_all("A", 40, 40, 15, 2));
    night.story.wait_s(61 * 60);
    CHECK(night.view().refusals().empty());
    CHECK(moves_of(night.story, night.id)[1].find(">A") != std::string::npos);
}

TEST_CASE("a part may be taken, and a move sent to another hospital of the same region",
          "[core][transfers]") {
    Night night;
    night.story.must(accept_moves(night.id, "uppsala", {"1-1"}, 1));
    CHECK(moves_of(night.story, night.id)[0] == "1-1 site 1>A 1 SEVERE ACCEPTED");
    CHECK(moves_of(night.story, night.id)[2] == "1-1.1 site 1>A 1 SEVERE DECLINED");
    CHECK(refused(night.story, amend_move(night.id, "uppsala", "1-2", "C")) ==
          core::Code::invalid_argument);
    night.story.must(amend_move(night.id, "uppsala", "1-2", "A", 1));
    auto const* const amended = core::transfer_move(night.incident().casualties.moves, "1-2");
    CHECK(amended->to_hospital_id() == "A");
    CHECK(amended->proposed_hospital_id() == "B");
    CHECK(amended->count() == 1);
    CHECK((amended->arrive_at_us() - amended->leave_at_us()) / 60'000'000 == 10);
}

TEST_CASE("nobody takes more than the receiver's own figures have, or than are there",
          "[core][transfers]") {
    Night night;
    night.story.must(report_all("A", 40, 40, 15, 1));
    CHECK(refused(night.story, accept_moves(night.id, "uppsala", {"1-1"}, 2)) ==
          core::Code::failed_precondition);
    night.story.must(accept_moves(night.id, "uppsala", {"1-1"}, 1));
    night.story.must(casualties(night.id, "uppsala", {2, 0, 0}, {}));
    CHECK(refused(night.story, accept_moves(night.id, "uppsala", {"1-2"}, 2)) ==
          core::Code::failed_precondition);
}

TEST_CASE("a proposal stands until another is better by the margin, or it has become impossible",
          "[core][transfers][flapping]") {
    Night night;
    night.story.must(report_all("C", 40, 40, 15, 9));  // nothing for these patients
    night.story.wait_s(600);
    CHECK(proposals(night.story) == 1);
    CHECK(last_review(night.story) == v1::REVIEW_RESULT_STANDS);
    night.story.must(report_all("A", 40, 40, 15, 0));
    night.story.wait_s(1);  // impossible, and nothing has been proposed for as long as the rhythm
    REQUIRE(proposals(night.story) == 2);
    CHECK(moves_of(night.story, night.id) ==
          Lines{"2-1 site 1>B 3 SEVERE PROPOSED", "2-2 site 1>C 1 SEVERE PROPOSED"});
    CHECK(night.incident().transfers.proposal.former_cost() == -1);
}

TEST_CASE("a scene that nobody had told of waits for no rhythm, however soon others have come in",
          "[core][transfers]") {
    Story story{transfer_pack()};
    story.must(report_all("A", 40, 40, 15, 2));
    auto const id = confirm_quietly(story);
    story.must(arrivals(id, "A", {1, 0, 0}));
    story.wait_s(60);
    REQUIRE(proposals(story) == 0);
    REQUIRE(story.incident(id).transfers.looked_at.is_set());
    story.must(casualties(id, "uppsala", {0, 0, 0}, {}));  // "we are there, number unknown"
    story.wait_s(60);
    REQUIRE(proposals(story) == 0);
    story.must(casualties(id, "uppsala", {2, 0, 0}, {}));
    story.wait_s(1);
    CHECK(proposals(story) == 1);
    story.must(casualties(id, "uppsala", {4, 0, 0}, {}));  // the same scene once more
    story.wait_s(60);
    CHECK(proposals(story) == 1);
}

TEST_CASE("scenes that come together are one proposal", "[core][transfers]") {
    auto pack = transfer_pack();
    pack.mutable_transfers()->set_gap_s(60);
    Story story{pack};
    story.must(report_all("A", 40, 40, 15, 9));
    auto const id = confirm_quietly(story);
    for (auto const* const site : {"1", "2", "3", "4"}) {
        auto told = casualties(id, "uppsala", {1, 0, 0}, {});
        told.mutable_report_casualties()->set_site_id(site);
        story.must(told);
        story.wait_s(2);
    }
    CHECK(proposals(story) == 1);  // the first at once
    story.wait_s(60);
    CHECK(proposals(story) == 2);  // and the three others together
    CHECK(std::ranges::count_if(story.incident(id).casualties.moves, [](auto const& move) {
              return move.state() == v1::TRANSFER_STATE_PROPOSED;
          }) == 4);
}

TEST_CASE("who leads may plan anew at any time, and no other region", "[core][transfers]") {
    Night night;
    CHECK(refused(night.story, plan_anew(night.id, "dalarna")) == core::Code::permission_denied);
    night.story.must(plan_anew(night.id, "uppsala"));
    CHECK(proposals(night.story) == 1);
    night.story.must(report_all("A", 40, 40, 15, 0));
    night.story.must(plan_anew(night.id, "uppsala"));
    CHECK(proposals(night.story) == 2);
}

TEST_CASE("each answers for itself, and by voice through who leads",
          "[core][transfers][authority]") {
    Night night;
    CHECK(refused(night.story, accept_moves(night.id, "dalarna", {"1-1"})) ==
          core::Code::permission_denied);
    auto by_other = accept_moves(night.id, "uppsala", {"1-1"});
    *by_other.mutable_actor() = actor(v1::ROLE_TIB, "dalarna");
    CHECK(refused(night.story, by_other) == core::Code::permission_denied);
    auto by_hospital = accept_moves(night.id, "uppsala");
    *by_hospital.mutable_actor() = actor(v1::ROLE_HOSPITAL, "A");
    auto const states = [&night] {
        std::vector<v1::PartyState> all;
        for (auto const& chase : night.incident().chases) {
            all.push_back(chase.state);
        }
        return all;
    };
    auto const before = states();
    night.story.must(by_hospital);  // its own alone
    CHECK(moves_of(night.story, night.id)[0] == "1-1 site 1>A 2 SEVERE ACCEPTED");
    CHECK(moves_of(night.story, night.id)[1] == "1-2 site 1>B 2 SEVERE PROPOSED");
    // The region's duty officer has seen nothing of it.
    CHECK(states() == before);
    // And for no other: not by sending its own patients there, nor for the whole region.
    auto elsewhere = amend_move(night.id, "uppsala", "1-1", "B");
    *elsewhere.mutable_actor() = actor(v1::ROLE_HOSPITAL, "A");
    CHECK(refused(night.story, elsewhere) == core::Code::permission_denied);
    auto for_all = decline_moves(night.id, "uppsala");
    *for_all.mutable_actor() = actor(v1::ROLE_HOSPITAL, "B");
    for_all.mutable_decline_transfers()->set_whole_region(true);
    CHECK(refused(night.story, for_all) == core::Code::permission_denied);
    CHECK(refused(night.story, depart_move(night.id, "gavleborg", "1-1")) ==
          core::Code::permission_denied);
    CHECK(refused(night.story, depart_move(night.id, "uppsala", "1-2")) ==
          core::Code::failed_precondition);  // nobody has taken it
}

TEST_CASE("a hospital that will lack places has its patients moved, to others' regions too",
          "[core][transfers][secondary]") {
    Night night{core::Counts{0, 0, 0}};
    night.story.must(report_all("B", 40, 40, 15, 0));
    night.story.must(promise(night.id, "dalarna", 3, "intensivvårdsambulans"));
    night.story.wait_s(60);  // who comes in the minute of a figure is in it
    night.story.must(arrivals(night.id, "A", {8, 0, 0}));
    night.story.wait_s(600);
    // Eight take four places of two: the two that lack are of four patients, and three go.
    CHECK(moves_of(night.story, night.id) == Lines{"1-1 A>C 3 SEVERE PROPOSED"});
    auto const move = night.view().moves(0);
    CHECK(move.kind() == v1::TRANSFER_KIND_SECONDARY);
    CHECK(move.why().missing() == 2);
    CHECK(move.vehicle().commitment_id() == "dalarna-1");
    CHECK(night.story.chase(night.id, "transfers", "tib@dalarna").missing == 3);

    night.story.must(accept_moves(night.id, "dalarna"));
    night.story.must(depart_move(night.id, "uppsala", "1-1", 2));
    CHECK(moves_of(night.story, night.id) ==
          Lines{"1-1 A>C 2 SEVERE UNDER_WAY", "1-1.1 A>C 1 SEVERE ACCEPTED"});
    CHECK(effective(night.story, "A", intensive) == "-1 STAFF");
    night.story.wait_s(3600);
    night.story.must(arrive_move(night.id, "dalarna", "1-1"));
    CHECK(night.view().releasable_size() == 1);
    night.story.must(release_move(night.id, "uppsala", "1-1"));
    CHECK(night.incident().transports_of("dalarna")->released() == 2);
    CHECK(night.view().releasable().empty());
    CHECK(refused(night.story, release_move(night.id, "uppsala", "1-1")) ==
          core::Code::failed_precondition);
    // Counted at both hospitals, and two persons.
    night.story.must(arrivals(night.id, "C", {2, 0, 0}));
    CHECK(night.incident().casualties.arrived() == core::Counts{8, 0, 0});
    CHECK(differs_from_whole(night.story.state()).empty());
}

TEST_CASE("a promise that is taken back leaves no accepted move waiting for it",
          "[core][transfers][secondary]") {
    Night night{core::Counts{0, 0, 0}};
    night.story.must(report_all("B", 40, 40, 15, 0));
    night.story.must(promise(night.id, "dalarna", 3, "intensivvårdsambulans"));
    night.story.wait_s(60);
    night.story.must(arrivals(night.id, "A", {8, 0, 0}));
    night.story.wait_s(600);
    night.story.must(accept_moves(night.id, "dalarna"));
    night.story.must(revoke(night.id, "dalarna", 2));
    auto const anew = moves_of(night.story, night.id);
    CHECK(anew == Lines{"1-1 A>C 3 SEVERE CALLED_OFF", "2-1 A>C 1 SEVERE PROPOSED"});
}

TEST_CASE("a helicopter carries whom its kind does, by air; others give half of their places",
          "[core][transfers][secondary]") {
    Night night{core::Counts{0, 0, 0}};
    night.story.must(report_all("B", 40, 40, 15, 0));
    night.story.must(report_all("C", 40, 40, 15, 0));
    night.story.must(report_all("D", 40, 10, 15, 4));
    night.story.must(promise(night.id, "gavleborg", 2, "Ambulanshelikopter"));
    night.story.wait_s(60);
    night.story.must(arrivals(night.id, "A", {20, 0, 0}));
    night.story.wait_s(600);
    auto const view = night.view();
    REQUIRE(view.moves_size() == 1);
    CHECK(view.moves(0).vehicle().flies());
    CHECK(view.moves(0).to_hospital_id() == "D");
    CHECK(view.moves(0).count() == 2);
    CHECK(view.proposal().left_behind(0).why() != v1::LEFT_BEHIND_WHY_UNSPECIFIED);
}

TEST_CASE("a human's own move stands beside the engine's, and at home is accepted at once",
          "[core][transfers]") {
    Night night;
    night.story.must(own_move(night.id, "uppsala", "C", severe, 2));
    CHECK(moves_of(night.story, night.id).back() == "M1 site 1>C 2 SEVERE PROPOSED");
    CHECK(refused(night.story, own_move(night.id, "uppsala", "C", severe, 5)) ==
          core::Code::failed_precondition);
    night.story.wait_s(600);  // its two and their ambulances are no longer the engine's to plan
    CHECK(night.view().proposed().severe() == 4);
    night.story.must(accept_moves(night.id, "dalarna"));
    night.story.must(own_move(night.id, "uppsala", "B", severe, 1));
    CHECK(std::ranges::count(moves_of(night.story, night.id), "M2 site 1>B 1 SEVERE ACCEPTED") ==
          1);
    night.story.must(call_off_moves(night.id, "uppsala", {"M1", "M2"}));
    CHECK(night.view().accepted().severe() == 0);
}

TEST_CASE("an answer to the step itself is one to all that is proposed", "[core][transfers]") {
    Night night;
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    auto& answer = *command.mutable_answer();
    answer.set_command_id(next_uuid());
    answer.set_incident_id(night.id);
    answer.set_party("tib@uppsala");
    answer.set_step("transfers");
    answer.mutable_accept();
    night.story.must(command);
    CHECK(night.view().accepted().severe() == 4);
    CHECK(night.view().awaited_region_ids().empty());
}

TEST_CASE("a pack without the rules proposes nothing, and says so", "[core][transfers]") {
    Story story{capacity_pack()};
    auto const id = confirm_quietly(story);
    story.must(casualties(id, "uppsala", {6, 0, 0}, {}));
    story.wait_s(7200);
    CHECK(proposals(story) == 0);
    CHECK(refused(story, plan_anew(id, "uppsala")) == core::Code::failed_precondition);
    v1::GetTransfers request;
    request.set_incident_id(id);
    CHECK_FALSE(core::transfer_view(story.state(), request, story.now())->has_rules());
}

TEST_CASE("transfers are restored from a snapshot as they were", "[core][transfers][snapshot]") {
    Night night;
    night.story.must(accept_moves(night.id, "uppsala", {"1-1"}));
    night.story.must(decline_moves(night.id, "uppsala", {"1-2"}));
    auto const whole = core::State::restore(night.story.state().snapshot());
    CHECK(whole.snapshot().SerializeAsString() ==
          night.story.state().snapshot().SerializeAsString());
    CHECK(differs_from_whole(night.story.state()).empty());
    CHECK(whole.incident(night.id)->transfers.refusals.size() == 1);
}

}  // namespace larm::test
