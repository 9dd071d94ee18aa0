// The capacity picture as a duty officer reads it, in Swedish.
#pragma once

#include <larm/v1/capacity.pb.h>

#include <string>

#include "engine/report/words.hpp"

namespace larm::cli {

/// A line for each scene of an incident, with who waits there and who has left; empty where none
/// has been reported.
[[nodiscard]] std::string scenes_text(v1::IncidentCasualtiesView const& incident);

/// Which of hospital and region the rules do not have, with those that are nearest; empty: both are
/// there, or not named.
[[nodiscard]] std::string not_there(v1::GetCapacityReply const& reply, std::string const& hospital,
                                    std::string const& region, report::Words const& words);

/// One hospital, one region, or all where both are empty. What is unknown says so and why.
[[nodiscard]] std::string capacity_picture(v1::GetCapacityReply const& reply,
                                           std::string const& hospital, std::string const& region,
                                           report::Words const& words);
[[nodiscard]] std::string capacity_past(v1::GetCapacityHistoryReply const& reply,
                                        report::Words const& words);

}  // namespace larm::cli
