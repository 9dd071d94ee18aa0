// The swarm: that every invariant holds in its nights, that the nights reach what is rare, and that
// the checks would notice. Mutations of the engine that it has caught are in README.md.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "simulators/swarm/chain_check.hpp"
#include "simulators/swarm/shrink.hpp"
#include "simulators/swarm/swarm.hpp"
#include "tests/support/catch.hpp"

namespace larm::test {
namespace {

swarm::Rules const& shipped_rules() {
    static auto const rules = swarm::load_rules(LARM_SOURCE_DIR "/rules/mellansverige");
    REQUIRE(rules.has_value());
    return *rules;
}

swarm::Seeds seeds(char const* otherwise) {
    auto const* const given = std::getenv("SEEDS");
    auto const parsed = swarm::parse_seeds(given == nullptr ? otherwise : given);
    REQUIRE(parsed.has_value());
    return *parsed;
}

void say(std::string const& line) {
    std::cout << line << std::endl;  // should the night abort, its seed is in the log
}

v1::Event escalated(std::int64_t due_us, std::int64_t at_us) {
    v1::Event event;
    event.set_at_us(at_us);
    event.set_incident_id("i");
    event.mutable_chase_escalated()->set_step("regional_alarm");
    event.mutable_chase_escalated()->set_party("tib@dalarna");
    event.mutable_chase_escalated()->set_due_us(due_us);
    return event;
}

v1::Event caused_by(std::string const& command) {
    v1::Event event;
    event.mutable_cause()->set_command_id(command);
    return event;
}

v1::Event promise(int count) {
    v1::Event event;
    event.set_incident_id("i");
    event.mutable_transports_committed()->set_region_id("dalarna");
    event.mutable_transports_committed()->set_count(count);
    return event;
}

v1::Event acknowledged_by(std::string const& party, std::string const& chased) {
    v1::Event event;
    event.mutable_party_acknowledged()->set_party(party);
    event.add_chases()->set_party(chased);
    return event;
}

int broken_by(std::vector<v1::Event> const& events) {
    swarm::Books books;
    for (auto const& event : events) {
        books.enter(event);
    }
    auto const held = books.clean();
    return held ? 0 : held.error().invariant;
}

}  // namespace

/// Few, in every build; simulation_long plays thousands, in make soak.
TEST_CASE("every invariant holds in every night", "[nights]") {
    auto const result = swarm::play(shipped_rules(), seeds("1..3"), swarm::minutes_default, say);
    if (result.failure) {
        FAIL(swarm::failure_text(*result.failure));
    }
    CHECK(result.tally.crashes > 0);  // a night in which nothing fails proves nothing
    CHECK(result.tally.lost_messages > 0);
    CHECK(result.tally.unsaved > 0);
}

/// Too dear for every build; simulation_reach plays it, in make soak.
TEST_CASE("the nights reach what is rare, and every client's command is accepted", "[.reach]") {
    auto const result = swarm::play(shipped_rules(), seeds("1..16"), swarm::minutes_default, say);
    if (result.failure) {
        FAIL(swarm::failure_text(*result.failure));
    }
    for (auto const& field : swarm::tally_fields()) {
        CAPTURE(field.name);
        std::cout << fmt::format("{:<24}{:>12}\n", field.name, result.tally.*field.member);
        CHECK(result.tally.*field.member > 0);
    }
    for (auto const& row : result.coverage.commands()) {
        if (row.name == "change_contacts") {
            continue;  // needs the book of contacts, which a night has not
        }
        CAPTURE(row.name);
        CHECK(row.accepted > 0);
    }
}

TEST_CASE("the same seed is the same night, and another one is another") {
    auto const first = swarm::play_night(shipped_rules(), 7, 20);
    auto const again = swarm::play_night(shipped_rules(), 7, 20);
    auto const other = swarm::play_night(shipped_rules(), 8, 20);
    CHECK(first.tally.events == again.tally.events);
    CHECK(first.tally.steps == again.tally.steps);
    CHECK(first.coverage == again.coverage);
    CHECK(first.state_hash == again.state_hash);
    CHECK(first.state_hash != other.state_hash);

    auto const hash_of = [](swarm::Seeds seeds) {
        return swarm::play(shipped_rules(), seeds, 5, [](auto const&) {}).state_hash;
    };
    CHECK(hash_of({7, 8}) == hash_of({7, 8}));
    CHECK(hash_of({7, 8}) != hash_of({7, 7}));
}

/// The file is of the release build: under sanitizers, and by another compiler, the same must come
/// out. What the engine decides has changed: LARM_UPDATE_GOLDEN=1.
TEST_CASE("the same nights are the same bytes in every build", "[golden]") {
    auto const* const path = LARM_SOURCE_DIR "/tests/simulation/nights_7_to_8.hash";
    auto const hash =
        swarm::play(shipped_rules(), {7, 8}, 20, [](auto const&) {}).state_hash + "\n";
    if (std::getenv("LARM_UPDATE_GOLDEN") != nullptr) {
        std::ofstream{path} << hash;
    }
    std::ifstream in{path};
    CHECK(hash == std::string{std::istreambuf_iterator<char>{in}, {}});
}

TEST_CASE("what once broke an invariant holds now", "[regressions]") {
    for (auto const& each :
         std::filesystem::directory_iterator{LARM_SOURCE_DIR "/tests/simulation/regressions"}) {
        if (each.path().extension() != ".night") {
            continue;
        }
        CAPTURE(each.path().filename().string());
        std::ifstream in{each.path()};
        std::string const text{std::istreambuf_iterator<char>{in}, {}};
        auto const night = swarm::parse_short_night(text);
        REQUIRE(night.has_value());
        auto const kept = night->kept();
        auto const result = swarm::play_night(shipped_rules(), night->seed, night->minutes, &kept);
        if (result.failure) {
            FAIL(swarm::failure_text(*result.failure));
        }
    }
}

TEST_CASE("a short night is what it was when it is read again") {
    swarm::ShortNight const night{7, 20, {"act 1", "crash 2", "disks fail 3"}};
    auto const text = swarm::to_text(night, {3, "more\nthan one line"});
    CHECK(text ==
          "# invariant 3: more than one line\nseed 7\nminutes 20\nact 1\ncrash 2\ndisks fail 3\n");
    auto const again = swarm::parse_short_night(text);
    REQUIRE(again.has_value());
    CHECK(again->happenings == night.happenings);
    CHECK(again->seed == night.seed);
    CHECK_FALSE(swarm::parse_short_night("").has_value());
    CHECK_FALSE(swarm::parse_short_night("seed x\nminutes 5\n").has_value());
}

TEST_CASE("a night of which happenings are left out has the others as they were") {
    swarm::Kept const kept{"act 1", "act 2", "crash 1"};
    auto const night = swarm::play_night(shipped_rules(), 7, 20, &kept);
    CHECK_FALSE(night.failure.has_value());
    CHECK(night.tally.crashes <= 1);
    CHECK(night.tally.accepted < swarm::play_night(shipped_rules(), 7, 20).tally.accepted);
}

TEST_CASE("the books notice what the log must not hold") {
    CHECK(broken_by({escalated(5, 5), escalated(6, 6)}) == 0);
    CHECK(broken_by({escalated(5, 5), escalated(5, 6)}) == 10);
    CHECK(broken_by({escalated(7, 6)}) == 10);
    CHECK(broken_by({caused_by("a"), caused_by("b")}) == 0);
    CHECK(broken_by({caused_by("a"), caused_by("b"), caused_by("a")}) == 1);
    CHECK(broken_by({promise(5), promise(-6)}) == 3);
    CHECK(broken_by({acknowledged_by("tib@dalarna", "tib@dalarna")}) == 0);
    CHECK(broken_by({acknowledged_by("tib@dalarna", "tib@uppsala")}) == 2);
}

TEST_CASE("a log that is not the state's is noticed") {
    core::State one;
    core::State other;
    v1::Event event;
    event.set_at_us(1);
    event.mutable_clock_skew_noticed()->set_skew_us(6'000'000);
    one.evolve(event, 1);
    CHECK_FALSE(swarm::the_log_is_the_state(one, other).has_value());
    other.evolve(event, 1);
    CHECK(swarm::the_log_is_the_state(one, other).has_value());
}

TEST_CASE("a range of seeds is two numbers in order, or one") {
    CHECK(swarm::parse_seeds("3..5")->last == 5);
    CHECK(swarm::parse_seeds("3")->first == 3);
    for (auto const* bad : {"", "..", "5..3", "1..", "..4", "a..b", "1...4", "-1..4", "1..4 "}) {
        CAPTURE(bad);
        CHECK_FALSE(swarm::parse_seeds(bad).has_value());
    }
}

}  // namespace larm::test
