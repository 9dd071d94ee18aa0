// The people's part of a snapshot: duties, roll-calls, and whom channels have reached. Incidents
// are in snapshot_incident.cpp.
#pragma once

#include <larm/v1/state.pb.h>

#include "engine/core/state.hpp"

namespace larm::core {

void save_duty(Duty const& duty, v1::DutySnapshot& out);
[[nodiscard]] Duty load_duty(v1::DutySnapshot const& saved);
void save_roll_call(RollCall const& call, v1::RollCallSnapshot& out);
[[nodiscard]] RollCall load_roll_call(v1::RollCallSnapshot const& saved);
void save_reach(ReachTable const& table, v1::StateSnapshot& out);
[[nodiscard]] ReachTable load_reach(v1::StateSnapshot const& snapshot);

}  // namespace larm::core
