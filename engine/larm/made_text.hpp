// What a command has written, in the journal's own words, so that a slip of the hand is seen at
// once; what it has made, by the id that the next command needs, and that next command. A reply
// itself only says that the command is taken and where in the log it stands.
#pragma once

#include <google/protobuf/message.h>
#include <larm/v1/incident.pb.h>

#include <string>

#include "engine/larm/daemon.hpp"
#include "engine/larm/pack_names.hpp"

namespace larm::cli {

/// Asks the daemon what the command that was answered so did, and what its ids are called where
/// `names` has no pack. `before` is the incident as it stood, where that was asked. Empty where
/// nothing answers: the command is done all the same, and that has been said.
[[nodiscard]] std::string made_text(Daemon& daemon, google::protobuf::Message const& request,
                                    std::string const& json, PackNames& names,
                                    v1::IncidentView const& before = {});

}  // namespace larm::cli
