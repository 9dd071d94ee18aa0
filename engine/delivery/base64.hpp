// Base64 (RFC 4648) as our contracts need it: URL-safe without padding for links, keys and Web
// Push; the standard alphabet for Connect's error details, WebSocket's handshake, mail, passwords
// over HTTP and the journal as text; and either when reading bytes fields of proto3 JSON.
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

[[nodiscard]] std::string base64_unpadded(std::string_view bytes);
[[nodiscard]] std::string base64_padded(std::string_view bytes);
/// Standard or URL-safe alphabet, with or without padding, whatever is left over; nothing where it
/// is neither.
[[nodiscard]] std::optional<std::string> base64_decode(std::string_view text);

}  // namespace larm::delivery
