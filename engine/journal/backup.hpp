// A copy of a journal, whole and consistent, while the daemon goes on writing it.
#pragma once

#include <filesystem>

#include "engine/journal/journal.hpp"
#include "engine/journal/verify.hpp"

namespace larm::journal {

/// Copies `from` to `to`, which must not exist, and verifies the copy. Reads only; while it lasts
/// the daemon's write-ahead log grows. `to` appears when it is complete and durable, never before.
/// Failure: what cannot be read or written; corrupt where the copy does not verify.
[[nodiscard]] Result<VerifyReport> backup(std::filesystem::path const& from,
                                          std::filesystem::path const& to);

}  // namespace larm::journal
