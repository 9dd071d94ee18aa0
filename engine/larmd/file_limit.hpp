// How many files, and so connections, the process may have open.
#pragma once

#include <cstddef>

namespace larm::larmd {

/// Raises the soft limit to the hard one and returns it.
[[nodiscard]] std::size_t raise_file_limit();

/// What journal, tokens, rules and the rest need of it beside connections.
inline constexpr std::size_t files_kept = 128;

/// How many connections that leaves, at least one.
[[nodiscard]] std::size_t connections_within(std::size_t file_limit);

}  // namespace larm::larmd
