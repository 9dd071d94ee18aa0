// The verb: exit codes, output, files.
#include "engine/larm/replay.hpp"

#include <google/protobuf/util/json_util.h>

#include <unistd.h>

#include <fstream>
#include <iterator>
#include <sstream>

#include "tests/support/catch.hpp"
#include "tests/unit/player/support.hpp"

namespace larm::cli {
namespace {

using player::test::Folder;

struct Run {
    int exit = -1;
    std::string out;
    std::string err;
};

Run run(ReplayOptions options) {
    std::ostringstream out;
    std::ostringstream err;
    Run done;
    options.rules = player::test::rules();
    done.exit = run_replay(options, out, err);
    done.out = out.str();
    done.err = err.str();
    return done;
}

ReplayOptions of(std::filesystem::path const& file) {
    ReplayOptions options;
    options.scenario = file;
    return options;
}

std::string read(std::filesystem::path const& file) {
    std::ifstream stream{file};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

}  // namespace

TEST_CASE("a replay whose expectations hold ends with 0", "[larm][replay]") {
    auto const done = run(of(player::test::shipped("arboga_2006")));
    CHECK(done.exit == 0);
    CHECK(done.err == "");
    CHECK(done.out.find("LARMKEDJAN ÄR KOMPLETT") != std::string::npos);
    CHECK(done.out.find("HÖLL: 25/25 förväntningar") != std::string::npos);
}

TEST_CASE("a replay with an impossible expectation ends with 1 and says why", "[larm][replay]") {
    Folder const folder;
    auto const file = folder.write(
        "small.textproto",
        player::test::small() + "expectations { committed { at_least: 36 within_s: 600 } }\n");
    auto const done = run(of(file));
    CHECK(done.exit == 1);
    CHECK(done.out.find("✗ alla regioner tillsammans utlovar minst 36 transporter inom 0:10:00: "
                        "hände aldrig (som mest 0)  [" +
                        file.string() + ":23]") != std::string::npos);
    CHECK(done.out.find("HÖLL INTE: 1/2 förväntningar") != std::string::npos);
}

TEST_CASE("bad input ends with 2, with file, line and column", "[larm][replay]") {
    Folder const folder;
    auto const file =
        folder.write("small.textproto",
                     player::test::with(player::test::small(), "percent: 100", "percent: 101"));
    auto const done = run(of(file));
    CHECK(done.exit == 2);
    CHECK(done.out == "");
    CHECK(done.err.starts_with(file.string() + ":17:34: error: percent is 101"));
}

TEST_CASE("the report's files say what was printed, and the JSON is the verb's own",
          "[larm][replay]") {
    Folder const folder;
    auto options = of(player::test::shipped("two_silent_regions"));
    options.report = folder.path() / "made" / "here";
    auto const done = run(options);
    CHECK(done.exit == 0);
    CHECK(read(*options.report / "report.txt") == done.out);
    options.json = true;
    auto const json = run(options);
    CHECK(read(*options.report / "report.json") == json.out);
    v1::ReplayReport report;
    REQUIRE(google::protobuf::util::JsonStringToMessage(json.out, &report).ok());
    CHECK(report.held());
    CHECK(report.report().incidents(0).regions_size() == 7);
}

TEST_CASE("a live replay without a terminal prints the timeline as it happens", "[larm][replay]") {
    auto options = of(player::test::shipped("arboga_2006"));
    options.language = report::Language::english;
    auto const plain = run(options);
    options.live = true;
    std::ostringstream
        out;  // Catch may run on a terminal; a board is drawn on standard output only
    if (::isatty(1) == 0) {
        auto const live = run(options);
        CHECK(live.exit == 0);
        CHECK(live.out == plain.out);
        CHECK(live.out.find('\x1b') == std::string::npos);
    }
}

}  // namespace larm::cli
