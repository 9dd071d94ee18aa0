#include "engine/delivery/delivery_id.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "engine/core/check.hpp"
#include "engine/core/command_memory.hpp"

namespace larm::delivery {
namespace {

void put_number(std::string& bytes, std::uint32_t number) {
    for (auto const shift : {24U, 16U, 8U, 0U}) {
        bytes += static_cast<char>(number >> shift & 0xFFU);
    }
}

void put_text(std::string& bytes, std::string_view text) {
    put_number(bytes, static_cast<std::uint32_t>(text.size()));
    bytes += text;
}

}  // namespace

std::string delivery_id(DeliveryKey const& key) {
    std::string bytes{"larm delivery 1"};
    put_text(bytes, key.incident_id);
    put_text(bytes, key.step);
    put_text(bytes, key.party);
    put_number(bytes, static_cast<std::uint32_t>(key.attempt));
    put_text(bytes, key.recipient);
    put_number(bytes, static_cast<std::uint32_t>(key.channel));

    std::array<std::uint8_t, EVP_MAX_MD_SIZE> hash{};
    unsigned size = 0;
    LARM_CHECK(EVP_Digest(bytes.data(), bytes.size(), hash.data(), &size, EVP_sha256(), nullptr) ==
               1);
    core::CommandId id{};
    std::copy_n(hash.begin(), id.size(), id.begin());
    id[6] = static_cast<std::uint8_t>((id[6] & 0x0FU) | 0x80U);
    id[8] = static_cast<std::uint8_t>((id[8] & 0x3FU) | 0x80U);
    return core::uuid_text(id);
}

std::string roll_call_delivery_id(std::string_view roll_call_id, std::string_view party,
                                  std::string_view officer_id, v1::Channel channel) {
    return delivery_id({.incident_id = roll_call_id,
                        .step = officer_id,
                        .party = party,
                        .attempt = roll_call_attempt,
                        .recipient = party,
                        .channel = channel});
}

}  // namespace larm::delivery
