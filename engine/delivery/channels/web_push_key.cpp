#include "engine/delivery/channels/web_push_key.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <algorithm>

#include "engine/core/check.hpp"

namespace larm::delivery {
namespace {

template <typename T, auto free>
struct Freed {
    void operator()(T* thing) const { free(thing); }
};
template <typename T, auto free>
using Held = std::unique_ptr<T, Freed<T, free>>;

using Context = Held<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using Number = Held<BIGNUM, BN_clear_free>;
using Bio = Held<BIO, BIO_free_all>;

constexpr auto curve = "prime256v1";

/// From its parts, the private one left out where `private_key` is null.
EVP_PKEY* assemble(BIGNUM const* private_key, PushPoint const& point) {
    Held<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> const build{OSSL_PARAM_BLD_new()};
    LARM_CHECK(build != nullptr);
    LARM_CHECK(OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve, 0) ==
               1);
    LARM_CHECK(OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                                point.size()) == 1);
    if (private_key != nullptr) {
        LARM_CHECK(OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_PRIV_KEY, private_key) == 1);
    }
    Held<OSSL_PARAM, OSSL_PARAM_free> const parts{OSSL_PARAM_BLD_to_param(build.get())};
    Context const context{EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr)};
    LARM_CHECK(parts != nullptr && context != nullptr);
    LARM_CHECK(EVP_PKEY_fromdata_init(context.get()) == 1);
    EVP_PKEY* key = nullptr;
    auto const selection = private_key != nullptr ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
    return EVP_PKEY_fromdata(context.get(), &key, selection, parts.get()) == 1 ? key : nullptr;
}

}  // namespace

void PushKey::Free::operator()(evp_pkey_st* key) const {
    EVP_PKEY_free(key);
}

std::optional<PushKey> PushKey::of_handle(Handle handle) {
    std::array<char, 32> group{};
    std::size_t size = 0;
    PushPoint point{};
    if (handle == nullptr || EVP_PKEY_is_a(handle.get(), "EC") != 1 ||
        EVP_PKEY_get_group_name(handle.get(), group.data(), group.size(), &size) != 1 ||
        std::string_view{group.data()} != curve ||
        EVP_PKEY_get_octet_string_param(handle.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                        point.size(), &size) != 1 ||
        size != point.size()) {
        return std::nullopt;
    }
    return PushKey{std::move(handle), point};
}

PushKey PushKey::generate() {
    auto key = of_handle(Handle{EVP_EC_gen(curve)});
    LARM_CHECK(key.has_value());
    return std::move(*key);
}

std::optional<PushKey> PushKey::of(std::span<std::uint8_t const, 32> private_key,
                                   PushPoint const& public_point) {
    Number const number{
        BN_bin2bn(private_key.data(), static_cast<int>(private_key.size()), nullptr)};
    LARM_CHECK(number != nullptr);
    Handle handle{assemble(number.get(), public_point)};
    if (handle == nullptr) {
        return std::nullopt;
    }
    Context const context{EVP_PKEY_CTX_new_from_pkey(nullptr, handle.get(), nullptr)};
    if (context == nullptr || EVP_PKEY_pairwise_check(context.get()) != 1) {
        return std::nullopt;
    }
    return of_handle(std::move(handle));
}

std::expected<PushKey, std::string> PushKey::of_pem(std::string const& pem) {
    Bio const bio{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    LARM_CHECK(bio != nullptr);
    // A password would be asked for on the terminal: there is nobody there.
    auto const no_password = [](char*, int, int, void*) { return -1; };
    auto key = of_handle(Handle{PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr)});
    if (!key) {
        return std::unexpected{std::string{"no private key of P-256 in PEM, without a password"}};
    }
    return std::move(*key);
}

std::string PushKey::pem() const {
    Bio const bio{BIO_new(BIO_s_secmem())};
    LARM_CHECK(bio != nullptr);
    LARM_CHECK(PEM_write_bio_PKCS8PrivateKey(bio.get(), handle_.get(), nullptr, nullptr, 0, nullptr,
                                             nullptr) == 1);
    char* text = nullptr;
    auto const size = BIO_get_mem_data(bio.get(), &text);
    LARM_CHECK(size > 0);
    return {text, static_cast<std::size_t>(size)};
}

std::optional<PushSecret> PushKey::agree(PushPoint const& other) const {
    Handle const peer{assemble(nullptr, other)};
    if (peer == nullptr) {
        return std::nullopt;
    }
    Context const context{EVP_PKEY_CTX_new_from_pkey(nullptr, handle_.get(), nullptr)};
    PushSecret secret{};
    auto size = secret.size();
    if (context == nullptr || EVP_PKEY_derive_init(context.get()) != 1 ||
        EVP_PKEY_derive_set_peer(context.get(), peer.get()) != 1 ||  // on the curve?
        EVP_PKEY_derive(context.get(), secret.data(), &size) != 1 || size != secret.size()) {
        return std::nullopt;
    }
    return secret;
}

std::string PushKey::sign(std::string_view text) const {
    Held<EVP_MD_CTX, EVP_MD_CTX_free> const context{EVP_MD_CTX_new()};
    LARM_CHECK(context != nullptr);
    LARM_CHECK(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, handle_.get()) ==
               1);
    std::array<unsigned char, 80> der{};  // of P-256: 72 at most
    auto size = der.size();
    LARM_CHECK(EVP_DigestSign(context.get(), der.data(), &size,
                              reinterpret_cast<unsigned char const*>(text.data()),
                              text.size()) == 1);
    unsigned char const* at = der.data();
    Held<ECDSA_SIG, ECDSA_SIG_free> const signature{
        d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size))};
    LARM_CHECK(signature != nullptr);
    std::array<unsigned char, 64> raw{};
    LARM_CHECK(BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw.data(), 32) == 32);
    LARM_CHECK(BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw.data() + 32, 32) == 32);
    return {raw.begin(), raw.end()};
}

}  // namespace larm::delivery
