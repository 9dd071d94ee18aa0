// The picture as a reader sees it, and what later steps reckon with: what a hospital can take, now
// and soon.
#pragma once

#include <larm/v1/capacity.pb.h>

#include <expected>
#include <optional>
#include <string_view>

#include "engine/core/rejection.hpp"
#include "engine/core/state.hpp"

namespace larm::core {

/// What can be taken, by what is known at `now`; nothing where that is not known, or the pack does
/// not have the hospital.
[[nodiscard]] std::optional<Standing> effective_capacity(State const& state,
                                                         std::string_view hospital,
                                                         v1::CareStage stage, Instant now);
/// The same for `in_minutes` from `now`, with steps that are ready and casualties who are expected
/// by then.
[[nodiscard]] std::optional<Standing> forecast_capacity(State const& state,
                                                        std::string_view hospital,
                                                        v1::CareStage stage, Instant now,
                                                        int in_minutes);

/// The picture at `now`, or at the request's time. Refused where the incident is not known.
[[nodiscard]] std::expected<v1::GetCapacityReply, Rejection> capacity_view(
    State const& state, v1::GetCapacity const& request, Instant now);
/// Refused where there is no such hospital.
[[nodiscard]] std::expected<v1::GetCapacityHistoryReply, Rejection> capacity_history(
    State const& state, v1::GetCapacityHistory const& request, Instant now);

}  // namespace larm::core
