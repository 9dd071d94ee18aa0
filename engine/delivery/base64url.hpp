// Base64url without padding (RFC 4648, section 5): what links, keys and Web Push are written in.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace larm::delivery {

[[nodiscard]] std::string base64url(std::span<std::uint8_t const> bytes);
[[nodiscard]] std::string base64url(std::string_view bytes);
/// Nothing where it is not in the alphabet, not a possible length, or has bits left over that are
/// not nought. Padding is not taken.
[[nodiscard]] std::optional<std::string> base64url_decode(std::string_view text);

}  // namespace larm::delivery
