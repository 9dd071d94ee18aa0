// Triage at random: figures late and early around the thresholds, indicators that humans report,
// decisions with and against, time, outages. What is read bit by bit is what reading everything
// gives, nothing flaps, and nothing holds by what is too old.
#include <rapidcheck.h>

#include <map>

#include "tests/property/night.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/triage.hpp"

namespace larm::test {
namespace {

constexpr std::array hospitals{"A", "B", "C", "D", "E"};
constexpr std::array regions{"uppsala", "dalarna", "gavleborg"};
constexpr std::array said{"said", "alone"};

core::Instant seen(Story const& story, Happening const& happening) {
    return story.now() - core::seconds((happening.second / 16) % 4 * 500);
}

void decide_something(Story& story, std::string const& id, Happening const& happening) {
    std::string const region = regions[happening.first % regions.size()];
    auto command =
        happening.second % 2 == 0
            ? decide_mode(id, region, static_cast<v1::TriageMode>(1 + happening.second / 2 % 2))
            : decide_standard(
                  id, region, static_cast<v1::CareStandard>(1 + happening.second / 2 % 3),
                  happening.second % 3 == 0 ? story.now() + core::seconds(300) : core::Instant{});
    if (region == "dalarna") {
        *command.mutable_actor() = actor(v1::ROLE_HOSPITAL, "C");
    }
    (void)story.give(command);
}

void live(Story& story, Happening const& happening) {
    auto const& incidents = story.state().incidents();
    auto const id = incidents[happening.first % incidents.size()].id;
    auto const region = story.incident(id).region_id;
    switch (happening.kind % 12) {
        case 0:
        case 1:
        case 2: {
            auto const free = happening.second % 16;
            (void)story.give(report_all(hospitals[happening.first % hospitals.size()], free + 5,
                                        free, free / 2, 6, seen(story, happening)));
            break;
        }
        case 3:
        case 4:
            (void)story.give(say_indicator(id, regions[happening.first % regions.size()],
                                           said[happening.second % said.size()],
                                           happening.second / 2 % 3, seen(story, happening)));
            break;
        case 5:
        case 6: {
            auto command = casualties(id, region, {6 + happening.second % 9, 1, 1}, {1, 0, 0},
                                      hospitals[happening.first % hospitals.size()]);
            command.mutable_report_casualties()->set_site_id(std::to_string(happening.first % 2));
            (void)story.give(command);
            break;
        }
        case 7: {
            auto const* const hospital = hospitals[happening.first % hospitals.size()];
            auto const before = story.incident(id).casualties.arrived_at(hospital);
            (void)story.give(
                arrivals(id, hospital, core::sum(before, {happening.second % 4, 1, 0})));
            break;
        }
        case 8: decide_something(story, id, happening); break;
        case 9: story.wait_s(happening.second % 1200); break;
        case 10:
            if (happening.first % 7 == 0 && incidents.size() < 3) {
                (void)story.give(confirm(happening.second % 2 == 0 ? "uppsala" : "dalarna"));
            } else {
                story.wait_s(happening.second % 90);
            }
            break;
        default:
            if (happening.first % 9 == 0) {
                story.outage_s(happening.second % 7000);
            } else if (happening.first % 13 == 1) {
                (void)story.give(stand_down(id, region));
            } else {
                story.wait_s(happening.second % 200);
            }
    }
}

struct Told {
    int held = 0;
    int unknown = 0;
    int recommended = 0;
    int reminded = 0;
    int withdrawn = 0;
};

using Key = std::tuple<std::string, std::string, std::string>;

/// Between two turns lies the dwell, and what is unknown is never said to have turned.
void check_turns(Story const& story, Told& told) {
    auto const pack = triage_pack();
    std::map<std::pair<std::string, std::string>, v1::TriageIndicator> rules;
    for (auto const& set : pack.triage().sets()) {
        for (auto const& rule : set.indicators()) {
            for (auto const* const region : regions) {
                if (set.region_id().empty() || set.region_id() == region) {
                    rules[{region, rule.id()}] = rule;
                }
            }
        }
    }
    std::map<Key, v1::IndicatorTurn> known;
    for (auto const& event : story.log()) {
        for (auto const& turn : event.indicators_turned().turns()) {
            RC_ASSERT(turn.since_us() <= event.at_us());
            if (turn.standing() == v1::INDICATOR_STANDING_UNKNOWN) {
                ++told.unknown;
                continue;
            }
            told.held += turn.standing() == v1::INDICATOR_STANDING_HOLDS ? 1 : 0;
            auto const [former, is_first] = known.emplace(
                Key{event.incident_id(), turn.region_id(), turn.indicator_id()}, turn);
            if (!is_first && former->second.standing() != turn.standing()) {
                auto const& rule = rules.at({turn.region_id(), turn.indicator_id()});
                auto const dwell = turn.standing() == v1::INDICATOR_STANDING_HOLDS
                                       ? rule.dwell_s()
                                       : rule.dwell_back_s();
                RC_ASSERT(turn.since_us() - former->second.since_us() >= dwell * 1'000'000LL);
            }
            former->second = turn;
        }
        told.recommended += event.has_triage_recommended() ? 1 : 0;
        told.reminded += event.has_decision_reminded() ? 1 : 0;
        told.withdrawn += event.has_recommendation_withdrawn() ? 1 : 0;
    }
}

/// What a human has said and is too old by now holds nowhere as known.
void check_ages(Story const& story) {
    for (auto const& incident : story.state().incidents()) {
        if (!incident.is_running() || incident.chases_held || incident.triage.cells.empty()) {
            continue;
        }
        auto const& terms = incident.triage.terms->regions();
        for (std::size_t region = 0; region < terms.size(); ++region) {
            for (std::size_t index = 0; index < terms[region].indicators.size(); ++index) {
                auto const& cell = incident.triage.cells[region][index];
                if (cell.course.at(story.now()) == nullptr) {
                    RC_ASSERT(cell.told == v1::INDICATOR_STANDING_UNKNOWN);
                }
                auto const& rule = *terms[region].indicators[index].rule;
                if (rule.source() != v1::TRIAGE_SOURCE_REPORTED) {
                    continue;
                }
                auto const is_young = [&](v1::IndicatorReport const& report) {
                    return report.region_id() == terms[region].region_id &&
                           report.indicator_id() == rule.id() &&
                           (story.now() - core::Instant{report.observed_at_us()}) <=
                               core::seconds(rule.max_age_s());
                };
                RC_ASSERT(std::ranges::any_of(incident.triage.reports, is_young) ==
                          (cell.told != v1::INDICATOR_STANDING_UNKNOWN));
            }
        }
    }
}

}  // namespace

TEST_CASE("indicators that are read bit by bit are what reading all of them gives", "[property]") {
    Told told;
    auto const held = rc::check([&](std::vector<Happening> const& happenings) {
        Story story{triage_pack()};
        (void)story.give(confirm("uppsala"));
        for (auto const& happening : happenings) {
            live(story, happening);
            auto const difference = triage_differs_from_whole(story.state());
            if (!difference.empty()) {
                RC_FAIL(difference);
            }
            check_ages(story);
        }
        check_turns(story, told);
    });
    CHECK(held);
    CHECK(told.held > 100);  // or it would prove nothing
    CHECK(told.unknown > 50);
    CHECK(told.recommended > 50);
    CHECK(told.reminded > 5);
    CHECK(told.withdrawn > 5);
}

TEST_CASE("the same log gives the same state, whenever it is read from a snapshot", "[property]") {
    CHECK(rc::check([](std::vector<Happening> const& happenings) {
        Story story{triage_pack()};
        (void)story.give(confirm("uppsala"));
        for (auto const& happening : happenings) {
            live(story, happening);
        }
        auto const middle = story.log().size() / 2;
        core::State straight;
        core::State broken;
        for (std::size_t at = 0; at < story.log().size(); ++at) {
            straight.evolve(story.log()[at], straight.seq() + 1);
            broken.evolve(story.log()[at], broken.seq() + 1);
            if (at == middle) {
                broken = core::State::restore(broken.snapshot());
            }
        }
        auto const bytes = story.state().snapshot().SerializeAsString();
        RC_ASSERT(straight.snapshot().SerializeAsString() == bytes);
        RC_ASSERT(broken.snapshot().SerializeAsString() == bytes);
    }));
}

}  // namespace larm::test
