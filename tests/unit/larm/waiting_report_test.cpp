// larm confirm: a report that waits in the region is the one that is meant.
#include <utility>

#include "tests/support/catch.hpp"
#include "tests/unit/larm/ask.hpp"

namespace larm::cli::test {

TEST_CASE("who confirms without a place confirms the report that waits in the region",
          "[larm][server]") {
    auto const waiting = [](std::string const& region) {
        return Scripted{200,
                        R"({"incidents":[{"incidentId":"i7","phase":"INCIDENT_PHASE_REPORTED",
                            "regionId":")" +
                            region + R"(","location":"Ringvägen"}],"seq":"9"})",
                        false};
    };
    auto const confirm = [](Scripted const& open, std::vector<std::string> const& more) {
        ScriptedServer server{{open, accepted}};
        std::vector<std::string> all{"confirm", "--region", "dalarna", "--level", "stab"};
        all.insert(all.end(), more.begin(), more.end());
        auto done = ask(server.url(), all);
        return std::pair{done.err, server.stop().back().body};
    };
    auto const [said, body] = confirm(waiting("dalarna"), {});
    CHECK(has(said, "Det som bekräftas: dalarna, rapporterad"));
    CHECK(has(said, "Ringvägen"));
    CHECK(has(body, R"("incidentId":"i7")"));
    auto const [warned, own] = confirm(waiting("dalarna"), {"--exact-location", "E18"});
    CHECK(has(warned, "En rapport väntar redan"));
    CHECK(has(warned, "larm confirm --incident i7"));
    CHECK_FALSE(has(own, "incidentId"));
    auto const [nothing, other] = confirm(waiting("uppsala"), {});
    CHECK(nothing.empty());
    CHECK_FALSE(has(other, "incidentId"));
    // A daemon that does not say keeps no alarm waiting.
    auto const [silent, alone] = confirm({503, "", false}, {});
    CHECK(silent.empty());
    CHECK_FALSE(has(alone, "incidentId"));
}

}  // namespace larm::cli::test
