#include "engine/exercise/pace.hpp"

#include <algorithm>

namespace larm::exercise {

core::Instant Pace::now(std::int64_t steady_us) const {
    return is_running_ ? core::Instant{at_.us + (steady_us - since_us_) * percent_ / 100} : at_;
}

void Pace::rebase(std::int64_t steady_us) {
    at_ = now(steady_us);
    since_us_ = steady_us;
}

void Pace::run(std::int64_t steady_us) {
    rebase(steady_us);
    is_running_ = true;
}

void Pace::stand(std::int64_t steady_us) {
    rebase(steady_us);
    is_running_ = false;
}

void Pace::change(int percent, std::int64_t steady_us) {
    rebase(steady_us);
    percent_ = percent;
}

void Pace::leap(core::Instant at, std::int64_t steady_us) {
    rebase(steady_us);
    at_ = std::max(at_, at);
}

std::optional<std::int64_t> Pace::until_us(core::Instant at, std::int64_t steady_us) const {
    if (!is_running_) {
        return std::nullopt;
    }
    auto const wait = at.us - now(steady_us).us;
    return wait <= 0 ? 0 : (wait * 100 + percent_ - 1) / percent_;
}

}  // namespace larm::exercise
