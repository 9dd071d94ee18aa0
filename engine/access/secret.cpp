// Five random bits a character, from an alphabet without i, l, o and u: a secret can be read aloud,
// and a double click selects the whole of it.
#include "engine/access/secret.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace larm::access {
namespace {

constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
static_assert(alphabet.size() == 32);

constexpr std::string_view secret_prefix = "larm_";
constexpr std::size_t secret_characters = 52;
constexpr std::string_view id_prefix = "tok_";
constexpr std::size_t id_characters = 8;
constexpr std::size_t session_id_characters = 12;

std::expected<std::string, AccessError> random_text(std::string_view prefix, std::size_t length) {
    std::array<unsigned char, secret_characters> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(length)) != 1) {
        return std::unexpected(AccessError{AccessErrorKind::io,
                                           "the system gave no random numbers; no token was made"});
    }
    std::string text{prefix};
    for (auto const byte : std::span{bytes}.first(length)) {
        text.push_back(alphabet[byte % alphabet.size()]);  // 256 is a multiple of 32: no bias
    }
    OPENSSL_cleanse(bytes.data(), bytes.size());
    return text;
}

SecretHash sha256(std::string_view text) {
    SecretHash hash{};
    // OpenSSL takes bytes, and a char may be looked at as one.
    SHA256(reinterpret_cast<unsigned char const*>(text.data()), text.size(), hash.data());
    return hash;
}

}  // namespace

std::expected<NewSecret, AccessError> new_secret() {
    auto text = random_text(secret_prefix, secret_characters);
    if (!text) {
        return std::unexpected(std::move(text).error());
    }
    auto const hash = sha256(*text);
    return NewSecret{std::move(*text), hash};
}

std::expected<std::string, AccessError> new_token_id() {
    return random_text(id_prefix, id_characters);
}

std::expected<std::string, AccessError> new_session_id() {
    return random_text("ses_", session_id_characters);
}

std::optional<SecretHash> hash_secret(std::string_view secret) {
    if (secret.size() != secret_prefix.size() + secret_characters ||
        !secret.starts_with(secret_prefix) ||
        !std::ranges::all_of(secret.substr(secret_prefix.size()),
                             [](char c) { return alphabet.contains(c); })) {
        return std::nullopt;
    }
    return sha256(secret);
}

bool looks_like_token_id(std::string_view text) {
    return text.starts_with(id_prefix);
}

}  // namespace larm::access
