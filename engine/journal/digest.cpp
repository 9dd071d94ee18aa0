#include "engine/journal/digest.hpp"

#include <openssl/evp.h>

#include "engine/core/check.hpp"

namespace larm::journal {

void Digest::Free::operator()(evp_md_ctx_st* context) const {
    EVP_MD_CTX_free(context);
}

Digest::Digest() : context_{EVP_MD_CTX_new()} {
    LARM_CHECK(context_ != nullptr);
    LARM_CHECK(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
}

Hash Digest::of(std::string_view bytes) {
    Hash hash{};
    auto* const context = context_.get();
    // A null type keeps the algorithm of the context and only starts it anew.
    LARM_CHECK(EVP_DigestInit_ex(context, nullptr, nullptr) == 1 &&
               EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1 &&
               EVP_DigestFinal_ex(context, hash.data(), nullptr) == 1);
    return hash;
}

}  // namespace larm::journal
