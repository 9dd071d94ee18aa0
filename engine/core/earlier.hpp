// The earlier of two instants, of which either may not be set.
#pragma once

#include <algorithm>

#include "engine/core/instant.hpp"

namespace larm::core {

/// An instant that is not set is later than all others.
[[nodiscard]] inline Instant earlier(Instant one, Instant other) {
    if (!one.is_set() || !other.is_set()) {
        return one.is_set() ? one : other;
    }
    return std::min(one, other);
}

}  // namespace larm::core
