// What whoever reports a scene must know about it: notices, in Swedish.
#pragma once

#include <larm/v1/capacity.pb.h>

#include <string>

#include "engine/core/state.hpp"

namespace larm::world {

/// That it counts beside other scenes, that nobody knows where it is, that it lies far from every
/// hospital. `done` as in notice_of().
[[nodiscard]] std::string notice_of_sites(core::State const& state,
                                          v1::ReportCasualties const& request, int done);

}  // namespace larm::world
