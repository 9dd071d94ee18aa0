// Promised vehicles by their call signs.
#include <initializer_list>
#include <string>
#include <vector>

#include "engine/core/view.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {

TEST_CASE("vehicles are taken back and released by name, however it is written",
          "[core][transports]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto const names = [&] {
        std::vector<std::string> all;
        auto const view = core::incident_view(story.incident(id));
        for (auto const& each : view.commitments()) {
            all.insert(all.end(), each.resource_ids().begin(), each.resource_ids().end());
        }
        return all;
    };
    using Names = std::vector<std::string>;
    auto promise = commit(id, "dalarna", 3);
    for (auto const* const name : {"331-9010", "331-9020"}) {  // and one that nobody names
        promise.mutable_commit_transports()->add_resource_ids(name);
    }
    story.must(promise);
    auto second = commit(id, "dalarna", 1);
    second.mutable_commit_transports()->add_resource_ids("331-9030");
    story.must(second);

    auto const by_name = [](v1::Command command, std::initializer_list<char const*> which) {
        for (auto const* const name : which) {
            command.mutable_revoke_transports()->add_resource_ids(name);
        }
        return command;
    };
    auto const refused = [&](v1::Command const& command) {
        auto const outcome = story.give(command);
        REQUIRE_FALSE(outcome.has_value());
        CHECK(outcome.error().field == "resource_ids");
        return outcome.error().message;
    };
    CHECK(refused(by_name(revoke(id, "dalarna", 2), {"331-9010"})) ==
          "names 1 vehicles for a count of 2");
    CHECK(refused(by_name(revoke(id, "dalarna", 2), {"331-9010", "3319010"})) ==
          "names 3319010 twice");
    CHECK(refused(by_name(revoke(id, "dalarna", 1), {"331-9040"})) ==
          "331-9040 is none of the named vehicles that are promised there");
    CHECK(refused(by_name(revoke(id, "uppsala", 1), {"331-9010"})).contains("331-9010 is none"));

    // Of two promises at once; the first named goes, the second remains.
    story.must(by_name(revoke(id, "dalarna", 2), {"331\u20139010", "331 9030"}));
    CHECK(names() == Names{"331-9020"});
    CHECK(story.state().holder_of("331-9010") == nullptr);
    CHECK(story.state().holder_of("3319020")->id == id);
    CHECK(story.incident(id).transports_of("dalarna")->firm() == 2);
    CHECK(refused(by_name(revoke(id, "dalarna", 1), {"331-9010"})).contains("is none of"));

    v1::Command let_go;
    *let_go.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    auto& named = *let_go.mutable_release_transports();
    named.set_command_id(next_uuid());
    named.set_incident_id(id);
    named.set_region_id("dalarna");
    named.set_commitment_id("dalarna-1");
    named.set_count(1);
    named.add_resource_ids("331-9020");
    story.must(let_go);
    CHECK(names().empty());
    CHECK(story.incident(id).transports_of("dalarna")->firm() == 1);  // that nobody names
    story.must(revoke(id, "dalarna", 1));

    // A snapshot knows them too.
    auto const saved = core::State::restore(story.state().snapshot());
    CHECK(saved.holder_of("331-9010") == nullptr);
}

}  // namespace larm::test
