#include "engine/delivery/channels/cap_pusher.hpp"

#include <pthread.h>

#include <algorithm>
#include <utility>

#include "engine/delivery/channels/http_connection.hpp"

namespace larm::delivery {
namespace {

/// Beyond this the oldest fall away: each message says all that is known, so the later are the
/// better.
constexpr std::size_t queue_max = 1'000;

}  // namespace

CapPusher::CapPusher(CapSettings settings, CapPusherOptions options)
    : settings_{std::move(settings)}, options_{std::move(options)}, client_{options_.http} {
    for (auto const& url : options_.urls) {
        auto const origin = Origin::of(url);
        lines_.push_back({.url = url,
                          .name = origin ? origin->host : std::string{"a receiver"},
                          .queue = {},
                          .next_try = {}});
    }
    thread_ = std::thread{[this] { run(); }};
    pthread_setname_np(thread_.native_handle(), "larm-cap");
}

CapPusher::~CapPusher() {
    {
        std::lock_guard const lock{mutex_};
        is_stopped_ = true;
    }
    changed_.notify_all();
    client_.stop();
    thread_.join();
}

void CapPusher::take(core::State const& state, v1::Event const& event) {
    if (event.incident_id().empty() || event.has_delivery_recorded()) {
        return;
    }
    auto const* const incident = state.incident(event.incident_id());
    if (incident == nullptr || incident->turns.empty()) {
        return;
    }
    auto& told = told_[incident->id];
    while (told < incident->turns.size()) {
        queue(cap_message(*incident, ++told, settings_));
    }
}

void CapPusher::resume(core::State const& state) {
    for (auto const& incident : state.incidents()) {
        if (!incident.turns.empty()) {
            told_[incident.id] = incident.turns.size();
            if (!incident.is_closed()) {
                queue(cap_message(incident, incident.turns.size(), settings_));
            }
        }
    }
}

CapPushCounts CapPusher::counts() {
    auto refusing = watch_.refusing([](auto const&, auto const&) { return true; });
    std::lock_guard const lock{mutex_};
    auto counts = counts_;
    for (auto const& line : lines_) {
        counts.waiting += static_cast<std::int64_t>(line.queue.size());
    }
    counts.refusing = std::move(refusing);
    return counts;
}

void CapPusher::queue(CapMessage const& message) {
    {
        std::lock_guard const lock{mutex_};
        for (auto& line : lines_) {
            if (line.queue.size() >= queue_max) {
                line.queue.erase(line.queue.begin() + (line.is_under_way ? 1 : 0));
            }
            line.queue.push_back(message);
        }
    }
    changed_.notify_all();
}

void CapPusher::run() {
    std::unique_lock lock{mutex_};
    while (!is_stopped_) {
        auto const now = std::chrono::steady_clock::now();
        auto wake = SteadyTime::max();
        for (auto& line : lines_) {
            if (line.queue.empty() || line.is_under_way) {
                continue;
            }
            if (line.next_try <= now) {
                begin(line);
            } else {
                wake = std::min(wake, line.next_try);
            }
        }
        if (wake == SteadyTime::max()) {
            changed_.wait(lock);
        } else {
            changed_.wait_until(lock, wake);
        }
    }
}

/// With the mutex held: the client only takes it down.
void CapPusher::begin(Line& line) {
    line.is_under_way = true;
    auto const& message = line.queue.front();
    HttpCall call;
    call.url = line.url;
    call.headers = {{"Content-Type", "application/cap+xml"},
                    {"Idempotency-Key", message.identifier}};
    call.body = message.xml;
    call.within = options_.within;
    client_.call(std::move(call), [this, &line](HttpResult const& result) {
        auto const now = std::chrono::system_clock::now();
        auto const verdict = webhook_verdict(result, now);
        watch_.note(line.name, line.url, verdict, instant_of(now));
        end(line, verdict);
    });
}

void CapPusher::end(Line& line, HttpVerdict const& verdict) {
    {
        std::lock_guard const lock{mutex_};
        line.is_under_way = false;
        if (verdict.kind == HttpVerdict::Kind::temporary) {
            line.pause = line.pause.count() == 0 ? options_.backoff_first
                                                 : std::min(line.pause * 2, options_.backoff_max);
            line.next_try =
                std::chrono::steady_clock::now() + std::max(line.pause, verdict.again.at_least);
        } else {
            ++(verdict.kind == HttpVerdict::Kind::final ? counts_.refused : counts_.taken);
            line.queue.pop_front();
            line.pause = {};
            line.next_try = {};
        }
    }
    changed_.notify_all();
}

}  // namespace larm::delivery
