// What is known of reaching an officer over a channel: the last results, the last proof. A fold of
// roll-calls and of alarms that officers answered themselves; kept small for ever.
#pragma once

#include <larm/v1/domain.pb.h>
#include <larm/v1/event.pb.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/instant.hpp"

namespace larm::core {

struct Reach {
    static constexpr int kept = 8;

    std::uint32_t answers = 0;   ///< The last in the lowest bit; 1: a human has answered.
    std::uint32_t receipts = 0;  ///< The same; 1: a device has had it, and nobody has answered.
    int asked = 0;               ///< How many of the bits count.
    Instant proven_at;           ///< When the officer last answered over it.
    Duration latency;            ///< Of the last answer to a roll-call.

    [[nodiscard]] int answered() const;
    [[nodiscard]] int received() const;
    void add(bool has_answered, bool has_received);
    friend bool operator==(Reach const&, Reach const&) = default;
};

/// By officer id and channel.
using ReachTable = std::map<std::pair<std::string, v1::Channel>, Reach>;

/// Null where nothing is known.
[[nodiscard]] Reach const* reach_of(ReachTable const& table, std::string_view officer_id,
                                    v1::Channel channel);
/// Whether the officer has answered over it within `proven_for_h` hours before `now`.
[[nodiscard]] bool is_proven(ReachTable const& table, std::string_view officer_id,
                             v1::Channel channel, Instant now, int proven_for_h);

/// CHANNEL_UNSPECIFIED for ways that prove no channel: console and API.
[[nodiscard]] v1::Channel channel_of(v1::Via via);
/// The officer who speaks for himself, from a token id "officer:ID"; empty for another token.
[[nodiscard]] std::string_view officer_of_token(std::string_view token_id);

/// The same channels, those first that have reached the officer most often of the times tried.
/// What is not known stands between what has succeeded and what has failed; ties stay in order.
[[nodiscard]] std::vector<v1::Channel> by_success(ReachTable const& table,
                                                  std::string_view officer_id,
                                                  std::vector<v1::Channel> channels);

/// A human's answer over a channel proves it, in an alarm as in a roll-call.
void note_proof(ReachTable& table, v1::Event const& event);

}  // namespace larm::core
