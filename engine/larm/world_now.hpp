// What time it is in the world of a token: an exercise has a clock of its own, which is set to when
// the scenario begins, and which stands, leaps and runs faster.
#pragma once

#include <larm/v1/session.pb.h>

#include <cstdint>
#include <optional>

#include "engine/larm/server_address.hpp"

namespace larm::cli {

/// UTC microseconds. Of the live world, and where nobody says whose the token is, this machine's
/// time; of an exercise what the feed's first frame says, and nothing where none comes soon.
[[nodiscard]] std::optional<std::int64_t> world_now_us(ServerFlags const& server,
                                                       std::optional<v1::SessionView> const& who);

}  // namespace larm::cli
