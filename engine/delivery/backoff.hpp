// How long a delivery rests before it is tried again.
#pragma once

#include <larm/v1/rules.pb.h>

#include <chrono>
#include <functional>

namespace larm::delivery {

/// Draws from 0 up to 1.
using Chance = std::function<double()>;

/// One with a seed of its own. Not for two threads at once.
[[nodiscard]] Chance chance_of_its_own();

/// The pause after the `tries`th try, from 1: doubles from the policy's first to its longest, less
/// by up to a half, so that those who failed together do not come back together.
[[nodiscard]] std::chrono::milliseconds pause_after(int tries, v1::ChannelPolicy const& policy,
                                                    Chance const& chance);

}  // namespace larm::delivery
