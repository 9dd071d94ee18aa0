// larm scenario's flags and exit codes. What a table may hold is tested with the player.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/support/program.hpp"
#include "tests/unit/journal/support.hpp"
#include "tests/unit/larm/ask.hpp"

namespace larm::cli::test {
TEST_CASE("a scenario's faults go to stderr as a compiler's do, with 2", "[larm][scenario]") {
    auto const good = finish({LARM, "scenario", "check", arboga, "--rules", shipped_rules});
    CHECK(good.code == 0);
    CHECK(good.out.ends_with("arboga_2006.textproto: no faults\n"));
    journal::test::Place const place;
    auto const file = place.path() / "arboga_2006.textproto";
    std::ofstream{file} << journal::test::bytes_of(arboga) << "nonsense: 3\n";
    auto const bad = finish({LARM, "scenario", "check", file.string(), "--rules", shipped_rules});
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
    CHECK(finish({LARM, "scenario", "export", arboga, "--rules", shipped_rules, "--out", table})
              .code == 0);
    CHECK(journal::test::bytes_of(table) ==
          finish({LARM, "scenario", "export", arboga, "--rules", shipped_rules}).out);
    auto const done = finish(
        {LARM, "scenario", "import", arboga, table, "--rules", shipped_rules, "--out", fresh});
    INFO(done.err);
    CHECK(done.code == 0);
    CHECK(done.out.ends_with(": 0 changed, 0 added, 0 removed\n"));
    CHECK(journal::test::bytes_of(fresh) == journal::test::bytes_of(arboga));

    std::ofstream{table} << "nr;tid\n1;0:10:00\n2;halv tre\n";
    auto const wrong = finish({LARM, "scenario", "import", fresh, table, "--rules", shipped_rules});
    CHECK(wrong.code == 2);
    CHECK(wrong.err.find("msel.csv:3:2: error: tid: \"halv tre\"") != std::string::npos);
    CHECK(journal::test::bytes_of(fresh) == journal::test::bytes_of(arboga));  // nothing is written

    std::ofstream{table} << "nr;tid\n1;0:10:00\n";
    auto const changed =
        finish({LARM, "scenario", "import", fresh, table, "--rules", shipped_rules});
    CHECK(changed.code == 0);
    CHECK(changed.out.ends_with(": 1 changed, 0 added, 0 removed\n"));
    CHECK(changed.err.find("inject 10b is not in the table and was kept") != std::string::npos);
    CHECK(journal::test::bytes_of(fresh) != journal::test::bytes_of(arboga));
}

}  // namespace larm::cli::test
