#include "engine/larm/uuid.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <array>
#include <cstdint>
#include <string_view>

#include "engine/core/check.hpp"
#include "engine/journal/record.hpp"

namespace larm::cli {

std::string new_uuid() {
    std::array<std::uint8_t, 16> bytes{};
    LARM_CHECK(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1);
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | 0x40U);  // version 4
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U);  // RFC 9562's variant
    auto const digits = journal::hex(bytes);
    std::string_view const hex = digits;
    return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4),
                       hex.substr(16, 4), hex.substr(20));
}

}  // namespace larm::cli
