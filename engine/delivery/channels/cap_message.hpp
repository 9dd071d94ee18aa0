// CAP 1.2 (OASIS, Common Alerting Protocol) out of an incident: one alert for each of its turns, in
// Swedish and English. Pure: the same incident gives the same bytes, identifiers are derived, and
// nothing is kept anywhere.
//
//   the alarm goes out                        Alert
//   level, report, completion, national step  Update
//   rescinded                                 Cancel
//   stood down                                Update that expires as it is sent
//
// A message tells what was known at its turn, whenever it is made: an identifier has the same bytes
// for ever, pushed or polled. What has come since is for the next one. It holds counts, never
// persons; personal identity numbers that somebody has written into a place or a reason are left
// out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/incident.hpp"

namespace larm::delivery {

/// CAP's status. Actual is for live worlds only.
enum class CapStatus { actual, exercise, test };

struct CapSettings {
    std::string sender;  ///< e.g. "larm@region.example.se"; see cap_sender_fault().
    CapStatus status = CapStatus::actual;
    std::string exercise_id{};  ///< Stands in `note` of an exercise.
    /// Scope is Private to these where there are any, else Restricted.
    std::vector<std::string> addresses{};
    std::string sender_name = "Larmkedja";
};

struct CapMessage {
    std::string identifier;  ///< incident id, ".", number from 1
    std::string sent;        ///< "2026-11-25T20:00:00+01:00"
    std::string msg_type;    ///< "Alert", "Update", "Cancel"
    std::string headline;    ///< Swedish.
    core::Instant at;
    std::string xml;
};

/// The message of the incident's turn `number`, from 1 to incident.turns.size().
[[nodiscard]] CapMessage cap_message(core::Incident const& incident, std::size_t number,
                                     CapSettings const& settings);

/// "sender,identifier,sent", as `references` has it.
[[nodiscard]] std::string cap_reference(core::Incident const& incident, std::size_t number,
                                        std::string_view sender);
}  // namespace larm::delivery
