// The encryption of a push message (RFC 8291 over RFC 8188, aes128gcm): only the browser that
// subscribed can read it, and its length tells nothing.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "engine/delivery/channels/web_push_key.hpp"

namespace larm::delivery {

/// For whom: what a browser gives of itself when it subscribes.
struct PushReader {
    PushPoint p256dh{};
    std::array<std::uint8_t, 16> auth{};
};

using PushSalt = std::array<std::uint8_t, 16>;

/// A push service must take this much (RFC 8030, section 7.2), and need not take more.
constexpr std::size_t push_body_bytes_max = 4096;
/// What is left for the text: 86 bytes of header, 16 of tag and one that ends the text are ours.
constexpr std::size_t push_text_bytes_max = push_body_bytes_max - 103;

/// The body to post. Padded so that it is as long as one of a text of `padded_bytes` would be. The
/// salt and the key must be fresh. Failure, in English: a reader whose point is not on the curve, a
/// text longer than `padded_bytes`, or that longer than push_text_bytes_max.
[[nodiscard]] std::expected<std::string, std::string> push_body(PushReader const& reader,
                                                                std::string_view text,
                                                                std::size_t padded_bytes,
                                                                PushSalt const& salt,
                                                                PushKey const& key);

/// The same with a salt and a key of its own.
[[nodiscard]] std::expected<std::string, std::string> push_body(PushReader const& reader,
                                                                std::string_view text,
                                                                std::size_t padded_bytes);

}  // namespace larm::delivery
