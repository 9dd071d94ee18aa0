#include "engine/delivery/channels/web_push_health.hpp"

#include <algorithm>
#include <optional>

namespace larm::delivery {

std::vector<DoubtfulDevice> doubtful_devices(std::vector<PushDevice> const& devices,
                                             core::Instant now, core::Duration after) {
    auto const limit = now - after;
    auto const doubt_of = [&](PushDevice const& each) -> std::optional<PushDoubt> {
        if (each.subscribed_at > limit) {
            return std::nullopt;  // has not had the time
        }
        if (std::max(each.accepted_at, each.received_at) <= limit) {
            return PushDoubt::not_accepted;
        }
        if (std::max(each.renewed_at, each.received_at) <= limit) {
            return PushDoubt::silent;
        }
        return std::nullopt;
    };
    std::vector<DoubtfulDevice> doubtful;
    for (auto const& each : devices) {
        if (auto const doubt = doubt_of(each); doubt) {
            doubtful.push_back({each, *doubt});
        }
    }
    return doubtful;
}

std::string_view doubt_in_words(PushDoubt doubt) {
    switch (doubt) {
        case PushDoubt::not_accepted:
            return "Ingen notis har gått fram till enhetens notistjänst. Slå på notiser på nytt.";
        case PushDoubt::silent:
            return "Enheten har inte hörts av. Öppna larmsidan på den, eller ta bort den.";
    }
    return {};
}

}  // namespace larm::delivery
