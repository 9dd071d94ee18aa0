// What a request's flag means, in a few words. The contract itself, with units and sources, is in
// proto/larm/v1.
#pragma once

#include <string_view>

namespace larm::cli {

/// Empty for a flag that has no words yet.
[[nodiscard]] std::string_view flag_help(std::string_view flag);

}  // namespace larm::cli
