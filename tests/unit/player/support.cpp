#include "tests/unit/player/support.hpp"

#include "tests/support/catch.hpp"

namespace larm::player::test {

namespace fs = std::filesystem;

fs::path shipped(std::string const& id) {
    return fs::path{LARM_SOURCE_DIR} / "simulators" / "scenarios" / (id + ".textproto");
}

fs::path rules() {
    return fs::path{LARM_SOURCE_DIR} / "rules" / "mellansverige";
}

std::string small() {
    return R"(id: "small"
title { sv: "Liten" en: "Small" }
sources { title: "Beslut 2024" gives: "fem per region" }
assumptions: "Allt annat."
pack: "mellansverige"
starts_at: "2026-03-28 23:30:00"
lasts_s: 3600
incidents {
  id: "bus"
  region_id: "vastmanland"
  report { exact_location: "Arboga" }
  confirmed { by: "tib@vastmanland" at_s: 60 level: READINESS_LEVEL_STAB }
}
channels { channels: CHANNEL_PUSH received_after { min_s: 1 median_s: 2 max_s: 3 } }
parties {
  party: ["tib@*", "blood@*"]
  hears { channels: CHANNEL_PUSH percent: 100 }
  acknowledges_after { min_s: 1 median_s: 2 max_s: 3 }
}
parties { party: "deputy@*" transports { commits { after { median_s: 10 max_s: 20 } count: 5 } } }
acts { at_s: 3000 by: "tib@vastmanland" stand_down { reason: "Klart" } }
expectations { acknowledged { party: "tib@*" within_s: 60 } }
)";
}

std::string with(std::string text, std::string_view from, std::string_view to) {
    INFO(from);
    auto const at = text.find(from);
    REQUIRE(at != std::string::npos);
    REQUIRE(text.find(from, at + 1) == std::string::npos);
    return text.replace(at, from.size(), to);
}

Scenario load(fs::path const& file) {
    auto loaded = load_scenario(file, rules());
    if (!loaded) {
        for (auto const& fault : loaded.error()) {
            UNSCOPED_INFO(rules::to_string(fault));
        }
        FAIL("the scenario has faults");
    }
    return *std::move(loaded);
}

Scenario load_text(std::string const& text) {
    Folder const folder;
    return load(folder.write("small.textproto", text));
}

std::unique_ptr<Player> play(Scenario const& scenario, std::uint64_t seed) {
    auto player = Player::open(scenario, {.seed = seed});
    REQUIRE(player.has_value());
    (*player)->play_to_the_end();
    return *std::move(player);
}

std::string broken(v1::ReplayReport const& result) {
    std::string text;
    for (auto const& verdict : result.verdicts()) {
        if (!verdict.held()) {
            text += verdict.expected().en() + ": " + verdict.seen().en() + "\n";
        }
    }
    return text;
}

}  // namespace larm::player::test
