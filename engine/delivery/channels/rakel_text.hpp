// One message as Rakel carries it: sequence number, incident, what it says and how to answer, in
// 120 characters with the mark of its kind around them.
#pragma once

#include <string>
#include <string_view>

#include "engine/delivery/message.hpp"

namespace larm::delivery {

/// "#7 bfd97073 MASSKADELARM Dalarna 03:12: E16. SVAR 483920", between its marks. The rules check
/// sees to it that a pack's texts fit; one that does not is cut, never its number or its code.
/// `number` counts what has been sent to the person about the incident: a gap shows what has been
/// missed, and the same number what has come twice.
[[nodiscard]] std::string rakel_text(Letter const& letter, std::string_view mark, int number);

}  // namespace larm::delivery
