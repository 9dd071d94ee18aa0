// The situation report (lägesbild) as the core sees it: what it is made of, what humans wrote, what
// was sent. Its words are engine/report's.
#pragma once

#include <larm/v1/situation.pb.h>

#include <string_view>

#include "engine/core/incident.hpp"

namespace larm::core {

class State;

/// Everything that is known at `now`.
[[nodiscard]] v1::SituationFacts situation_facts(State const& state, Incident const& incident,
                                                 Instant now);

/// The pack's section, or nullptr.
[[nodiscard]] v1::SituationSection const* situation_section(Incident const& incident,
                                                            std::string_view id);

/// When whoever leads is asked for the next report, once one was sent at `sent`; not set: never.
[[nodiscard]] Instant next_situation(Incident const& incident, Instant sent);

void fold_situation(Incident& incident, v1::Event const& event);

}  // namespace larm::core
