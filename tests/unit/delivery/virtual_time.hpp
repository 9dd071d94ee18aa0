// A lane's time that moves when the test says so, and waiting for what other threads do.
#pragma once

#include <atomic>
#include <chrono>
#include <thread>

#include "engine/delivery/outbox.hpp"
#include "tests/unit/delivery/support.hpp"

namespace larm::test {

class VirtualTime {
public:
    /// Jitter draws 0: each pause is as long as the policy says.
    [[nodiscard]] delivery::LaneOptions options() {
        delivery::LaneOptions options;
        options.now = [this] { return delivery::SteadyTime{std::chrono::milliseconds{now_ms_}}; };
        options.chance = [] { return 0.0; };
        return options;
    }
    void move_on(Night& night, std::chrono::milliseconds by) {
        now_ms_ += by.count();
        night.outbox->tend();
    }

private:
    std::atomic<std::int64_t> now_ms_ = 1'000'000;
};

/// Whether it comes true before patience ends.
template <typename Condition>
[[nodiscard]] bool eventually(Condition const& condition) {
    auto const until = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until) {
            return false;
        }
        std::this_thread::yield();
    }
    return true;
}

/// Nothing over the channel is with its peer: each has an outcome, or waits to be tried again.
[[nodiscard]] inline bool is_at_rest(Night const& night, v1::Channel channel) {
    return eventually([&] {
        auto const counts = night.outbox->counts().at(channel);
        return counts.queued == 0 && counts.under_way == 0;
    });
}

/// The talking pack with a policy for one channel.
[[nodiscard]] inline v1::RulePack pack_that_tries(v1::Channel channel, int within_s, int first_ms,
                                                  int max_ms, int broken_after = 0,
                                                  int broken_for_s = 0, int overrun_ms = 0) {
    auto pack = talking_pack();
    auto& policy = *pack.mutable_policy()->add_channels();
    policy.set_channel(channel);
    policy.set_attempt_within_s(within_s);
    policy.set_backoff_first_ms(first_ms);
    policy.set_backoff_max_ms(max_ms);
    policy.set_broken_after(broken_after);
    policy.set_broken_for_s(broken_for_s);
    policy.set_broken_row_ms(3 * first_ms);
    policy.set_overrun_pause_ms(overrun_ms);
    return pack;
}

}  // namespace larm::test
