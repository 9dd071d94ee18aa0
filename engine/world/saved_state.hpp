// A snapshot of the journal, read back into the state that it was made of.
#pragma once

#include <optional>

#include "engine/core/state.hpp"
#include "engine/journal/journal.hpp"

namespace larm::world {

/// Nothing where it is damaged or of another schema: it is a cache, and the log is folded instead.
[[nodiscard]] std::optional<core::State> read_snapshot(journal::Snapshot const& snapshot);

}  // namespace larm::world
