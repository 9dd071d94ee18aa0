// larmd's settings file: protobuf text, typed by proto/larm/v1/config.proto. The table of defaults
// and ranges is in the source file.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/server/limits.hpp"

namespace larm::larmd {

/// The limits of a settings file, or every fault in it as "FILE:LINE:COL: error: ...". An unknown
/// key is a fault: a limit that somebody believes to have set must not silently be another.
[[nodiscard]] std::expected<server::Limits, std::vector<std::string>> read_settings(
    std::filesystem::path const& file);

/// The table as text, for documentation and --help: name, default, range, unit.
[[nodiscard]] std::string describe_settings();

}  // namespace larm::larmd
