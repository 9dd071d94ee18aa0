// A journal whose content contradicts itself: how that shows at start, and a new file in its place
// with all that can still be vouched for. The broken one is moved aside and never deleted. Private
// to this folder; FORMAT.md, "A damaged journal".
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "engine/core/instant.hpp"
#include "engine/journal/row_pages.hpp"
#include "engine/journal/sqlite_journal.hpp"

namespace larm::journal {

/// Reads what a start rests on: the snapshots, the chain from the oldest of them to the head, and
/// the indexes by which records are found.
/// What lies before is not needed, and reading all of a long journal would keep the alarm waiting;
/// `all`: it is, since no snapshot can be used.
/// The record that the chain was checked from; failure: corrupt, or the disk's.
[[nodiscard]] Result<std::int64_t> check_start_of(SqliteJournal const& journal, bool all);

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

/// What stood in the log of a journal behind damage. SQLite takes a log up to its first broken
/// frame, and empties it.
struct LogRest {
    std::int64_t taken = 0;  ///< records that were read past it
    std::int64_t lost = 0;   ///< that were committed behind it and are nowhere
};

/// `journal` has just been opened, `logged` is its log as it was before. What is taken is whole
/// batches whose chain holds. The last commit may have been cut off before anybody was told of it:
/// it counts as lost no more than SQLite's own. Failure: the disk's.
[[nodiscard]] Result<LogRest> take_rest_of_log(SqliteJournal& journal, RowPages& logged);

/// Before a start opens anything: goes on with an exchange that was interrupted.
[[nodiscard]] Result<void> finish_exchange(std::filesystem::path const& journal, core::Instant now);

}  // namespace larm::journal
