// The picture of hospitals as EDXL-HAVE tells it. Nothing is told that nobody has reported: a stage
// that is not known has no count, and a hospital that has never reported is left out, since HAVE
// has no word for that.
#pragma once

#include <larm/v1/capacity.pb.h>
#include <larm/v1/rules.pb.h>

#include <vector>

#include "engine/report/have.hpp"

namespace larm::report {

/// `rules` are those that the picture is of: names, and HAVE's types of beds. Beds are what can
/// still be taken, never less than none. The emergency department's traffic and the facility's
/// status are as the hospital says; full is where no emergency place is left, insufficient staff
/// where staff for some stage is gone, and the command plan is active where a step of control is
/// done.
[[nodiscard]] std::vector<HaveHospital> have_of(v1::GetCapacityReply const& picture,
                                                v1::RulePack const& rules);

}  // namespace larm::report
