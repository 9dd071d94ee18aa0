#include "engine/contacts/book_file.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <tuple>

namespace larm::contacts {
namespace {

constexpr std::int64_t application_id = 0x4c434f4e;  // "LCON", in the file's header
constexpr std::int64_t format_version = 2;
/// Nobody waits for the file but people and the thread that tends it.
constexpr int busy_ms_max = 2000;

constexpr std::string_view schema = R"sql(
CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE officer(
  officer_id TEXT PRIMARY KEY,
  party TEXT NOT NULL,
  name TEXT NOT NULL,
  first_on_duty INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE address(
  officer_id TEXT NOT NULL REFERENCES officer ON DELETE CASCADE,
  channel INTEGER NOT NULL,
  position INTEGER NOT NULL,
  value TEXT NOT NULL,
  dropped_at_us INTEGER NOT NULL,
  PRIMARY KEY(officer_id, channel, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE device(
  officer_id TEXT NOT NULL REFERENCES officer ON DELETE CASCADE,
  subscription TEXT NOT NULL,
  name TEXT NOT NULL,
  added_at_us INTEGER NOT NULL,
  accepted_at_us INTEGER NOT NULL,
  received_at_us INTEGER NOT NULL,
  dropped_at_us INTEGER NOT NULL,
  renewed_at_us INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY(officer_id, subscription)
) STRICT, WITHOUT ROWID;
CREATE TABLE proposal(
  number INTEGER PRIMARY KEY,
  command_id TEXT NOT NULL,
  state INTEGER NOT NULL,
  proposed_by TEXT NOT NULL,
  proposed_at_us INTEGER NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at_us INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX proposal_command ON proposal(command_id) WHERE command_id <> '';
CREATE TABLE change(
  number INTEGER NOT NULL REFERENCES proposal,
  officer_id TEXT NOT NULL,
  was BLOB NOT NULL,
  becomes BLOB NOT NULL,
  erased INTEGER NOT NULL,
  PRIMARY KEY(number, officer_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE history(
  id INTEGER PRIMARY KEY,
  at_us INTEGER NOT NULL,
  by TEXT NOT NULL,
  officer_id TEXT NOT NULL,
  what TEXT NOT NULL,
  number INTEGER NOT NULL
) STRICT;
CREATE INDEX history_officer ON history(officer_id);
CREATE TABLE file_seen(officer_id TEXT PRIMARY KEY, digest BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE erased(officer_id TEXT PRIMARY KEY, at_us INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE device_act(
  command_id TEXT PRIMARY KEY,
  fingerprint BLOB NOT NULL,
  officer_id TEXT NOT NULL,
  device TEXT NOT NULL,
  change INTEGER NOT NULL,
  at_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

/// Format 1 did not know when a browser renews, nor what has been done on devices.
constexpr std::string_view from_1_to_2 = R"sql(
ALTER TABLE device ADD COLUMN renewed_at_us INTEGER NOT NULL DEFAULT 0;
CREATE TABLE device_act(
  command_id TEXT PRIMARY KEY,
  fingerprint BLOB NOT NULL,
  officer_id TEXT NOT NULL,
  device TEXT NOT NULL,
  change INTEGER NOT NULL,
  at_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
UPDATE meta SET value = 2 WHERE name = 'format_version';
)sql";

ContactsError system_error(std::filesystem::path const& path, std::string_view doing, int error) {
    auto const kind =
        error == ENOSPC || error == EDQUOT ? ContactsErrorKind::full : ContactsErrorKind::io;
    return {kind, fmt::format("{}: {} failed ({})", path.string(), doing,
                              std::generic_category().message(error))};
}

/// Names and numbers: nobody else reads them, from the first byte on and whatever the umask.
Result<void> make_private(std::filesystem::path const& path) {
    if (::mknod(path.c_str(), S_IFREG | S_IRUSR | S_IWUSR, 0) != 0 && errno != EEXIST) {
        return std::unexpected{system_error(path, "creating it", errno)};
    }
    struct stat file{};
    if (::stat(path.c_str(), &file) == 0 && (file.st_mode & (S_IRWXG | S_IRWXO)) != 0 &&
        ::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0) {
        return std::unexpected{
            system_error(path, "taking it from others' eyes (run chmod 600 on it)", errno)};
    }
    return {};
}

}  // namespace

ContactsError error_of(journal::JournalError error) {
    using From = journal::JournalErrorKind;
    switch (error.kind) {
        case From::full: return {ContactsErrorKind::full, std::move(error.message)};
        case From::locked: return {ContactsErrorKind::busy, std::move(error.message)};
        case From::corrupt:
        case From::bad_format:
            return {ContactsErrorKind::damaged,
                    error.message +
                        " (contacts.db: restore it from a backup, or move it away, and "
                        "it is made anew from contacts.textproto)"};
        case From::conflict: return {ContactsErrorKind::state, std::move(error.message)};
        case From::fenced:
        case From::io: break;
    }
    return {ContactsErrorKind::io, std::move(error.message)};
}

Result<void> execute(journal::Statement& statement, std::string_view doing) {
    auto const done = statement.execute(doing);
    return done ? Result<void>{} : std::unexpected{error_of(done.error())};
}

Result<bool> step(journal::Statement& statement, std::string_view doing) {
    auto const row = statement.step(doing);
    return row ? Result<bool>{*row} : std::unexpected{error_of(row.error())};
}

Result<std::unique_ptr<BookFile>> BookFile::open(std::filesystem::path const& directory) {
    std::error_code unresolved;
    auto const path = std::filesystem::absolute(directory, unresolved) / "contacts.db";
    if (auto made = make_private(path); !made) {
        return std::unexpected{std::move(made.error())};
    }
    auto opened = journal::Connection::open(path, journal::Connection::Access::write, {});
    if (!opened) {
        return std::unexpected{error_of(std::move(opened.error()))};
    }
    std::unique_ptr<BookFile> file{new BookFile{std::move(*opened)}};
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) {
        return std::unexpected{system_error(path, "looking at it", errno)};
    }
    file->device_ = status.st_dev;
    file->inode_ = status.st_ino;
    if (auto ready = file->set_up(); !ready) {
        return std::unexpected{std::move(ready.error())};
    }
    return file;
}

Result<void> BookFile::set_up() {
    sqlite3_busy_timeout(connection_->raw(), busy_ms_max);
    // As access.db, which two programs write too; secure_delete, so that what is erased is gone.
    auto set = run("PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA; PRAGMA secure_delete=ON",
                   "setting it up");
    return set ? check_format() : set;
}

Result<void> BookFile::check_format() {
    auto writing = Writing::begin(*this);
    if (!writing) {
        return std::unexpected{std::move(writing.error())};
    }
    auto const whose = number("PRAGMA application_id", "reading its header");
    auto const tables = number("SELECT count(*) FROM sqlite_schema", "reading its tables");
    if (!whose || !tables) {
        return std::unexpected{whose ? tables.error() : whose.error()};
    }
    if (*whose == 0 && *tables == 0) {
        auto made = run(fmt::format("{} INSERT INTO meta VALUES('format_version', {}); "
                                    "PRAGMA application_id={};",
                                    schema, format_version, application_id),
                        "creating its tables");
        return made ? writing->commit() : made;
    }
    if (*whose != application_id) {
        return failure(ContactsErrorKind::damaged, connection_->path().string() +
                                                       ": this is not a book of contacts; move it "
                                                       "away, or point --data elsewhere");
    }
    auto const version =
        number("SELECT value FROM meta WHERE name = 'format_version'", "reading its format");
    if (!version) {
        return std::unexpected{version.error()};
    }
    if (*version > format_version) {
        return failure(ContactsErrorKind::damaged,
                       fmt::format("{}: written in format {}, and this program knows formats up to "
                                   "{}; install the newer version",
                                   connection_->path().string(), *version, format_version));
    }
    if (*version < format_version) {
        auto raised = run(from_1_to_2, "bringing it to format 2");
        return raised ? writing->commit() : raised;
    }
    return {};
}

Result<void> BookFile::run(std::string_view sql, std::string_view doing) {
    auto done = connection_->run(sql, doing);
    return done ? Result<void>{} : std::unexpected{error_of(std::move(done.error()))};
}

Result<std::int64_t> BookFile::number(std::string_view sql, std::string_view doing) {
    auto found = connection_->number(sql, doing);
    return found ? Result<std::int64_t>{*found}
                 : std::unexpected{error_of(std::move(found.error()))};
}

Result<journal::Statement> BookFile::prepare(std::string_view sql) {
    auto made = journal::Statement::prepare(*connection_, sql);
    return made ? Result<journal::Statement>{std::move(*made)}
                : std::unexpected{error_of(std::move(made.error()))};
}

Result<void> BookFile::check_in_place() const {
    struct stat status{};
    auto const& path = connection_->path();
    if (::stat(path.c_str(), &status) == 0 && status.st_dev == device_ && status.st_ino == inode_) {
        return {};
    }
    return failure(ContactsErrorKind::io,
                   fmt::format("contacts.db is gone: {} was removed or replaced while the daemon "
                               "runs; alarms go by what it said, and no change can be kept; put a "
                               "backup there if there is one, and restart larmd, which else makes "
                               "it anew from contacts.textproto, without push devices",
                               path.string()));
}

Result<std::int64_t> BookFile::data_version() {
    return number("PRAGMA data_version", "looking for changes");
}

std::int64_t BookFile::last_row() const {
    return sqlite3_last_insert_rowid(connection_->raw());
}

Result<Writing> Writing::begin(BookFile& file) {
    if (auto there = file.check_in_place(); !there) {
        return std::unexpected{std::move(there.error())};
    }
    auto begun = file.run("BEGIN IMMEDIATE", "taking its write lock");
    if (!begun) {
        return std::unexpected{std::move(begun.error())};
    }
    return Writing{file};
}

Result<void> Writing::commit() {
    auto committed = file_->run("COMMIT", "writing");
    if (committed) {
        file_ = nullptr;
    }
    return committed;
}

Writing::~Writing() {
    if (file_ != nullptr) {
        std::ignore = file_->run("ROLLBACK", "taking back what was not committed");
    }
}

}  // namespace larm::contacts
