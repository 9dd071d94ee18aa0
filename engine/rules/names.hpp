// Names that planners write: their shape, and what they may have meant by one that is not known.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace larm::rules {

/// 1 to 64 of a-z, 0-9, _ and -: regions, steps, templates, organisations, officers.
[[nodiscard]] bool is_id(std::string_view text);
/// As is_id(), with capitals: hospitals have codes such as "FAL".
[[nodiscard]] bool is_code(std::string_view text);

/// "did you mean X?", or the known names where none is near; empty where none is known.
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       std::vector<std::string> const& known);

/// "a, b, c"
[[nodiscard]] std::string listed(std::vector<std::string> const& words);

}  // namespace larm::rules
