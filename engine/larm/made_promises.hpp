// What is left of promised vehicles after some were taken back, released or sent, or the promise
// was said anew: whoever did it sees at once whether it was the right ones.
#pragma once

#include <larm/v1/event.pb.h>

#include <string>

#include "engine/larm/daemon.hpp"
#include "engine/report/words.hpp"

namespace larm::cli {

/// Asks the daemon; a line for each promise that the event is about, and one for the region. Empty
/// where it is about none, or nothing answers.
[[nodiscard]] std::string left_of_promises(Daemon& daemon, v1::Event const& event,
                                           report::Words const& words);

}  // namespace larm::cli
