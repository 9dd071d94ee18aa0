// What a reader sees of promised transports alone, for whoever looks at nothing else. All that is
// seen of an incident is in view.
#pragma once

#include <larm/v1/incident.pb.h>

#include "engine/core/incident.hpp"

namespace larm::core {

/// As incident_view() has it: what each region has promised, and each promise.
void add_transports(Incident const& incident, v1::IncidentView& out);

}  // namespace larm::core
