// The statements a journal keeps while it is open for writing. Private to SqliteJournal.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "engine/journal/sqlite_journal.hpp"

namespace larm::journal {

/// How far the write-ahead log has grown, kept by SQLite's hook after each commit.
struct WalWatch {
    int pages_waiting = 0;
    std::optional<JournalError> error;  ///< of a checkpoint; the commit before it stands
};

/// Rows inserted by one statement, largest first. Between the rows of one statement SQLite's
/// cursors stay at the end of the table and its indexes: a quarter less time in a batch of 256.
inline constexpr std::array<std::size_t, 4> rows_at_once{256, 32, 4, 1};

struct SqliteJournal::Writing {
    Statement begin;
    Statement commit;
    Statement rollback;
    Statement move_head;
    Statement set_epoch;
    std::vector<Statement> inserts;  ///< one for each of rows_at_once
    WalWatch wal;
};

}  // namespace larm::journal
