// A journal whose content contradicts itself: how that shows at start, and a new file in its place
// with all that can still be vouched for. The broken one is moved aside and never deleted. Private
// to this folder; FORMAT.md, "A damaged journal".
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "engine/core/instant.hpp"
#include "engine/journal/sqlite_journal.hpp"

namespace larm::journal {

/// Reads what a start rests on: the snapshots, the chain from the oldest of them to the head, and
/// the indexes by which records are found.
/// What lies before is not needed, and reading all of a long journal would keep the alarm waiting.
/// Failure: corrupt, or the disk's.
[[nodiscard]] Result<void> check_start_of(SqliteJournal const& journal);

struct Salvaged {
    std::string told;  ///< English, for whoever runs the installation
    /// Records are known to be lost, or nobody can tell, or not whose they are: a copy must not
    /// go on with what another installation has open.
    bool is_lossy = false;
};

/// Makes a new journal of the longest good beginning of the damaged one, and puts it in its place.
/// A crash at any point leaves either the
/// damaged file where it was, or the exchange to finish_exchange().
/// Failure: the disk's; then the damaged file is where it was, or aside.
[[nodiscard]] Result<Salvaged> salvage(std::filesystem::path const& journal,
                                       std::string const& reason, Identity const& fresh,
                                       FileLock const& lock, std::string const& vfs,
                                       core::Instant now);

/// Before a start opens anything: goes on with an exchange that was interrupted.
[[nodiscard]] Result<void> finish_exchange(std::filesystem::path const& journal, core::Instant now);

}  // namespace larm::journal
