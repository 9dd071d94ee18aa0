// Casualties that are drawn, and hospitals that keep books of their own: the same for the same
// seed, within what the scenario says, and entered with the rights of who enters it.
#include "simulators/player/casualties.hpp"

#include <algorithm>
#include <set>

#include "tests/support/catch.hpp"
#include "tests/unit/player/support.hpp"

namespace larm::player::test {
namespace {

/// small() with sixty casualties and hospitals that answer.
std::string with_casualties() {
    return with(small(), "lasts_s: 3600", "lasts_s: 14400") + R"(
casualties {
  site_id: "1" total { severe: 10 moderate: 20 minor: 30 } dead: 2
  from_s: 60 peak_s: 600 until_s: 3600 by_themselves_percent: 40
  place { near_hospital_id: "VAS" minutes: 10 }
  leaves_after { min_s: 60 median_s: 300 max_s: 900 } travels { min_s: 300 median_s: 600 max_s: 1200 }
  to { hospital_id: "VAS" weight: 6 } to { hospital_id: "*" weight: 4 }
  reported_every_s: 120 arrivals_every_s: 120 entered_after { min_s: 10 median_s: 60 max_s: 600 }
}
parties {
  party: "hospital@*"
  hospital {
    reports { incident: "bus" after { min_s: 60 median_s: 120 max_s: 180 } every_s: 600
      free_percent_min: 40 free_percent_max: 50 facility: FACILITY_STATUS_NORMAL }
    accepts_after { min_s: 30 median_s: 60 max_s: 120 }
    done_after { min_percent: 90 median_percent: 100 max_percent: 110 }
  }
}
)";
}

int total(v1::SeverityCounts const& counts) {
    return counts.severe() + counts.moderate() + counts.minor();
}

core::Instant at(Scenario const& scenario, int seconds) {
    return scenario.starts + core::seconds(seconds);
}

}  // namespace

TEST_CASE("casualties come within their time, most of them around the peak", "[player][capacity]") {
    auto const scenario = load_text(with_casualties());
    auto const& stream = scenario.script.casualties(0);
    auto const player = play(scenario);
    auto const drawn = draw(stream, *player);
    REQUIRE(drawn.size() == 60);
    int around = 0;
    int by_themselves = 0;
    std::set<std::string> hospitals;
    for (auto const& each : drawn) {
        CHECK(each.found >= at(scenario, 60));
        CHECK(each.found <= at(scenario, 3600));
        CHECK(each.leaves >= each.found);
        CHECK(each.first().arrives >= each.leaves + core::seconds(300));
        CHECK((!each.by_themselves || each.first().hospital == "VAS"));
        around += each.found <= at(scenario, 1800) ? 1 : 0;
        by_themselves += each.by_themselves ? 1 : 0;
        hospitals.insert(each.first().hospital);
    }
    CHECK(around > 30);  // 69 of 100 by the triangle, an even stream would have 49
    CHECK(by_themselves > 10);
    CHECK(by_themselves < 40);
    CHECK(hospitals.size() > 5);
}

TEST_CASE("one casualty more changes nothing for the others, and another seed does",
          "[player][capacity]") {
    auto const scenario = load_text(with_casualties());
    auto const stream = scenario.script.casualties(0);
    auto more = stream;
    more.mutable_total()->set_severe(11);
    auto const player = play(scenario);
    auto const drawn = draw(stream, *player);
    auto const again = draw(more, *player);
    REQUIRE(again.size() == 61);
    auto const is_same = [](Casualty const& one, Casualty const& other) {
        return one.found == other.found && one.first().arrives == other.first().arrives &&
               one.first().hospital == other.first().hospital && one.severity == other.severity;
    };
    CHECK(std::equal(drawn.begin(), drawn.begin() + 10, again.begin(), is_same));
    CHECK(std::equal(drawn.begin() + 10, drawn.end(), again.begin() + 11, is_same));
    auto const other = draw(stream, *play(scenario, 2));
    CHECK_FALSE(std::ranges::equal(drawn, other, is_same));
}

TEST_CASE("everybody is counted once: at the scene, under way, or come", "[player][capacity]") {
    auto const scenario = load_text(with_casualties());
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        auto const player = play(scenario, seed);
        auto const& incident = player->state().incidents().front();
        CHECK(incident.casualties.arrived() == core::Counts{10, 20, 30});
        CHECK(incident.casualties.waiting() == core::Counts{});
        CHECK(incident.casualties.under_way() == core::Counts{});
        CHECK(player->refused() == 0);
        core::Instant seen;
        for (auto const& [seq, event] : player->log()) {
            if (event.has_casualties_reported()) {
                auto const& site = event.casualties_reported().site();
                CHECK(core::Instant{site.observed_at_us()} > seen);
                seen = {site.observed_at_us()};
                CHECK(site.observed_at_us() <= event.at_us());
                CHECK(total(site.at_scene()) + total(site.under_way()) <= 60);
                CHECK(event.cause().actor().organisation() == "vastmanland");
            } else if (event.has_arrivals_reported()) {
                CHECK(event.cause().actor().role() == v1::ROLE_HOSPITAL);
                CHECK(event.cause().actor().organisation() ==
                      event.arrivals_reported().record().hospital_id());
            }
        }
        CHECK(seen.is_set());
    }
}

TEST_CASE("hospitals report, and carry out what their level orders", "[player][capacity]") {
    auto const text = with(with_casualties(), "READINESS_LEVEL_STAB", "READINESS_LEVEL_KATASTROF");
    auto const player = play(load_text(text));
    int done = 0;
    int failed = 0;
    std::set<std::string> reported;
    for (auto const& [seq, event] : player->log()) {
        for (auto const& step : event.steps_changed().steps()) {
            done += step.state() == v1::STEP_STATE_DONE ? 1 : 0;
            failed += step.state() == v1::STEP_STATE_FAILED ? 1 : 0;
        }
        if (event.has_capacity_reported()) {
            reported.insert(event.capacity_reported().report().hospital_id());
            for (auto const& figure : event.capacity_reported().report().figures()) {
                CHECK(figure.free() >= -60);  // nobody lacks more places than there are hurt
            }
        }
    }
    CHECK(reported.size() ==
          static_cast<std::size_t>(player->scenario().pack.pack.hospitals_size()));
    CHECK(done > 3);  // the region's own two hospitals
    CHECK(failed == 0);
    auto const all_fail =
        with(text, "done_after { min_percent: 90 median_percent: 100 max_percent: 110 }",
             "done_after { min_percent: 90 median_percent: 100 max_percent: 110 } "
             "fails_percent: 100 fails_reason: \"ingen svarar\"");
    auto const unlucky = play(load_text(all_fail));
    for (auto const& [seq, event] : unlucky->log()) {
        for (auto const& step : event.steps_changed().steps()) {
            CHECK(step.state() != v1::STEP_STATE_DONE);
        }
    }
}

TEST_CASE("what a scenario says of hospitals and casualties is checked where it stands",
          "[player][capacity]") {
    auto const faults = [](std::string_view from, std::string_view to) {
        Folder const folder;
        auto const file = folder.write("small.textproto", with(with_casualties(), from, to));
        std::string said;
        for (auto const& fault : check_scenario(file, rules())) {
            said += fault.message + "\n";
        }
        return said;
    };
    CHECK(faults("peak_s: 600", "peak_s: 30") ==
          "the peak is not between the first and the last\n");
    CHECK(faults("hospital_id: \"VAS\" weight: 6", "hospital_id: \"VSA\" weight: 6") ==
          "no hospital \"VSA\" in rule pack mellansverige\n");
    CHECK(faults("hospital_id: \"VAS\" weight: 6", "hospital_id: \"VAS\"") == "weight is 0\n");
    CHECK(faults("to { hospital_id: \"VAS\" weight: 6 } ", "") ==
          "those who go by themselves go to one hospital\n");
    CHECK(faults("severe: 10 moderate: 20 minor: 30", "") == "0 casualties\n");
    CHECK(faults("reported_every_s: 120", "reported_every_s: 1") == "reported_every_s is 1\n");
    CHECK(faults("party: \"hospital@*\"", "party: \"tib@orebro\"") ==
          "only a hospital does this\n");
    CHECK(faults("free_percent_max: 50", "free_percent_max: 30") == "less than free_percent_min\n");
    CHECK(faults("max_percent: 110", "max_percent: 95") ==
          "not min_percent <= median_percent <= max_percent\n");
    CHECK(faults("accepts_after { min_s: 30 median_s: 60 max_s: 120 }", "") ==
          "nothing is accepted, so nothing is done\n");
}

}  // namespace larm::player::test
