// What the files of the snapshot share. No interface: include state.hpp instead.
#pragma once

#include <larm/v1/state.pb.h>

#include "engine/core/incident.hpp"

namespace larm::core {

void save_incident(Incident const& incident, v1::IncidentSnapshot& out);
/// `pack` is the one it was confirmed under; nullptr where it has not been confirmed.
[[nodiscard]] Incident load_incident(v1::IncidentSnapshot const& saved, Pack const* pack);

}  // namespace larm::core
