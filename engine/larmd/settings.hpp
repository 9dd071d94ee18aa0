// larmd's settings file: protobuf text, typed by proto/larm/v1/config.proto. The table of defaults
// and ranges is in the source file; what is asked of the channels' settings in channel_settings.
#pragma once

#include <larm/v1/config.pb.h>

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/server/limits.hpp"
#include "engine/server/public_side.hpp"
#include "engine/server/sign_in_terms.hpp"

namespace larm::larmd {

struct Settings {
    server::Limits limits;
    server::PublicSide public_side;
    v1::DeliveryConfig delivery;
    server::SignInTerms sign_in;
};

/// What a settings file says, or every fault in it as "FILE:LINE:COL: error: ...". An unknown key
/// is a fault: a limit that somebody believes to have set must not silently be another. A
/// `public_url` that is not empty takes the place of the file's; an empty `file` is one that says
/// nothing.
[[nodiscard]] std::expected<Settings, std::vector<std::string>> read_settings(
    std::filesystem::path const& file, std::string const& public_url);

/// The table as text, for documentation and --help: name, default, range, unit.
[[nodiscard]] std::string describe_settings();

}  // namespace larm::larmd
