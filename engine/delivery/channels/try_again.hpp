// How a channel says that a delivery has failed for now. Whether, when and how often it is tried
// again is the lane's.
#pragma once

#include <chrono>
#include <string>
#include <utility>

#include "engine/delivery/channel.hpp"

namespace larm::delivery {

/// Temporary trouble. `at_least`: the other side has said how long to wait.
template <typename To>
void try_again(To const& report, std::string detail, std::chrono::milliseconds at_least = {}) {
    if constexpr (requires { report.retry(detail, at_least); }) {
        report.retry(std::move(detail), at_least);
    } else if constexpr (requires { report.retry(detail, 0); }) {
        report.retry(std::move(detail), static_cast<int>(at_least.count()));
    } else {
        report(v1::DELIVERY_OUTCOME_FAILED, std::move(detail));  // the chase's next rung
    }
}

}  // namespace larm::delivery
