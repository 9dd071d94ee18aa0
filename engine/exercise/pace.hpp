// How an exercise's time follows the clock's: it runs as fast, faster or slower, stands, or leaps.
// Pure: the clock is given.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/core/instant.hpp"

namespace larm::exercise {

class Pace {
public:
    /// Stands at `at`, at the pace of the clock once it runs.
    explicit Pace(core::Instant at) : at_{at} {}

    /// Exercise time when the steady clock says `steady_us`, from an arbitrary start.
    [[nodiscard]] core::Instant now(std::int64_t steady_us) const;
    [[nodiscard]] bool is_running() const { return is_running_; }

    /// From `steady_us` on.
    void run(std::int64_t steady_us);
    void stand(std::int64_t steady_us);
    /// `percent` of the clock's, 1 or more.
    void change(int percent, std::int64_t steady_us);
    /// It is `at` then, and goes on from there; not back.
    void leap(core::Instant at, std::int64_t steady_us);

    /// How long, in microseconds of the clock, until it is `at`; nothing while it stands.
    [[nodiscard]] std::optional<std::int64_t> until_us(core::Instant at,
                                                       std::int64_t steady_us) const;

private:
    /// Counts on from `steady_us`.
    void rebase(std::int64_t steady_us);

    core::Instant at_;
    std::int64_t since_us_ = 0;
    int percent_ = 100;
    bool is_running_ = false;
};

}  // namespace larm::exercise
