#include "engine/larmd/sign_of_life.hpp"

#include <spdlog/spdlog.h>

#include <utility>

#include "engine/delivery/log_channel.hpp"

namespace larm::larmd {
namespace {

constexpr std::chrono::seconds every_default{30};
/// Longer than a breaker's pauses: a channel that has had nothing to send for so long may be well.
constexpr std::chrono::minutes believed_broken{5};

}  // namespace

SignOfLife::SignOfLife(SignOfLifeContext const& context, v1::HeartbeatConfig const& config)
    : context_{context},
      every_{config.every_s() > 0 ? std::chrono::seconds{config.every_s()} : every_default},
      heartbeat_{config.url(), every_},
      timer_{context.io} {}

std::string SignOfLife::broken_now(v1::Channel channel, delivery::LaneCounts const& lane) {
    if (lane.broken_because.empty()) {
        tried_at_.erase(channel);
        return {};
    }
    auto const now = std::chrono::steady_clock::now();
    auto const is_busy = lane.queued + lane.to_try_again + lane.under_way > 0;
    auto const at = tried_at_.try_emplace(channel, now).first;
    at->second = is_busy ? now : at->second;
    return now - at->second < believed_broken ? lane.broken_because : std::string{};
}

Vitals SignOfLife::vitals() {
    Vitals vitals;
    vitals.delivers = context_.outbox.delivers();
    vitals.is_alive = context_.world.is_alive();
    vitals.chases =
        world::trouble_of(context_.outbox.audit_report(), context_.world.figures().audit_silence);
    vitals.durability = context_.world.log_health().durability;
    for (auto const& [channel, counts] : context_.outbox.counts()) {
        // What no channel is there for fails too, and has counts: it wakes nobody.
        if (context_.channels.contains(channel)) {
            vitals.channels[channel] = broken_now(channel, counts.lane);
        }
    }
    if (auto const rakel = vitals.channels.find(v1::CHANNEL_RAKEL);
        rakel != vitals.channels.end() && rakel->second.empty()) {
        rakel->second = context_.rakel_trouble();
    }
    return vitals;
}

void SignOfLife::beat() {
    auto const unwell = why_unwell(vitals());
    if (unwell.empty()) {
        heartbeat_.beat();
    } else {
        heartbeat_.withhold();
    }
    tell(unwell);
    timer_.expires_after(every_);
    timer_.async_wait([this](boost::system::error_code error) {
        if (!error) {
            beat();
        }
    });
}

void SignOfLife::tell(std::string const& unwell) {
    auto const counts = heartbeat_.counts();
    auto& metrics = context_.metrics;
    server::Metrics::bring_up(metrics.heartbeats_sent, static_cast<double>(counts.sent));
    server::Metrics::bring_up(metrics.heartbeats_failed, static_cast<double>(counts.failed));
    server::Metrics::bring_up(metrics.heartbeats_withheld, static_cast<double>(counts.withheld));
    metrics.heartbeat_held_back.Set(unwell.empty() ? 0 : 1);
    auto trouble = std::string{};
    if (!unwell.empty()) {
        trouble = "no sign of life is sent, so that somebody outside alarms: " + unwell;
    } else if (!counts.trouble.empty()) {
        trouble = "the sign of life does not arrive outside: " + counts.trouble;
    }
    if (trouble != trouble_) {
        trouble_ = trouble;
        spdlog::warn("event=sign_of_life {}", delivery::log_field("trouble", trouble));
    }
    context_.readiness.set_trouble("heartbeat", std::move(trouble));
}

}  // namespace larm::larmd
