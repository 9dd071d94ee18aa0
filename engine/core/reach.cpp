#include "engine/core/reach.hpp"

#include <algorithm>
#include <bit>

namespace larm::core {
namespace {

constexpr std::string_view officer_prefix = "officer:";
constexpr std::int64_t us_per_hour = 3'600'000'000;

v1::Via via_of(v1::Event const& event) {
    if (event.has_party_acknowledged()) {
        return event.party_acknowledged().via();
    }
    if (event.has_party_answered()) {
        return event.party_answered().via();
    }
    if (event.has_transports_committed()) {
        return event.transports_committed().via();
    }
    if (event.has_transports_declined()) {
        return event.transports_declined().via();
    }
    if (event.has_transports_revoked()) {
        return event.transports_revoked().via();
    }
    return event.has_roll_call_answered() ? event.roll_call_answered().via() : v1::VIA_UNSPECIFIED;
}

/// Reached less not reached, in parts of `kept`; never tried is 0.
int score(Reach const* reach) {
    if (reach == nullptr || reach->asked == 0) {
        return 0;
    }
    auto const reached = reach->answered() + reach->received();
    return (2 * reached - reach->asked) * Reach::kept / reach->asked;
}

}  // namespace

int Reach::answered() const {
    return std::popcount(answers);
}

int Reach::received() const {
    return std::popcount(receipts);
}

void Reach::add(bool has_answered, bool has_received) {
    constexpr auto mask = (std::uint32_t{1} << static_cast<unsigned>(kept)) - 1;
    auto const only_received = has_received && !has_answered;
    answers = ((answers << 1U) | static_cast<std::uint32_t>(has_answered)) & mask;
    receipts = ((receipts << 1U) | static_cast<std::uint32_t>(only_received)) & mask;
    asked = std::min(asked + 1, kept);
}

Reach const* reach_of(ReachTable const& table, std::string_view officer_id, v1::Channel channel) {
    auto const found = table.find({std::string{officer_id}, channel});
    return found == table.end() ? nullptr : &found->second;
}

bool is_proven(ReachTable const& table, std::string_view officer_id, v1::Channel channel,
               Instant now, int proven_for_h) {
    auto const* const reach = reach_of(table, officer_id, channel);
    return reach != nullptr && reach->proven_at.is_set() &&
           now - reach->proven_at <= Duration{proven_for_h * us_per_hour};
}

v1::Channel channel_of(v1::Via via) {
    switch (via) {
        case v1::VIA_PUSH: return v1::CHANNEL_PUSH;
        case v1::VIA_SMS: return v1::CHANNEL_SMS;
        case v1::VIA_VOICE: return v1::CHANNEL_VOICE;
        case v1::VIA_RAKEL: return v1::CHANNEL_RAKEL;
        case v1::VIA_EMAIL: return v1::CHANNEL_EMAIL;
        case v1::VIA_WEBHOOK: return v1::CHANNEL_WEBHOOK;
        case v1::VIA_PHONE: return v1::CHANNEL_OPERATOR;
        case v1::VIA_CONSOLE:
        case v1::VIA_API:
        case v1::VIA_UNSPECIFIED:
        case v1::Via_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Via_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return v1::CHANNEL_UNSPECIFIED;
}

std::string_view officer_of_token(std::string_view token_id) {
    return token_id.starts_with(officer_prefix) ? token_id.substr(officer_prefix.size())
                                                : std::string_view{};
}

std::vector<v1::Channel> by_success(ReachTable const& table, std::string_view officer_id,
                                    std::vector<v1::Channel> channels) {
    std::ranges::stable_sort(channels, std::greater{}, [&](v1::Channel channel) {
        return score(reach_of(table, officer_id, channel));
    });
    return channels;
}

void note_proof(ReachTable& table, v1::Event const& event) {
    auto const channel = channel_of(via_of(event));
    auto const officer = event.has_roll_call_answered()
                             ? std::string_view{event.roll_call_answered().officer_id()}
                             : officer_of_token(event.cause().actor().token_id());
    if (channel != v1::CHANNEL_UNSPECIFIED && !officer.empty()) {
        table[{std::string{officer}, channel}].proven_at = {event.at_us()};
    }
}

}  // namespace larm::core
