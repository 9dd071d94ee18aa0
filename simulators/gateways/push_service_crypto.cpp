#include "simulators/gateways/push_service_crypto.hpp"
#include "simulators/gateways/freed.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <vector>

namespace larm::gateways {
namespace {

constexpr std::size_t point_bytes = 65;
constexpr std::size_t salt_bytes = 16;
constexpr std::size_t tag_bytes = 16;
constexpr std::size_t head_bytes = salt_bytes + 4 + 1 + point_bytes;

using Key = Held<EVP_PKEY, EVP_PKEY_free>;
using Context = Held<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

unsigned char const* bytes(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}

/// A public key of P-256; null where the point is not on the curve.
Key key_of(std::string_view point) {
    Context const context{EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr)};
    std::string curve{"P-256"};
    std::string place{point};
    std::array const parts{
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, curve.data(), 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, place.data(), place.size()),
        OSSL_PARAM_construct_end()};
    auto copy = parts;
    EVP_PKEY* key = nullptr;
    if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, copy.data()) != 1) {
        return nullptr;
    }
    return Key{key};
}

std::string hkdf(std::string salt, std::string input, std::string info, std::size_t size) {
    Held<EVP_KDF, EVP_KDF_free> const method{EVP_KDF_fetch(nullptr, "HKDF", nullptr)};
    Held<EVP_KDF_CTX, EVP_KDF_CTX_free> const context{EVP_KDF_CTX_new(method.get())};
    std::string digest{"SHA256"};
    std::array parts{
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salt.data(), salt.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, input.data(), input.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.data(), info.size()),
        OSSL_PARAM_construct_end()};
    std::string out(size, '\0');
    auto* const at = reinterpret_cast<unsigned char*>(out.data());
    return EVP_KDF_derive(context.get(), at, size, parts.data()) == 1 ? out : std::string{};
}

std::optional<std::string> shared_secret(EVP_PKEY* own, std::string_view point) {
    auto const peer = key_of(point);
    Context const context{EVP_PKEY_CTX_new_from_pkey(nullptr, own, nullptr)};
    std::string secret(32, '\0');
    auto size = secret.size();
    if (peer == nullptr || EVP_PKEY_derive_init(context.get()) != 1 ||
        EVP_PKEY_derive_set_peer(context.get(), peer.get()) != 1 ||
        EVP_PKEY_derive(context.get(), reinterpret_cast<unsigned char*>(secret.data()), &size) !=
            1) {
        return std::nullopt;
    }
    return secret;
}

std::optional<std::string> opened(std::string_view key, std::string_view nonce,
                                  std::string_view sealed) {
    Held<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free> const context{EVP_CIPHER_CTX_new()};
    auto const text = sealed.substr(0, sealed.size() - tag_bytes);
    std::string tag{sealed.substr(text.size())};
    std::string out(text.size(), '\0');
    auto* const at = reinterpret_cast<unsigned char*>(out.data());
    int size = 0;
    if (EVP_DecryptInit_ex2(context.get(), EVP_aes_128_gcm(), bytes(key), bytes(nonce), nullptr) !=
            1 ||
        EVP_DecryptUpdate(context.get(), at, &size, bytes(text), static_cast<int>(text.size())) !=
            1 ||
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, tag_bytes, tag.data()) != 1 ||
        EVP_DecryptFinal_ex(context.get(), at + size, &size) != 1) {
        return std::nullopt;
    }
    return out;
}

}  // namespace

std::string to_base64url(std::string_view plain) {
    std::vector<unsigned char> out(4 * ((plain.size() + 2) / 3) + 1);
    EVP_EncodeBlock(out.data(), bytes(plain), static_cast<int>(plain.size()));
    std::string text{reinterpret_cast<char const*>(out.data())};
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    text.erase(std::min(text.find('='), text.size()));
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    if (text.find_first_of("+/= \n\r\t") != std::string_view::npos) {
        return std::nullopt;
    }
    std::string padded{text};
    std::ranges::replace(padded, '-', '+');
    std::ranges::replace(padded, '_', '/');
    auto const missing = (4 - padded.size() % 4) % 4;
    padded.append(missing, '=');
    std::vector<unsigned char> out(padded.size() + 1);
    auto const size = EVP_DecodeBlock(out.data(), bytes(padded), static_cast<int>(padded.size()));
    if (missing == 3 || size < static_cast<int>(missing)) {
        return std::nullopt;
    }
    return std::string{out.begin(), out.begin() + size - static_cast<int>(missing)};
}

bool is_signed_es256(std::string_view key, std::string_view text, std::string_view signature) {
    auto const signer = key.size() == point_bytes ? key_of(key) : nullptr;
    if (signer == nullptr || signature.size() != 64) {
        return false;
    }
    Held<ECDSA_SIG, ECDSA_SIG_free> const parts{ECDSA_SIG_new()};
    ECDSA_SIG_set0(parts.get(), BN_bin2bn(bytes(signature), 32, nullptr),
                   BN_bin2bn(bytes(signature.substr(32)), 32, nullptr));
    std::array<unsigned char, 80> der{};
    auto* at = der.data();
    auto const size = i2d_ECDSA_SIG(parts.get(), &at);
    Held<EVP_MD_CTX, EVP_MD_CTX_free> const context{EVP_MD_CTX_new()};
    return size > 0 &&
           EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, signer.get()) == 1 &&
           EVP_DigestVerify(context.get(), der.data(), static_cast<std::size_t>(size), bytes(text),
                            text.size()) == 1;
}

void BrowserKeys::Free::operator()(evp_pkey_st* key) const {
    EVP_PKEY_free(key);
}

BrowserKeys::BrowserKeys() : key_{EVP_EC_gen("P-256")}, public_point_(point_bytes, '\0') {
    std::size_t size = 0;
    EVP_PKEY_get_octet_string_param(key_.get(), OSSL_PKEY_PARAM_PUB_KEY,
                                    reinterpret_cast<unsigned char*>(public_point_.data()),
                                    public_point_.size(), &size);
    auth_.resize(salt_bytes);
    RAND_bytes(reinterpret_cast<unsigned char*>(auth_.data()), static_cast<int>(auth_.size()));
}

std::optional<std::string> BrowserKeys::decrypt(std::string_view body) const {
    if (body.size() <= head_bytes + tag_bytes ||
        static_cast<unsigned char>(body[salt_bytes + 4]) != point_bytes) {
        return std::nullopt;
    }
    std::string const salt{body.substr(0, salt_bytes)};
    std::string const sender{body.substr(salt_bytes + 5, point_bytes)};
    auto const secret = shared_secret(key_.get(), sender);
    if (!secret) {
        return std::nullopt;
    }
    auto const nought = std::string(1, '\0');
    auto const input = hkdf(auth_, *secret, "WebPush: info" + nought + public_point_ + sender, 32);
    auto text =
        opened(hkdf(salt, input, "Content-Encoding: aes128gcm" + nought, 16),
               hkdf(salt, input, "Content-Encoding: nonce" + nought, 12), body.substr(head_bytes));
    if (!text) {
        return std::nullopt;
    }
    auto const end = text->find_last_not_of('\0');
    if (end == std::string::npos || (*text)[end] != '\x02') {
        return std::nullopt;  // not the last record, or no text at all
    }
    text->resize(end);
    return text;
}

}  // namespace larm::gateways
