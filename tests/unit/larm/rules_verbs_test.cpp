// larm rules on the shipped pack and on one with faults.
#include <filesystem>
#include <fstream>
#include <regex>

#include "tests/support/program.hpp"
#include "tests/unit/journal/support.hpp"

namespace larm::cli::test {
namespace {

namespace fs = std::filesystem;
using larm::test::finish;

std::string const shipped = LARM_SOURCE_DIR "/rules/mellansverige";

bool has(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the shipped pack has no faults", "[larm][rules]") {
    auto const checked = finish({LARM, "rules", "check", shipped});
    INFO(checked.err);
    CHECK(checked.code == 0);
    CHECK(checked.err.empty());
}

TEST_CASE("every fault of a pack is on stderr, with its place, and gives 2", "[larm][rules]") {
    journal::test::Place const place;
    fs::copy(shipped, place.path() / "pack");
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
    auto const explained = finish({LARM, "rules", "explain", shipped});
    CHECK(explained.code == 0);
    CHECK(has(explained.out, "Gävleborg"));
    CHECK(has(explained.out, "Larmkedjan"));
}

TEST_CASE("a file of a pack is told to be no pack, with the folder to check", "[larm][rules]") {
    for (auto const* const verb : {"check", "explain"}) {
        auto const done = finish({LARM, "rules", verb, shipped + "/messages.textproto"});
        CHECK(done.code == 2);
        CHECK(done.err.find("is a file; a rule pack is a folder") != std::string::npos);
        CHECK(done.err.ends_with(": " + shipped + "\n"));
    }
}

}  // namespace larm::cli::test
