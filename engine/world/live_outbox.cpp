#include "engine/world/live_outbox.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "engine/core/check.hpp"
#include "engine/world/roll_calls.hpp"

namespace larm::world {

LiveOutbox::LiveOutbox(delivery::Channels<delivery::Live> channels,
                       delivery::LaneOptions const& options,
                       delivery::Channels<delivery::RollCall> roll_calls,
                       delivery::Channels<delivery::DutyOffer> offers)
    : outbox_{std::move(channels),
              [this](v1::RecordDelivery about) { record(delivery::Live::word, std::move(about)); },
              options},
      roll_calls_{
          std::move(roll_calls),
          [this](v1::RecordDelivery about) { record(delivery::RollCall::word, std::move(about)); },
          options},
      offers_{
          std::move(offers),
          [this](v1::RecordDelivery about) { record(delivery::DutyOffer::word, std::move(about)); },
          options} {}

void LiveOutbox::record(std::string_view kind, v1::RecordDelivery record) {
    if (kind == delivery::DutyOffer::word) {
        return;  // whoever has not accepted is told again
    }
    auto const channel = static_cast<std::size_t>(record.channel());
    auto const outcome = static_cast<std::size_t>(record.outcome());
    auto const is_alarm = kind == delivery::Live::word;
    if (is_alarm && channel < reports_.size() && outcome < reports_[channel].size()) {
        reports_[channel][outcome].fetch_add(1, std::memory_order_relaxed);
    }
    submit(std::move(record));
}

void LiveOutbox::submit(v1::RecordDelivery record) {
    v1::Command command;
    *command.mutable_record_delivery() = std::move(record);
    world_->submit(std::move(command), [](Reply const&) {});
}

std::map<v1::Channel, DeliveryCounts> LiveOutbox::counts() const {
    std::map<v1::Channel, DeliveryCounts> counts;
    for (auto const& [channel, lane] : outbox_.counts()) {
        counts[channel].lane = lane;
    }
    for (std::size_t channel = 0; channel < reports_.size(); ++channel) {
        for (std::size_t outcome = 0; outcome < reports_[channel].size(); ++outcome) {
            // A channel that is not there has no lane; its failures count all the same.
            if (auto const count = reports_[channel][outcome].load(std::memory_order_relaxed)) {
                counts[static_cast<v1::Channel>(channel)].reports[outcome] = count;
            }
        }
    }
    return counts;
}

std::map<v1::Channel, DownChannel> LiveOutbox::down() const {
    auto const alarms = outbox_.counts();
    auto const roll_calls = roll_calls_.counts();
    auto const offers = offers_.counts();
    std::map<v1::Channel, delivery::SteadyTime> worked_at;
    for (auto const* const lanes : {&alarms, &roll_calls, &offers}) {
        for (auto const& [channel, lane] : *lanes) {
            worked_at[channel] = std::max(worked_at[channel], lane.worked_at);
        }
    }
    std::map<v1::Channel, DownChannel> down;
    for (auto const* const lanes : {&alarms, &roll_calls, &offers}) {
        for (auto const& [channel, lane] : *lanes) {
            if (!lane.broken_because.empty() && lane.broken_at > worked_at[channel]) {
                down.try_emplace(channel, DownChannel{.why = lane.broken_because,
                                                      .fails_at_once = lanes == &alarms});
            }
        }
    }
    return down;
}

void LiveOutbox::take(core::State const& state, v1::Event const& event, std::int64_t seq) {
    if (has_begun_) {
        outbox_.take(state, event);
        tell(roll_calls_, offers_, state, event, seq);
    }
}

void LiveOutbox::resume(core::State const& state, core::Instant now) {
    LARM_CHECK(world_ != nullptr);
    has_begun_ = true;
    outbox_.resume(state, now);
    tell_again(roll_calls_, state);
}

void LiveOutbox::audit(core::State const& state, core::Instant now) {
    outbox_.tend();
    roll_calls_.tend();
    offers_.tend();
    // Where nothing is delivered, on a copy, /readyz says that; nothing is lost there.
    auditor_.look(state, now,
                  [this](core::Incident const& incident, core::Chase const& chase,
                         core::Delivery const& delivery) {
                      return !has_begun_ || outbox_.knows(incident, chase, delivery);
                  });
}

void LiveOutbox::stop(std::chrono::milliseconds drain) {
    static_cast<void>(roll_calls_.stop(std::chrono::milliseconds{0}));
    static_cast<void>(offers_.stop(std::chrono::milliseconds{0}));
    if (auto const left = outbox_.stop(drain); left > 0) {
        spdlog::warn("event=deliveries_left count={} do=\"sent at the next start\"", left);
    }
}

}  // namespace larm::world
