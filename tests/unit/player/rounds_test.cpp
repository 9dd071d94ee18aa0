// A scenario of several rounds: a week that stands for the months of a crisis.
#include "simulators/player/rounds.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/unit/player/support.hpp"

namespace larm::player::test {

TEST_CASE("what is written once comes again with each round, later and under its own name",
          "[player][rounds]") {
    auto const text = with(
        with(small(), "lasts_s: 3600", "lasts_s: 3600\nrounds: 3"), "expectations {",
        "outages { channels: CHANNEL_SMS from_s: 10 until_s: 20 every_s: 60 reason: \"nere\" }\n"
        "outages { channels: CHANNEL_RAKEL from_s: 10 until_s: 20 reason: \"nere\" }\n"
        "faults { from_s: 5 until_s: 6 reason: \"strömavbrott\" daemon_down {} }\n"
        "expectations { not_counted_twice {} }\nexpectations {");
    auto const scenario = load_text(text);
    auto const& script = scenario.script;
    CHECK(script.lasts_s() == 10'800);
    CHECK(scenario.round_s() == 3600);
    REQUIRE(script.incidents_size() == 3);
    CHECK(script.incidents(0).id() == "bus");
    CHECK(script.incidents(2).id() == "bus#3");
    CHECK(script.incidents(2).confirmed().at_s() == 7260);
    CHECK(script.outages_size() == 4);  // one comes back by itself
    CHECK(script.faults(2).from_s() == 7205);
    CHECK(script.acts(1).incident() == "bus#2");
    CHECK(script.acts(1).at_s() == 6600);
    CHECK(scenario.expectation_places.size() == 6U);
    CHECK(scenario.expectation_places[5] == scenario.expectation_places[1]);

    CHECK(is_planned_for("bus", "bus#2"));
    CHECK(is_planned_for("", "bus#2"));
    CHECK_FALSE(is_planned_for("bus", "bust"));

    auto const played = play(scenario);
    auto const& result = played->result();
    CHECK(broken(result) == "");
    CHECK(result.report().incidents_size() == 3);
    // The same people with other luck.
    auto const answers = [&](int incident) { return result.report().incidents(incident); };
    CHECK(answers(0).chain_complete_at_us() - answers(0).confirmed_at_us() !=
          answers(1).chain_complete_at_us() - answers(1).confirmed_at_us());
}

TEST_CASE("in a later round hospitals begin anew, and who came before has gone home",
          "[player][rounds]") {
    auto const text = with(
        with(
            with(small(), "lasts_s: 3600", "lasts_s: 3600\nrounds: 2"), "acts { at_s: 3000",
            "casualties { site_id: \"s\" place { near_hospital_id: \"VAS\" minutes: 5 }\n"
            "  total { severe: 20 } from_s: 60 peak_s: 70 until_s: 120 by_themselves_percent: 100\n"
            "  to { hospital_id: \"VAS\" weight: 1 } arrivals_every_s: 300 }\n"
            "parties { party: \"hospital@VAS\" hospital {\n"
            "  reports { after { min_s: 10 median_s: 10 max_s: 10 } every_s: 600\n"
            "    free_percent_min: 50 free_percent_max: 50 facility: FACILITY_STATUS_NORMAL }\n"
            "  reports { after { min_s: 1800 median_s: 1800 max_s: 1800 }\n"
            "    facility: FACILITY_STATUS_CLOSED } } }\n"
            "acts { at_s: 3000"),
        "expectations {",
        "expectations { arrived { at_least: 20 within_s: 3000 } }\nexpectations {");
    auto const scenario = load_text(text);
    auto const played = play(scenario);
    CHECK(broken(played->result()) == "");
    std::vector<int> free;
    std::vector<v1::FacilityStatus> facility;
    for (auto const& published : played->log()) {
        auto const& event = published.event;
        auto const& report = event.capacity_reported().report();
        if (!event.has_capacity_reported()) {
            continue;
        }
        for (auto const& figure : report.figures()) {
            if (figure.stage() == v1::CARE_STAGE_EMERGENCY &&
                figure.dimension() == v1::PLUS_DIMENSION_PREMISES) {
                free.push_back(figure.free());
            }
        }
        if (report.facility() != v1::FACILITY_STATUS_UNSPECIFIED) {
            facility.push_back(report.facility());
        }
    }
    REQUIRE(free.size() > 8);
    CHECK(facility == std::vector{v1::FACILITY_STATUS_NORMAL, v1::FACILITY_STATUS_CLOSED,
                                  v1::FACILITY_STATUS_NORMAL, v1::FACILITY_STATUS_CLOSED});
    CHECK(free.front() > *std::ranges::min_element(free));  // they came
    CHECK(std::ranges::count(free, free.front()) >= 2);     // and it begins anew
}

TEST_CASE("rounds are bounded, and injects are told once", "[player][rounds]") {
    Folder const folder;
    auto const faults = [&](std::string const& text) {
        std::string said;
        for (auto const& fault : check_scenario(folder.write("small.textproto", text), rules())) {
            said += fault.message;
        }
        return said;
    };
    auto const long_one = faults(with(small(), "lasts_s: 3600", "lasts_s: 3600\nrounds: 100000"));
    CHECK(long_one.find("rounds") != std::string::npos);
    auto const large = faults(with(small(), "lasts_s: 3600", "lasts_s: 1\nrounds: 10368000"));
    CHECK(large.find("31104000 parts, and 20000 is the most") != std::string::npos);
    auto const told =
        faults(with(with(small(), "lasts_s: 3600", "lasts_s: 3600\nrounds: 2"), "acts {",
                    "injects { id: \"1\" at_s: 5 what { from: \"x\" to: \"tib@dalarna\" text: "
                    "\"a\" } }\nacts {"));
    CHECK(told.find("injects are told once") != std::string::npos);
}

}  // namespace larm::player::test
