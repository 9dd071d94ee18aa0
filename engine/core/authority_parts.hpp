// What the files of authority share. No interface: include authority.hpp instead.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/authority.hpp"

namespace larm::core {

[[nodiscard]] Rejection denied(std::string field, std::string message);
/// The parties whose it is to do: whoever is told no reads whom to ring.
using Parties = std::vector<std::string>;
[[nodiscard]] Rejection denied_to_others(std::string field, Parties const& may);
/// `party` speaks for itself, and what it has said by voice is entered by those who `may`.
[[nodiscard]] Rejection denied_without_voice(std::string field, std::string const& party,
                                             Parties const& may);
/// The duty officer of the stricken region; none of an incident that is not there.
[[nodiscard]] Parties leaders(Incident const* incident);
/// A hospital, and the duty officer of its region.
void add_hospital(Parties& parties, Pack const& pack, std::string const& hospital);
[[nodiscard]] bool speaks_for_one_of(v1::Actor const& actor, Parties const& parties);
/// Only the stricken region's may do it.
[[nodiscard]] Rejection denied_but_to_leaders(Incident const& incident);
/// By telephone or over Rakel, entered by somebody else than who said it.
[[nodiscard]] bool is_taken_by_voice(v1::Via via);
[[nodiscard]] bool is_duty_officer(v1::Actor const& actor);
/// Whoever may call a conference.
[[nodiscard]] bool is_conference_caller(v1::Actor const& actor);
/// A duty officer of the stricken region.
[[nodiscard]] bool leads(Incident const* incident, v1::Actor const& actor);
/// A region's own duty officer, or the stricken region's with an answer taken by voice.
[[nodiscard]] std::optional<Rejection> refuse_for_region(Incident const* incident,
                                                         v1::Actor const& actor,
                                                         std::string const& region, v1::Via via);
/// Moves of patients.
[[nodiscard]] std::optional<Rejection> refuse_in_transfers(State const& state,
                                                           v1::Command const& command);
/// Indicators, triage and the standard of care.
[[nodiscard]] std::optional<Rejection> refuse_in_triage(State const& state,
                                                        v1::Command const& command);
/// Support, situation reports and conferences.
[[nodiscard]] std::optional<Rejection> refuse_in_cooperation(State const& state,
                                                             v1::Command const& command);

}  // namespace larm::core
