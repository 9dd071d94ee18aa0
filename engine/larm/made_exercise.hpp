// What a controller's command has written. It is in the exercise's journal, which the token may not
// read: so it is told as the exercise stands after it.
#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "engine/larm/daemon.hpp"
#include "engine/larm/pack_names.hpp"

namespace larm::cli {

/// Asks the daemon. `json` is the reply, of any of ExerciseService's commands. Empty where nothing
/// answers, or there is nothing more to tell.
[[nodiscard]] std::string made_in_exercise(Daemon& daemon, google::protobuf::Message const& request,
                                           std::string const& json, PackNames& names);

}  // namespace larm::cli
