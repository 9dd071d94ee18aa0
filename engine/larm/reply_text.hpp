// The daemon's answers as a duty officer reads them, in Swedish. What must not be missed comes
// first and loud.
#pragma once

#include <larm/v1/contact.pb.h>
#include <larm/v1/incident.pb.h>

#include <cstdint>
#include <optional>
#include <string>

#include "engine/report/words.hpp"

namespace larm::cli {

/// `before`: the incident as it stood before a close; otherwise empty.
[[nodiscard]] std::string reply_text(v1::CommandReply const& reply, v1::IncidentView const& before);
/// Everything of one incident: report, transports, promises, parties. Deadlines count from
/// `now_us`. What is sent is not called so where it comes to nobody.
[[nodiscard]] std::string incident_text(v1::IncidentView const& incident,
                                        report::Words const& words,
                                        std::optional<std::int64_t> now_us);
[[nodiscard]] std::string incidents_text(v1::ListIncidentsReply const& reply,
                                         report::Words const& words);
[[nodiscard]] std::string duties_text(v1::ListDutyReply const& reply, report::Words const& words);

/// "om 4:05", "passerad 0:12", "-"; the deadline itself where nobody knows what time it is.
[[nodiscard]] std::string countdown(std::int64_t deadline_us, std::optional<std::int64_t> now_us);

}  // namespace larm::cli
