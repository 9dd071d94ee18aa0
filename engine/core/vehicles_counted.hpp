// What of a region's vehicles counts towards its minimum, as every reader is shown it: what stands,
// and of what was released as much as the minimum took. What was let go because nobody needed it
// is no lack; what stands no more is not counted beyond that ("8/5" where 5 are left of 8).
#pragma once

#include <larm/v1/incident.pb.h>

#include <algorithm>

namespace larm::core {

[[nodiscard]] inline int vehicles_counted(v1::TransportView const& transports) {
    auto const given = transports.committed() + transports.released();
    return std::max(transports.committed(), std::min(given, transports.required()));
}

}  // namespace larm::core
