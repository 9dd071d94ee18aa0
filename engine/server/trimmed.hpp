// Of a header: without the white space that HTTP allows around its parts.
#pragma once

#include <string_view>

namespace larm::server {

[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t");
    return first == std::string_view::npos
               ? std::string_view{}
               : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace larm::server
