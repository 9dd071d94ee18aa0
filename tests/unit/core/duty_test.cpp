// The duty changes hands during an incident: offered by one, accepted by another, open chases
// moving with it.
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

v1::Command offer(std::string const& party, std::string const& officer, std::string const& token) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, "dalarna");
    command.mutable_actor()->set_token_id(token);
    auto& request = *command.mutable_offer_duty();
    request.set_command_id(next_uuid());
    request.set_party(party);
    request.set_to_officer_id(officer);
    return command;
}

v1::Command accept(std::string const& party, std::string const& officer, std::string const& token) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, "dalarna");
    command.mutable_actor()->set_token_id(token);
    auto& request = *command.mutable_accept_duty();
    request.set_command_id(next_uuid());
    request.set_party(party);
    request.set_officer_id(officer);
    return command;
}

}  // namespace

TEST_CASE("a duty moves only when the other accepts it, and open chases move with it",
          "[core][duty]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.wait_s(70);
    auto const& duty = story.state().duties().find("tib@dalarna")->second;
    story.must(offer("tib@dalarna", "dalarna-tib-2", "tok_a"));
    CHECK(duty.officer_id == "dalarna-tib-1");
    CHECK(story.give(accept("tib@dalarna", "dalarna-tib-2", "tok_a")).error().code ==
          core::Code::permission_denied);

    auto const attempt = story.chase(id, "regional_alarm", "tib@dalarna").attempt;
    story.must(accept("tib@dalarna", "dalarna-tib-2", "tok_b"));
    CHECK(duty.officer_id == "dalarna-tib-2");
    CHECK(story.chase(id, "regional_alarm", "tib@dalarna").attempt == attempt + 1);
    CHECK(story.chase(id, "regional_alarm", "tib@dalarna").rung == 0);
    CHECK(story.chase(id, "regional_alarm", "tib@gavleborg").rung == 1);
}

TEST_CASE("a duty cannot be taken without an offer, nor offered to a stranger", "[core][duty]") {
    Story story;
    CHECK(story.give(accept("tib@dalarna", "dalarna-tib-2", "tok_b")).error().field ==
          "officer_id");
    CHECK(story.give(offer("tib@dalarna", "uppsala-tib-1", "tok_a")).error().field ==
          "to_officer_id");
    CHECK(story.give(offer("tib@uppsala", "uppsala-tib-2", "tok_a")).error().code ==
          core::Code::permission_denied);
}

TEST_CASE("seeding the roster again adds only the unknown", "[core][duty]") {
    Story story;
    v1::Command seed;
    auto& known = *seed.mutable_seed_duty()->add_officers();
    known.set_party("tib@dalarna");
    known.set_officer_id("dalarna-tib-1");
    auto& fresh = *seed.mutable_seed_duty()->add_officers();
    fresh.set_party("tib@dalarna");
    fresh.set_officer_id("dalarna-tib-3");
    auto const seq = story.state().seq();
    story.must(seed);
    CHECK(story.state().seq() == seq + 1);
    CHECK(story.state().duties().find("tib@dalarna")->second.officer_id == "dalarna-tib-1");
}

}  // namespace larm::test
