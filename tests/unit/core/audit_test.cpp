// The core's second opinion: whoever has been forgotten is found, and nobody else.
#include "engine/core/audit.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

constexpr auto step = "regional_alarm";
constexpr auto late_max = core::seconds(2);

bool everything_is_known(core::Incident const&, core::Chase const&, core::Delivery const&) {
    return true;
}
bool nothing_is_known(core::Incident const&, core::Chase const&, core::Delivery const&) {
    return false;
}

std::vector<core::Finding> found(Story const& story, core::Knows const& knows,
                                 core::Duration later = {}) {
    return core::audit(story.state(), story.now() + later, late_max, knows);
}

std::ptrdiff_t count(std::vector<core::Finding> const& findings, core::Neglect kind) {
    return std::ranges::count(findings, kind, &core::Finding::kind);
}

}  // namespace

TEST_CASE("in a night that goes as it should nothing is found at any step", "[core][audit]") {
    Story story;
    auto const id = story.confirm("uppsala");
    for (int minute = 0; minute < 20; ++minute) {
        CHECK(found(story, everything_is_known).empty());
        story.wait_s(60);
    }
    story.must(acknowledge(id, "tib@dalarna"));
    story.must(decline(id, "gavleborg", "inga bilar"));
    story.must(commit(id, "dalarna", 5));
    CHECK(found(story, everything_is_known).empty());
    story.must(stand_down(id, "uppsala"));
    story.wait_s(30);
    CHECK(found(story, everything_is_known).empty());
    story.must(close(id, "uppsala"));
    CHECK(found(story, nothing_is_known, core::seconds(3600 * 24)).empty());
    CHECK(story.state().open_incidents().empty());
}

TEST_CASE("a chase that nothing follows on is found, with whose it is", "[core][audit]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto state = core::State::restore(story.state().snapshot());
    v1::Event faulty;  // as a fault of ours would leave it
    faulty.set_at_us(story.now().us);
    faulty.set_incident_id(id);
    faulty.mutable_chase_escalated()->set_step(step);
    auto& update = *faulty.add_chases();
    update.set_step(step);
    update.set_party("tib@dalarna");
    update.set_state(v1::PARTY_STATE_SENT);
    update.set_attempt(1);
    state.evolve(faulty, state.seq() + 1);

    auto const findings = core::audit(state, story.now(), late_max, everything_is_known);
    REQUIRE(findings.size() == 1);
    CHECK(findings.front().kind == core::Neglect::forgotten);
    CHECK(core::in_words(findings.front()) ==
          "the chase of tib@dalarna in step regional_alarm of incident " + id +
              " is not answered, and nothing comes next");
}

TEST_CASE("a deadline that does not fire is found once it is late", "[core][audit]") {
    Story story;
    static_cast<void>(story.confirm("uppsala"));
    CHECK(found(story, everything_is_known, core::seconds(62)).empty());
    auto const late = found(story, everything_is_known, core::seconds(63));
    CHECK(count(late, core::Neglect::overdue) > 0);
    CHECK(count(late, core::Neglect::overdue) == std::ssize(late));
}

TEST_CASE("a message that nobody is sending is found until it has an outcome, or is answered",
          "[core][audit]") {
    Story story;
    auto const id = story.confirm("uppsala");
    auto const& chase = story.chase(id, step, "tib@dalarna");
    auto const of_dalarna = [&] {
        auto findings = found(story, nothing_is_known);
        std::erase_if(findings, [](auto const& each) { return each.party != "tib@dalarna"; });
        return findings;
    };
    REQUIRE(of_dalarna().size() == 2);
    CHECK(of_dalarna().front().kind == core::Neglect::lost);
    CHECK(core::in_words(of_dalarna().front()) ==
          "the chase of tib@dalarna in step regional_alarm of incident " + id +
              " waits for a message to tib@dalarna over CHANNEL_PUSH that nobody is sending");
    story.must(delivered(id, chase, step, v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_HANDED_OVER));
    CHECK(of_dalarna().size() == 2);  // whether it was sent is not known
    story.must(delivered(id, chase, step, v1::CHANNEL_PUSH, v1::DELIVERY_OUTCOME_ACCEPTED));
    CHECK(of_dalarna().size() == 1);
    story.must(acknowledge(id, "tib@dalarna"));
    CHECK(of_dalarna().empty());
}

TEST_CASE("what waits for a human to let it run is no finding", "[core][audit]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.outage_s(chain_pack().policy().overdue_limit_s() + 120);
    REQUIRE(story.incident(id).chases_held);
    CHECK(found(story, nothing_is_known, core::seconds(3600)).empty());
}

TEST_CASE("only open incidents are looked at", "[core][audit]") {
    Story story;
    for (int number = 0; number < 3; ++number) {
        auto const id = story.confirm("uppsala");
        story.must(stand_down(id, "uppsala"));
        story.must(close(id, "uppsala"));
    }
    auto const open = story.confirm("dalarna");
    auto const restored = core::State::restore(story.state().snapshot());
    for (auto const* const state : {&story.state(), &restored}) {
        REQUIRE(state->open_incidents().size() == 1);
        CHECK(state->open_incidents().front()->id == open);
    }
}

}  // namespace larm::test
