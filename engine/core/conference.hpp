// Conferences of an incident as the fold of their events, and what is known of who takes part.
// Decisions are in decide_conference.cpp.
#pragma once

#include <larm/v1/conference.pb.h>

#include <string>
#include <string_view>

#include "engine/core/incident.hpp"

namespace larm::core {

/// nullptr where there is none.
[[nodiscard]] v1::ConferenceRecord const* conference(Incident const& incident, std::string_view id);

/// "no conference 'K9'; there are: K1, K2", for whoever has named one that is not there.
[[nodiscard]] std::string no_conference(Incident const& incident, std::string_view id);

/// Whether a conference that has not ended calls the party; `except` is not looked at.
[[nodiscard]] bool is_called(Incident const& incident, std::string_view party,
                             std::string_view except = {});

/// The step that calls participants, or -1.
[[nodiscard]] int conference_step(Pack const& pack);

/// With each participant in the order of speaking, then the others.
[[nodiscard]] v1::ConferenceView conference_view(Incident const& incident,
                                                 v1::ConferenceRecord const& record);

void fold_conference(Incident& incident, v1::Event const& event);

}  // namespace larm::core
