// Whom a pack's ladders can reach, whichever region is stricken. Who is reached in an incident is
// the core's to say.
#pragma once

#include <string>
#include <vector>

#include "engine/core/pack.hpp"

namespace larm::rules {

/// Everyone the step can ask, in the pack's order; for WHERE_ALERTED everyone_alerted().
[[nodiscard]] std::vector<std::string> parties_of(core::Pack const& pack, v1::Step const& step);

/// Everyone that `notify`, on a rung of `step`, can reach.
[[nodiscard]] std::vector<std::string> recipients_of(core::Pack const& pack, v1::Step const& step,
                                                     v1::Notify const& notify);

/// Everyone that a message can have gone out to before the alarm is called off.
[[nodiscard]] std::vector<std::string> everyone_alerted(core::Pack const& pack);

}  // namespace larm::rules
