// What a world's log does when a disk fails: journal, else spill, else memory, and home again. It
// never refuses a batch for a disk's sake. No thread and no clock in here: the journal's thread
// calls it and says what time it is.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/instant.hpp"
#include "engine/journal/file_lock.hpp"
#include "engine/journal/journal.hpp"
#include "engine/journal/spill.hpp"
#include "engine/journal/sqlite_journal.hpp"

namespace larm::journal {

class MergePlan;
class RowPages;

/// How safe a batch is.
enum class Durability : std::uint8_t {
    local,  ///< in the journal, after any crash
    spill,  ///< in the spill: it survives the death of the process
    none,   ///< in memory alone
};

struct DurableLogOptions {
    std::filesystem::path journal;
    std::optional<std::filesystem::path> spill_dir;
    /// For a journal that is made now, and for the records of a start that cannot see the journal:
    /// its `site` must be new at every start.
    Identity fresh;
    std::string vfs;  ///< SQLite's file system by name; empty for the usual one
    /// The chain is checked from the first record on: no snapshot can be used.
    bool checks_all = false;
};

struct LogStatus {
    Durability mode = Durability::local;
    core::Instant since;      ///< when `mode` began
    std::string trouble;      ///< English, empty when local
    std::size_t waiting = 0;  ///< records that are not in the journal yet
    /// The journal could not be read at start: this process does not know what happened before.
    bool is_history_unseen = false;
    /// Events are known or feared to be lost since the last start: what was open may have ended.
    /// False after adopt().
    bool has_lost_events = false;
    /// What the note of the head shows to be lost, now or at earlier starts. English; empty after
    /// adopt().
    std::vector<std::string> losses;
    /// What whoever runs the installation must hear although all works, e.g. a spill set aside.
    std::vector<std::string> warnings;
};

/// One thread at a time.
class DurableLog {
public:
    /// Locks and opens the journal, and merges what spills are found. A full, unwritable or missing
    /// disk is no failure: the log starts in spill or none. Nor is a damaged journal: it is moved
    /// aside, and a new one goes on with what can be salvaged of it (salvage.hpp).
    /// Failure: locked (another process writes it); bad_format (a later version's, or not ours).
    [[nodiscard]] static Result<std::unique_ptr<DurableLog>> open(DurableLogOptions options,
                                                                  core::Instant now);

    /// Makes the batch as durable as can be, in one piece; fills in epoch, flags and hash. Its seqs
    /// must follow head(). Failure: fenced or conflict alone; then the process must end at once.
    [[nodiscard]] Result<Durability> commit(std::span<Record> batch, core::Instant now);
    /// Tries to come home; about every 500 ms while the mode is not local. Returns the mode.
    /// Failure: fenced; conflict, also where all has come home but the journal holds history that
    /// this process has not seen. Either way the process must end, and start anew.
    [[nodiscard]] Result<Durability> try_return(core::Instant now);
    /// For when nothing else is to be done: checkpoints between commits.
    void idle(core::Instant now);
    /// Keeps a snapshot, while local; segments wait here until then. `snapshot.seq` must be
    /// durable.
    void write_snapshot(Snapshot const& snapshot, std::optional<CommandSegment> segment,
                        core::Instant now);

    /// Makes the journal belong to `fresh.instance_id` from now on. False where it cannot be
    /// written now; the log then goes on as after any failed write.
    bool adopt(core::Instant now);

    /// All records from `from_seq` to head(): of the journal, then what waits for it.
    [[nodiscard]] Result<void> read(std::int64_t from_seq, RecordVisitor const& visit);
    [[nodiscard]] Result<std::optional<Snapshot>> latest_snapshot(std::int64_t seq_max);
    [[nodiscard]] Result<std::vector<CommandSegment>> command_segments();

    [[nodiscard]] Head const& head() const { return head_; }
    [[nodiscard]] DurableLogOptions const& options() const { return options_; }
    /// Up to here the records are in the journal itself.
    [[nodiscard]] std::int64_t journaled_seq() const {
        return journal_ ? head_.seq : status_.is_history_unseen ? 0 : spill_header_.base.seq;
    }
    [[nodiscard]] std::int64_t epoch() const { return epoch_; }
    /// What new records carry: our site, and where its numbers and clock stood at start.
    [[nodiscard]] std::string const& site() const { return site_; }
    [[nodiscard]] std::int64_t site_seq_at_start() const { return site_seq_at_start_; }
    [[nodiscard]] std::int64_t hlc_at_start() const { return hlc_at_start_; }
    /// The journal's installation; empty where it could not be read.
    [[nodiscard]] std::string const& instance_id() const { return instance_id_; }
    /// A snapshot's record, from which on the chain was checked at start; 0: all of it.
    [[nodiscard]] std::int64_t checked_from() const { return checked_from_; }
    [[nodiscard]] LogStatus const& status() const { return status_; }

private:
    struct Found;  // a spill file of an earlier process

    explicit DurableLog(DurableLogOptions options);

    // Start, in durable_start.cpp.
    [[nodiscard]] Result<void> start(core::Instant now);
    [[nodiscard]] Result<std::unique_ptr<SqliteJournal>> open_at_start(std::int64_t epoch_min,
                                                                       core::Instant now);
    [[nodiscard]] Result<std::unique_ptr<SqliteJournal>> open_checked(std::int64_t epoch_min);
    /// With what could be salvaged of it: the damaged one is moved aside.
    [[nodiscard]] Result<std::unique_ptr<SqliteJournal>> open_salvaged(std::string const& trouble,
                                                                       std::int64_t epoch_min,
                                                                       core::Instant now);
    /// A journal to look at where it cannot be written.
    [[nodiscard]] Result<SqliteJournal const*> readable_at_start();
    void probe_spill();
    [[nodiscard]] Result<void> start_local(std::unique_ptr<SqliteJournal> journal,
                                           std::vector<Found>& spills, core::Instant now);
    [[nodiscard]] Result<void> start_degraded(std::vector<Found>& spills, std::int64_t epoch_min,
                                              core::Instant now);
    [[nodiscard]] std::vector<Found> find_spills_of_earlier();
    [[nodiscard]] bool is_ours(Found const& found) const;
    [[nodiscard]] Result<void> plan(MergePlan& plan, std::vector<Found>& spills) const;
    void set_aside(std::vector<Found> const& spills, std::string_view suffix_of_merged);
    /// Compares with the head that was noted outside (head_note.hpp).
    [[nodiscard]] Result<void> look_for_losses(SqliteJournal const& journal, core::Instant now);
    void note_loss(std::string what, core::Instant now);
    [[nodiscard]] Result<void> take_rest(SqliteJournal& journal, RowPages& logged,
                                         core::Instant now);
    [[nodiscard]] Result<void> learn_position(SqliteJournal const* journal);

    void mark(std::span<Record> batch);
    void leave_journal(JournalError const& error, core::Instant now);
    void spill(std::span<Record const> batch, core::Instant now);
    void begin_spill(core::Instant now);
    void lose_spill(JournalError const& error);
    void set_mode(Durability mode, core::Instant now);
    [[nodiscard]] Result<void> come_home(core::Instant now);
    [[nodiscard]] Result<std::unique_ptr<SqliteJournal>> reopen();
    [[nodiscard]] Result<void> restore(SqliteJournal& journal, std::vector<Record> const& records);
    void archive(std::filesystem::path const& spill, std::string_view suffix);
    /// The journal to read from; nothing where it cannot be.
    [[nodiscard]] Result<SqliteJournal const*> readable();

    DurableLogOptions options_;
    std::optional<FileLock> lock_;
    std::unique_ptr<SqliteJournal> journal_;  ///< set exactly while local
    std::unique_ptr<SqliteJournal> reader_;   ///< a look at the journal while not local
    std::unique_ptr<SpillWriter> spill_;
    bool may_begin_spill_ = true;  ///< false after a failure, until the next try_return
    std::vector<std::filesystem::path> own_spills_;
    SpillHeader spill_header_;     ///< whose base is the journal's last record that we know of
    std::vector<Record> pending_;  ///< all that follows that base
    std::vector<CommandSegment> waiting_segments_;
    Chain chain_;
    Head head_;
    std::int64_t epoch_ = 0;
    std::int64_t seen_epoch_ = 0;
    std::string site_;
    std::string instance_id_;
    std::int64_t checked_from_ = 0;
    std::int64_t site_seq_at_start_ = 0;
    std::int64_t hlc_at_start_ = 0;
    std::string journal_trouble_;
    bool is_damaged_ = false;  ///< and could not be moved aside: nothing in it counts
    std::string spill_trouble_;
    std::string spill_warning_;  ///< of the start; among the warnings until a spill is written
    LogStatus status_;
};

}  // namespace larm::journal
