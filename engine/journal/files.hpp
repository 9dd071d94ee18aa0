// Plain files of this folder: errors as values, and a rename or a new file that lasts. The
// journal's own bytes are touched through SQLite alone, since closing any descriptor of its file
// would drop SQLite's locks.
#pragma once

#include <filesystem>
#include <string_view>

#include "engine/core/instant.hpp"
#include "engine/journal/journal.hpp"

namespace larm::journal {

/// `error` is an errno; no room and no quota are `full`, all else `io`.
[[nodiscard]] JournalError file_error(std::filesystem::path const& path, std::string_view doing,
                                      int error);
/// Makes new names in `directory` last.
[[nodiscard]] Result<void> sync_directory(std::filesystem::path const& directory);
/// fsync of a whole file.
[[nodiscard]] Result<void> sync_file(std::filesystem::path const& path);
[[nodiscard]] Result<void> make_directories(std::filesystem::path const& directory);
[[nodiscard]] bool is_empty_or_missing(std::filesystem::path const& path);
/// Renames durably. Never over another file.
[[nodiscard]] Result<void> rename_file(std::filesystem::path const& from,
                                       std::filesystem::path const& to);

/// PATH.corrupt-20261125T031200Z for the mark ".corrupt-", or with a number after it where that,
/// its -wal or its -shm is there already.
[[nodiscard]] std::filesystem::path name_with_time(std::filesystem::path const& path,
                                                   std::string_view mark, core::Instant now);

/// Whether a file can be made in `directory` (made if missing), written to the disk and removed.
[[nodiscard]] Result<void> probe_directory(std::filesystem::path const& directory);

}  // namespace larm::journal
