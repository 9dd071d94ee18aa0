#include "engine/delivery/answer_keys.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <span>
#include <vector>

#include "engine/core/check.hpp"
#include "engine/delivery/base64url.hpp"

namespace larm::delivery {
namespace {

using Mac = std::array<std::uint8_t, 32>;

constexpr std::size_t link_bytes = 15;
constexpr std::uint64_t codes = 1'000'000;

void put(std::string& bytes, std::string_view text) {
    bytes += fmt::format("{}:", text.size());  // so that no two keys read the same
    bytes += text;
}

Mac mac_of(AnswerKeys::Secret const& secret, std::string_view what, AnswerKey const& key) {
    std::string bytes;
    put(bytes, what);
    put(bytes, key.incident_id);
    put(bytes, key.party);
    put(bytes, key.officer_id);
    Mac mac{};
    unsigned size = 0;
    std::vector<std::uint8_t> const data(bytes.begin(), bytes.end());
    LARM_CHECK(HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), data.data(),
                    data.size(), mac.data(), &size) != nullptr);
    LARM_CHECK(size == mac.size());
    return mac;
}

}  // namespace

std::string AnswerKeys::code(AnswerKey const& key) const {
    auto const mac = mac_of(secret_, "code", key);
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < sizeof(number); ++i) {
        number = number << 8U | mac[i];
    }
    return fmt::format("{:06}", number % codes);
}

std::string AnswerKeys::link(AnswerKey const& key) const {
    auto const mac = mac_of(secret_, "link", key);
    return base64url(std::span{mac}.first(link_bytes));
}

bool same_secret(std::string_view one, std::string_view other) {
    return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace larm::delivery
