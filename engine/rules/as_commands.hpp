// A loaded pack and its contacts as the commands that bring them into the journal: the same for the
// daemon, the player and the swarm.
#pragma once

#include <larm/v1/command.pb.h>

#include "engine/rules/loader.hpp"

namespace larm::rules {

[[nodiscard]] v1::Command activation(LoadedPack const& loaded);

/// Ids, parties, who has the duty, channels, and which of their addresses are others than in
/// `before`; names and numbers stay outside the journal.
[[nodiscard]] v1::Command seeding(v1::Contacts const& contacts, v1::Contacts const& before = {});

}  // namespace larm::rules
