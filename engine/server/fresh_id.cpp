#include "engine/server/fresh_id.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>

#include "engine/core/check.hpp"
#include "engine/core/command_memory.hpp"

namespace larm::server {

std::string FreshIds::next(core::Instant now) {
    constexpr std::size_t random_bytes = 10;
    if (used_ + random_bytes > random_.size()) {
        LARM_CHECK(RAND_bytes(random_.data(), static_cast<int>(random_.size())) == 1);
        used_ = 0;
    }
    core::CommandId id{};
    auto const milliseconds = static_cast<std::uint64_t>(now.us / 1000);
    for (std::size_t i = 0; i < 6; ++i) {
        id[i] = static_cast<std::uint8_t>(milliseconds >> (8 * (5 - i)));
    }
    std::copy_n(random_.begin() + static_cast<std::ptrdiff_t>(used_), random_bytes, id.begin() + 6);
    used_ += random_bytes;
    id[6] = static_cast<std::uint8_t>((id[6] & 0x0F) | 0x70);  // version 7
    id[8] = static_cast<std::uint8_t>((id[8] & 0x3F) | 0x80);  // RFC 9562's variant
    return core::uuid_text(id);
}

std::string fingerprint(std::string_view token_id, std::string_view method,
                        std::string_view request) {
    std::string bytes;
    bytes.reserve(token_id.size() + method.size() + request.size() + 2);
    bytes.append(token_id).push_back('\0');
    bytes.append(method).push_back('\0');
    bytes.append(request);
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    LARM_CHECK(
        EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) == 1);
    constexpr std::size_t kept = 8;
    return {digest.begin(), digest.begin() + kept};
}

}  // namespace larm::server
