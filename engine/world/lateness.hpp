// How late deadlines fire, counted for /metrics. Written by the world's thread alone, read by any:
// nothing here makes an alarm wait.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "engine/core/instant.hpp"

namespace larm::world {

class Lateness {
public:
    /// Upper bounds of all groups but the last, which has none. From a timer that fires in time to
    /// a daemon that was away for an hour.
    static constexpr std::array<std::int64_t, 10> bounds_us{
        1'000,     10'000,     100'000,    500'000,     1'000'000,
        2'500'000, 10'000'000, 60'000'000, 600'000'000, 3'600'000'000};

    /// Of one moment, but for counts that come meanwhile.
    struct Counts {
        std::array<std::int64_t, bounds_us.size() + 1> by_group{};
        std::int64_t sum_us = 0;
    };

    void count(core::Duration late) {
        auto const group = std::ranges::lower_bound(bounds_us, late.us) - bounds_us.begin();
        add(by_group_[static_cast<std::size_t>(group)], 1);
        add(sum_us_, late.us);
    }
    [[nodiscard]] Counts counts() const {
        Counts counts;
        for (std::size_t i = 0; i < by_group_.size(); ++i) {
            counts.by_group[i] = by_group_[i].load(std::memory_order_relaxed);
        }
        counts.sum_us = sum_us_.load(std::memory_order_relaxed);
        return counts;
    }

private:
    using Count = std::atomic<std::int64_t>;

    /// Cheaper than a fetch_add, and as good with one writer.
    static void add(Count& to, std::int64_t value) {
        to.store(to.load(std::memory_order_relaxed) + value, std::memory_order_relaxed);
    }

    std::array<Count, bounds_us.size() + 1> by_group_{};
    Count sum_us_ = 0;
};

}  // namespace larm::world
