// "90d", "2027-01-31": until when a token is wanted, as people write it.
#pragma once

#include <optional>
#include <string_view>

#include "engine/core/instant.hpp"

namespace larm::cli {

/// A number of minutes (m), hours (h), days (d) or weeks (w) from `now`, or a date, at whose first
/// instant in UTC it ends. Nothing where the text is neither.
[[nodiscard]] std::optional<core::Instant> parse_expiry(std::string_view text, core::Instant now);

}  // namespace larm::cli
