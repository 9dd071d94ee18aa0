// Opening a journal: whose it is, in which settings, under which epoch; and the write-ahead log.
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "engine/core/check.hpp"
#include "engine/journal/files.hpp"
#include "engine/journal/schema.hpp"
#include "engine/journal/sqlite_journal.hpp"
#include "engine/journal/sqlite_writing.hpp"

namespace larm::journal {
namespace {

constexpr int wal_pages_max = 1000;      // then a commit checkpoints, SQLite's own habit
constexpr int wal_pages_idle_min = 500;  // then an idle moment is used for it

constexpr mode_t file_mode = S_IRUSR | S_IWUSR | S_IRGRP;

/// The file gets its mode before it has any content, whatever the umask. One that was put here by
/// somebody, as a backup is, gives others no more than that. Where it cannot be tightened it is
/// used all the same: an alarm does not fail for a mode bit.
Result<void> make_file(std::filesystem::path const& path) {
    if (::mknod(path.c_str(), S_IFREG | file_mode, 0) == 0) {
        return {};
    }
    if (errno != EEXIST) {
        return std::unexpected(file_error(path, "making it", errno));
    }
    for (auto const* const ending : {"", "-wal", "-shm"}) {
        auto part = path;
        part += ending;
        struct stat file{};
        auto const is_too_open =
            ::stat(part.c_str(), &file) == 0 && (file.st_mode & ACCESSPERMS & ~file_mode) != 0;
        if (is_too_open) {
            (void)::chmod(part.c_str(), file.st_mode & file_mode);
        }
    }
    return {};
}

bool is_missing(std::filesystem::path const& path) {
    struct stat file{};
    return ::stat(path.c_str(), &file) != 0 && errno == ENOENT;
}

/// Checkpoints what no reader holds back; false where that is not all.
Result<bool> checkpoint(Connection& connection, int mode, int& pages_waiting) {
    int pages = 0;
    int done = 0;
    auto const code = sqlite3_wal_checkpoint_v2(connection.raw(), "main", mode, &pages, &done);
    if (code == SQLITE_OK) {
        pages_waiting = pages - done;
        return pages == done;
    }
    return std::unexpected(connection.error("checkpointing"));
}

/// In place of SQLite's own hook, whose checkpoints fail without a word.
int after_commit(void* context, sqlite3* raw, char const* name, int pages) {
    auto& wal = *static_cast<WalWatch*>(context);
    wal.pages_waiting = pages;
    if (pages >= wal_pages_max) {
        int all = 0;
        int done = 0;
        auto const code =
            sqlite3_wal_checkpoint_v2(raw, name, SQLITE_CHECKPOINT_PASSIVE, &all, &done);
        if (code == SQLITE_OK) {
            wal.pages_waiting = all - done;
        } else if ((code & 0xff) == SQLITE_IOERR) {
            wal.error = JournalError{
                JournalErrorKind::io,
                fmt::format("{}: checkpointing after a commit failed ({}, code {}); check the disk",
                            sqlite3_db_filename(raw, "main"), sqlite3_errstr(code), code)};
        }
    }
    return SQLITE_OK;
}

/// OR FAIL: the whole transaction is rolled back anyway, so no statement needs its own undo.
std::string insert_rows(std::size_t rows) {
    std::string sql =
        "INSERT OR FAIL INTO journal(seq, epoch, site, site_seq, id, hlc, type, flags, body, hash) "
        "VALUES";
    for (std::size_t row = 0; row < rows; ++row) {
        sql += row == 0 ? "(?,?,?,?,?,?,?,?,?,?)" : ",(?,?,?,?,?,?,?,?,?,?)";
    }
    return sql;
}

/// Before anything is written: whether the file is ours, new, or somebody else's.
Result<void> prepare_file(Connection& connection, OpenOptions const& options) {
    auto const blank = is_blank(connection);
    if (!blank) {
        return std::unexpected(blank.error());
    }
    if (!*blank || !options.identity_if_new) {
        if (auto const meta = check_format(connection); !meta) {
            return std::unexpected(meta.error());
        }
    }
    if (auto set = connection.run(fmt::format("PRAGMA page_size={}", page_bytes), "setting it up");
        !set) {
        return set;
    }
    auto const wal = connection.text("PRAGMA journal_mode=WAL", "switching to WAL");
    if (!wal) {
        return std::unexpected(wal.error());
    }
    if (*wal != "wal") {
        return std::unexpected(JournalError{
            JournalErrorKind::io,
            fmt::format("{}: it cannot be kept in WAL mode here; use a local disk, and check the "
                        "permissions",
                        connection.path().string())});
    }
    if (auto set = connection.run("PRAGMA synchronous=FULL", "setting it up"); !set) {
        return set;
    }
    if (*blank) {
        auto const& identity = *options.identity_if_new;
        return create_tables(connection, {identity.site, identity.instance_id, identity.created});
    }
    if (auto brought = bring_to_format(connection); !brought) {
        return brought;
    }
    return create_missing_caches(connection);
}

}  // namespace

SqliteJournal::SqliteJournal(std::filesystem::path path, std::unique_ptr<Connection> connection)
    : path_{std::move(path)}, connection_{std::move(connection)} {}

SqliteJournal::~SqliteJournal() = default;

Result<std::unique_ptr<SqliteJournal>> SqliteJournal::open(std::filesystem::path const& path,
                                                           OpenMode mode, OpenOptions options) {
    auto const is_writing = mode == OpenMode::read_write;
    if (is_missing(path) && !(is_writing && options.identity_if_new)) {
        return std::unexpected(JournalError{
            JournalErrorKind::io, fmt::format("{}: there is no such journal", path.string())});
    }
    std::optional<FileLock> lock;
    if (is_writing && options.lock == nullptr) {
        auto acquired = FileLock::acquire(path);
        if (!acquired) {
            return std::unexpected(std::move(acquired).error());
        }
        lock = std::move(*acquired);
    }
    if (is_writing) {
        if (auto made = make_file(path); !made) {
            return std::unexpected(std::move(made).error());
        }
    }
    auto connection = is_writing ? Connection::open(path, Connection::Access::write, options.vfs)
                                 : open_reader(path, options);
    if (!connection) {
        return std::unexpected(std::move(connection).error());
    }
    std::unique_ptr<SqliteJournal> journal{new SqliteJournal{path, std::move(*connection)}};
    journal->lock_ = std::move(lock);
    auto opened = is_writing ? prepare_file(*journal->connection_, options) : Result<void>{};
    if (opened) {
        opened = journal->load_meta();
    }
    if (opened && is_writing) {
        opened = journal->take_epoch(options);
    }
    if (opened && is_writing) {
        opened = journal->begin_writing();
    }
    if (!opened) {
        journal->connection_->give_up();
        return std::unexpected(std::move(opened).error());
    }
    return journal;
}

Result<std::unique_ptr<Connection>> SqliteJournal::open_reader(std::filesystem::path const& path,
                                                               OpenOptions const& options) {
    auto const attempt = [&](Connection::Access access) -> Result<std::unique_ptr<Connection>> {
        auto connection = Connection::open(path, access, options.vfs);
        if (connection) {
            auto const touched =
                (*connection)->number("SELECT count(*) FROM sqlite_schema", "opening it");
            if (!touched) {
                return std::unexpected(touched.error());
            }
        }
        return connection;
    };
    auto connection = attempt(Connection::Access::read);
    auto const is_hindered = !connection && (connection.error().kind == JournalErrorKind::io ||
                                             connection.error().kind == JournalErrorKind::full);
    if (!is_hindered) {
        return connection;
    }
    // A reader of WAL shares an index file, for which a full or read-only disk may have no room.
    auto log = path;
    log += "-wal";
    if (is_empty_or_missing(log)) {
        if (auto immutable = attempt(Connection::Access::read_immutable); immutable) {
            return immutable;
        }
    } else if (options.lock != nullptr) {
        if (auto alone = attempt(Connection::Access::read_alone); alone) {
            return alone;
        }
    }
    return connection;
}

Result<void> SqliteJournal::load_meta() {
    auto meta = check_format(*connection_);
    if (!meta) {
        return std::unexpected(std::move(meta).error());
    }
    site_ = std::move(meta->site);
    instance_id_ = std::move(meta->instance_id);
    created_ = meta->created;
    format_ = meta->format;
    auto const epoch = connection_->number("SELECT epoch FROM head", "reading its head");
    if (!epoch) {
        return std::unexpected(epoch.error());
    }
    epoch_ = *epoch;
    return {};
}

Result<void> SqliteJournal::take_epoch(OpenOptions const& options) {
    int waiting = 0;
    auto const durable = checkpoint(*connection_, SQLITE_CHECKPOINT_TRUNCATE, waiting);
    if (!durable) {
        return std::unexpected(durable.error());
    }
    auto const stored = epoch_;
    if (options.claim) {
        if (stored == options.claim->ours) {
            return {};
        }
        if (stored != options.claim->seen) {
            return std::unexpected(JournalError{
                JournalErrorKind::fenced,
                fmt::format("{}: epoch {} has written it since; this process is epoch {} and must "
                            "stop",
                            path_.string(), stored, options.claim->ours)});
        }
        epoch_ = options.claim->ours;
    } else {
        epoch_ = std::max(stored + 1, options.epoch_min);
    }
    return connection_->run(
        fmt::format("UPDATE head SET epoch = {} WHERE epoch = {}", epoch_, stored),
        "taking the next epoch");
}

Result<void> SqliteJournal::begin_writing() {
    constexpr std::string_view move_head =
        "UPDATE head SET seq = ?1, hash = ?2 WHERE one = 1 AND epoch = ?3 AND seq = ?4 AND "
        "hash = ?5";
    auto& connection = *connection_;
    auto begin = Statement::prepare(connection, "BEGIN IMMEDIATE");
    auto commit = Statement::prepare(connection, "COMMIT");
    auto rollback = Statement::prepare(connection, "ROLLBACK");
    auto moving = Statement::prepare(connection, move_head);
    auto set_epoch = Statement::prepare(connection, "UPDATE head SET epoch = ?1");
    std::vector<Statement> inserts;
    for (auto const rows : rows_at_once) {
        auto insert = Statement::prepare(connection, insert_rows(rows));
        if (!insert) {
            return std::unexpected(std::move(insert).error());
        }
        inserts.push_back(std::move(*insert));
    }
    for (auto const* statement : {&begin, &commit, &rollback, &moving, &set_epoch}) {
        if (!*statement) {
            return std::unexpected(statement->error());
        }
    }
    writing_.reset(new Writing{std::move(*begin), std::move(*commit), std::move(*rollback),
                               std::move(*moving), std::move(*set_epoch), std::move(inserts),
                               WalWatch{}});
    sqlite3_wal_hook(connection.raw(), after_commit, &writing_->wal);
    return {};
}

Result<void> SqliteJournal::idle() {
    LARM_CHECK(writing_ != nullptr);
    auto& wal = writing_->wal;
    if (wal.error) {
        connection_->give_up();
        return std::unexpected(*wal.error);
    }
    if (wal.pages_waiting <= wal_pages_idle_min) {
        return {};
    }
    auto const done = checkpoint(*connection_, SQLITE_CHECKPOINT_PASSIVE, wal.pages_waiting);
    if (!done && done.error().kind == JournalErrorKind::io) {
        connection_->give_up();
        return std::unexpected(done.error());
    }
    return {};
}

}  // namespace larm::journal
