// The parts of an explanation; one file per part.
#pragma once

#include "engine/rules/explain.hpp"
#include "engine/rules/page.hpp"

namespace larm::rules {

/// One step: who is asked what, when, over what, and what counts as an answer.
void explain_step(Page& page, v1::RulePack const& pack, int index);
/// What every step that starts with the alarm does, minute by minute, when nobody answers.
void explain_timeline(Page& page, v1::RulePack const& pack);
/// How each channel is tried, roll-calls, and how the duty changes hands.
void explain_channels(Page& page, v1::RulePack const& pack);
/// The messages as they will read.
void explain_messages(Page& page, v1::RulePack const& pack);
/// How much blood an alarm is expected to need.
void explain_blood(Page& page, v1::RulePack const& pack);
/// What an alarm is measured by afterwards.
void explain_indicators(Page& page, v1::RulePack const& pack);
/// What hospitals can take, and their ladders.
void explain_capacity(Page& page, v1::RulePack const& pack);
/// What the pack must stand before it goes live.
void explain_readiness(Page& page, v1::RulePack const& pack);
/// How patients are moved.
void explain_transfers(Page& page, v1::RulePack const& pack);
/// Triage and the standard of care.
void explain_triage(Page& page, v1::RulePack const& pack);
/// Whether the pack says anything of support, situation reports or conferences.
[[nodiscard]] bool says_cooperation(v1::RulePack const& pack);
void explain_cooperation(Page& page, v1::RulePack const& pack);

/// "TiB i alla sju regioner, även den drabbade"
[[nodiscard]] std::string audience_in_words(v1::RulePack const& pack, v1::Step const& step);
/// Whom a rung tells, over what: "TiB: push och SMS".
[[nodiscard]] std::string notify_in_words(v1::RulePack const& pack, v1::Step const& step,
                                          v1::Notify const& notify);
/// How a planner knows a message: its number, and what its title begins with. "meddelande 7 (Inget
/// svar)"; the id where the pack has no such message.
[[nodiscard]] std::string message_in_words(v1::RulePack const& pack, std::string_view id);
/// The same for what the stricken region's TiB is told without being asked.
[[nodiscard]] std::string told_in_words(v1::RulePack const& pack, v1::Notify const& notify);
/// Seconds from the step's start to the rung; for those who start as acknowledged by confirming,
/// from when they are asked at all.
[[nodiscard]] int seconds_to(v1::Step const& step, int rung);
/// "genast", "efter 2 minuter"
[[nodiscard]] std::string after_in_words(int seconds);
/// What must have happened for the step to be complete.
[[nodiscard]] std::string complete_in_words(v1::Step const& step);

}  // namespace larm::rules
