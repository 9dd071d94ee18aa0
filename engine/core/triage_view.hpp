// What a reader sees of triage: the message of GetTriage, and what stands in everybody's view of an
// incident.
#pragma once

#include <larm/v1/incident.pb.h>
#include <larm/v1/triage.pb.h>

#include <expected>

#include "engine/core/rejection.hpp"
#include "engine/core/state.hpp"

namespace larm::core {

/// The picture at `now`. Refused where there is no such incident or region.
[[nodiscard]] std::expected<v1::GetTriageReply, Rejection> triage_view(State const& state,
                                                                       v1::GetTriage const& request,
                                                                       Instant now);

/// One region, without the sources that its rules rest on.
[[nodiscard]] v1::TriageRegionView triage_region_view(Incident const& incident, std::size_t region,
                                                      Instant now);

/// Regions in which something is otherwise than always, or is recommended to be.
void add_region_triage(Incident const& incident, v1::IncidentView& out);

/// What is recommended, in words: the question, or that it is to be taken back.
[[nodiscard]] v1::Text recommendation_in_words(Incident const& incident,
                                               v1::TriageRecommendation const& recommendation);
/// What was decided, in words.
[[nodiscard]] v1::Text decision_in_words(v1::TriageDecision const& decision);
/// The indicator's title; its id where the rules do not have it.
[[nodiscard]] v1::Text indicator_in_words(Incident const& incident, std::string_view region,
                                          std::string_view indicator);

}  // namespace larm::core
