#include "engine/larmd/sign_of_life.hpp"

#include <spdlog/spdlog.h>

#include <utility>

#include "engine/delivery/log_channel.hpp"

namespace larm::larmd {
namespace {

constexpr std::chrono::seconds every_default{30};

}  // namespace

SignOfLife::SignOfLife(SignOfLifeContext const& context, v1::HeartbeatConfig const& config)
    : context_{context},
      every_{config.every_s() > 0 ? std::chrono::seconds{config.every_s()} : every_default},
      heartbeat_{config.url(), every_},
      timer_{context.io} {}

Vitals SignOfLife::vitals() {
    Vitals vitals;
    vitals.delivers = context_.outbox.delivers();
    vitals.is_alive = context_.world.is_alive();
    vitals.chases =
        world::trouble_of(context_.outbox.audit_report(), context_.world.figures().audit_silence);
    vitals.durability = context_.world.log_health().durability;
    // What no channel is there for fails too, and has counts: it wakes nobody.
    auto const counts = context_.outbox.counts();
    auto const down = context_.outbox.down();
    auto const asleep = context_.asleep();
    for (auto const channel : context_.channels) {
        auto const count = counts.find(channel);
        auto const has_work = count != counts.end() && count->second.lane.queued +
                                                               count->second.lane.to_try_again +
                                                               count->second.lane.under_way >
                                                           0;
        auto const broken = down.find(channel);
        auto& why = vitals.channels[channel];
        why = belief_.believed(channel, broken == down.end() ? std::string{} : broken->second.why,
                               has_work, std::chrono::steady_clock::now());
        if (auto const sleeps = asleep.find(channel); why.empty() && sleeps != asleep.end()) {
            why = sleeps->second;
        }
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
