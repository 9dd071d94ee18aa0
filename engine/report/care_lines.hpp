// The sections of a situation report that are about patients: who is hurt, what hospitals can take,
// who is moved, what lacks of blood.
#pragma once

#include <larm/v1/situation.pb.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/report/words.hpp"

namespace larm::report {

/// With the day where it is not the report's.
[[nodiscard]] std::string time_said(std::int64_t at_us, v1::SituationFacts const& facts);
/// Which of the reports METHANE's words are from: its figures are no count, and grow old.
[[nodiscard]] std::string methane_source(v1::SituationFacts const& facts, Words const& words);
/// As sites and hospitals have counted them, each with when; where nobody has, as METHANE says.
[[nodiscard]] std::vector<std::string> casualty_lines(v1::SituationFacts const& facts,
                                                      Words const& words);
/// None where the rules say nothing of capacity. A region of which not every hospital is known says
/// how many are not.
[[nodiscard]] std::vector<std::string> capacity_lines(v1::SituationFacts const& facts,
                                                      Words const& words);
[[nodiscard]] std::string_view facility_text(v1::FacilityStatus status, Words const& words);
/// None where nothing has been proposed.
[[nodiscard]] std::vector<std::string> transfer_lines(v1::SituationFacts const& facts,
                                                      Words const& words);
/// None where no centre has said anything.
[[nodiscard]] std::vector<std::string> blood_lines(v1::SituationFacts const& facts,
                                                   Words const& words);

}  // namespace larm::report
