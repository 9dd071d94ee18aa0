// The journal of one world in one SQLite file. FORMAT.md describes the file; DurableLog decides
// what to do when it cannot be written.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/instant.hpp"
#include "engine/journal/file_lock.hpp"
#include "engine/journal/journal.hpp"
#include "engine/journal/sqlite.hpp"

namespace larm::journal {

/// `read_only` is for tools and for a look while the daemon writes: it takes no lock, never
/// checkpoints, and keeps its read transactions short.
enum class OpenMode : std::uint8_t { read_write, read_only };

/// Who a new journal belongs to. Chosen by the caller, since nothing here draws random numbers.
struct Identity {
    std::string site;         ///< this file's name among several sites', new for every file
    std::string instance_id;  ///< the installation
    core::Instant created;
};

/// Which epoch to write under.
struct EpochClaim {
    std::int64_t seen = 0;  ///< the epoch in the file when this process last looked
    std::int64_t ours = 0;
};

struct OpenOptions {
    /// Where the file is missing: made for this identity. Without one a missing file is an error.
    std::optional<Identity> identity_if_new;
    /// Held by the caller for as long as the journal is open; without it the journal locks itself.
    FileLock const* lock = nullptr;
    /// Without it, opening for writing takes the next epoch, at least `epoch_min`.
    std::optional<EpochClaim> claim;
    std::int64_t epoch_min = 1;
    /// SQLite's name of the file system to use; empty for the usual one.
    std::string vfs;
};

class SqliteJournal final : public Journal {
public:
    /// Opening for writing makes everything already in the file durable first (a full checkpoint),
    /// so that nothing rests on pages that an earlier failed fsync left behind.
    /// Failure: locked (another writer, or a reader that holds an old transaction), bad_format,
    /// corrupt, full, io; fenced where a claimed epoch is taken.
    [[nodiscard]] static Result<std::unique_ptr<SqliteJournal>> open(
        std::filesystem::path const& path, OpenMode mode, OpenOptions options = {});
    ~SqliteJournal() override;

    [[nodiscard]] Result<Head> append(std::int64_t epoch, Head const& expected,
                                      std::span<Record> batch) override;
    [[nodiscard]] Result<void> read(std::int64_t from_seq,
                                    RecordVisitor const& visit) const override;
    [[nodiscard]] Result<Head> head() const override;
    [[nodiscard]] Result<void> write_snapshot(Snapshot const& snapshot,
                                              std::span<CommandSegment const> segments) override;
    [[nodiscard]] Result<std::optional<Snapshot>> latest_snapshot(
        std::int64_t seq_max) const override;
    [[nodiscard]] Result<std::vector<CommandSegment>> command_segments() const override;

    /// Appends records made elsewhere (a spill, an export) with seq, epoch, site and hash as they
    /// are. Failure as append; corrupt where a hash is not its record's.
    [[nodiscard]] Result<Head> restore_records(Head const& expected, std::span<Record const> batch);
    /// Makes the file belong to another installation. Failure: the disk's; then it is spent.
    [[nodiscard]] Result<void> adopt(std::string instance_id);
    /// Checkpoints when more than 500 pages wait for it. For when nothing else is to be done. An
    /// error means the disk fails; a full disk is none, since what is written stays readable.
    [[nodiscard]] Result<void> idle();

    [[nodiscard]] Result<std::optional<Record>> record_at(std::int64_t seq) const;
    [[nodiscard]] Result<bool> holds(std::string const& site, std::int64_t site_seq) const;
    /// The highest site_seq of `site`; 0 where it has written nothing.
    [[nodiscard]] Result<std::int64_t> last_site_seq(std::string const& site) const;

    [[nodiscard]] std::filesystem::path const& path() const { return path_; }
    /// The epoch in the file; when open for writing, ours.
    [[nodiscard]] std::int64_t epoch() const { return epoch_; }
    [[nodiscard]] std::string const& site() const { return site_; }
    [[nodiscard]] std::string const& instance_id() const { return instance_id_; }
    /// That the file has now; of an earlier one's it stays until it is opened for writing.
    [[nodiscard]] std::int64_t format() const { return format_; }
    [[nodiscard]] core::Instant created() const { return created_; }
    /// For the tools of this folder.
    [[nodiscard]] Connection& connection() const { return *connection_; }

private:
    struct Writing;  // the kept statements of a journal that is open for writing

    SqliteJournal(std::filesystem::path path, std::unique_ptr<Connection> connection);
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open_reader(
        std::filesystem::path const& path, OpenOptions const& options);
    [[nodiscard]] Result<void> load_meta();
    [[nodiscard]] Result<void> take_epoch(OpenOptions const& options);
    [[nodiscard]] Result<void> begin_writing();
    [[nodiscard]] Result<void> move_head(std::int64_t epoch, Head const& expected,
                                         Head const& next);
    [[nodiscard]] Result<void> insert(std::span<Record const> batch);
    /// BEGIN, `change`, COMMIT. Any failure spends the connection, but for a fence.
    [[nodiscard]] Result<void> transact(std::function<Result<void>()> const& change,
                                        std::string_view doing);
    [[nodiscard]] Result<void> keep_segment(CommandSegment const& segment);

    std::filesystem::path path_;
    std::optional<FileLock> lock_;
    std::unique_ptr<Connection> connection_;
    std::unique_ptr<Writing> writing_;  // after the connection: statements go first
    Chain chain_;
    std::int64_t epoch_ = 0;
    std::string site_;
    std::string instance_id_;
    core::Instant created_;
    std::int64_t format_ = 0;
};

}  // namespace larm::journal
