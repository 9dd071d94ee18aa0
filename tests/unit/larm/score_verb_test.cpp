// larm score on whole nights. The golden texts are what a disaster-medicine planner reads; after a
// change that is meant, LARM_UPDATE_GOLDEN=1 build/release/bin/larm_test writes them anew.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/support/program.hpp"
#include "tests/unit/journal/support.hpp"
#include "tests/unit/larm/ask.hpp"

namespace larm::cli::test {
namespace {

void check_golden(std::string const& name, std::string const& text) {
    auto const path = source + "/tests/unit/larm/golden/" + name;
    if (std::getenv("LARM_UPDATE_GOLDEN") != nullptr) {
        std::ofstream{path} << text;
    }
    CHECK(text == journal::test::bytes_of(path));
}

/// Two incidents as the first version wrote them, under a pack that had no indicators.
std::string copied_night(journal::test::Place const& place) {
    auto const file = place.path() / "night.db";
    fs::copy_file(source + "/tests/unit/world/golden/night_v1.db", file);
    return file.string();
}

std::string replayed(journal::test::Place const& place, std::string const& scenario) {
    auto const file = (place.path() / (scenario + ".db")).string();
    auto const played =
        finish({LARM, "replay", source + "/simulators/scenarios/" + scenario + ".textproto",
                "--rules", shipped_rules, "--journal", file, "--json"});
    INFO(played.err);
    REQUIRE(played.code == 0);
    return file;
}

}  // namespace

TEST_CASE("the night at Arboga reads as points, minutes and messages", "[larm][score]") {
    journal::test::Place const place;
    auto const file = replayed(place, "arboga_2006");
    auto const swedish = finish({LARM, "score", file});
    CHECK(swedish.code == 0);
    check_golden("score_arboga_sv.txt", swedish.out);
    check_golden("score_arboga_en.txt", finish({LARM, "score", file, "--language", "en"}).out);
}

TEST_CASE("a night with silent regions says who was not reached", "[larm][score]") {
    journal::test::Place const place;
    auto const scored = finish({LARM, "score", replayed(place, "two_silent_regions")});
    CHECK(scored.code == 0);
    check_golden("score_silent_regions.txt", scored.out);
}

TEST_CASE("a journal from before there were indicators has its chain measured", "[larm][score]") {
    journal::test::Place const place;
    auto const scored = finish({LARM, "score", copied_night(place)});
    CHECK(scored.code == 0);
    check_golden("score_night_v1.txt", scored.out);
}

TEST_CASE("a score is one JSON object, and what was not measured has no points in it",
          "[larm][score]") {
    journal::test::Place const place;
    auto const scored = finish({LARM, "score", replayed(place, "arboga_2006"), "--json"});
    CHECK(scored.code == 0);
    auto const has = [&scored](std::string const& text) {
        return scored.out.find(text) != std::string::npos;
    };
    CHECK(scored.out.starts_with("{"));
    std::string const regional =
        R"("scope":"INDICATOR_SCOPE_REGIONAL","key":"","hospitalId":"","observed":false)";
    CHECK(has(R"("standardS":60,"result":"INDICATOR_RESULT_NOT_DONE",)" + regional +
              R"(,"afterUs":"240000000","points":0})"));
    CHECK(has(R"("standardS":2400,"result":"INDICATOR_RESULT_NOT_IN_LOG",)" + regional + "}"));
    CHECK(has(R"("measured":2,"points":1,"pointsMax":4)"));
    CHECK(has(R"("scope":"INDICATOR_SCOPE_PREHOSPITAL","key":"first_report","hospitalId":"")"));
    CHECK(has(R"("scope":"INDICATOR_SCOPE_HOSPITAL","key":"resources_reported","hospitalId":")"));
    CHECK_FALSE(has("\"acceptable\""));
}

TEST_CASE("a score of what is no journal gives 2 and says which file", "[larm][score]") {
    journal::test::Place const place;
    auto const text = place.path() / "text.db";
    std::ofstream{text} << "not a journal\n";
    auto const foreign = finish({LARM, "score", text.string()});
    CHECK(foreign.code == 2);
    CHECK(foreign.out.empty());
    CHECK(foreign.err.find("text.db") != std::string::npos);
    CHECK(finish({LARM, "score", (place.path() / "missing.db").string()}).code == 2);
    CHECK(finish({LARM, "score", text.string(), "--language", "de"}).code == 2);
    CHECK(finish({LARM, "score"}).code == 2);
}

TEST_CASE("a row that is no event stops a score, which names it", "[larm][score]") {
    journal::test::Place const place;
    auto const file = copied_night(place);
    journal::test::tamper(file, "UPDATE journal SET body = x'ff' WHERE seq = 3");
    auto const scored = finish({LARM, "score", file});
    CHECK(scored.code == 2);
    CHECK(scored.out.empty());
    CHECK(scored.err.find("event 3") != std::string::npos);
}

}  // namespace larm::cli::test
