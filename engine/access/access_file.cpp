// Opening access.db. Its bytes are touched through SQLite alone: POSIX drops all of a process's
// locks on a file as soon as any descriptor of it is closed, so an open() of our own here could
// break a transaction elsewhere.
#include "engine/access/access_file.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <tuple>

#include "engine/core/check.hpp"

namespace larm::access {
namespace {

constexpr std::int64_t application_id = 0x4c414343;  // "LACC", in the file's header
constexpr std::int64_t format_version = 1;

constexpr char const* access_schema = R"sql(
CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE token(
  token_id TEXT PRIMARY KEY,
  secret_sha256 BLOB NOT NULL UNIQUE CHECK(length(secret_sha256) = 32),
  role TEXT NOT NULL,
  organisation TEXT NOT NULL,
  world TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at_us INTEGER NOT NULL,
  expires_at_us INTEGER,
  revoked_at_us INTEGER
) STRICT;
CREATE TABLE refusal(
  minute INTEGER NOT NULL,
  token_id TEXT NOT NULL,
  method TEXT NOT NULL,
  code TEXT NOT NULL,
  role TEXT NOT NULL,
  organisation TEXT NOT NULL,
  remote TEXT NOT NULL,
  first_at_us INTEGER NOT NULL,
  last_at_us INTEGER NOT NULL,
  count INTEGER NOT NULL CHECK(count > 0),
  PRIMARY KEY(minute, token_id, method, code)
) STRICT, WITHOUT ROWID;
)sql";

AccessError system_error(std::filesystem::path const& path, std::string_view doing, int error) {
    auto const kind =
        error == ENOSPC || error == EDQUOT ? AccessErrorKind::full : AccessErrorKind::io;
    return {kind, fmt::format("{}: {} failed ({})", path.string(), doing,
                              std::generic_category().message(error))};
}

std::expected<void, AccessError> make_directory(std::filesystem::path const& directory) {
    std::error_code error;
    if (std::filesystem::is_directory(directory, error)) {
        return {};
    }
    auto const folder = directory.has_filename() ? directory : directory.parent_path();  // "data/"
    std::filesystem::create_directories(folder.parent_path(), error);
    if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
        return std::unexpected(system_error(directory, "creating the data directory", errno));
    }
    return {};
}

// The file gets its mode before it has any content, whatever the umask.
std::expected<void, AccessError> make_file(std::filesystem::path const& path) {
    if (::mknod(path.c_str(), S_IFREG | S_IRUSR | S_IWUSR, 0) != 0) {
        if (errno == EEXIST) {
            return {};
        }
        return std::unexpected(system_error(path, "creating it", errno));
    }
    // An administrator makes tokens as root, the daemon runs as a user of its own: the file belongs
    // to whoever the directory belongs to.
    struct stat directory{};
    if (::geteuid() == 0 && ::stat(path.parent_path().c_str(), &directory) == 0 &&
        ::chown(path.c_str(), directory.st_uid, directory.st_gid) != 0) {
        return std::unexpected(system_error(path, "giving it to the directory's owner", errno));
    }
    return {};
}

// Names are personal data. A file that cannot be tightened (a read-only disk) is still read: an
// alarm does not fail for a mode bit.
std::optional<std::string> tighten(std::filesystem::path const& path) {
    struct stat file{};
    if (::stat(path.c_str(), &file) != 0 || (file.st_mode & (S_IRWXG | S_IRWXO)) == 0) {
        return std::nullopt;
    }
    auto const mode = static_cast<unsigned>(file.st_mode & 07777);
    if (::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0) {
        return fmt::format("{}: others may read it (mode {:04o}); run chmod 600 on it",
                           path.string(), mode);
    }
    return fmt::format("{}: others could read it (mode {:04o}); it is 0600 now", path.string(),
                       mode);
}

}  // namespace

void AccessFile::Close::operator()(sqlite3* connection) const {
    sqlite3_close_v2(connection);
}

std::expected<AccessFile, AccessError> AccessFile::open(std::filesystem::path const& directory,
                                                        OpenOptions options) {
    // An absolute path keeps its meaning should the program change its working directory.
    std::error_code unresolved;
    auto const path = std::filesystem::absolute(directory, unresolved) / "access.db";
    if (options.if_missing == IfMissing::create) {
        if (auto made = make_directory(path.parent_path()); !made) {
            return std::unexpected(std::move(made).error());
        }
        if (auto made = make_file(path); !made) {
            return std::unexpected(std::move(made).error());
        }
    }
    auto warning = tighten(path);
    sqlite3* raw = nullptr;
    auto const code = sqlite3_open_v2(
        path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
        nullptr);
    LARM_CHECK(raw != nullptr);  // out of memory
    AccessFile file{path, raw};
    file.warning_ = std::move(warning);
    if (code != SQLITE_OK) {
        // Without an open file SQLite knows no path either, but it kept the system's reason.
        return std::unexpected(system_error(path, "opening it", sqlite3_system_errno(raw)));
    }
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) {
        return std::unexpected(system_error(path, "looking at it", errno));
    }
    file.device_ = status.st_dev;
    file.inode_ = status.st_ino;
    if (auto configured = file.configure(options.busy_timeout); !configured) {
        return std::unexpected(std::move(configured).error());
    }
    if (auto fit = file.check_format(options.if_missing); !fit) {
        return std::unexpected(std::move(fit).error());
    }
    return file;
}

std::expected<Statement, AccessError> AccessFile::prepare(std::string_view sql) {
    return Statement::prepare(connection_.get(), sql);
}

std::expected<void, AccessError> AccessFile::run(char const* sql, std::string_view doing) {
    if (sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
        return std::unexpected(error_of(connection_.get(), doing));
    }
    return {};
}

std::expected<std::int64_t, AccessError> AccessFile::number(std::string_view sql,
                                                            std::string_view doing) {
    auto statement = prepare(sql);
    if (!statement) {
        return std::unexpected(std::move(statement).error());
    }
    auto row = statement->step(doing);
    if (!row) {
        return std::unexpected(std::move(row).error());
    }
    return *row ? statement->number(0) : 0;
}

bool AccessFile::is_in_place() const {
    // SQLite's own check compares inode numbers only, and two disks mounted on the same place may
    // share one.
    struct stat status{};
    return ::stat(path_.c_str(), &status) == 0 && status.st_dev == device_ &&
           status.st_ino == inode_;
}

std::expected<void, AccessError> AccessFile::configure(core::Duration busy_timeout) {
    sqlite3_busy_timeout(connection_.get(), static_cast<int>(busy_timeout.us / 1000));
    // EXTRA also flushes the directory: after a power cut a revoked token must not be valid again.
    return run(
        "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA; PRAGMA trusted_schema=OFF;"
        "PRAGMA secure_delete=ON; PRAGMA cell_size_check=ON;",
        "opening it");
}

std::expected<void, AccessError> AccessFile::check_format(IfMissing if_missing) {
    {
        auto const reading = Transaction::begin(*this, Transaction::Kind::read);
        if (!reading) {
            return std::unexpected(reading.error());
        }
        auto const contents = look();
        if (!contents) {
            return std::unexpected(contents.error());
        }
        if (*contents != Contents::nothing || if_missing == IfMissing::fail) {
            return judge(*contents);
        }
    }
    auto writing = Transaction::begin(*this, Transaction::Kind::write);
    if (!writing) {
        return std::unexpected(std::move(writing).error());
    }
    auto const contents =
        look();  // again: another program may have made the tables while we waited
    if (!contents) {
        return std::unexpected(contents.error());
    }
    if (*contents != Contents::nothing) {
        return judge(*contents);
    }
    if (auto made = create_tables(); !made) {
        return made;
    }
    return writing->commit();
}

// Two reads that must be of the same moment: the caller holds a transaction. Otherwise tables that
// another program makes in between look like somebody else's.
std::expected<AccessFile::Contents, AccessError> AccessFile::look() {
    auto const whose = number("PRAGMA application_id", "reading its header");
    if (!whose) {
        return std::unexpected(whose.error());
    }
    auto const tables = number("SELECT count(*) FROM sqlite_schema", "reading its tables");
    if (!tables) {
        return std::unexpected(tables.error());
    }
    if (*whose == application_id) {
        return Contents::ours;
    }
    return *whose == 0 && *tables == 0 ? Contents::nothing : Contents::foreign;
}

std::expected<void, AccessError> AccessFile::judge(Contents contents) {
    if (contents != Contents::ours) {
        return std::unexpected(AccessError{
            AccessErrorKind::damaged,
            fmt::format("{}: this is not an access file; move it away, or point --data at the "
                        "daemon's data directory",
                        path_.string())});
    }
    auto const version = number("SELECT value FROM meta WHERE name = 'format_version'",
                                "reading its format version");
    if (!version) {
        return std::unexpected(version.error());
    }
    if (*version > format_version) {
        return std::unexpected(AccessError{
            AccessErrorKind::newer_format,
            fmt::format(
                "{}: written in format {}, and this program knows formats up to {}; install "
                "the newer version",
                path_.string(), *version, format_version)});
    }
    return {};
}

std::expected<void, AccessError> AccessFile::create_tables() {
    auto const version_row =
        fmt::format("INSERT INTO meta VALUES('format_version', {}); PRAGMA application_id={};",
                    format_version, application_id);
    for (char const* const sql : {access_schema, version_row.c_str()}) {
        if (auto ran = run(sql, "creating its tables"); !ran) {
            return ran;
        }
    }
    return {};
}

std::expected<Transaction, AccessError> Transaction::begin(AccessFile& file, Kind kind) {
    auto begun = kind == Kind::write ? file.run("BEGIN IMMEDIATE", "taking the file's write lock")
                                     : file.run("BEGIN", "taking the file's read lock");
    if (!begun) {
        return std::unexpected(std::move(begun).error());
    }
    return Transaction{file};
}

std::expected<void, AccessError> Transaction::commit() {
    auto committed = file_->run("COMMIT", "writing");
    if (committed) {
        file_ = nullptr;
    }
    return committed;
}

Transaction::~Transaction() {
    if (file_ != nullptr) {
        // SQLite may have rolled back by itself already, which makes this an error without meaning.
        std::ignore = file_->run("ROLLBACK", "taking back what was not committed");
    }
}

}  // namespace larm::access
