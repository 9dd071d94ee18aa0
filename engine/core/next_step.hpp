// Which step of a ladder to order next, and on which one another rests that has failed.
#pragma once

#include <string>

#include "engine/core/capacity.hpp"

namespace larm::core {

/// Of the dimension that limits the stage, the step that adds most patients per minute of lead
/// time, of those that are neither ordered, under way nor done; of equal ones the first of the
/// ladder. A step that needs others counts with the longest lead time among them and itself, since
/// they are ordered with it. Empty: the dimension has none that adds to the stage.
[[nodiscard]] std::string next_step(Capacity const& capacity, std::size_t hospital,
                                    std::size_t stage, v1::PlusDimension binding);

/// The step that this one needs, itself or by another that it needs, and that had failed by `at`;
/// nullptr: none. A step without what it needs adds nothing: rooms that nobody came to staff are no
/// places. That it is done is the hospital's word all the same, and stays.
[[nodiscard]] StepTerms const* failed_need(Capacity const& capacity, HospitalTerms const& hospital,
                                           StepTerms const& step, Instant at = Instant::never());

}  // namespace larm::core
