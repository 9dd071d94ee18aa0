// A snapshot is a cache: what is restored from it is the state, and goes on as the state would.
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {

TEST_CASE("a state restored from its snapshot is the same to the byte, deadlines included",
          "[core][snapshot]") {
    Story story;
    auto const first = story.confirm("uppsala");
    story.wait_s(130);
    story.must(acknowledge(first, "tib@dalarna"));
    auto promise = commit(first, "dalarna", 7);
    promise.mutable_commit_transports()->add_resource_ids("DAL-901");
    promise.mutable_commit_transports()->set_expires_in_minutes(60);
    story.must(promise);
    story.must(decline(first, "gavleborg", "inga bilar"));
    auto const second = story.confirm("gavleborg");
    story.must(stand_down(first, "uppsala"));
    story.must(commit(second, "uppsala", 2));

    auto const bytes = story.state().snapshot().SerializeAsString();
    v1::StateSnapshot parsed;
    REQUIRE(parsed.ParseFromString(bytes));
    auto const restored = core::State::restore(parsed);

    CHECK(restored.snapshot().SerializeAsString() == bytes);
    REQUIRE(restored.next_deadline().has_value());
    CHECK(restored.next_deadline()->at == story.state().next_deadline()->at);
    CHECK(restored.next_deadline()->incident_id == story.state().next_deadline()->incident_id);
    CHECK((restored.holder_of("DAL-901") == nullptr) ==
          (story.state().holder_of("DAL-901") == nullptr));
}

TEST_CASE("any prefix of the log folds, and folding on from a snapshot of it gives the same end",
          "[core][snapshot]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(300);
    story.must(commit(id, "dalarna", 5));
    story.must(rescind(id, "uppsala"));
    story.must(close(id, "uppsala"));
    auto const whole = story.state().snapshot().SerializeAsString();

    for (std::size_t cut = 0; cut <= story.log().size(); ++cut) {
        core::State prefix;
        for (std::size_t index = 0; index < cut; ++index) {
            prefix.evolve(story.log()[index], prefix.seq() + 1);
        }
        auto resumed = core::State::restore(prefix.snapshot());
        for (std::size_t index = cut; index < story.log().size(); ++index) {
            resumed.evolve(story.log()[index], resumed.seq() + 1);
        }
        CAPTURE(cut);
        REQUIRE(resumed.snapshot().SerializeAsString() == whole);
    }
}

}  // namespace larm::test
