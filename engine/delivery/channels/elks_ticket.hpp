// What a callback of the SMS and voice provider is about, carried by the callback's own address:
// nothing needs to be kept, so a report that comes after a restart still finds its delivery.
// Signed, because an address is in the provider's hands; nothing in it is a name, a number or a
// text.
#pragma once

#include <larm/v1/command.pb.h>

#include <optional>
#include <string>
#include <string_view>

#include "engine/delivery/message.hpp"

namespace larm::delivery {

/// One delivery to one of an officer's addresses.
struct ElksTicket {
    std::string kind;  ///< Of a kind that reaches people: Live::word.
    std::string delivery_id;
    std::string incident_id;
    std::string step;
    std::string party;
    int attempt = 0;
    std::string recipient;
    std::string officer_id;
    v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
    int addresses = 1;     ///< To how many the delivery went.
    std::string audio_id;  ///< For a call: what it says, Speech::say.
    bool asks_for_number = false;
    bool takes_no = true;

    friend bool operator==(ElksTicket const&, ElksTicket const&) = default;
};

[[nodiscard]] ElksTicket ticket_of(Letter const& letter, int addresses);
/// What to record of its delivery, still without an outcome.
[[nodiscard]] v1::RecordDelivery record_of(ElksTicket const& ticket);

/// base64url, a dot, and a MAC; goes into a URL as it is. `key` is the account's ticket_key.
[[nodiscard]] std::string seal(ElksTicket const& ticket, std::string_view key);
/// Nothing where it is not of our making, or of no kind that reaches people.
[[nodiscard]] std::optional<ElksTicket> unseal(std::string_view sealed, std::string_view key);

}  // namespace larm::delivery
