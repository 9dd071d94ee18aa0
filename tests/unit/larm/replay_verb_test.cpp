// larm replay's flags and exit codes. What a replay shows is tested with the player.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "engine/journal/verify.hpp"
#include "tests/support/program.hpp"
#include "tests/unit/journal/support.hpp"
#include "tests/unit/larm/ask.hpp"

namespace larm::cli::test {
TEST_CASE("a scenario whose expectations hold gives 0, and the same seed the same text",
          "[larm][replay]") {
    auto const first = finish({LARM, "replay", arboga, "--rules", shipped_rules, "--speed", "max"});
    INFO(first.out << first.err);
    CHECK(first.code == 0);
    CHECK_FALSE(first.out.empty());
    CHECK(first.out ==
          finish({LARM, "replay", arboga, "--rules", shipped_rules, "--seed", "1"}).out);
}

TEST_CASE("a replay keeps a journal that verifies", "[larm][replay]") {
    journal::test::Place const place;
    auto const file = (place.path() / "replay.db").string();
    auto const played =
        finish({LARM, "replay", arboga, "--rules", shipped_rules, "--journal", file, "--json"});
    INFO(played.err);
    CHECK(played.code == 0);
    CHECK(played.out.starts_with("{"));
    CHECK(finish({LARM, "journal", "verify", file}).code == 0);
}

TEST_CASE("a replay's report is the same bytes for the same seed", "[larm][replay]") {
    journal::test::Place const place;
    auto const files = std::vector<std::string>{"report.txt", "report.json", "report.html",
                                                "report.pdf", "after_action.json"};
    for (auto const* const run : {"one", "other"}) {
        auto const folder = (place.path() / run).string();
        auto const done =
            finish({LARM, "replay", arboga, "--rules", shipped_rules, "--report", folder});
        INFO(done.err);
        CHECK(done.code == 0);
    }
    auto const text = [&](std::string const& run, std::string const& name) {
        std::ifstream file{place.path() / run / name, std::ios::binary};
        return std::string{std::istreambuf_iterator<char>{file}, {}};
    };
    for (auto const& name : files) {
        CAPTURE(name);
        CHECK(text("one", name).size() > 1'000);
        CHECK((text("one", name) == text("other", name)));
    }
    CHECK(text("one", "report.html").find("Inspel: förväntat mot faktiskt") != std::string::npos);
}

TEST_CASE("bad flags and files that are no scenarios give 2", "[larm][replay]") {
    CHECK(finish({LARM, "replay", arboga, "--speed", "fast"}).code == 2);
    CHECK(finish({LARM, "replay", arboga, "--speed", "0"}).code == 2);
    CHECK(finish({LARM, "replay", arboga, "--seed", "one"}).code == 2);
    CHECK(finish({LARM, "replay", "/nonexistent.textproto"}).code == 2);
    CHECK(finish({LARM, "replay", arboga, "--rules", "/nonexistent"}).code == 2);
    CHECK(finish({LARM, "replay"}).code == 2);
}

TEST_CASE("an expectation that does not hold gives 1", "[larm][replay]") {
    journal::test::Place const place;
    auto const file = place.path() / "arboga_2006.textproto";
    std::ifstream shipped{arboga};
    std::string const text{std::istreambuf_iterator<char>{shipped}, {}};
    std::ofstream{file} << text << "expectations { chain_complete { within_s: 1 } }\n";
    auto const done = finish({LARM, "replay", file.string(), "--rules", shipped_rules});
    INFO(done.err);
    CHECK(done.code == 1);
    CHECK(done.out.find("✗ larmkedjan komplett inom 0:00:01") != std::string::npos);
    CHECK(done.out.find("HÖLL INTE: 25/26") != std::string::npos);
}

TEST_CASE("the example of the scenarios' page can be copied, and holds", "[larm][replay]") {
    std::ifstream page{LARM_SOURCE_DIR "/simulators/README.md"};
    std::string const text{std::istreambuf_iterator<char>{page}, {}};
    constexpr std::string_view fence = "```\n";
    auto const from = text.find(fence, text.find("## A small one"));
    auto const to = text.find(fence, from + fence.size());
    REQUIRE(to != std::string::npos);
    journal::test::Place const place;
    auto const file = place.path() / "small.textproto";
    std::ofstream{file} << text.substr(from + fence.size(), to - from - fence.size());
    auto const done = finish({LARM, "replay", file.string(), "--rules", shipped_rules});
    INFO(done.out << done.err);
    CHECK(done.code == 0);
}

TEST_CASE("a replay in Swedish has no English and no wire names", "[larm][replay]") {
    for (auto const* const id :
         {"arboga_2006", "volendam_2001", "two_silent_regions", "two_incidents"}) {
        auto const file =
            std::string{LARM_SOURCE_DIR} + "/simulators/scenarios/" + id + ".textproto";
        auto const done = finish({LARM, "replay", file, "--rules", shipped_rules});
        CAPTURE(id);
        CHECK(done.code == 0);
        auto const ours = done.out.find("Antaganden");  // a source is cited as it is called
        REQUIRE(ours != std::string::npos);
        for (auto const* const word :
             {"transports_", "chases_held", "chase_escalated", "national_decided", "tib@",
              "avslutad: avslutad", " the ", "röstsamtal", "till Socialstyrelsen till"}) {
            auto const at = done.out.find(word, ours);
            auto const line = at == std::string::npos ? 0 : done.out.rfind('\n', at) + 1;
            INFO(done.out.substr(line, 200));
            // The engine's own words for a refusal stand in parentheses.
            CHECK((at == std::string::npos ||
                   done.out.substr(line, at - line).contains("(permission_denied") ||
                   done.out.substr(line, at - line).contains("(failed_precondition")));
        }
    }
}

TEST_CASE("nights at random hold for a few seeds, and bad ones are refused", "[larm][simulate]") {
    auto const nights = finish({LARM, "simulate", "--seeds", "1..3", "--minutes", "10", "--rules",
                                shipped_rules, "--json"});
    INFO(nights.out << nights.err);
    CHECK(nights.code == 0);
    CHECK(nights.out.starts_with("{\"held\":true,\"nights\":3,"));
    CHECK(finish({LARM, "simulate", "--seeds", "3..1"}).code == 2);
    CHECK(finish({LARM, "simulate", "--seeds", "one"}).code == 2);
    CHECK(finish({LARM, "simulate", "--seeds", "1..1", "--rules", "/nonexistent"}).code == 2);
}

}  // namespace larm::cli::test
