// What has been reported in a region and waits to be confirmed: whoever confirms without naming it
// would else raise a second alarm, of which nobody knows where it is.
#pragma once

#include <larm/v1/incident.pb.h>

#include <string>

#include "engine/larm/daemon.hpp"
#include "engine/report/words.hpp"

namespace larm::cli {

/// Where `confirm` names no incident and just one report waits in its region: takes that one where
/// no place is given either, and says so; else says that it is there. Empty where there is nothing
/// to say, also where the daemon does not answer: nothing may keep an alarm waiting.
[[nodiscard]] std::string take_waiting_report(Daemon& daemon, v1::ConfirmIncident& confirm,
                                              report::Words const& words);

}  // namespace larm::cli
