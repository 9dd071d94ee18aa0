// A hospital that expects nobody, and may be full all the same. Whoever expects patients is warned
// by what lies ahead; where nobody comes by any model or move nothing lies ahead, and yet the next
// ambulance has nowhere to go.
#pragma once

#include <algorithm>
#include <optional>

#include "engine/core/effective.hpp"

namespace larm::core {

/// No alarm that goes on has patients there, or any on their way.
[[nodiscard]] inline bool expects_nobody(HospitalNow const& hospital) {
    return std::ranges::none_of(hospital.streams, &Stream::goes_on);
}

/// How it stands where it has no place left for anybody; nothing where it has one, where that is
/// not known, and where it expects somebody.
[[nodiscard]] inline std::optional<Standing> full_and_unexpecting(HospitalNow const& hospital,
                                                                  StageTerms const& terms,
                                                                  std::size_t stage, Instant now) {
    auto const standing =
        expects_nobody(hospital) ? effective(hospital, terms, stage, now) : std::nullopt;
    return standing && standing->free <= 0 ? standing : std::nullopt;
}

}  // namespace larm::core
