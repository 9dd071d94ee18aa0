// How each channel is tried, and how much patience there is with whoever answers: figures in
// bounds, and in step with one another.
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "engine/rules/check_pack.hpp"

namespace larm::rules {
namespace {

constexpr int attempt_s_max = 600;
constexpr int pause_ms_max = 600'000;
constexpr int replies_most = 1000;
constexpr int turns_most = 20;
constexpr int tries_most = 100;

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
        check.range(place.at("broken_row_ms"), "broken_row_ms", policy.broken_row_ms(), 1,
                    pause_ms_max);
    }
    if (policy.backoff_first_ms() > 0) {
        check.range(place.at("overrun_pause_ms"), "overrun_pause_ms", policy.overrun_pause_ms(), 1,
                    pause_ms_max);
        if (policy.attempt_within_s() > 0 && policy.overrun_pause_ms() <= pause_ms_max &&
            policy.overrun_pause_ms() >= policy.attempt_within_s() * 1000) {
            check.fault(place.at("overrun_pause_ms"),
                        "the pause after \"too much\" is as long as the attempt",
                        "it must be shorter than attempt_within_s, or nothing is tried again");
        }
    }
    check.range(place.at("receipt_within_s"), "receipt_within_s", policy.receipt_within_s(), 0,
                attempt_s_max);
}

/// 0 would mean no limit: to be written down, a limit must be one.
void check_answers(Check const& check) {
    if (!check.pack().has_policy()) {
        return;  // is a fault of its own
    }
    auto const place = check.at("policy").at("answers");
    if (!check.pack().policy().has_answers()) {
        return check.fault(place, "how much patience there is with whoever answers is not said",
                           "write answers { ... } with its four figures");
    }
    auto const& answers = check.pack().policy().answers();
    check.range(place.at("wrong_replies_per_hour"), "wrong_replies_per_hour",
                answers.wrong_replies_per_hour(), 1, replies_most);
    check.range(place.at("stranger_replies_per_hour"), "stranger_replies_per_hour",
                answers.stranger_replies_per_hour(), 1, replies_most);
    check.range(place.at("call_turns"), "call_turns", answers.call_turns(), 2, turns_most);
    check.range(place.at("tries"), "tries", answers.tries(), 2, tries_most);
}

}  // namespace

void check_channels(Check const& check) {
    check_answers(check);
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
