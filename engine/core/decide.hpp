// Decisions: what a command leads to, as a pure and total function of (state, command, time).
// No clock, no I/O, no randomness; ids come with the command. Idempotency by command id is the
// world's.
#pragma once

#include <larm/v1/command.pb.h>
#include <larm/v1/event.pb.h>

#include <expected>
#include <vector>

#include "engine/core/instant.hpp"
#include "engine/core/rejection.hpp"
#include "engine/core/state.hpp"

namespace larm::core {

using Events = std::vector<v1::Event>;
using Outcome = std::expected<Events, Rejection>;

/// Decides a command. On success the events, to be folded in this order (at least one for a
/// client's command; none where an engine command finds nothing to do); on refusal the reason.
/// Changes nothing itself. Authority is part of the decision: a command by a role without the right
/// is refused here, whatever the shell did.
[[nodiscard]] Outcome decide(State const& state, v1::Command const& command, Instant now);

/// Holds every open incident until a human lets it run again, as after a long outage: what became
/// of it may be among events that were lost.
[[nodiscard]] Events hold_open_incidents(State const& state, Instant now);

/// The command id of a client's command in 36-character form; empty for the engine's own.
[[nodiscard]] std::string const& command_id(v1::Command const& command);

/// Whether it is one of the engine's own commands, which no client can give.
[[nodiscard]] bool command_is_own(v1::Command const& command);

}  // namespace larm::core
