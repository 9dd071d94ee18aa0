// The sources one by one. No interface: include triage_read.hpp instead.
#pragma once

#include "engine/core/triage_read.hpp"

namespace larm::core::triage {

/// What is worked out from hospitals' places and who is expected at them; into `course`, which is
/// empty.
[[nodiscard]] Course of_hospitals(TriageSight const& sight, TriageRegionTerms const& region,
                                  v1::TriageIndicator const& rule, Course course);
[[nodiscard]] Course severe_waiting(TriageSight const& sight, TriageRegionTerms const& region,
                                    v1::TriageIndicator const& rule);
[[nodiscard]] Course supply_cover(TriageSight const& sight, TriageRegionTerms const& region,
                                  v1::TriageIndicator const& rule);
[[nodiscard]] Course blood_lack(TriageSight const& sight, TriageRegionTerms const& region,
                                v1::TriageIndicator const& rule);
[[nodiscard]] Course reported(TriageSight const& sight, TriageRegionTerms const& region,
                              v1::TriageIndicator const& rule);

}  // namespace larm::core::triage
