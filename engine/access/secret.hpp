// Secrets and token ids: how they are made, recognised and hashed. Random numbers come from OpenSSL
// and are asked for in this file only.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "engine/access/access_error.hpp"
#include "engine/access/grant.hpp"

namespace larm::access {

struct NewSecret {
    std::string text;
    SecretHash hash{};
};

/// A fresh secret: "larm_" and 52 characters, 260 random bits. Fails only if the system has no
/// randomness.
[[nodiscard]] std::expected<NewSecret, AccessError> new_secret();

/// A fresh public id: "tok_" and 8 characters. Whether it is already taken is for the file to say.
[[nodiscard]] std::expected<std::string, AccessError> new_token_id();
/// As a token's, "ses_" and 12 characters.
[[nodiscard]] std::expected<std::string, AccessError> new_session_id();

/// The hash under which a secret is stored; nothing if it does not have the shape of one, so that
/// rubbish costs neither a digest nor a look into the file.
[[nodiscard]] std::optional<SecretHash> hash_secret(std::string_view secret);

/// Whether `text` begins like a token id. A token's name may not.
[[nodiscard]] bool looks_like_token_id(std::string_view text);

}  // namespace larm::access
