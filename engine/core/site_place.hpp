// Whether the coordinates of a site can be meant, by where the pack's hospitals are. What a planner
// may change stands in the pack: how far apart its hospitals lie is how far it knows its way.
#pragma once

#include <larm/v1/capacity.pb.h>

#include <optional>

#include "engine/core/capacity_terms.hpp"
#include "engine/core/rejection.hpp"

namespace larm::core {

/// The nearest hospital of a place that is further from all of them than any two are apart.
struct FarOff {
    v1::Hospital const* nearest = nullptr;
    std::int64_t metres = 0;
};

/// Nothing where the place is within reach, has no coordinates, or the pack has no two hospitals.
[[nodiscard]] std::optional<FarOff> far_off(CapacityTerms const& terms, v1::SitePlace const& place);

/// Latitude and longitude in each other's place: far off as they stand, and within reach the other
/// way round. Nothing where they can be meant.
[[nodiscard]] std::optional<Rejection> refuse_swapped(CapacityTerms const& terms,
                                                      v1::SitePlace const& place);

}  // namespace larm::core
