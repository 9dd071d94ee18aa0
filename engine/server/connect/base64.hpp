// Base64 as the contracts need it: unpadded for Connect's error details, padded for WebSocket's
// handshake, and either alphabet when reading bytes fields of proto3 JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace larm::server {

[[nodiscard]] std::string base64_unpadded(std::string_view bytes);
[[nodiscard]] std::string base64_padded(std::string_view bytes);
/// Standard or URL-safe alphabet, with or without padding; nothing where it is neither.
[[nodiscard]] std::optional<std::string> base64_decode(std::string_view text);

}  // namespace larm::server
