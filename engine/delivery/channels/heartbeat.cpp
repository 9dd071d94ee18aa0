#include "engine/delivery/channels/heartbeat.hpp"

#include <fmt/format.h>

#include <utility>

namespace larm::delivery {

Heartbeat::Heartbeat(std::string url, std::chrono::milliseconds within, HttpClientOptions options)
    : url_{std::move(url)}, within_{within}, client_{std::move(options)} {}

void Heartbeat::beat() {
    {
        std::lock_guard const lock{mutex_};
        if (is_under_way_) {
            ++counts_.failed;
            counts_.trouble = "the one before has not been answered";
            return;
        }
        is_under_way_ = true;
    }
    HttpCall call;
    call.method = "GET";
    call.url = url_;
    call.within = within_;
    client_.call(std::move(call), [this](HttpResult const& result) { on_answer(result); });
}

void Heartbeat::on_answer(HttpResult const& result) {
    std::lock_guard const lock{mutex_};
    is_under_way_ = false;
    if (result.status >= 200 && result.status < 300) {
        ++counts_.sent;
        counts_.trouble.clear();
        return;
    }
    ++counts_.failed;
    counts_.trouble =
        result.status == 0 ? result.trouble : fmt::format("answered with {}", result.status);
}

void Heartbeat::withhold() {
    std::lock_guard const lock{mutex_};
    ++counts_.withheld;
}

HeartbeatCounts Heartbeat::counts() const {
    std::lock_guard const lock{mutex_};
    return counts_;
}

}  // namespace larm::delivery
