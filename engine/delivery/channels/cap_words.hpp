// What a CAP message says in words, in one language. The XML around them is cap_message's.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/incident.hpp"
#include "engine/delivery/words.hpp"

namespace larm::delivery {

/// The texts of an info block, as they are: neither escaped nor marked as an exercise.
struct CapWords {
    std::string_view language;  ///< "sv-SE", "en"
    std::string_view event;
    std::string headline;
    std::string description;
    std::string instruction;
    std::string area;
};

/// Of what was known at that turn of the incident.
[[nodiscard]] CapWords cap_words(core::Incident const& incident, core::Turn const& turn,
                                 Language language);

}  // namespace larm::delivery
