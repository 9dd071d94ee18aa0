#include "engine/delivery/channels/push_encryption.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <memory>
#include <span>

#include "engine/core/check.hpp"

namespace larm::delivery {
namespace {

constexpr std::size_t tag_bytes = 16;
constexpr std::uint32_t record_bytes = push_body_bytes_max;
constexpr char last_record = 2;

using Mac = std::array<std::uint8_t, 32>;
using Bytes = std::span<std::uint8_t const>;

void put(std::string& text, Bytes bytes) {
    text.append(bytes.begin(), bytes.end());
}

Mac hmac(Bytes key, std::string_view text) {
    Mac mac{};
    unsigned size = 0;
    LARM_CHECK(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                    reinterpret_cast<unsigned char const*>(text.data()), text.size(), mac.data(),
                    &size) != nullptr);
    LARM_CHECK(size == mac.size());
    return mac;
}

/// HKDF (RFC 5869) of at most 32 bytes: extract, and one round of expand.
Mac hkdf(Bytes salt, Bytes input, std::string_view info) {
    std::string text;
    put(text, input);
    auto extracted = hmac(salt, text);
    auto const expanded = hmac(extracted, std::string{info} + '\x01');
    OPENSSL_cleanse(extracted.data(), extracted.size());
    OPENSSL_cleanse(text.data(), text.size());
    return expanded;
}

/// A C string with its nought, which is part of what RFC 8188 and 8291 feed in.
template <std::size_t N>
std::string label(char const (&text)[N]) {
    return {text, N};
}

std::string sealed(Bytes key, Bytes nonce, std::string_view text) {
    std::unique_ptr<EVP_CIPHER_CTX, decltype([](EVP_CIPHER_CTX* each) {
                        EVP_CIPHER_CTX_free(each);
                    })> const context{EVP_CIPHER_CTX_new()};
    LARM_CHECK(context != nullptr);
    LARM_CHECK(EVP_EncryptInit_ex2(context.get(), EVP_aes_128_gcm(), key.data(), nonce.data(),
                                   nullptr) == 1);
    std::string out(text.size() + tag_bytes, '\0');
    auto* const at = reinterpret_cast<unsigned char*>(out.data());
    int size = 0;
    LARM_CHECK(EVP_EncryptUpdate(context.get(), at, &size,
                                 reinterpret_cast<unsigned char const*>(text.data()),
                                 static_cast<int>(text.size())) == 1);
    LARM_CHECK(static_cast<std::size_t>(size) == text.size());
    LARM_CHECK(EVP_EncryptFinal_ex(context.get(), at + size, &size) == 1);
    LARM_CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, tag_bytes,
                                   at + text.size()) == 1);
    return out;
}

}  // namespace

std::expected<std::string, std::string> push_body(PushReader const& reader, std::string_view text,
                                                  std::size_t padded_bytes, PushSalt const& salt,
                                                  PushKey const& key) {
    if (text.size() > padded_bytes || padded_bytes > push_text_bytes_max) {
        return std::unexpected{
            fmt::format("a push of {} bytes in room for {}; at most {} can be sent", text.size(),
                        padded_bytes, push_text_bytes_max)};
    }
    auto shared = key.agree(reader.p256dh);
    if (!shared) {
        return std::unexpected{std::string{"the subscription's key is no point of P-256"}};
    }
    auto info = label("WebPush: info");
    put(info, reader.p256dh);
    put(info, key.public_point());
    auto const input = hkdf(reader.auth, *shared, info);
    OPENSSL_cleanse(shared->data(), shared->size());
    auto const content_key = hkdf(salt, input, label("Content-Encoding: aes128gcm"));
    auto const nonce = hkdf(salt, input, label("Content-Encoding: nonce"));

    std::string record{text};
    record += last_record;
    record.append(padded_bytes - text.size(), '\0');

    std::string body;
    put(body, salt);
    for (auto const shift : {24U, 16U, 8U, 0U}) {
        body += static_cast<char>(record_bytes >> shift & 0xFFU);
    }
    body += static_cast<char>(key.public_point().size());
    put(body, key.public_point());
    body += sealed(std::span{content_key}.first(16), std::span{nonce}.first(12), record);
    return body;
}

std::expected<std::string, std::string> push_body(PushReader const& reader, std::string_view text,
                                                  std::size_t padded_bytes) {
    PushSalt salt{};
    LARM_CHECK(RAND_bytes(salt.data(), static_cast<int>(salt.size())) == 1);
    return push_body(reader, text, padded_bytes, salt, PushKey::generate());
}

}  // namespace larm::delivery
