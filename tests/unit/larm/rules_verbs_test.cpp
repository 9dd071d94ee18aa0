// larm rules on the shipped pack and on one with faults.
#include <filesystem>
#include <fstream>
#include <regex>
#include <vector>

#include "tests/support/program.hpp"
#include "tests/unit/journal/support.hpp"
#include "tests/unit/larm/ask.hpp"

namespace larm::cli::test {
TEST_CASE("the shipped pack has no faults", "[larm][rules]") {
    auto const checked = finish({LARM, "rules", "check", shipped_rules});
    INFO(checked.err);
    CHECK(checked.code == 0);
    CHECK(checked.err.empty());
}

TEST_CASE("every fault of a pack is on stderr, with its place, and gives 2", "[larm][rules]") {
    journal::test::Place const place;
    fs::copy(shipped_rules, place.path() / "pack");
    std::ofstream{place.path() / "pack/regions.textproto", std::ios::app} << "nonsense: 3\n";
    std::ofstream{place.path() / "pack/pack.textproto", std::ios::app} << "rubbish: 4\n";
    for (auto const* const verb : {"check", "explain"}) {
        CAPTURE(verb);
        auto const checked = finish({LARM, "rules", verb, (place.path() / "pack").string()});
        CHECK(checked.code == 2);
        CHECK(checked.out.empty());
        CHECK(std::regex_search(checked.err,
                                std::regex{R"(/regions\.textproto:\d+:\d+: error: .*nonsense)"}));
        CHECK(std::regex_search(checked.err,
                                std::regex{R"(/pack\.textproto:\d+:\d+: error: .*rubbish)"}));
    }
}

TEST_CASE("a folder that is not there gives 2", "[larm][rules]") {
    CHECK(finish({LARM, "rules", "check", "/nonexistent/pack"}).code == 2);
    CHECK(finish({LARM, "rules", "check"}).code == 2);
    CHECK(finish({LARM, "rules"}).code == 2);
    CHECK(finish({LARM}).code == 2);
}

TEST_CASE("the pack explains itself in Swedish", "[larm][rules]") {
    auto const explained = finish({LARM, "rules", "explain", shipped_rules});
    CHECK(explained.code == 0);
    CHECK(has(explained.out, "Gävleborg"));
    CHECK(has(explained.out, "Larmkedjan"));
}

TEST_CASE("a file of a pack is told to be no pack, with the folder to check", "[larm][rules]") {
    for (auto const* const verb : {"check", "explain"}) {
        auto const done = finish({LARM, "rules", verb, shipped_rules + "/messages.textproto"});
        CHECK(done.code == 2);
        CHECK(done.err.find("is a file; a rule pack is a folder") != std::string::npos);
        CHECK(done.err.ends_with(": " + shipped_rules + "\n"));
    }
}

TEST_CASE("a certificate is 0 where all held, 1 where something did not, with its place",
          "[larm][rules]") {
    journal::test::Place const place;
    auto const pack = place.path() / "pack";
    fs::copy(shipped_rules, pack);
    auto const out = place.path() / "readiness.json";
    std::vector<std::string> const command{
        LARM,          "rules",       "certify",
        pack.string(), "--scenarios", LARM_SOURCE_DIR "/simulators/scenarios",
        "--scenario",  "arboga_2006", "--seeds",
        "2",           "--language",  "en",
        "--out",       out.string()};
    auto const held = finish(command);
    INFO(held.err << held.out);
    CHECK(held.code == 0);
    CHECK(has(held.err, "arboga_2006, seed 1: 25 of 25 expectations held\n"));
    CHECK(has(held.err, "arboga_2006, seed 2: "));
    CHECK(has(held.out, "HELD: 2 of 2 runs"));
    CHECK(has(journal::test::bytes_of(out.string()), R"("held":true)"));

    {
        auto text = journal::test::bytes_of((pack / "alarm_chain.textproto").string());
        std::string const minimum = "minimum: 5";
        text.replace(text.find(minimum), minimum.size(), "minimum: 20");
        std::ofstream{pack / "alarm_chain.textproto"} << text;
    }
    auto const failed = finish(command);
    CHECK(failed.code == 1);
    CHECK(has(failed.out, "arboga_2006, seed 2: "));
    CHECK(has(failed.out, "chain complete"));
    CHECK(std::regex_search(failed.out, std::regex{R"(\[.*arboga_2006\.textproto:\d+\])"}));
    CHECK(has(failed.out, "DID NOT HOLD: 0 of 2 runs"));
    CHECK(has(journal::test::bytes_of(out.string()), R"("held":false)"));
    auto json = command;
    json.emplace_back("--json");
    CHECK(finish(json).out.starts_with("{"));
}

TEST_CASE("a certificate of what cannot be tried is 2, and says what lacks", "[larm][rules]") {
    journal::test::Place const place;
    auto const pack = place.path() / "pack";
    fs::copy(shipped_rules, pack);
    auto const refused = [&](std::vector<std::string> const& more) {
        std::vector<std::string> command{LARM, "rules", "certify", pack.string()};
        command.insert(command.end(), more.begin(), more.end());
        auto const done = finish(command);
        CHECK(done.code == 2);
        CHECK(done.out.empty());
        return done.err;
    };
    std::string const scenarios = LARM_SOURCE_DIR "/simulators/scenarios";
    CHECK(has(refused({}), "give --scenarios"));
    CHECK(has(refused({"--scenarios", scenarios, "--scenario", "../x"}), "no scenario \"../x\""));
    CHECK(has(refused({"--scenarios", scenarios, "--seeds", "0"}), "--seeds"));
    fs::remove(pack / "readiness.textproto");
    CHECK(has(refused({"--scenarios", scenarios}), "names no scenarios"));
    std::ofstream{pack / "contacts.textproto", std::ios::app} << "rubbish: 4\n";
    CHECK(has(refused({"--scenarios", scenarios}), "contacts.textproto:"));
}

}  // namespace larm::cli::test
