// The triage section of a situation report.
#pragma once

#include <larm/v1/situation.pb.h>

#include <string>
#include <vector>

#include "engine/report/words.hpp"

namespace larm::report {

/// A line for each region that the facts have; none where the incident's rules say nothing of it.
[[nodiscard]] std::vector<std::string> triage_lines(v1::SituationFacts const& facts,
                                                    Words const& words);

}  // namespace larm::report
