// How an incident stands, region by region: who has acknowledged and answered, transports against
// the minimum, the blood centre. Pure: from the fold of the log.
#pragma once

#include <larm/v1/report.pb.h>

#include <string>
#include <vector>

#include "engine/core/incident.hpp"
#include "engine/report/language.hpp"

namespace larm::report {

/// The chase that tells `role` at `region` of the alarm, or nullptr.
[[nodiscard]] core::Chase const* alarm_chase(core::Incident const& incident, v1::Role role,
                                             std::string const& region);

/// One row per region of the incident's pack; none before it is confirmed.
[[nodiscard]] v1::IncidentTable region_table(core::Incident const& incident);

/// The table as lines of text, a header first. Times are since the confirmation.
[[nodiscard]] std::vector<std::string> table_lines(v1::IncidentTable const& table,
                                                   core::Incident const& incident,
                                                   Language language);

/// Columns that a UTF-8 text takes on a terminal, where each character is one column wide.
[[nodiscard]] std::size_t columns_of(std::string_view text);
/// Filled with spaces on the right up to `columns`.
[[nodiscard]] std::string padded(std::string text, std::size_t columns);

}  // namespace larm::report
