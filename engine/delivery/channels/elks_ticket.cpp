#include "engine/delivery/channels/elks_ticket.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <vector>

#include "engine/core/check.hpp"
#include "engine/delivery/answer_keys.hpp"

namespace larm::delivery {
namespace {

constexpr std::size_t mac_bytes = 16;
constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string base64url(std::string_view bytes) {
    std::string text;
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (auto const byte : bytes) {
        bits = bits << 8U | static_cast<std::uint8_t>(byte);
        for (held += 8; held >= 6;) {
            held -= 6;
            text += alphabet[bits >> held & 0x3FU];
        }
    }
    if (held > 0) {
        text += alphabet[bits << (6 - held) & 0x3FU];
    }
    return text;
}

std::optional<std::string> bytes_of(std::string_view base64) {
    std::string bytes;
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (auto const sign : base64) {
        auto const value = alphabet.find(sign);
        if (value == std::string_view::npos) {
            return std::nullopt;
        }
        bits = bits << 6U | static_cast<std::uint32_t>(value);
        held += 6;
        if (held >= 8) {
            held -= 8;
            bytes += static_cast<char>(bits >> held & 0xFFU);
        }
    }
    return bytes;
}

std::string mac_of(std::string_view payload, std::string_view key) {
    std::string bytes{"larm elks ticket 1:"};
    bytes += payload;
    std::vector<std::uint8_t> const data(bytes.begin(), bytes.end());
    std::array<std::uint8_t, 32> mac{};
    unsigned size = 0;
    LARM_CHECK(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), data.data(),
                    data.size(), mac.data(), &size) != nullptr);
    return {mac.begin(), mac.begin() + mac_bytes};
}

/// Ids hold no control characters, so a unit separator divides them.
constexpr char separator = '\x1F';

std::optional<int> number_of(std::string_view text) {
    int number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{number}
                                                                    : std::nullopt;
}

}  // namespace

ElksTicket ticket_of(Letter const& letter, int addresses) {
    auto const& envelope = letter.envelope;
    return {.kind = letter.kind,
            .delivery_id = envelope.delivery_id,
            .incident_id = envelope.incident_id,
            .step = envelope.step,
            .party = envelope.party,
            .attempt = envelope.attempt,
            .recipient = envelope.recipient,
            .officer_id = envelope.officer_id,
            .channel = envelope.channel,
            .addresses = addresses,
            .audio_id = {},
            .asks_for_number = letter.answer.asks_for_number};
}

v1::RecordDelivery record_of(ElksTicket const& ticket) {
    v1::RecordDelivery record;
    record.set_incident_id(ticket.incident_id);
    record.set_step(ticket.step);
    record.set_party(ticket.party);
    record.set_attempt(ticket.attempt);
    record.set_recipient(ticket.recipient);
    record.set_channel(ticket.channel);
    return record;
}

std::string seal(ElksTicket const& ticket, std::string_view key) {
    std::string payload;
    for (auto const& field :
         {ticket.kind, ticket.delivery_id, ticket.incident_id, ticket.step, ticket.party,
          std::to_string(ticket.attempt), ticket.recipient, ticket.officer_id,
          std::to_string(static_cast<int>(ticket.channel)), std::to_string(ticket.addresses),
          ticket.audio_id, std::string{ticket.asks_for_number ? "1" : "0"}}) {
        payload += field;
        payload += separator;
    }
    return base64url(payload) + "." + base64url(mac_of(payload, key));
}

std::optional<ElksTicket> unseal(std::string_view sealed, std::string_view key) {
    auto const dot = sealed.find('.');
    if (dot == std::string_view::npos) {
        return std::nullopt;
    }
    auto const payload = bytes_of(sealed.substr(0, dot));
    auto const mac = bytes_of(sealed.substr(dot + 1));
    if (!payload || !mac || !same_secret(*mac, mac_of(*payload, key))) {
        return std::nullopt;
    }
    std::vector<std::string> fields;
    for (std::string_view rest{*payload}; !rest.empty();) {
        auto const end = rest.find(separator);
        fields.emplace_back(rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    if (fields.size() != 12) {
        return std::nullopt;
    }
    auto const attempt = number_of(fields[5]);
    auto const channel = number_of(fields[8]);
    auto const addresses = number_of(fields[9]);
    if (!attempt || !channel || !v1::Channel_IsValid(*channel) || !addresses) {
        return std::nullopt;
    }
    return ElksTicket{.kind = fields[0],
                      .delivery_id = fields[1],
                      .incident_id = fields[2],
                      .step = fields[3],
                      .party = fields[4],
                      .attempt = *attempt,
                      .recipient = fields[6],
                      .officer_id = fields[7],
                      .channel = static_cast<v1::Channel>(*channel),
                      .addresses = *addresses,
                      .audio_id = fields[10],
                      .asks_for_number = fields[11] == "1"};
}

}  // namespace larm::delivery
