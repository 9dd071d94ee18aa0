// What the build makes of this folder: the files that larmd serves.
#pragma once

#include <span>

#include "engine/server/static_files.hpp"

namespace larm::console {

/// All of them; none where the console was left out of the build.
[[nodiscard]] std::span<server::StaticFile const> console_files();

}  // namespace larm::console
