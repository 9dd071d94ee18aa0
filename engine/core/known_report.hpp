// What is known from the reports (METHANE) of an incident, put together: whoever reports more need
// not say again what others have said, and nobody's silence takes a place off the board.
#pragma once

#include <larm/v1/domain.pb.h>

#include <optional>
#include <span>

namespace larm::core {

/// The hurt of the latest report that counts any: they belong together, since triage moves people
/// from one to another. The dead of the latest that counts any: to leave them out says nothing.
/// Nothing where no report counts anybody.
[[nodiscard]] std::optional<v1::Casualties> reported_casualties(
    std::span<v1::Methane const> reports);

/// Each field as it was said last, with the casualties as above. Blanks say nothing.
[[nodiscard]] v1::Methane known_report(std::span<v1::Methane const> reports);

}  // namespace larm::core
