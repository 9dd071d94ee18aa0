// An oracle of rights, written from the rules of the alarm chain and not from the engine's code:
// may this actor give this command? For tests and simulators; the engine must not ask it.
#pragma once

#include <larm/v1/command.pb.h>

#include "engine/core/state.hpp"

namespace larm::swarm {

/// False: the engine must refuse it (invariant 8). True: it may refuse it for another reason.
[[nodiscard]] bool has_right(core::State const& state, v1::Command const& command);

}  // namespace larm::swarm
