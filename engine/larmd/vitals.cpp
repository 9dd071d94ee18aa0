#include "engine/larmd/vitals.hpp"

#include <utility>

#include "engine/delivery/channel.hpp"

namespace larm::larmd {
namespace {

/// Longer than a breaker's pauses: a channel that has had nothing to send for so long may be well.
constexpr std::chrono::minutes believed_broken{5};

bool is_safe(v1::Durability durability) {
    return durability == v1::DURABILITY_LOCAL || durability == v1::DURABILITY_REPLICATED;
}

/// Each waking channel and why it does not work; empty where one works, or none is set up.
std::string broken(std::map<v1::Channel, std::string> const& channels) {
    std::string text;
    for (auto const& [channel, why] : channels) {
        if (!can_wake(channel)) {
            continue;
        }
        if (why.empty()) {
            return {};
        }
        text += text.empty() ? "no channel works that could wake anybody: " : "; ";
        text += std::string{delivery::channel_in_words(channel)} + ": " + why;
    }
    return text;
}

}  // namespace

std::string Belief::believed(v1::Channel channel, std::string why, bool has_work, SteadyTime now) {
    if (why.empty()) {
        tried_at_.erase(channel);
        return {};
    }
    auto const at = tried_at_.try_emplace(channel, now).first;
    at->second = has_work ? now : at->second;
    return now - at->second < believed_broken ? std::move(why) : std::string{};
}

bool can_wake(v1::Channel channel) {
    switch (channel) {
        case v1::CHANNEL_PUSH:
        case v1::CHANNEL_SMS:
        case v1::CHANNEL_VOICE:
        case v1::CHANNEL_RAKEL:
        case v1::CHANNEL_WEBHOOK: return true;  // a pager or an alarm central may hang on it
        case v1::CHANNEL_EMAIL:
        case v1::CHANNEL_OPERATOR:
        case v1::CHANNEL_UNSPECIFIED:
        case v1::Channel_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Channel_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return false;
}

std::string why_unwell(Vitals const& vitals) {
    if (!vitals.delivers) {
        return "this daemon delivers nothing";
    }
    if (!vitals.is_alive) {
        return "the engine does not answer";
    }
    if (!vitals.chases.empty()) {
        return vitals.chases;
    }
    if (!is_safe(vitals.durability)) {
        return "what is accepted is not safe on disk: " + v1::Durability_Name(vitals.durability);
    }
    return broken(vitals.channels);
}

}  // namespace larm::larmd
