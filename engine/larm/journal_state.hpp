// What a daemon's journal amounts to, for verbs that know no daemon: also while one writes it.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "engine/core/state.hpp"

namespace larm::cli {

/// The fold of a journal; why not, where it cannot be read.
[[nodiscard]] std::expected<core::State, std::string> state_of_journal(
    std::filesystem::path const& file);

}  // namespace larm::cli
