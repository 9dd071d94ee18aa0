// The list of calls to make by hand, as those who make them see it: with names and numbers.
#pragma once

#include <larm/v1/alarm.pb.h>

#include "engine/server/queries.hpp"

namespace larm::server {

/// What the caller may see. Those who have waited longest come first.
[[nodiscard]] v1::ListCallsReply list_calls(QueryContext const& context);

}  // namespace larm::server
