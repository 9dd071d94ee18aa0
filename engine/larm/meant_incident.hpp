// Which incident a verb means where none is named: the only open one, or the only one of those in a
// phase in which the verb can do something. Never a guess between two.
#pragma once

#include <google/protobuf/message.h>
#include <larm/v1/incident.pb.h>

#include <expected>
#include <string>
#include <string_view>

#include "engine/larm/daemon.hpp"
#include "engine/larm/verb.hpp"
#include "engine/report/words.hpp"

namespace larm::cli {

/// Of a whole list of open incidents; nullptr where several may be meant, or none. `method` is that
/// of the contract, "StandDown".
[[nodiscard]] v1::IncidentSummary const* meant_incident(std::string_view method,
                                                        v1::ListIncidentsReply const& open);

/// The one that is meant, asked of the daemon. Where there is none, or several, they have been
/// printed.
[[nodiscard]] std::expected<std::string, ExitCode> the_open_incident(Daemon& daemon,
                                                                     std::string_view method,
                                                                     report::Words const& words);

/// What whoever names an incident by what is no id is told, with those that are open; empty where
/// it is one, or none is named.
[[nodiscard]] std::string odd_incident(Daemon& daemon, std::string const& incident_id,
                                       report::Words const& words);

/// Support is of an incident; supplies, which the same call exports, are of none.
[[nodiscard]] bool is_export_of_incident(google::protobuf::Message const& request);

}  // namespace larm::cli
