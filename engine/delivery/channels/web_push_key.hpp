// A P-256 key pair. Web Push has two: the one that signs for us (VAPID), kept in a file, and one
// made for each message. Keys are OpenSSL's; no arithmetic here.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct evp_pkey_st;  // OpenSSL's EVP_PKEY

namespace larm::delivery {

/// Uncompressed: 4, x, y.
using PushPoint = std::array<std::uint8_t, 65>;
using PushSecret = std::array<std::uint8_t, 32>;

/// Immutable; any thread.
class PushKey {
public:
    [[nodiscard]] static PushKey generate();
    /// Nothing where the two do not belong together.
    [[nodiscard]] static std::optional<PushKey> of(std::span<std::uint8_t const, 32> private_key,
                                                   PushPoint const& public_point);
    /// Failure: in English, and nothing of the key.
    [[nodiscard]] static std::expected<PushKey, std::string> of_pem(std::string const& pem);

    [[nodiscard]] std::string pem() const;
    [[nodiscard]] PushPoint const& public_point() const { return point_; }
    /// What both sides can compute (ECDH). Nothing where `other` is no point of the curve.
    [[nodiscard]] std::optional<PushSecret> agree(PushPoint const& other) const;
    /// ES256: the 64 bytes r and s.
    [[nodiscard]] std::string sign(std::string_view text) const;

private:
    struct Free {
        void operator()(evp_pkey_st* key) const;
    };
    using Handle = std::unique_ptr<evp_pkey_st, Free>;

    [[nodiscard]] static std::optional<PushKey> of_handle(Handle handle);
    PushKey(Handle handle, PushPoint const& point) : handle_{std::move(handle)}, point_{point} {}

    Handle handle_;
    PushPoint point_;
};

}  // namespace larm::delivery
