// Whether a wish for a token makes sense. Pure; the file is not asked.
#pragma once

#include <expected>

#include "engine/access/access_error.hpp"
#include "engine/access/grant.hpp"
#include "engine/core/instant.hpp"

namespace larm::access {

/// Bytes of a token's name at most.
inline constexpr std::size_t name_bytes_max = 200;

/// Refuses with AccessErrorKind::invalid and a sentence that names the command-line flag.
[[nodiscard]] std::expected<void, AccessError> check(NewToken const& wanted, core::Instant now);

}  // namespace larm::access
