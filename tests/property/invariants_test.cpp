// The invariants of the alarm chain, held against nights at random: after every happening, whatever
// it was. What must hold is in simulators/swarm, which holds it in nights with crashes too.
#include <string>

#include "simulators/swarm/invariants.hpp"
#include "simulators/swarm/rights.hpp"
#include "tests/property/night.hpp"
#include "tests/support/catch.hpp"

namespace larm::test {
namespace {

/// How often the rare was reached over all nights: a property over nothing proves nothing.
struct Reached {
    int escalations = 0;
    int shortfalls = 0;
    int expiries = 0;
    int held = 0;
    int refusals_of_right = 0;
    int closed = 0;
};

/// As RC_ASSERT, saying what did not hold.
void must(swarm::Held const& held) {
    if (!held) {
        RC_FAIL("invariant " + std::to_string(held.error().invariant) + ": " + held.error().what);
    }
}

void the_log_is_the_state(Story const& story) {
    core::State folded;
    for (auto const& event : story.log()) {
        folded.evolve(event, folded.seq() + 1);
    }
    must(swarm::the_log_is_the_state(story.state(), folded));
}

void only_those_with_the_right(Done const& done, bool had_right, std::int64_t events_added,
                               Reached& reached) {  // invariant 8
    if (!done.command || !done.command->has_actor()) {
        return;
    }
    if (!had_right) {
        ++reached.refusals_of_right;
        RC_ASSERT(!done.accepted);
    }
    if (!done.accepted) {
        RC_ASSERT(events_added == 0);
    }
}

void count(Story const& story, Reached& reached) {
    for (auto const& event : story.log()) {
        reached.escalations += event.has_chase_escalated() ? 1 : 0;
        reached.shortfalls += event.has_shortfall_accepted() ? 1 : 0;
        reached.expiries += event.has_commitment_expired() ? 1 : 0;
        reached.held += event.has_chases_held() ? 1 : 0;
        reached.closed += event.has_incident_closed() ? 1 : 0;
    }
}

}  // namespace

TEST_CASE("who acknowledges a stand-down that has become a rescission is told of that too",
          "[property]") {
    Story story;
    swarm::Books books;
    // Confirmed, stood down, the push to Gävleborg's blood centre fails, rescinded; it
    // acknowledges.
    for (auto const& happening :
         {Happening{0, 4, 1}, Happening{142, 0, 5889}, Happening{91, 36097, 7517},
          Happening{173, 0, 56540}, Happening{46, 0, 43439}}) {
        auto const done = happen(story, happening);
        REQUIRE(done.accepted);
        while (books.events() < story.state().seq()) {
            books.enter(story.log()[static_cast<std::size_t>(books.events())]);
        }
        auto const held = swarm::all_hold(story.state(), books, story.now());
        CHECK((held ? "" : held.error().what) == "");
    }
    auto const& last = story.log().back();
    REQUIRE(last.party_acknowledged().party() == "blood@gavleborg");
    CHECK(last.chases(last.chases_size() - 1).step() == "rescind");
}

TEST_CASE("whatever happens in a night, the invariants hold after every step", "[property]") {
    Reached reached;
    auto const held = rc::check([&reached](std::vector<Happening> const& happenings) {
        Story story;
        swarm::Books books;
        for (auto const& happening : happenings) {
            auto const before = story.state().seq();
            auto const done = happen(story, happening);
            auto const right = !done.command || swarm::has_right(story.state(), *done.command);
            only_those_with_the_right(done, right, story.state().seq() - before, reached);
            while (books.events() < story.state().seq()) {
                books.enter(story.log()[static_cast<std::size_t>(books.events())]);
            }
            must(swarm::all_hold(story.state(), books, story.now()));
        }
        the_log_is_the_state(story);
        count(story, reached);
    });
    CHECK(held);
    CHECK(reached.escalations > 0);
    CHECK(reached.shortfalls > 0);
    CHECK(reached.expiries > 0);
    CHECK(reached.held > 0);
    CHECK(reached.refusals_of_right > 0);
    CHECK(reached.closed > 0);
}

}  // namespace larm::test
