// Parties on the command line, which are written one in each flag.
#pragma once

#include <optional>
#include <string>

namespace larm::cli {

/// What whoever writes several parties as one, "tib@dalarna;tib@orebro", is told: how they are
/// written where the flag may be repeated, and that it is one at a time where it may not. Nothing
/// where the value is no such list.
[[nodiscard]] std::optional<std::string> several_parties(std::string const& flag,
                                                         std::string const& value,
                                                         bool may_be_repeated);

}  // namespace larm::cli
