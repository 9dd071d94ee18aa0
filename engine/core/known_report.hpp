// What is known from the reports (METHANE) of an incident, put together: whoever reports more need
// not say again what others have said, and nobody's silence takes a place off the board.
#pragma once

#include <larm/v1/domain.pb.h>

#include <span>

namespace larm::core {

/// Of the latest report that counts anybody hurt; else of the latest that counts dead; nullptr
/// where none does either.
[[nodiscard]] v1::Casualties const* latest_casualties(std::span<v1::Methane const> reports);

/// Each field as it was said last; the casualties, which belong together, from one report.
[[nodiscard]] v1::Methane known_report(std::span<v1::Methane const> reports);

}  // namespace larm::core
