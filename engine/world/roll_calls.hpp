// What goes out to people outside incidents, over live channels and marked as no alarm: the
// messages of a roll-call, and the offer of a duty when a shift begins.
#pragma once

#include <cstdint>

#include "engine/core/state.hpp"
#include "engine/delivery/roll_call_outbox.hpp"

namespace larm::world {

/// Hands the outboxes what a durable event sends or stops. The world's thread.
void tell(delivery::RollCallOutbox& outbox, delivery::DutyOutbox& offers, core::State const& state,
          v1::Event const& event, std::int64_t seq);
/// At start: what roll-calls under way had queued and never reported on, under the same ids.
void tell_again(delivery::RollCallOutbox& outbox, core::State const& state);

}  // namespace larm::world
