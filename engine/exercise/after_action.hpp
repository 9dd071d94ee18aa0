// What an exercise amounts to, so far or afterwards, as data; what documents make of it is the
// report's.
#pragma once

#include <larm/v1/exercise.pb.h>

#include <vector>

#include "simulators/player/player.hpp"

namespace larm::exercise {

/// Each inject with what it is for and what came of it: the scenario's in its order, then those
/// made up.
[[nodiscard]] std::vector<v1::InjectView> injects_of(player::Player const& player);

[[nodiscard]] v1::AfterAction after_action(player::Player const& player);

}  // namespace larm::exercise
