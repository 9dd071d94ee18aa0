// Local time in Sweden by arithmetic alone: the same log gives the same texts on every machine,
// whatever time zone files it has. Central European Time with the Union's summer time (directive
// 2000/84/EC): from the last Sunday of March to the last Sunday of October, both at 01:00 UTC.
#pragma once

#include <string>

#include "engine/core/instant.hpp"

namespace larm::delivery {

/// What Swedish clocks are ahead of UTC: one hour, or two in summer.
[[nodiscard]] core::Duration stockholm_offset(core::Instant at);

/// "14:07", Europe/Stockholm.
[[nodiscard]] std::string stockholm_clock(core::Instant at);

}  // namespace larm::delivery
