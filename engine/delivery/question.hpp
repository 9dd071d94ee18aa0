// Which question a message puts, and so what its link, its code and its call answer. The alarm and
// the transports that it asks for are one question; every other step is one of its own, so that a
// no to patients takes no ambulance back.
#pragma once

#include <larm/v1/rules.pb.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/incident.hpp"

namespace larm::delivery {

/// The step's id; empty for the alarm, its transports, and what tells of its end.
[[nodiscard]] std::string question_of(v1::Step const& step);
/// The same by the step's id; after the end every question is whether that has been seen.
[[nodiscard]] std::string question_of(core::Incident const& incident, std::string_view step);

/// What the party has been asked in it itself, or as a deputy the TiB in whose place it was told:
/// the first, and after the end what tells of that. nullptr where it has been asked nothing.
[[nodiscard]] core::Chase const* chase_asked(core::Incident const& incident, std::string_view party,
                                             std::string_view question);
/// All that the party has been asked, the alarm first.
[[nodiscard]] std::vector<std::string> questions_to(core::Incident const& incident,
                                                    std::string_view party);

/// Whether a no by link, code or key answers it. Else these take nothing but that it has been seen.
[[nodiscard]] bool takes_no(v1::Step const& step);
/// How such a question is answered, in Swedish, one short sentence; empty where seen is enough.
[[nodiscard]] std::string_view how_to_answer(v1::Step const& step);

}  // namespace larm::delivery
