// Steps by command line against a real daemon that are asked about first, or that name vehicles.
#include <string>
#include <utility>
#include <vector>

#include "tests/e2e/larm_night.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/running.hpp"

namespace larm::e2e::by_hand {

using test::Running;
using test::Surroundings;

TEST_CASE("on a terminal the level is lowered only after JA, and raised at once", "[e2e][larm]") {
    Night const night;
    auto const tib = "tib@" + stricken;
    night.must(tib, confirm_flags());  // katastrof
    std::vector<std::string> const down{LARM, "level", "--level", "stab"};
    Running unsure{down, Surroundings::terminal, night.as(tib)};
    unsure.wait_for("Om du skriver JA sänks beredskapsläget från katastrofläge till stabsläge.");
    unsure.write("\n");
    unsure.wait_for("inte JA.");
    CHECK(unsure.end() == 1);
    Running sure{
        {LARM, "level", "--level", "stab", "--yes"}, Surroundings::terminal, night.as(tib)};
    sure.wait_for("ändrade beredskapsläget till stabsläge");
    CHECK(sure.end() == 0);
    Running up{{LARM, "level", "--level", "katastrof"}, Surroundings::terminal, night.as(tib)};
    up.wait_for("Klart");
    CHECK(up.end() == 0);
    CHECK_FALSE(has(up.output(), "Om du skriver JA"));
}

TEST_CASE("vehicles are taken back and released by name, and those that have left are named",
          "[e2e][larm]") {
    Night const night;
    night.must("tib@" + stricken, confirm_flags());
    std::vector<std::string> const by_dalarna{"--region", "dalarna"};
    auto const dalarna = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), by_dalarna.begin(), by_dalarna.end());
        return night.larm("tib@dalarna", std::move(arguments));
    };
    CHECK(dalarna({"commit", "--resource", "331-9010,331-9020"}).code == 0);
    CHECK(dalarna({"depart", "--commitment", "dalarna-1", "--count", "1"}).code == 0);
    auto const both = dalarna({"revoke", "--resource", "331-9010,331-9020", "--reason", "Motor"});
    CHECK(both.code == 1);
    CHECK(has(both.err, "331-9010, 331-9020: av löfte dalarna-1 har alla utom 1 åkt"));
    CHECK(dalarna({"depart", "--commitment", "dalarna-1", "--count", "1"}).code == 0);
    auto const left = dalarna({"revoke", "--resource", "331-9020", "--reason", "Motor"});
    CHECK(left.code == 1);
    CHECK(has(left.err, "331-9020 har åkt (löfte dalarna-1), och kan inte tas tillbaka."));
    auto const released =
        night.larm("tib@" + stricken, {"release", "--region", "dalarna", "--resource", "331-9020"});
    INFO(released.err);
    CHECK(released.code == 0);
    CHECK(has(released.out, "Löfte dalarna-1: gäller 1 transport"));
}

}  // namespace larm::e2e::by_hand
