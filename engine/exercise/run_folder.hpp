// The folder of one run of an exercise, and which of them a start of the daemon brings back. See
// FORMAT.md.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/instant.hpp"

namespace larm::exercise {

struct RunFolder {
    std::string world_id;
    std::filesystem::path path;

    [[nodiscard]] std::filesystem::path journal() const { return path / "exercise.db"; }
    [[nodiscard]] std::filesystem::path inputs() const { return path / "inputs.db"; }
    /// Makes the folder; with `scenario` it is brought back after a restart. Failure: why not.
    [[nodiscard]] std::expected<void, std::string> make(std::string const* scenario) const;
    [[nodiscard]] std::expected<std::string, std::string> scenario() const;
    /// From now on it is not brought back, and no device is enrolled for it.
    void mark_closed() const;
};

/// Before any is open: of those that are not brought back no device is kept.
void forget_devices_of_past(std::filesystem::path const& data);
[[nodiscard]] RunFolder new_run(std::filesystem::path const& data, std::string world_id,
                                core::Instant now);
/// Those that are to be brought back, the latest first.
[[nodiscard]] std::vector<RunFolder> open_runs(std::filesystem::path const& data);

}  // namespace larm::exercise
