// What the journal holds, page by page: for a console that wants more than the feed's tail.
#pragma once

#include "engine/server/contact_desk.hpp"

namespace larm::server {

/// ListEvents. Reads the file beside its writer; what could not be journaled (SPILL, NONE) is not
/// among it until it is brought home, and stands in the feed.
[[nodiscard]] QueryAnswer list_events(DeskContext const& desk, DeskCall const& call);

}  // namespace larm::server
