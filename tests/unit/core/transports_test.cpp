// Promises of transports: quota, reserve, provisional, no, taking back, running out, and the lack a
// human accepts.
#include "engine/core/view.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

v1::TransportView transports(Story const& story, std::string const& id, std::string const& region) {
    auto const view = core::incident_view(story.incident(id));
    for (auto const& each : view.transports()) {
        if (each.region_id() == region) {
            return each;
        }
    }
    FAIL("no transports of " << region);
    return {};
}

v1::Command reconfirm(std::string const& id, std::string const& region,
                      std::string const& commitment, int minutes = 0) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, region);
    auto& request = *command.mutable_reconfirm_transports();
    request.set_command_id(next_uuid());
    request.set_incident_id(id);
    request.set_region_id(region);
    request.set_commitment_id(commitment);
    request.set_expires_in_minutes(minutes);
    return command;
}

template <typename Request>
void fill_share(Request& request, std::string const& id, std::string const& commitment, int count) {
    request.set_command_id(next_uuid());
    request.set_incident_id(id);
    request.set_region_id("dalarna");
    request.set_commitment_id(commitment);
    request.set_count(count);
}

v1::Command depart(std::string const& id, std::string const& commitment, int count) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, "dalarna");
    fill_share(*command.mutable_depart_transports(), id, commitment, count);
    return command;
}

v1::Command release(std::string const& id, std::string const& commitment, int count) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    fill_share(*command.mutable_release_transports(), id, commitment, count);
    return command;
}

void complete_all_but_transports(Story& story, std::string const& id) {
    story.must(acknowledge(id, "tib@dalarna"));
    story.must(acknowledge(id, "tib@gavleborg"));
    story.must(acknowledge(id, "blood@uppsala"));
}

}  // namespace

TEST_CASE("three of five keeps the region's branch alive for the missing two",
          "[core][transports]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(commit(id, "dalarna", 3));

    auto const& chase = story.chase(id, "transports", "tib@dalarna");
    CHECK(chase.missing == 2);
    CHECK(chase.state == v1::PARTY_STATE_ACKNOWLEDGED);
    CHECK(chase.next_due.is_set());
    story.must(commit(id, "dalarna", 2));
    CHECK(chase.missing == 0);
    CHECK(chase.state == v1::PARTY_STATE_ANSWERED);
    CHECK(chase.answer == "accept 5");
    CHECK_FALSE(chase.next_due.is_set());
}

TEST_CASE("a commitment implies the acknowledgement of the alarm", "[core][transports]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(commit(id, "dalarna", 5));
    CHECK(story.chase(id, "regional_alarm", "tib@dalarna").state == v1::PARTY_STATE_ACKNOWLEDGED);
}

TEST_CASE("more than asked is reserve, and does not cover another region", "[core][transports]") {
    Story story;
    auto const id = story.confirm("uppsala");
    complete_all_but_transports(story, id);
    story.must(commit(id, "dalarna", 12));
    story.must(commit(id, "gavleborg", 5));

    CHECK(transports(story, id, "dalarna").committed() == 12);
    CHECK(transports(story, id, "dalarna").reserve() == 7);
    CHECK_FALSE(story.incident(id).is_chain_complete());
    story.must(commit(id, "uppsala", 5));
    CHECK(story.incident(id).chain_complete_at == story.now());
}

TEST_CASE("a provisional promise is shown, does not count, and is asked for again",
          "[core][transports]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto promise = commit(id, "dalarna", 5);
    promise.mutable_commit_transports()->set_provisional(true);
    story.must(promise);

    auto const& chase = story.chase(id, "transports", "tib@dalarna");
    CHECK(transports(story, id, "dalarna").provisional() == 5);
    CHECK(transports(story, id, "dalarna").committed() == 0);
    CHECK(chase.missing == 5);
    CHECK(chase.next_due == story.now() + core::seconds(900));
    story.must(reconfirm(id, "dalarna", "dalarna-1"));
    CHECK(transports(story, id, "dalarna").committed() == 5);
    CHECK_FALSE(chase.next_due.is_set());
}

TEST_CASE("what is revoked is asked for again, newest promise first", "[core][transports]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(commit(id, "dalarna", 4));
    story.must(commit(id, "dalarna", 2));
    story.must(revoke(id, "dalarna", 3));

    CHECK(transports(story, id, "dalarna").committed() == 3);
    auto const& commitments = story.incident(id).transports_of("dalarna")->commitments;
    CHECK(commitments[0].standing() == 3);
    CHECK(commitments[1].standing() == 0);
    CHECK(story.chase(id, "transports", "tib@dalarna").missing == 2);
    CHECK(story.chase(id, "transports", "tib@dalarna").next_due.is_set());
}

TEST_CASE("more than stands cannot be revoked, and what has left cannot either",
          "[core][transports]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(commit(id, "dalarna", 5));
    CHECK(story.give(revoke(id, "dalarna", 6)).error().field == "count");
    story.must(depart(id, "dalarna-1", 4));
    CHECK(story.give(revoke(id, "dalarna", 2)).error().code == core::Code::failed_precondition);
    story.must(revoke(id, "dalarna", 1));
    CHECK(transports(story, id, "dalarna").committed() == 4);
    CHECK(transports(story, id, "dalarna").departed() == 4);
}

TEST_CASE("released transports have been given: the region is not asked anew",
          "[core][transports]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(commit(id, "dalarna", 5));
    story.must(depart(id, "dalarna-1", 2));
    story.must(release(id, "dalarna-1", 3));

    CHECK(transports(story, id, "dalarna").committed() == 2);
    CHECK(transports(story, id, "dalarna").released() == 3);
    CHECK_FALSE(story.chase(id, "transports", "tib@dalarna").next_due.is_set());
    CHECK(story.give(release(id, "dalarna-1", 3)).error().field == "count");
}

TEST_CASE("a no with a reason needs a named human to accept the lack", "[core][transports]") {
    Story story;
    auto const id = story.confirm("uppsala");
    complete_all_but_transports(story, id);
    story.must(commit(id, "uppsala", 5));
    story.must(commit(id, "gavleborg", 5));
    story.must(commit(id, "dalarna", 2));
    story.told();
    story.must(decline(id, "dalarna", "två bilar i verkstad"));

    CHECK(story.told() == std::vector<std::string>{"TransportsDeclined", "StepStarted shortfall"});
    CHECK(transports(story, id, "dalarna").declined() == 3);
    CHECK_FALSE(story.chase(id, "transports", "tib@dalarna").next_due.is_set());
    CHECK(story.chase(id, "shortfall", "tib@uppsala").next_due.is_set());
    CHECK_FALSE(story.incident(id).is_chain_complete());

    story.must(accept_shortfall(id, "dalarna", "uppsala"));
    CHECK(story.incident(id).is_chain_complete());
    CHECK_FALSE(story.chase(id, "shortfall", "tib@uppsala").next_due.is_set());
}

TEST_CASE("an accepted lack does not cover a larger one", "[core][transports]") {
    Story story;
    auto const id = story.confirm("uppsala");
    complete_all_but_transports(story, id);
    story.must(commit(id, "uppsala", 5));
    story.must(commit(id, "gavleborg", 5));
    story.must(commit(id, "dalarna", 4));
    story.must(decline(id, "dalarna", "inga fler"));
    story.must(accept_shortfall(id, "dalarna", "uppsala"));
    REQUIRE(story.incident(id).is_chain_complete());

    story.must(revoke(id, "dalarna", 2));
    CHECK_FALSE(story.incident(id).is_chain_complete());
    CHECK(story.chase(id, "shortfall", "tib@uppsala").next_due.is_set());
}

TEST_CASE("what is given and taken back within an accepted lack asks nobody anew",
          "[core][transports]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(commit(id, "dalarna", 2));
    story.must(decline(id, "dalarna", "inga fler"));
    story.must(accept_shortfall(id, "dalarna", "uppsala"));  // three lack
    story.must(commit(id, "dalarna", 2));
    story.told();
    story.must(revoke(id, "dalarna", 1));
    CHECK(story.told() == std::vector<std::string>{"TransportsRevoked"});
    CHECK_FALSE(story.chase(id, "shortfall", "tib@uppsala").next_due.is_set());
}

TEST_CASE("a region that never answers can be accepted as lacking, and is still shown as unknown",
          "[core][transports]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(2000);
    story.must(accept_shortfall(id, "dalarna", "uppsala"));
    auto const& chase = story.chase(id, "transports", "tib@dalarna");
    CHECK(chase.state == v1::PARTY_STATE_UNREACHABLE);
    CHECK_FALSE(chase.next_due.is_set());
    CHECK(story.chase(id, "regional_alarm", "tib@dalarna").next_due.is_set());
}

TEST_CASE("a late yes after a no counts", "[core][transports]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(decline(id, "dalarna", "inga bilar"));
    story.must(commit(id, "dalarna", 5));
    CHECK(transports(story, id, "dalarna").declined() == 0);
    CHECK(story.chase(id, "transports", "tib@dalarna").answer == "accept 5");
    CHECK_FALSE(story.chase(id, "shortfall", "tib@uppsala").next_due.is_set());
}

TEST_CASE("a vehicle promised to one incident is refused to another until it is free",
          "[core][transports]") {
    Story story;
    auto const first = story.confirm("uppsala");
    auto const second = story.confirm("gavleborg");
    auto promise = commit(first, "dalarna", 2);
    promise.mutable_commit_transports()->add_resource_ids("DAL-901");
    story.must(promise);

    auto again = commit(second, "dalarna", 1);
    again.mutable_commit_transports()->add_resource_ids("DAL-901");
    auto const refused = story.give(again);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().field == "resource_ids");
    CHECK(refused.error().message.find(first) != std::string::npos);

    story.must(stand_down(first, "uppsala"));
    story.must(again);
    CHECK(story.state().holder_of("DAL-901")->id == second);
    story.must(release(first, "dalarna-1", 1));  // what is still to be sent home of the first
    CHECK(story.state().holder_of("DAL-901")->id == second);
}

TEST_CASE(
    "of named vehicles of which some are taken back the first stand, and no view names others",
    "[core][transports]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto promise = commit(id, "dalarna", 2);
    promise.mutable_commit_transports()->add_resource_ids("DAL-901");
    promise.mutable_commit_transports()->add_resource_ids("DAL-902");
    story.must(promise);
    story.must(revoke(id, "dalarna", 1));
    auto again = commit(id, "dalarna", 1);
    again.mutable_commit_transports()->add_resource_ids("DAL-902");
    story.must(again);

    std::vector<std::string> named;
    auto const view = core::incident_view(story.incident(id));
    for (auto const& each : view.commitments()) {
        named.insert(named.end(), each.resource_ids().begin(), each.resource_ids().end());
    }
    CHECK(named == std::vector<std::string>{"DAL-901", "DAL-902"});
}

TEST_CASE("a vehicle that is taken back and promised anew stays promised", "[core][transports]") {
    Story story;
    auto const first = story.confirm("uppsala");
    auto const second = story.confirm("gavleborg");
    auto promise = commit(first, "dalarna", 1);
    promise.mutable_commit_transports()->add_resource_ids("DAL-901");
    story.must(promise);
    story.must(revoke(first, "dalarna", 1));
    promise.mutable_commit_transports()->set_command_id(next_uuid());
    story.must(promise);
    story.must(commit(first, "uppsala", 1));
    story.must(revoke(first, "uppsala", 1));  // another's, in the same incident

    auto again = commit(second, "dalarna", 1);
    again.mutable_commit_transports()->add_resource_ids("DAL-901");
    CHECK_FALSE(story.give(again).has_value());
}

TEST_CASE("where the pack knows a region's fleet, two incidents together stay within it",
          "[core][transports]") {
    Story story;
    auto const first = story.confirm("dalarna");
    auto const second = story.confirm("gavleborg");
    story.must(commit(first, "uppsala", 5));
    CHECK(story.give(commit(second, "uppsala", 4)).error().field == "count");
    story.must(commit(second, "uppsala", 3));
}

TEST_CASE("a promise that runs out is asked for before, and lacks after", "[core][transports]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto promise = commit(id, "dalarna", 5);
    promise.mutable_commit_transports()->set_expires_in_minutes(30);
    story.must(promise);
    story.told();

    story.wait_s(1200);
    auto told = story.told();
    CHECK(std::count(told.begin(), told.end(), "ReconfirmAsked") == 1);
    CHECK(story.chase(id, "transports", "tib@dalarna").deliveries.front().message == "reconfirm");
    CHECK(transports(story, id, "dalarna").committed() == 5);

    story.wait_s(600);
    told = story.told();
    CHECK(std::count(told.begin(), told.end(), "CommitmentExpired") == 1);
    CHECK(transports(story, id, "dalarna").committed() == 0);
    CHECK(story.chase(id, "transports", "tib@dalarna").missing == 5);
    CHECK(story.chase(id, "transports", "tib@dalarna").next_due > story.now());
}

TEST_CASE("a reconfirmed promise stands on", "[core][transports]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto promise = commit(id, "dalarna", 5);
    promise.mutable_commit_transports()->set_expires_in_minutes(30);
    story.must(promise);
    story.wait_s(1500);
    story.must(reconfirm(id, "dalarna", "dalarna-1", 60));
    story.wait_s(1800);
    CHECK(transports(story, id, "dalarna").committed() == 5);
}

TEST_CASE("what has left does not run out", "[core][transports]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto promise = commit(id, "dalarna", 5);
    promise.mutable_commit_transports()->set_expires_in_minutes(30);
    story.must(promise);
    story.must(depart(id, "dalarna-1", 5));
    story.wait_s(7200);
    CHECK(transports(story, id, "dalarna").committed() == 5);
}

TEST_CASE("a vehicle is the same however it is written", "[core][transports]") {
    Story story;
    auto const one = story.confirm("uppsala");
    auto const two = story.confirm("gavleborg");
    auto const named = [](std::string const& incident, std::string const& region,
                          std::string const& vehicle) {
        auto command = commit(incident, region, 1);
        command.mutable_commit_transports()->add_resource_ids(vehicle);
        return command;
    };
    story.must(named(one, "dalarna", "Å 1"));
    for (auto const* const same : {"å1", " Å1", "å 1 "}) {
        CHECK_FALSE(story.give(named(two, "dalarna", same)).has_value());
    }
    CHECK_FALSE(story.give(named(two, "dalarna", "  ")).has_value());
    CHECK(story.give(named(two, "dalarna", "Å2")).has_value());
    story.must(stand_down(one, "uppsala"));
    CHECK(story.give(named(two, "dalarna", "å1")).has_value());
}

}  // namespace larm::test
