// Who has not seen that the alarm is over, in one line.
#pragma once

#include <larm/v1/incident.pb.h>

#include <functional>
#include <string>

#include "engine/report/words.hpp"

namespace larm::cli {

/// "Har inte sett avlarmningen (2): TiB Dalarna (push, SMS), TiB Örebro (ring; 1 samtal utan
/// svar)", or that all have; empty while nobody has called the alarm off. `party_name` says what a
/// party is called.
[[nodiscard]] std::string not_seen_text(
    v1::IncidentView const& incident, report::Words const& words,
    std::function<std::string(std::string const& party)> const& party_name);

}  // namespace larm::cli
