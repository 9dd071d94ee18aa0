// One event in words: who did what, over what. Which events are worth a line is decided here too;
// when it happened is the timeline's.
#pragma once

#include <larm/v1/event.pb.h>

#include <functional>
#include <map>
#include <string>

#include "engine/core/incident.hpp"
#include "engine/core/state.hpp"
#include "engine/report/words.hpp"

namespace larm::report {

/// Who is on duty for each party, and over what they can be reached.
using Duties = std::map<std::string, core::Duty, std::less<>>;

/// Empty for what no reader of a timeline misses: that a message arrived, or failed while another
/// is on its way, a pack's bytes, attempts in between. `before` is the incident as it stood before
/// the event, or nullptr where that is not known. With `duties` a channel for which a recipient has
/// no address is left out, and said once: when the step begins.
[[nodiscard]] std::string event_text(v1::Event const& event, core::Incident const* before,
                                     Words const& words, Duties const* duties = nullptr);

}  // namespace larm::report
