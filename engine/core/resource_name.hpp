// What a vehicle is called, so that one that is written in two ways is one vehicle.
#pragma once

#include <string>
#include <string_view>

namespace larm::core {

/// Without blanks, in capitals (ASCII and å, ä, ö): "a 1" and "A1" are the same. Empty where
/// nothing is left.
[[nodiscard]] std::string resource_name(std::string_view as_written);

}  // namespace larm::core
