// Which incident a verb means where none is named: the only open one, or the only one of those in a
// phase in which the verb can do something. Never a guess between two.
#pragma once

#include <google/protobuf/message.h>
#include <larm/v1/incident.pb.h>

#include <string_view>

namespace larm::cli {

/// Of a whole list of open incidents; nullptr where several may be meant, or none. `method` is that
/// of the contract, "StandDown".
[[nodiscard]] v1::IncidentSummary const* meant_incident(std::string_view method,
                                                        v1::ListIncidentsReply const& open);

/// Support is of an incident; supplies, which the same call exports, are of none.
[[nodiscard]] bool is_export_of_incident(google::protobuf::Message const& request);

}  // namespace larm::cli
