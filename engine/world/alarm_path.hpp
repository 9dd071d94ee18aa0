// What a log that cannot be written leaves open, and what people are told of it.
#pragma once

#include <larm/v1/command.pb.h>

#include <string_view>

namespace larm::world {

/// LOCAL or REPLICATED: in a journal after any crash.
[[nodiscard]] bool is_safe(v1::Durability durability);

/// Whether a client's command is run while the log is in SPILL or NONE: the alarm is never refused
/// because a disk is, while what can wait for the disk waits.
[[nodiscard]] bool is_on_alarm_path(v1::Command const& command);

/// What a human must do about a reply that is less than safe, in Swedish; empty where nothing.
[[nodiscard]] std::string_view notice_for(v1::Durability durability);

}  // namespace larm::world
