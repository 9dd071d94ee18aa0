// The daemon's log: lines of key=value on standard error. Under systemd each line begins with its
// level as journald reads it, and has no time of its own.
#pragma once

namespace larm::larmd {

/// Makes the default logger of spdlog, and sends protobuf's own messages there. Call once, first.
void start_logging();

}  // namespace larm::larmd
