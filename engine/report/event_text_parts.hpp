// Private to this folder: the parts of event_text, one file per subject.
#pragma once

#include "engine/report/event_text.hpp"

namespace larm::report {

/// An event with what is needed to word it.
struct Telling {
    v1::Event const& event;
    core::Incident const* before;
    Words const& words;
    Duties const* duties;

    [[nodiscard]] std::string actor() const { return words.actor(event.cause().actor()); }
    /// ": REASON", or nothing.
    [[nodiscard]] static std::string because(std::string const& reason) {
        return reason.empty() ? std::string{} : ": " + reason;
    }
    /// "; NOTE", or nothing.
    [[nodiscard]] static std::string noted(std::string const& note) {
        return note.empty() ? std::string{} : "; " + note;
    }
    /// " (push)"; taken by voice also who entered it.
    [[nodiscard]] std::string over(v1::Via via, std::string const& taken_by) const;
    /// The same of what is told of only where it was taken by voice: empty else.
    [[nodiscard]] std::string by_voice(v1::Via via, std::string const& taken_by) const;
    [[nodiscard]] std::string over(v1::ChaseUpdate const& chase) const;
};

// Chases: steps, escalations, acknowledgements, deliveries.
[[nodiscard]] std::string step_text(Telling const& telling);
[[nodiscard]] std::string escalation_text(Telling const& telling);
[[nodiscard]] std::string acknowledgement_text(Telling const& telling);
[[nodiscard]] std::string answer_text(Telling const& telling);
[[nodiscard]] std::string delivery_text(Telling const& telling);
[[nodiscard]] std::string call_text(Telling const& telling);
[[nodiscard]] std::string corrected_text(Telling const& telling);
// Contacts, roster and roll-calls.
[[nodiscard]] std::string people_text(Telling const& telling);
// Hospitals, their ladders, and casualties.
[[nodiscard]] std::string capacity_text(Telling const& telling);
// Moves of patients.
[[nodiscard]] std::string transfers_text(Telling const& telling);
/// Indicators, and what is recommended and decided by them.
[[nodiscard]] std::string triage_text(Telling const& telling);
// Support, supplies, situation reports and conferences.
[[nodiscard]] std::string cooperation_text(Telling const& telling);
// What an exercise's controller does.
[[nodiscard]] std::string exercise_text(Telling const& telling);
// Transports; empty where the event is about something else.
[[nodiscard]] std::string transport_text(Telling const& telling);

// Blood; empty where the event is about something else.
[[nodiscard]] std::string blood_text(Telling const& telling);

}  // namespace larm::report
