// What a journal is, whoever keeps it: an append-only log with fencing, snapshots of what it folds
// to, and the remembered commands. SQLite keeps it today (sqlite_journal.hpp); several sites behind
// the same interface come later. What happens when the disk fails is durable_log.hpp's.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/journal/record.hpp"

namespace larm::journal {

enum class JournalErrorKind : std::uint8_t {
    fenced,      ///< a later epoch owns the log: this process must stop
    conflict,    ///< the log's head is not the expected one: this process must stop
    full,        ///< no room on the disk
    io,          ///< the disk, the directory or the permissions
    corrupt,     ///< the content contradicts itself
    locked,      ///< another program holds it
    bad_format,  ///< not a journal of ours, or of a later version
};

struct JournalError {
    JournalErrorKind kind = JournalErrorKind::io;
    /// English: which file, what happened, what to do.
    std::string message;
    /// Only after a failed append: the batch may stand in the file all the same.
    bool may_have_committed = false;
};

[[nodiscard]] constexpr bool is_fence(JournalErrorKind kind) {
    return kind == JournalErrorKind::fenced || kind == JournalErrorKind::conflict;
}

/// A cache of the fold up to and including `seq`. What state and hash mean is the writer's.
struct Snapshot {
    std::int64_t seq = 0;
    std::int32_t schema_version = 0;
    std::string state;
    Hash hash{};
};

/// Which commands the records first_seq..last_seq accepted, as opaque bytes. Segments follow each
/// other without a gap from seq 1 on; they are a cache like snapshots.
struct CommandSegment {
    std::int64_t first_seq = 0;
    std::int64_t last_seq = 0;
    std::string entries;
};

/// Called for each record in order; false ends the reading. The record is valid during the call.
using RecordVisitor = std::function<bool(Record const&)>;

template <typename Value>
using Result = std::expected<Value, JournalError>;

/// One thread at a time. After an error from append or write_snapshot the object is spent: destroy
/// it and open a new one, since what the operating system has kept of a failed write is unknown.
class Journal {
public:
    virtual ~Journal() = default;

    /// Makes `batch` durable right after `expected`, all of it or nothing, and fills in its hashes
    /// (also on failure). The seqs must follow `expected`.
    /// Failure: fenced or conflict where `epoch` or `expected` is not the log's; else a disk's.
    [[nodiscard]] virtual Result<Head> append(std::int64_t epoch, Head const& expected,
                                              std::span<Record> batch) = 0;
    /// Visits the records from `from_seq` on up to the head at the time of the call. A follower
    /// calls it again from where it stopped.
    [[nodiscard]] virtual Result<void> read(std::int64_t from_seq,
                                            RecordVisitor const& visit) const = 0;
    [[nodiscard]] virtual Result<Head> head() const = 0;

    /// Keeps the newest two snapshots. `segment`, if any, is kept with it in one transaction.
    [[nodiscard]] virtual Result<void> write_snapshot(Snapshot const& snapshot,
                                                      std::span<CommandSegment const> segments) = 0;
    /// The newest snapshot at or below `seq_max`, e.g. the one before a snapshot that is no good.
    [[nodiscard]] virtual Result<std::optional<Snapshot>> latest_snapshot(
        std::int64_t seq_max) const = 0;
    /// All segments that follow each other from seq 1 on.
    [[nodiscard]] virtual Result<std::vector<CommandSegment>> command_segments() const = 0;
};

}  // namespace larm::journal
