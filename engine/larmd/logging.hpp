// The daemon's log: lines of key=value on standard error. Under systemd each line begins with its
// level as journald reads it, and has no time of its own.
#pragma once

#include <string_view>

namespace larm::larmd {

/// Makes the default logger of spdlog, and sends protobuf's own messages there. Call once, first.
/// Lines are written by a thread of their own: whoever reads them may stall or die, and then lines
/// are lost and counted, but nothing waits.
void start_logging();

/// For the moment before the process ends itself: written at once or not at all.
void last_words(std::string_view line);

}  // namespace larm::larmd
