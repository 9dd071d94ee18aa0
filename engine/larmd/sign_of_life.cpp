#include "engine/larmd/sign_of_life.hpp"

namespace larm::larmd {
namespace {

constexpr std::chrono::seconds every_default{30};

}  // namespace

SignOfLife::SignOfLife(SignOfLifeContext const& context, v1::HeartbeatConfig const& config)
    : context_{context},
      every_{config.every_s() > 0 ? std::chrono::seconds{config.every_s()} : every_default},
      heartbeat_{config.url(), every_},
      timer_{context.io} {}

void SignOfLife::beat() {
    auto const silence = context_.world.figures().audit_silence;
    // A copy of the data folder must not keep alive what has died elsewhere.
    auto const is_well = context_.outbox.delivers() && context_.world.is_alive() &&
                         world::trouble_of(context_.outbox.audit_report(), silence).empty();
    if (is_well) {
        heartbeat_.beat();
    } else {
        heartbeat_.withhold();
    }
    auto const counts = heartbeat_.counts();
    auto& metrics = context_.metrics;
    server::Metrics::bring_up(metrics.heartbeats_sent, static_cast<double>(counts.sent));
    server::Metrics::bring_up(metrics.heartbeats_failed, static_cast<double>(counts.failed));
    server::Metrics::bring_up(metrics.heartbeats_withheld, static_cast<double>(counts.withheld));
    context_.readiness.set_trouble(
        "heartbeat", counts.trouble.empty()
                         ? std::string{}
                         : "the sign of life does not arrive outside: " + counts.trouble);
    timer_.expires_after(every_);
    timer_.async_wait([this](boost::system::error_code error) {
        if (!error) {
            beat();
        }
    });
}

}  // namespace larm::larmd
