// What a human at a terminal is asked before a step that cannot be taken back: what it will do, to
// how many, and whether to do it. Whether to ask at all is the verb's to say.
#pragma once

#include <larm/v1/incident.pb.h>

#include <optional>
#include <string>
#include <string_view>

#include "engine/report/words.hpp"

namespace larm::cli {

struct Question {
    std::string heading;       ///< what it is about
    std::string consequence;   ///< "Om du skriver JA ..."
    std::string_view purpose;  ///< "larma": for what JA is written
    std::string_view undone;   ///< what has not happened where the answer is another
};

/// Alarming every region. Asks no server: nothing may come between an alarm and its human.
[[nodiscard]] Question question_before(v1::ConfirmIncident const& confirm,
                                       report::Words const& words);

/// A step in an incident by its method's name, "StandDown"; `incident` as it stands.
[[nodiscard]] Question question_before(std::string_view method, v1::IncidentView const& incident,
                                       report::Words const& words);

/// Lowering the level; nothing where it is raised, or as it was.
[[nodiscard]] std::optional<Question> question_before(v1::ChangeLevel const& change,
                                                      v1::IncidentView const& incident,
                                                      report::Words const& words);

/// Whether question_before() knows the method.
[[nodiscard]] bool is_asked_before(std::string_view method);

/// Asks on stderr, reads a line of stdin, and says so when it was not JA.
[[nodiscard]] bool is_answered_yes(Question const& question);

}  // namespace larm::cli
