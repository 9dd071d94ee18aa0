// The time as the network side needs it: for tokens, dates and fresh ids. Given from outside; only
// world/ reads clocks of the day. Time limits of sockets run on the steady clock, which tells no
// time of day.
#pragma once

#include <functional>

#include "engine/core/instant.hpp"

namespace larm::server {

/// Any thread.
using Clock = std::function<core::Instant()>;

}  // namespace larm::server
