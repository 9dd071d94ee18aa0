// What a human must know about the reply to a command, in Swedish, beyond that it was taken:
// CommandReply.notice. How safe it is is said by the world itself.
#pragma once

#include <larm/v1/command.pb.h>
#include <larm/v1/event.pb.h>

#include <string>

#include "engine/core/state.hpp"

namespace larm::world {

/// Of an alarm to the country's blood centres: what a human would else believe has happened.
[[nodiscard]] std::string notice_of(v1::BloodCountryAlarmed const& alarmed, core::Instant now);
/// Whoever takes back that they left hears that they do not go at all.
[[nodiscard]] std::string notice_of_undone(v1::TransferMove const& move);
/// Whoever has just taken moves, as many as could go, hears of those who could not: they were
/// called off in the instant in which they were accepted. Nothing once others have been taken
/// since.
[[nodiscard]] std::string notice_of_left_over(core::Moves const& moves);
/// The incident's moves that whoever accepts speaks for: to hospitals of the region, or to the one.
[[nodiscard]] core::Moves moves_of_receiver(core::Incident const& incident,
                                            v1::Command const& command);

/// Whoever takes vehicles back, or releases them, says how many and not which: here are the named
/// ones that stand, and those that do not. From a state that has the command.
[[nodiscard]] std::string notice_of_vehicles(v1::Command const& command, core::State const& state);

/// Of a command that is taken, from the state: patients on the road when the alarm is called off, a
/// site that lies far from everybody, a kind of vehicle that the rules do not have, an offer that
/// stands already, a figure beyond all that is usual, a supply that is new. Empty where there is
/// nothing to say. `done` is how often the state has the command already: 0 before its events, 1
/// when it is repeated.
[[nodiscard]] std::string notice_of(v1::Command const& command, core::State const& state, int done);

}  // namespace larm::world
