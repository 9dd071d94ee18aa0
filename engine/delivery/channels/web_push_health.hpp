// Which subscriptions are probably dead without anybody having said so: a telephone that was
// changed, a browser whose data were cleared. Looked at daily, and told to their owners. Push
// services do not say it until something is sent, and nothing may be sent that is not shown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/instant.hpp"

namespace larm::delivery {

/// What the book knows of one device. Instants that are not set: never.
struct PushDevice {
    std::string officer_id;
    std::string device;  ///< As the owner has named it.
    core::Instant subscribed_at;
    core::Instant renewed_at;   ///< The browser has last shown that it still has it.
    core::Instant accepted_at;  ///< A push service has last accepted something for it.
    core::Instant received_at;  ///< The device has last said that it got something.
};

enum class PushDoubt {
    not_accepted,  ///< No push service has taken anything for it, not even a roll-call.
    silent,        ///< Taken, but the device itself has given no sign: lost, replaced, turned off?
};

struct DoubtfulDevice {
    PushDevice device;
    PushDoubt why = PushDoubt::not_accepted;
};

/// Those that subscribed at least `after` ago and have been unproven for as long, in the order
/// given. A roll-call must have been held meanwhile, or all are.
[[nodiscard]] std::vector<DoubtfulDevice> doubtful_devices(std::vector<PushDevice> const& devices,
                                                           core::Instant now, core::Duration after);

/// In Swedish, for the owner: what is wrong and what to do.
[[nodiscard]] std::string_view doubt_in_words(PushDoubt doubt);

}  // namespace larm::delivery
