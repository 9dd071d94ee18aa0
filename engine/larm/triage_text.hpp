// Triage and the standard of care as a duty officer reads them, in Swedish.
#pragma once

#include <larm/v1/incident.pb.h>
#include <larm/v1/triage.pb.h>

#include <string>

#include "engine/report/words.hpp"

namespace larm::cli {

/// Region by region: what holds, what is recommended and whose decision it is, what was decided.
[[nodiscard]] std::string triage_text(v1::GetTriageReply const& reply, report::Words const& words);

/// A line for each region in which something is otherwise than always, or waits to be decided.
[[nodiscard]] std::string region_triage_lines(v1::IncidentView const& incident,
                                              report::Words const& words);

}  // namespace larm::cli
