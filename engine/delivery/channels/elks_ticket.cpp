#include "engine/delivery/channels/elks_ticket.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <vector>

#include "engine/core/check.hpp"
#include "engine/delivery/answer_keys.hpp"
#include "engine/delivery/base64.hpp"

namespace larm::delivery {
namespace {

constexpr std::size_t mac_bytes = 16;

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
constexpr std::string_view only_seen = "2";

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
            .asks_for_number = letter.answer.asks_for_number,
            .takes_no = letter.answer.takes_no};
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
    for (auto const& field : {ticket.kind, ticket.delivery_id, ticket.incident_id, ticket.step,
                              ticket.party, std::to_string(ticket.attempt), ticket.recipient,
                              ticket.officer_id, std::to_string(static_cast<int>(ticket.channel)),
                              std::to_string(ticket.addresses), ticket.audio_id,
                              std::string{ticket.asks_for_number ? std::string_view{"1"}
                                          : ticket.takes_no      ? std::string_view{"0"}
                                                                 : only_seen}}) {
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
    auto const payload = base64url_decode(sealed.substr(0, dot));
    auto const mac = base64url_decode(sealed.substr(dot + 1));
    if (!payload || !mac || !same_secret(*mac, mac_of(*payload, key))) {
        return std::nullopt;
    }
    std::vector<std::string> fields;
    for (std::string_view rest{*payload}; !rest.empty();) {
        auto const end = rest.find(separator);
        fields.emplace_back(rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    constexpr std::array kinds{Live::word, RollCall::word, DutyOffer::word};
    if (fields.size() != 12 || std::ranges::find(kinds, fields[0]) == kinds.end()) {
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
                      .asks_for_number = fields[11] == "1",
                      .takes_no = fields[11] != only_seen};
}

}  // namespace larm::delivery
