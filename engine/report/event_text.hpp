// One event in words: who did what, over what. Which events are worth a line is decided here too;
// when it happened is the timeline's.
#pragma once

#include <larm/v1/event.pb.h>

#include <string>

#include "engine/core/incident.hpp"
#include "engine/report/words.hpp"

namespace larm::report {

/// Empty for what no reader of a timeline misses: that a message arrived, or failed while another
/// is on its way, a pack's bytes, attempts
/// in between. `before` is the incident as it stood before the event, or nullptr where that is not
/// known.
[[nodiscard]] std::string event_text(v1::Event const& event, core::Incident const* before,
                                     Words const& words);

}  // namespace larm::report
