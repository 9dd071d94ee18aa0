// Who has which duty when: shifts in the local time that people agreed on, kept with their zone. A
// shift reaches from the earliest to the latest instant that its times can mean.
#pragma once

#include <larm/v1/contact.pb.h>

#include <expected>
#include <optional>
#include <string>

#include "engine/core/instant.hpp"
#include "engine/core/state.hpp"

namespace larm::core {

/// The shift with its zone and instants; or what is wrong with it, in English.
[[nodiscard]] std::expected<v1::PlannedShift, std::string> planned(v1::Shift const& shift);

/// The shift that has begun last and not ended; null where none runs.
[[nodiscard]] v1::PlannedShift const* running_shift(Duty const& duty, Instant now);
/// The first that has not begun; null where none is planned.
[[nodiscard]] v1::PlannedShift const* coming_shift(Duty const& duty, Instant now);
/// The beginning of the shift that has begun last, ended or not; not set where none has.
[[nodiscard]] Instant latest_begun(Duty const& duty, Instant now);
/// The beginning of the next shift whose officer has to be asked; not set where there is none.
[[nodiscard]] Instant next_offer(Duty const& duty);

[[nodiscard]] v1::ListRosterReply list_roster(State const& state, Instant now);

}  // namespace larm::core
