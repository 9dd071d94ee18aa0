// larm scenario's flags and exit codes. What a table may hold is tested with the player.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/support/program.hpp"
#include "tests/unit/journal/support.hpp"

namespace larm::cli::test {
namespace {

using larm::test::finish;

std::string const arboga = LARM_SOURCE_DIR "/simulators/scenarios/arboga_2006.textproto";
std::string const rules = LARM_SOURCE_DIR "/rules/mellansverige";

std::string text_of(std::filesystem::path const& file) {
    std::ifstream stream{file};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

}  // namespace

TEST_CASE("a scenario's faults go to stderr as a compiler's do, with 2", "[larm][scenario]") {
    auto const good = finish({LARM, "scenario", "check", arboga, "--rules", rules});
    CHECK(good.code == 0);
    CHECK(good.out.ends_with("arboga_2006.textproto: no faults\n"));
    journal::test::Place const place;
    auto const file = place.path() / "arboga_2006.textproto";
    std::ofstream{file} << text_of(arboga) << "nonsense: 3\n";
    auto const bad = finish({LARM, "scenario", "check", file.string(), "--rules", rules});
    CHECK(bad.code == 2);
    CHECK(bad.out.empty());
    CHECK(bad.err.find("arboga_2006.textproto:") != std::string::npos);
    CHECK(bad.err.find(":1: error: ") != std::string::npos);
    CHECK(finish({LARM, "scenario", "check", "/nonexistent.textproto"}).code == 2);
    CHECK(finish({LARM, "scenario", "check"}).code == 2);
}

TEST_CASE("injects go out as a table and come back", "[larm][scenario]") {
    journal::test::Place const place;
    auto const table = (place.path() / "msel.csv").string();
    auto const fresh = (place.path() / "arboga_2006.textproto").string();
    CHECK(finish({LARM, "scenario", "export", arboga, "--rules", rules, "--out", table}).code == 0);
    CHECK(text_of(table) == finish({LARM, "scenario", "export", arboga, "--rules", rules}).out);
    auto const done =
        finish({LARM, "scenario", "import", arboga, table, "--rules", rules, "--out", fresh});
    INFO(done.err);
    CHECK(done.code == 0);
    CHECK(done.out.ends_with(": 0 changed, 0 added, 0 removed\n"));
    CHECK(text_of(fresh) == text_of(arboga));

    std::ofstream{table} << "nr;tid\n1;0:10:00\n2;halv tre\n";
    auto const wrong = finish({LARM, "scenario", "import", fresh, table, "--rules", rules});
    CHECK(wrong.code == 2);
    CHECK(wrong.err.find("msel.csv:3:2: error: tid: \"halv tre\"") != std::string::npos);
    CHECK(text_of(fresh) == text_of(arboga));  // nothing is written

    std::ofstream{table} << "nr;tid\n1;0:10:00\n";
    auto const changed = finish({LARM, "scenario", "import", fresh, table, "--rules", rules});
    CHECK(changed.code == 0);
    CHECK(changed.out.ends_with(": 1 changed, 0 added, 0 removed\n"));
    CHECK(changed.err.find("inject 10b is not in the table and was kept") != std::string::npos);
    CHECK(text_of(fresh) != text_of(arboga));
}

}  // namespace larm::cli::test
