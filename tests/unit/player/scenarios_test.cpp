// The shipped scenarios hold whoever is on duty, and their expectations can fail.
#include "simulators/player/event_words.hpp"
#include "simulators/player/scenario_text.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/player/support.hpp"

namespace larm::player::test {

TEST_CASE("every shipped scenario holds for many seeds", "[player][scenarios]") {
    for (auto const* id :
         {"arboga_2006", "volendam_2001", "two_silent_regions", "two_incidents", "galleria_bomb"}) {
        auto const scenario = load(shipped(id));
        for (std::uint64_t seed = 1; seed <= 12; ++seed) {
            CAPTURE(id, seed);
            auto const result = play(scenario, seed)->result();
            CHECK(broken(result) == "");
            CHECK(result.held());
        }
    }
}

TEST_CASE("the library of past incidents and its negative controls holds", "[player][scenarios]") {
    for (auto const* id :
         {"london_2005", "madrid_2004", "las_vegas_2017", "nice_2016", "drottninggatan_2017",
          "wildfire_2014", "many_slightly_hurt", "large_fire_nobody_hurt", "influenza_week"}) {
        auto const scenario = load(shipped(id));
        for (std::uint64_t seed = 1; seed <= 2; ++seed) {
            CAPTURE(id, seed);
            auto const result = play(scenario, seed)->result();
            CHECK(broken(result) == "");
        }
    }
}

/// Three months take half a minute; every week of them is played by the same plan.
std::string grey_zone_of(int weeks) {
    return with(*read_text(shipped("skane_greyzone")), "rounds: 13",
                "rounds: " + std::to_string(weeks));
}

TEST_CASE("two weeks of the grey zone hold", "[player][scenarios]") {
    Folder const folder;
    auto const scenario = load(folder.write("skane_greyzone.textproto", grey_zone_of(2)));
    auto const result = play(scenario)->result();
    CHECK(broken(result) == "");
}

TEST_CASE("three months of the grey zone hold", "[.long][scenarios]") {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        CAPTURE(seed);
        CHECK(broken(play(load(shipped("skane_greyzone")), seed)->result()) == "");
    }
}

TEST_CASE("a silent world breaks what is expected of a scenario", "[player][scenarios]") {
    for (auto const* id :
         {"arboga_2006", "volendam_2001", "two_silent_regions", "two_incidents", "galleria_bomb"}) {
        CAPTURE(id);
        auto scenario = load(shipped(id));
        scenario.script.clear_parties();
        auto const said = broken(play(scenario)->result());
        CHECK(said.find("the chain complete") != std::string::npos);
    }
}

TEST_CASE("no scenario's expectation holds by itself: too little time breaks it",
          "[player][scenarios]") {
    auto scenario = load(shipped("arboga_2006"));
    int broken_ones = 0;
    for (auto& expected : *scenario.script.mutable_expectations()) {
        if (expected.has_chain_complete()) {
            expected.mutable_chain_complete()->set_within_s(1);
        } else if (expected.has_acknowledged()) {
            expected.mutable_acknowledged()->set_within_s(1);
        } else if (expected.has_committed()) {
            expected.mutable_committed()->set_within_s(1);
        } else if (expected.has_happens()) {
            expected.mutable_happens()->set_within_s(1);
        } else if (expected.has_stand_down_reached()) {
            expected.mutable_stand_down_reached()->set_within_s(1);
        } else if (expected.has_at_most()) {
            expected.mutable_at_most()->set_count(0);
        } else if (expected.has_phase_at_end()) {
            expected.mutable_phase_at_end()->set_phase(v1::INCIDENT_PHASE_RUNNING);
        } else if (expected.has_never()) {
            expected.mutable_never()->set_event("party_acknowledged");
        } else {
            continue;  // what the books say cannot be broken from a scenario
        }
        ++broken_ones;
    }
    CHECK(broken_ones == scenario.script.expectations_size() - 1);
    auto const result = play(scenario)->result();
    int failed = 0;
    for (auto const& verdict : result.verdicts()) {
        failed += verdict.held() ? 0 : 1;
    }
    CHECK(failed == broken_ones);
}

TEST_CASE("every kind of event and act has words of its own", "[player]") {
    report::Words const words{nullptr, report::Language::swedish};
    auto const check = [&](google::protobuf::OneofDescriptor const& kinds, auto const& in_words) {
        for (int index = 0; index < kinds.field_count(); ++index) {
            auto const& name = kinds.field(index)->name();
            CAPTURE(name);
            CHECK(in_words(words, name) != name);
        }
    };
    check(*v1::Event::descriptor()->FindOneofByName("kind"), event_in_words);
    check(*v1::ScriptedAct::descriptor()->FindOneofByName("act"), act_in_words);
}

TEST_CASE("the books find a vehicle that stands in two incidents", "[player]") {
    Bookkeeping books;
    core::State const state;
    v1::Event event;
    event.set_incident_id("one");
    event.mutable_transports_committed()->set_region_id("dalarna");
    event.mutable_transports_committed()->set_commitment_id("dalarna-1");
    event.mutable_transports_committed()->set_count(1);
    event.mutable_transports_committed()->add_resource_ids("W-101");
    books.enter(event);
    event.set_incident_id("other");
    event.mutable_transports_committed()->set_commitment_id("dalarna-9");
    books.enter(event);
    CHECK(books.fault(state) == "W-101 stands in dalarna-1 and dalarna-9");
}

TEST_CASE("an act that is refused although it should not be breaks the verdict", "[player]") {
    auto const scenario = load_text(
        with(small(), "by: \"tib@vastmanland\" stand_down", "by: \"tib@dalarna\" stand_down"));
    auto const result = play(scenario)->result();
    CHECK_FALSE(result.held());
    CHECK(broken(result) ==
          "TiB Dalarna: stand down is accepted: permission_denied: only the stricken region's TiB "
          "or deputy may do this: tib@vastmanland\n");
}

TEST_CASE("an act that is accepted although it must be refused breaks the verdict", "[player]") {
    auto const scenario = load_text(with(small(), "by: \"tib@vastmanland\" stand_down",
                                         "by: \"tib@vastmanland\" refused_with: \"not_found\" "
                                         "stand_down"));
    CHECK(broken(play(scenario)->result()) ==
          "TiB Västmanland: stand down is refused with not_found: was accepted\n");
}

}  // namespace larm::player::test
