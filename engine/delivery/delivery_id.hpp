// The id a notification carries to the device. Derived, never drawn: sending again after a crash
// gives the same id, by which the device knows the message and shows it once.
#pragma once

#include <larm/v1/domain.pb.h>

#include <string>
#include <string_view>

namespace larm::delivery {

/// What makes a delivery the one it is.
struct DeliveryKey {
    std::string_view incident_id;
    std::string_view step;
    std::string_view party;
    int attempt = 0;
    std::string_view recipient;
    v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
};

/// A UUID of version 8 (RFC 9562) in text: the first 16 bytes of SHA-256 over "larm delivery 1" and
/// then, in the order of DeliveryKey, each text as its length (32 bits, big-endian) and bytes, each
/// number as 32 bits big-endian. A contract with every device: it never changes.
[[nodiscard]] std::string delivery_id(DeliveryKey const& key);

/// What a roll-call has in the place of a step, and of an attempt: it asks once.
constexpr std::string_view roll_call_step = "roll_call";
constexpr int roll_call_attempt = 1;
/// The same of a roll-call's message, which asks an officer where a chase asks a party.
[[nodiscard]] std::string roll_call_delivery_id(std::string_view roll_call_id,
                                                std::string_view party, std::string_view officer_id,
                                                v1::Channel channel);

}  // namespace larm::delivery
