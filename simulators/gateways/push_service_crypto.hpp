// The receiving side's cryptography of Web Push: a browser's keys and its decryption (RFC 8291),
// and a push service's check of a signature (RFC 8292). Written apart from the engine's sending
// side and sharing nothing with it, so that the two can find each other's faults.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_pkey_st;  // OpenSSL's EVP_PKEY

namespace larm::gateways {

[[nodiscard]] std::string to_base64url(std::string_view bytes);
/// Nothing where it is none.
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

/// `key` is an uncompressed point of P-256, `signature` r and s of 32 bytes each.
[[nodiscard]] bool is_signed_es256(std::string_view key, std::string_view text,
                                   std::string_view signature);

/// What a browser makes when it subscribes, and keeps to itself but for the public parts.
class BrowserKeys {
public:
    BrowserKeys();
    /// Both in base64url, as in a subscription's JSON.
    [[nodiscard]] std::string p256dh() const { return to_base64url(public_point_); }
    [[nodiscard]] std::string auth() const { return to_base64url(auth_); }
    /// The text of an aes128gcm body of one record; nothing where it cannot be opened.
    [[nodiscard]] std::optional<std::string> decrypt(std::string_view body) const;

private:
    struct Free {
        void operator()(evp_pkey_st* key) const;
    };
    std::unique_ptr<evp_pkey_st, Free> key_;
    std::string public_point_;
    std::string auth_;
};

}  // namespace larm::gateways
