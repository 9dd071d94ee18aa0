#include "engine/world/live_outbox.hpp"

#include <spdlog/spdlog.h>

#include <utility>

#include "engine/core/check.hpp"

namespace larm::world {

LiveOutbox::LiveOutbox(delivery::Channels<delivery::Live> channels)
    : outbox_{std::move(channels), [this](v1::RecordDelivery record) {
                  v1::Command command;
                  *command.mutable_record_delivery() = std::move(record);
                  world_->submit(std::move(command), [](Reply const&) {});
              }} {}

void LiveOutbox::take(core::State const& state, v1::Event const& event, std::int64_t /*seq*/) {
    if (event.has_chases_held()) {
        spdlog::critical(
            "event=chases_held incident={} do=\"larm resume, when they shall run again\"",
            event.incident_id());
    }
    if (has_begun_) {
        outbox_.take(state, event);
    }
}

void LiveOutbox::resume(core::State const& state, core::Instant now) {
    LARM_CHECK(world_ != nullptr);
    has_begun_ = true;
    outbox_.resume(state, now);
}

void LiveOutbox::stop(std::chrono::milliseconds drain) {
    if (auto const left = outbox_.stop(drain); left > 0) {
        spdlog::warn("event=deliveries_left count={} do=\"sent at the next start\"", left);
    }
}

}  // namespace larm::world
