// A copy of a journal, whole and consistent, while the daemon goes on writing it.
#pragma once

#include <filesystem>
#include <string_view>

#include "engine/journal/journal.hpp"
#include "engine/journal/verify.hpp"

namespace larm::journal {

/// Whose every copy is: no installation's, so that a daemon delivers nothing from it until it is
/// adopted.
inline constexpr std::string_view instance_id_of_backups = "backup";

/// Copies `from` to `to`, which must not exist, and verifies the copy, whose records and head are
/// the same. `from` is only read; while it lasts
/// the daemon's write-ahead log grows. `to`, 0600, appears when it is complete and durable, never
/// before. Failure: what cannot be read or written; corrupt where the copy does not verify.
[[nodiscard]] Result<VerifyReport> backup(std::filesystem::path const& from,
                                          std::filesystem::path const& to);

}  // namespace larm::journal
