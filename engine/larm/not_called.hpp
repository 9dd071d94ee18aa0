// Whom an empty list of calls does not name though nothing reaches them: where no channel is set up
// nothing makes a call for a human to make, and whoever reads the list must not take it for an
// all-clear.
#pragma once

#include <larm/v1/alarm.pb.h>

#include <string>

#include "engine/larm/daemon.hpp"
#include "engine/report/words.hpp"

namespace larm::cli {

/// Asks the daemon, where the list is empty and the world is live. Empty where everybody is
/// reached, or nothing answers.
[[nodiscard]] std::string not_called(Daemon& daemon, v1::ListCallsReply const& calls,
                                     report::Words const& words);

}  // namespace larm::cli
