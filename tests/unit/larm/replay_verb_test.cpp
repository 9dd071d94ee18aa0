// larm replay's flags and exit codes. What a replay shows is tested with the player.
#include <filesystem>

#include "engine/journal/verify.hpp"
#include "tests/support/program.hpp"
#include "tests/unit/journal/support.hpp"

namespace larm::cli::test {
namespace {

using larm::test::finish;

std::string const arboga = LARM_SOURCE_DIR "/simulators/scenarios/arboga_2006.textproto";
std::string const rules = LARM_SOURCE_DIR "/rules/mellansverige";

}  // namespace

TEST_CASE("a scenario whose expectations hold gives 0, and the same seed the same text",
          "[larm][replay]") {
    auto const first = finish({LARM, "replay", arboga, "--rules", rules, "--speed", "max"});
    INFO(first.out << first.err);
    CHECK(first.code == 0);
    CHECK_FALSE(first.out.empty());
    CHECK(first.out == finish({LARM, "replay", arboga, "--rules", rules, "--seed", "1"}).out);
}

TEST_CASE("a replay keeps a journal that verifies", "[larm][replay]") {
    journal::test::Place const place;
    auto const file = (place.path() / "replay.db").string();
    auto const played =
        finish({LARM, "replay", arboga, "--rules", rules, "--journal", file, "--json"});
    INFO(played.err);
    CHECK(played.code == 0);
    CHECK(played.out.starts_with("{"));
    CHECK(finish({LARM, "journal", "verify", file}).code == 0);
}

TEST_CASE("bad flags and files that are no scenarios give 2", "[larm][replay]") {
    CHECK(finish({LARM, "replay", arboga, "--speed", "fast"}).code == 2);
    CHECK(finish({LARM, "replay", arboga, "--speed", "0"}).code == 2);
    CHECK(finish({LARM, "replay", arboga, "--seed", "one"}).code == 2);
    CHECK(finish({LARM, "replay", "/nonexistent.textproto"}).code == 2);
    CHECK(finish({LARM, "replay", arboga, "--rules", "/nonexistent"}).code == 2);
    CHECK(finish({LARM, "replay"}).code == 2);
}

}  // namespace larm::cli::test
