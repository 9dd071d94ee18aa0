// Nobody without the right changes anything.
#include "engine/core/authority.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

core::Code code_of(Story& story, v1::Command command, v1::Actor const& by) {
    *command.mutable_actor() = by;
    auto const seq = story.state().seq();
    auto const outcome = story.give(std::move(command));
    CHECK(story.state().seq() == seq);
    REQUIRE_FALSE(outcome.has_value());
    return outcome.error().code;
}

constexpr auto denied = core::Code::permission_denied;

}  // namespace

TEST_CASE("only the stricken region's TiB or deputy confirms", "[core][authority]") {
    Story story;
    CHECK(code_of(story, confirm("uppsala"), actor(v1::ROLE_TIB, "dalarna")) == denied);
    for (auto const role : {v1::ROLE_BLOOD, v1::ROLE_HOSPITAL, v1::ROLE_NATIONAL,
                            v1::ROLE_CONTROLLER, v1::ROLE_OBSERVER, v1::ROLE_ADMIN}) {
        CHECK(code_of(story, confirm("uppsala"), actor(role, "uppsala")) == denied);
    }
    auto by_deputy = confirm("uppsala");
    *by_deputy.mutable_actor() = actor(v1::ROLE_DEPUTY, "uppsala");
    story.must(by_deputy);
}

TEST_CASE("a region answers for itself; the declarer may enter what was said by voice",
          "[core][authority]") {
    Story story;
    auto const id = story.confirm("uppsala");
    CHECK(code_of(story, commit(id, "dalarna", 5), actor(v1::ROLE_TIB, "gavleborg")) == denied);
    CHECK(code_of(story, commit(id, "dalarna", 5), actor(v1::ROLE_TIB, "uppsala")) == denied);
    auto by_voice = commit(id, "dalarna", 5);
    by_voice.mutable_commit_transports()->set_via(v1::VIA_RAKEL);
    CHECK(code_of(story, by_voice, actor(v1::ROLE_TIB, "gavleborg")) == denied);
    *by_voice.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    story.must(by_voice);
}

TEST_CASE("a blood centre answers its own alarm and nothing else", "[core][authority]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto const blood = actor(v1::ROLE_BLOOD, "uppsala");
    CHECK(code_of(story, acknowledge(id, "tib@uppsala"), blood) == denied);
    CHECK(code_of(story, commit(id, "uppsala", 5), blood) == denied);
    CHECK(code_of(story, acknowledge(id, "blood@uppsala"), actor(v1::ROLE_BLOOD, "dalarna")) ==
          denied);
    CHECK(code_of(story, acknowledge(id, "blood@uppsala"), actor(v1::ROLE_TIB, "uppsala")) ==
          denied);
    story.must(acknowledge(id, "blood@uppsala"));
}

TEST_CASE("leading an incident belongs to its region", "[core][authority]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto const other = actor(v1::ROLE_TIB, "dalarna");
    CHECK(code_of(story, stand_down(id, "uppsala"), other) == denied);
    CHECK(code_of(story, rescind(id, "uppsala"), other) == denied);
    CHECK(code_of(story, escalate(id, "uppsala"), other) == denied);
    CHECK(code_of(story, close(id, "uppsala"), other) == denied);
    CHECK(code_of(story, accept_shortfall(id, "dalarna", "uppsala"), other) == denied);
}

TEST_CASE("an observer and a controller change nothing in any command", "[core][authority]") {
    Story story;
    auto const id = story.confirm("uppsala");
    for (auto const role : {v1::ROLE_OBSERVER, v1::ROLE_CONTROLLER}) {
        auto const by = actor(role, "uppsala");
        for (auto const& command :
             {confirm("uppsala"), acknowledge(id, "tib@uppsala"), commit(id, "uppsala", 5),
              decline(id, "uppsala", "nej"), revoke(id, "uppsala", 1), escalate(id, "uppsala"),
              stand_down(id, "uppsala"), rescind(id, "uppsala"), close(id, "uppsala")}) {
            CHECK(code_of(story, command, by) == denied);
        }
    }
}

TEST_CASE("the engine's own commands are nobody's, and a client's need somebody",
          "[core][authority]") {
    Story story;
    auto const id = story.confirm("uppsala");
    v1::Command due;
    due.mutable_deadline_due()->set_incident_id(id);
    CHECK(code_of(story, due, actor(v1::ROLE_ADMIN, "uppsala")) == denied);
    auto nobody = stand_down(id, "uppsala");
    nobody.clear_actor();
    CHECK(story.give(nobody).error().code == denied);
}

TEST_CASE("the roles of a method are those of its access option", "[core][authority]") {
    CHECK(core::role_may_call("larm.v1.IncidentService", "ConfirmIncident", v1::ROLE_TIB));
    CHECK_FALSE(core::role_may_call("larm.v1.IncidentService", "ConfirmIncident", v1::ROLE_BLOOD));
    CHECK(core::role_may_call("larm.v1.IncidentService", "GetIncident", v1::ROLE_OBSERVER));
    CHECK_FALSE(core::role_may_call("larm.v1.IncidentService", "NoSuchMethod", v1::ROLE_ADMIN));
}

}  // namespace larm::test
