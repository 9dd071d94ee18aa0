// The register of what hospitals can do as comma-separated values (RFC 4180), for spreadsheets and
// other systems: one row a figure, or one row a step. What is not known is empty, never 0.
#pragma once

#include <larm/v1/capacity.pb.h>

#include <string>

namespace larm::report {

/// Hospital, stage and dimension with baseline, maximum, figure, source and age, and what can be
/// taken.
[[nodiscard]] std::string capacity_csv(v1::GetCapacityReply const& picture);
/// The ladders: where each step stands, when it was exercised last and how long that took.
[[nodiscard]] std::string steps_csv(v1::GetCapacityReply const& picture);

}  // namespace larm::report
