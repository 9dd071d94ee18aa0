// Regions that take patients, give support, report the situation and come to conferences: as the
// scenario says, with the rights of who acts, and nobody is lost or counted twice on the way.
#include <map>
#include <set>

#include "simulators/player/judge_counts.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/player/support.hpp"

namespace larm::player::test {
namespace {

/// small() with eighty casualties who wait at the scene for hours, hospitals that report, and
/// regions that do what `plans` says.
std::string with_moves(std::string const& plans) {
    auto text = with(small(), "lasts_s: 3600", "lasts_s: 28800");
    text = with(text, "at_s: 3000 by", "at_s: 10800 by");
    text = with(text, "READINESS_LEVEL_STAB", "READINESS_LEVEL_KATASTROF mass_casualty: true");
    return text + R"(
casualties {
  site_id: "1" total { severe: 10 moderate: 30 minor: 40 } from_s: 60 peak_s: 300 until_s: 900
  place { near_hospital_id: "VAS" minutes: 10 }
  leaves_after { min_s: 9000 median_s: 10000 max_s: 11000 } travels { min_s: 300 median_s: 600 max_s: 1200 }
  to { hospital_id: "VAS" weight: 1 } reported_every_s: 120 arrivals_every_s: 120
}
parties {
  party: "hospital@*"
  hospital {
    reports { incident: "bus" after { min_s: 60 median_s: 120 max_s: 180 } every_s: 600
      free_percent_min: 60 free_percent_max: 80 facility: FACILITY_STATUS_NORMAL }
  }
}
parties {
  party: ["tib@dalarna", "tib@gavleborg", "tib@sormland", "tib@uppsala", "tib@varmland", "tib@orebro", "tib@vastmanland"]
  hears { channels: [CHANNEL_PUSH, CHANNEL_SMS, CHANNEL_VOICE] percent: 100 after { max_s: 9 } }
  acknowledges_after { max_s: 9 }
)" + plans +
           "}\n";
}

constexpr auto takes_all = R"(
  transfers {
    answers_after { min_s: 30 median_s: 60 max_s: 90 }
    leaves { min_percent: 90 median_percent: 100 max_percent: 110 }
    travels { min_percent: 90 median_percent: 100 max_percent: 110 }
    releases_after { min_s: 60 median_s: 90 max_s: 120 }
  }
  transports { commits { after { max_s: 60 } count: 5 kind: "ambulans" ready_in_minutes: 5 } }
)";

std::map<v1::TransferState, int> persons_by_state(core::Incident const& incident) {
    std::map<v1::TransferState, int> persons;
    for (auto const& move : incident.casualties.moves) {
        persons[move.state()] += move.count();
    }
    return persons;
}

std::string faults_of(std::string const& text) {
    Folder const folder;
    std::string said;
    for (auto const& fault : check_scenario(folder.write("small.textproto", text), rules())) {
        said += (said.empty() ? "" : "\n") + fault.message;
    }
    return said;
}

}  // namespace

TEST_CASE("who is moved from a scene leaves it, comes where the move goes, and is one person",
          "[player][moves]") {
    auto const scenario = load_text(with_moves(takes_all));
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        CAPTURE(seed);
        auto const player = play(scenario, seed);
        auto const& incident = player->state().incidents().front();
        auto persons = persons_by_state(incident);
        CHECK(persons[v1::TRANSFER_STATE_ARRIVED] > 25);
        CHECK(persons[v1::TRANSFER_STATE_UNDER_WAY] == 0);
        CHECK(incident.casualties.arrived() == core::Counts{10, 30, 40});
        CHECK(held_vehicles(incident) == "");
    }
}

TEST_CASE("a region without a plan answers nothing, and nobody moves", "[player][moves]") {
    auto const player = play(load_text(with_moves("")));
    for (auto const& [seq, event] : player->log()) {
        for (auto const& move : event.transfers_changed().moves()) {
            CHECK(move.state() == v1::TRANSFER_STATE_CALLED_OFF);  // impossible by then
        }
    }
    CHECK(player->state().incidents().front().transfers.proposal.number() > 0);
}

TEST_CASE("regions that decline everything, with a reason, are not sent anybody",
          "[player][moves]") {
    auto const text = with(with_moves(takes_all), "answers_after {",
                           "declines_percent: 100 declines_reason: \"fullt\" answers_after {");
    auto const player = play(load_text(text));
    int declined = 0;
    for (auto const& [seq, event] : player->log()) {
        for (auto const& move : event.transfers_changed().moves()) {
            declined += move.state() == v1::TRANSFER_STATE_DECLINED ? move.count() : 0;
            CHECK(move.state() == v1::TRANSFER_STATE_DECLINED);
            CHECK(move.reason() == "fullt");
        }
    }
    CHECK(declined > 0);
}

TEST_CASE("support is offered as far as a region has it, and goes its way to being let go",
          "[player][support]") {
    auto const player = play(load_text(with_moves(R"(
  support {
    answers_after { max_s: 60 } declines_reason: "inget"
    gives { kind: SUPPORT_KIND_TEAM quantity: 2 ready_in_minutes: 10 travels { min_s: 600 median_s: 900 max_s: 1200 } }
    accepts_after { min_s: 120 median_s: 150 max_s: 180 } releases_after { min_s: 600 median_s: 900 max_s: 1200 }
  }
)") + R"(acts { at_s: 600 by: "tib@vastmanland" request_support { region_id: "vastmanland"
  lines { kind: SUPPORT_KIND_TEAM words: "team" quantity: 5 }
  lines { kind: SUPPORT_KIND_HELICOPTER words: "hkp" quantity: 1 } } }
acts { at_s: 1800 by: "tib@vastmanland" request_support { region_id: "vastmanland"
  lines { kind: SUPPORT_KIND_TEAM words: "fler" quantity: 5 } } }
)"));
    auto const& incident = player->state().incidents().front();
    v1::SupportExpected expected;
    expected.set_reached(v1::SUPPORT_REACHED_OFFERED);
    CHECK(supported(incident, expected) == 12);  // two of each of six: what they have is given once
    expected.set_reached(v1::SUPPORT_REACHED_RELEASED);
    CHECK(supported(incident, expected) == 5);  // as much as was asked for
    REQUIRE(incident.support.size() == 2);
    CHECK(incident.support[0].lines(1).declines_size() == 6);
    CHECK(incident.support[1].lines(0).declines_size() == 6);
}

TEST_CASE("the situation is reported when it is due, and again", "[player][situation]") {
    auto const player = play(load_text(with_moves(R"(
  national { take: true }
  situation { after { max_s: 60 } fills { section: "bedomning" words: "Värre" } note: "n" }
)")));
    auto const& incident = player->state().incidents().front();
    CHECK(incident.situations.size() == 3);
    REQUIRE(incident.situation_fills.size() == 1);
    CHECK(incident.situation_fills.front().words() == "Värre");
}

TEST_CASE("a conference has a roll-call of those who come, and each says where it stands",
          "[player][conference]") {
    auto const text = with_moves(R"(
  conference { comes_percent: 70 declines_reason: "upptagen" position_after { max_s: 60 }
    reservation_percent: 30 reservation: "så länge det räcker" roll_call_after { max_s: 60 } }
)") + R"(acts { at_s: 600 by: "tib@uppsala" call_conference { starts_in_minutes: 10 } }
acts { at_s: 1800 by: "tib@uppsala" conference_decision { conference_id: "K1" decision: "Så gör vi" } }
)";
    auto const scenario = load_text(text);
    int missing = 0;
    int reservations = 0;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        CAPTURE(seed);
        auto const player = play(scenario, seed);
        auto const& incident = player->state().incidents().front();
        REQUIRE(incident.conferences.size() == 1);
        auto const& record = incident.conferences.front();
        REQUIRE(record.decisions_size() == 1);
        std::set<std::string> stand;
        for (auto const& position : record.decisions(0).positions()) {
            stand.insert(position.party());
            reservations += position.position() == v1::POSITION_RESERVATION ? 1 : 0;
        }
        CHECK(stand == std::set<std::string>{record.present().begin(), record.present().end()});
        CHECK(stand.contains("tib@uppsala"));
        missing += 7 - record.present_size();
    }
    CHECK(missing > 0);
    CHECK(reservations > 0);
}

TEST_CASE("what is expected of moves, vehicles and support can fail", "[player][scenarios]") {
    auto scenario = load(shipped("galleria_bomb"));
    scenario.script.set_lasts_s(9000);  // in the midst of it
    std::vector<int> broken_ones;
    for (int index = 0; index < scenario.script.expectations_size(); ++index) {
        auto& expected = *scenario.script.mutable_expectations(index);
        if (expected.has_transfers()) {
            expected.mutable_transfers()->set_within_s(1);
        } else if (expected.has_support()) {
            expected.mutable_support()->set_within_s(1);
        } else if (!expected.has_no_vehicle_held_at_end() && !expected.recommended().back()) {
            continue;
        }
        broken_ones.push_back(index);
    }
    REQUIRE(broken_ones.size() > 8);
    auto const result = play(scenario)->result();
    for (auto const index : broken_ones) {
        CAPTURE(result.verdicts(index).expected().en());
        CHECK_FALSE(result.verdicts(index).held());
    }
}

TEST_CASE("plans of moves, support, reports and conferences that cannot be played are faults",
          "[player][scenario]") {
    CHECK(faults_of(with_moves(takes_all)) == "");
    std::pair<char const*, char const*> const defects[] = {
        {"transfers { declines_percent: 5 }", "declines_reason missing"},
        {"transfers { declines_percent: 60 declines_reason: \"n\" amends_percent: 50 }",
         "more than all are amended or declined"},
        {"transfers { travels { max_percent: 100 } }", "nobody leaves, so nobody travels"},
        {"transfers { leaves { min_percent: 5 } }",
         "not min_percent <= median_percent <= max_percent"},
        {"support { answers_after {} }", "declines_reason missing"},
        {"support { gives { kind: SUPPORT_KIND_TEAM quantity: 1 } }",
         "nothing is answered, so nothing is given"},
        {"support { answers_after {} declines_reason: \"n\" gives { quantity: 1 } }",
         "kind missing"},
        {"support { answers_after {} declines_reason: \"n\" gives { kind: SUPPORT_KIND_TEAM } }",
         "quantity is 0"},
        {"situation { fills { section: \"nej\" words: \"n\" } }",
         "no section \"nej\" in the template"},
        {"situation { fills { section: \"bedomning\" } }", "words missing"},
        {"conference { comes_percent: 50 }", "declines_reason missing"},
        {"conference { comes_percent: 100 reservation_percent: 5 }", "reservation missing"},
    };
    for (auto const& [plan, fault] : defects) {
        CAPTURE(plan);
        CHECK(faults_of(with_moves(plan)) == fault);
    }
    CHECK(faults_of(small() + "parties { party: \"blood@uppsala\" transfers {} }\n") ==
          "only a TiB or a deputy does this");
    CHECK(faults_of(small() + "expectations { support { at_least: 1 within_s: 9 } }\n") ==
          "reached missing");
    CHECK(faults_of(
              small() +
              "expectations { transfers { hospital_id: \"VSA\" at_least: 1 within_s: 9 } }\n") ==
          "no hospital \"VSA\"");
}

}  // namespace larm::player::test
