// A scripted act as a command, and the words for refusals.
#pragma once

#include <google/protobuf/descriptor.h>
#include <larm/v1/command.pb.h>
#include <larm/v1/scenario.pb.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/rejection.hpp"

namespace larm::player {

/// The field that says what is done; nullptr where none is set.
[[nodiscard]] google::protobuf::FieldDescriptor const* act_field(v1::ScriptedAct const& act);

/// The act's command, without actor and ids. `act` says what is done.
[[nodiscard]] v1::Command command_of(v1::ScriptedAct const& act);

/// Sets the command's command_id and, where it has them and they are empty, incident_id and via:
/// what is not taken by voice is entered at a console.
void fill_ids(v1::Command& command, std::string const& command_id, std::string const& incident_id);

/// Connect's word, e.g. "failed_precondition".
[[nodiscard]] std::string_view code_word(core::Code code);
[[nodiscard]] std::vector<std::string> code_words();

}  // namespace larm::player
