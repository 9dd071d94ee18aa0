// Who may do what: the roles of a method come from its `access` option, the organisation from the
// command.
#pragma once

#include <larm/v1/command.pb.h>

#include <optional>
#include <string_view>

#include "engine/core/rejection.hpp"
#include "engine/core/state.hpp"

namespace larm::core {

/// Whether `actor` answers as `party`: its own role and organisation, and TiB and deputy of a
/// region for each other.
[[nodiscard]] bool speaks_for(v1::Actor const& actor, std::string_view party);

/// Whether `role` is among the roles of the RPC `service`.`method` ("larm.v1.AlarmService",
/// "Answer"). A method without roles is open to all. False for a method that does not exist.
[[nodiscard]] bool role_may_call(std::string_view service, std::string_view method, v1::Role role);

/// Why the command's actor may not give it; nothing where they may. The engine's own commands carry
/// no actor.
[[nodiscard]] std::optional<Rejection> refuse_actor(State const& state, v1::Command const& command);

}  // namespace larm::core
