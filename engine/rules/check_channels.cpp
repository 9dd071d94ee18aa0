// How each channel is tried: figures in bounds, and in step with one another.
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "engine/rules/check_pack.hpp"

namespace larm::rules {
namespace {

constexpr int attempt_s_max = 600;
constexpr int pause_ms_max = 600'000;
constexpr int hour_s = 3600;

void check_pauses(Check const& check, Place const& place, v1::ChannelPolicy const& policy) {
    check.range(place.at("backoff_first_ms"), "backoff_first_ms", policy.backoff_first_ms(), 0,
                pause_ms_max);
    if (policy.backoff_first_ms() <= 0) {
        return;
    }
    check.range(place.at("backoff_max_ms"), "backoff_max_ms", policy.backoff_max_ms(),
                policy.backoff_first_ms(), pause_ms_max);
    if (policy.backoff_first_ms() >= policy.attempt_within_s() * 1000) {
        check.fault(place.at("backoff_first_ms"), "the first pause is longer than the attempt",
                    "it must be shorter than attempt_within_s, or 0: tried once");
    }
}

void check_channel(Check const& check, Place const& place, v1::ChannelPolicy const& policy) {
    check.range(place.at("attempt_within_s"), "attempt_within_s", policy.attempt_within_s(), 1,
                attempt_s_max);
    check_pauses(check, place, policy);
    check.range(place.at("broken_after"), "broken_after", policy.broken_after(), 0, 1000);
    if (policy.broken_after() > 0) {
        // Zero would let every message try a broken channel.
        check.range(place.at("broken_for_s"), "broken_for_s", policy.broken_for_s(), 1, hour_s);
    }
    check.range(place.at("receipt_within_s"), "receipt_within_s", policy.receipt_within_s(), 0,
                attempt_s_max);
}

}  // namespace

void check_channels(Check const& check) {
    auto const& channels = check.pack().policy().channels();
    for (int index = 0; index < channels.size(); ++index) {
        auto const place = check.at("policy").at("channels", index);
        auto const& policy = channels[index];
        auto const has_said = [&](auto const& each) { return each.channel() == policy.channel(); };
        if (policy.channel() == v1::CHANNEL_UNSPECIFIED) {
            check.fault(place, "which channel is not said",
                        "write channel: CHANNEL_SMS, or another");
        } else if (std::any_of(channels.begin(), channels.begin() + index, has_said)) {
            check.fault(place.at("channel"),
                        fmt::format("{} has two policies", v1::Channel_Name(policy.channel())),
                        "each channel has at most one");
        }
        check_channel(check, place, policy);
    }
}

}  // namespace larm::rules
