#include "engine/delivery/backoff.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace larm::delivery {

Chance chance_of_its_own() {
    return [random = std::minstd_rand{std::random_device{}()}]() mutable {
        return std::uniform_real_distribution<double>{}(random);
    };
}

std::chrono::milliseconds pause_after(int tries, v1::ChannelPolicy const& policy,
                                      Chance const& chance) {
    constexpr int doublings_max = 30;
    double const first = policy.backoff_first_ms();
    double const longest = std::max(policy.backoff_first_ms(), policy.backoff_max_ms());
    auto const doubled = std::min(std::ldexp(first, std::min(tries - 1, doublings_max)), longest);
    return std::chrono::milliseconds{std::llround(doubled * (1.0 - chance() / 2.0))};
}

}  // namespace larm::delivery
