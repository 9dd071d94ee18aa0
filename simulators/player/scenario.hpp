// A scenario with all it needs: its file, the rule pack it names, the contacts beside the pack.
// Loading finds every fault in one go, as `larm rules check` does.
#pragma once

#include <larm/v1/scenario.pb.h>

#include <algorithm>
#include <expected>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/instant.hpp"
#include "engine/core/pack.hpp"
#include "engine/rules/fault.hpp"
#include "engine/rules/loader.hpp"

namespace larm::player {

struct Scenario {
    v1::Scenario script;
    std::string text;  ///< As its author has it.
    std::filesystem::path file;
    core::Instant starts;
    rules::LoadedPack pack;
    /// The same for whoever puts it into words: it is large, and words are made one by one.
    std::shared_ptr<core::Pack const> named;
    v1::Contacts contacts;
    std::vector<std::string> expectation_places;  ///< "FILE:LINE" of each expectation.
    std::vector<std::string> act_places;
    std::vector<std::string> inject_places;

    /// How long one of its rounds lasts.
    [[nodiscard]] int round_s() const { return script.lasts_s() / std::max(script.rounds(), 1); }
    [[nodiscard]] core::Instant ends() const { return starts + core::seconds(script.lasts_s()); }
    [[nodiscard]] v1::ScenarioIncident const* incident(std::string_view id) const;
    /// Where there is just one incident it need not be named; nullptr where it is not known.
    [[nodiscard]] v1::ScenarioIncident const* incident_or_only(std::string_view id) const;
    /// The party's behaviour: its own, or that of "role@*"; nullptr where it has none.
    [[nodiscard]] v1::SimulatedParty const* behaviour(std::string_view party) const;
};

/// Reads and checks a scenario whose text is `text`, as if it stood in `file`.
[[nodiscard]] std::expected<Scenario, rules::Faults> read_scenario(
    std::string text, std::filesystem::path const& file,
    std::optional<std::filesystem::path> const& rules = {});

/// Reads and checks `file`. `rules` is the folder of the rule pack; without it the folder
/// rules/NAME is looked for above the scenario's file and above the working directory.
/// Failure: every fault of scenario, pack and contacts, in order.
[[nodiscard]] std::expected<Scenario, rules::Faults> load_scenario(
    std::filesystem::path const& file, std::optional<std::filesystem::path> const& rules = {});

/// The folder rules/NAME in `from` or in a folder above it.
[[nodiscard]] std::optional<std::filesystem::path> pack_above(std::filesystem::path from,
                                                              std::string const& name);

/// Every fault of the scenario and of what it needs; none where it can be played.
[[nodiscard]] rules::Faults check_scenario(std::filesystem::path const& file,
                                           std::optional<std::filesystem::path> const& rules = {});

}  // namespace larm::player
