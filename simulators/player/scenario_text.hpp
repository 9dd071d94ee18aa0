// A scenario's file as text, and a scenario on a pack and contacts that have been read already:
// what lies in their folder may have changed since.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "simulators/player/scenario.hpp"

namespace larm::player {

/// The text of a file. Failure: one fault.
[[nodiscard]] std::expected<std::string, rules::Fault> read_text(std::filesystem::path const& file);

/// As read_scenario(), on that pack and those contacts.
[[nodiscard]] std::expected<Scenario, rules::Faults> read_scenario_on(
    std::string text, std::filesystem::path const& file, rules::LoadedPack const& pack,
    v1::Contacts const& contacts);

}  // namespace larm::player
