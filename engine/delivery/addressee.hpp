// Who was told of an incident, found by what they were given to answer with. Only incidents that
// are not closed are searched: with them the links die.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/core/state.hpp"
#include "engine/delivery/answer_keys.hpp"

namespace larm::delivery {

/// Somebody who was told of an incident.
struct Addressee {
    std::string incident_id;
    std::string party;
    std::string officer_id;
};

/// Whose link that is; nothing where it is nobody's. Its time grows with the open incidents.
[[nodiscard]] std::optional<Addressee> whose_link(core::State const& state, AnswerKeys const& keys,
                                                  std::string_view link);

}  // namespace larm::delivery
