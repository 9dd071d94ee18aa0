// What a reader sees of blood in an incident: the message of GetBlood.
#pragma once

#include <larm/v1/blood.pb.h>

#include "engine/core/state.hpp"

namespace larm::core {

/// Everything about blood, reckoned at `now`. Where the incident's pack has no figures it says so,
/// and no stock counts as known.
[[nodiscard]] v1::BloodView blood_view(State const& state, Incident const& incident, Instant now);

}  // namespace larm::core
