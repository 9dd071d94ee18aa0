// The invariants of the alarm chain, held against nights at random: after every happening, whatever
// it was. Numbers are those of ARCHITECTURE.md, "Invariants". Durability (1) is held by
// tests/crash, isolation (4) by delivery.
#include <rapidcheck.h>

#include <map>
#include <set>
#include <tuple>

#include "engine/core/party.hpp"
#include "engine/core/view.hpp"
#include "tests/property/night.hpp"
#include "tests/support/catch.hpp"

namespace rc {

template <>
struct Arbitrary<larm::test::Happening> {
    static Gen<larm::test::Happening> arbitrary() {
        return gen::build<larm::test::Happening>(
            gen::set(&larm::test::Happening::kind),
            gen::set(&larm::test::Happening::first, gen::arbitrary<std::uint16_t>()),
            gen::set(&larm::test::Happening::second, gen::arbitrary<std::uint16_t>()));
    }
};

}  // namespace rc

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

/// Firm and provisional vehicles per (incident, region), added up from the log alone.
std::map<std::pair<std::string, std::string>, int> standing_by_log(Story const& story) {
    std::map<std::pair<std::string, std::string>, int> sums;
    for (auto const& event : story.log()) {
        auto const add = [&](std::string const& region, int count) {
            sums[{event.incident_id(), region}] += count;
        };
        if (event.has_transports_committed()) {
            add(event.transports_committed().region_id(), event.transports_committed().count());
        } else if (event.has_transports_revoked()) {
            for (auto const& share : event.transports_revoked().shares()) {
                add(event.transports_revoked().region_id(), -share.count());
            }
        } else if (event.has_transports_released()) {
            add(event.transports_released().region_id(),
                -event.transports_released().share().count());
        } else if (event.has_commitment_expired()) {
            add(event.commitment_expired().region_id(),
                -event.commitment_expired().share().count());
        }
    }
    return sums;
}

/// Whether the chase belongs to what goes on now: the alarm, or the end that is being told.
bool is_asked_now(core::Incident const& incident, core::Chase const& chase) {
    auto const trigger = incident.pack->step(chase.step).start().trigger();
    if (incident.phase == v1::INCIDENT_PHASE_STOOD_DOWN) {
        return trigger == v1::TRIGGER_STAND_DOWN;
    }
    if (incident.phase == v1::INCIDENT_PHASE_RESCINDED) {
        return trigger == v1::TRIGGER_RESCIND;
    }
    return trigger != v1::TRIGGER_STAND_DOWN && trigger != v1::TRIGGER_RESCIND;
}

void nobody_is_forgotten(Story const& story) {  // invariant 2
    for (auto const& incident : story.state().incidents()) {
        if (incident.chases_held || incident.is_closed()) {
            continue;
        }
        for (auto const& chase : incident.chases) {
            if (!is_asked_now(incident, chase) || incident.is_satisfied(chase)) {
                continue;
            }
            // A no is an answer; the declarer is then asked whether the lack is accepted.
            auto const* const region = incident.transports_of(core::organisation_of(chase.party));
            auto const said_no =
                region != nullptr && region->declined &&
                incident.pack->step(chase.step).expects() == v1::EXPECTS_TRANSPORTS;
            RC_ASSERT(said_no || chase.next_due > story.now());
        }
    }
}

void nothing_counts_twice(Story const& story) {  // invariant 3
    auto const by_log = standing_by_log(story);
    std::set<std::string> promised;
    for (auto const& incident : story.state().incidents()) {
        auto const view = core::incident_view(incident);
        for (auto const& region : view.transports()) {
            auto const found = by_log.find({incident.id, region.region_id()});
            auto const expected = found == by_log.end() ? 0 : found->second;
            RC_ASSERT(expected >= 0);
            RC_ASSERT(region.committed() + region.provisional() == expected);
            RC_ASSERT(region.departed() <= region.committed() + region.provisional());
        }
        if (!incident.is_running()) {
            continue;
        }
        for (auto const& commitment : view.commitments()) {
            RC_ASSERT(commitment.count() >= 0);
            for (auto const& id : commitment.resource_ids()) {
                if (commitment.count() > 0) {
                    RC_ASSERT(promised.insert(id).second);
                }
            }
        }
    }
}

void the_end_reaches_everyone(Story const& story) {  // invariant 5
    for (auto const& incident : story.state().incidents()) {
        if (incident.is_closed()) {
            RC_ASSERT(!incident.next_due.is_set());
            for (auto const& chase : incident.chases) {
                RC_ASSERT(!chase.next_due.is_set());
            }
        }
        if (!incident.has_ended()) {
            continue;
        }
        std::set<std::string> told;
        for (auto const& chase : incident.chases) {
            if (is_asked_now(incident, chase)) {
                told.insert(chase.party);
            }
        }
        for (auto const& recipient : incident.alerted) {
            RC_ASSERT(told.contains(recipient));
        }
    }
}

void deadlines_fire_once_and_never_early(Story const& story) {  // invariant 10
    // By attempt too: what fails at once in the same instant makes the next rung due then and
    // there.
    std::set<std::tuple<std::string, std::string, std::string, std::int64_t, int>> fired;
    for (auto const& event : story.log()) {
        if (event.has_chase_escalated()) {
            auto const& escalated = event.chase_escalated();
            RC_ASSERT(escalated.due_us() <= event.at_us());
            RC_ASSERT(fired
                          .emplace(event.incident_id(), escalated.step(), escalated.party(),
                                   escalated.due_us(), event.chases(0).attempt())
                          .second);
        }
    }
    if (auto const next = story.state().next_deadline(); next) {
        RC_ASSERT(next->at > story.now());
    }
}

void the_log_is_the_state(Story const& story) {  // invariant 6, and snapshots as mere caches
    core::State folded;
    for (auto const& event : story.log()) {
        folded.evolve(event, folded.seq() + 1);
    }
    auto const bytes = story.state().snapshot().SerializeAsString();
    RC_ASSERT(folded.snapshot().SerializeAsString() == bytes);
    v1::StateSnapshot parsed;
    RC_ASSERT(parsed.ParseFromString(bytes));
    RC_ASSERT(core::State::restore(parsed).snapshot().SerializeAsString() == bytes);
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

TEST_CASE("whatever happens in a night, the invariants hold after every step", "[property]") {
    Reached reached;
    auto const held = rc::check([&reached](std::vector<Happening> const& happenings) {
        Story story;
        for (auto const& happening : happenings) {
            auto const before = story.state().seq();
            auto const done = happen(story, happening);
            auto const right = !done.command || has_right(story, *done.command);
            only_those_with_the_right(done, right, story.state().seq() - before, reached);
            nobody_is_forgotten(story);
            nothing_counts_twice(story);
            the_end_reaches_everyone(story);
        }
        deadlines_fire_once_and_never_early(story);
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
