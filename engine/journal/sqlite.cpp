// Result codes become messages one can act on; see FORMAT.md for why each setting is what it is.
#include "engine/journal/sqlite.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <utility>

#include "engine/core/check.hpp"

namespace larm::journal {
namespace {

/// Nobody else writes and readers are brief: who waits longer than this waits for a program that
/// should not be there, and an alarm is not kept waiting for it.
constexpr int busy_ms_max = 100;

struct Meaning {
    JournalErrorKind kind;
    std::string_view advice;
};

Meaning meaning_of(int code, int system_error) {
    if (system_error == ENOSPC || system_error == EDQUOT) {
        return {JournalErrorKind::full, "make room on the disk"};
    }
    switch (code & 0xff) {  // the low byte is the primary code, the rest details it
        case SQLITE_FULL: return {JournalErrorKind::full, "make room on the disk"};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL:
            return {JournalErrorKind::locked,
                    "another program holds the file; end it (open it with sqlite3 -readonly only)"};
        case SQLITE_CONSTRAINT:
            if (code == SQLITE_CONSTRAINT_DATATYPE || code == SQLITE_CONSTRAINT_CHECK ||
                code == SQLITE_CONSTRAINT_NOTNULL) {  // of what we write: the table is not ours
                return {JournalErrorKind::corrupt,
                        "the file is damaged; a start of larmd goes on with what can be salvaged "
                        "of it"};
            }
            return {JournalErrorKind::conflict, "a record with that number or id is there already"};
        case SQLITE_CORRUPT:
        case SQLITE_MISMATCH:
            return {
                JournalErrorKind::corrupt,
                "the file is damaged; a start of larmd goes on with what can be salvaged of it"};
        case SQLITE_NOTADB:  // a journal whose first page is gone looks just like that
            return {JournalErrorKind::corrupt, "it is not a journal, or its beginning is broken"};
        case SQLITE_ERROR:  // another program's file has been refused by then
        case SQLITE_SCHEMA:
            return {JournalErrorKind::corrupt, "its tables are not those of a journal"};
        default: return {JournalErrorKind::io, "check the disk, the directory and the permissions"};
    }
}

std::string uri_of(std::filesystem::path const& path, std::string_view query) {
    std::string uri = "file:";
    for (auto const each : path.string()) {
        if (each == '?' || each == '#' || each == '%') {
            uri += fmt::format("%{:02x}", static_cast<unsigned>(each));
        } else {
            uri += each;
        }
    }
    return uri.append(query);
}

int flags_of(Connection::Access access) {
    switch (access) {
        case Connection::Access::read: return SQLITE_OPEN_READONLY;
        case Connection::Access::read_immutable: return SQLITE_OPEN_READONLY;
        case Connection::Access::read_alone: return SQLITE_OPEN_READWRITE;
        case Connection::Access::write: return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    }
    return 0;
}

}  // namespace

Result<std::unique_ptr<Connection>> Connection::open(std::filesystem::path const& path,
                                                     Access access, std::string const& vfs) {
    auto const uri = uri_of(path, access == Access::read_immutable ? "?immutable=1" : "");
    sqlite3* raw = nullptr;
    auto const code = sqlite3_open_v2(
        uri.c_str(), &raw,
        flags_of(access) | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
        vfs.empty() ? nullptr : vfs.c_str());
    LARM_CHECK(raw != nullptr);  // else there was no memory for the handle itself
    std::unique_ptr<Connection> connection{new Connection{path, raw}};
    if (code != SQLITE_OK) {
        return std::unexpected(connection->error("opening it"));
    }
    sqlite3_busy_timeout(raw, busy_ms_max);
    if (access != Access::write) {
        connection->give_up();
        sqlite3_wal_autocheckpoint(raw, 0);
    }
    constexpr auto settings =
        "PRAGMA mmap_size=0; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; "
        "PRAGMA foreign_keys=ON";
    if (auto set = connection->run(settings, "setting it up"); !set) {
        return std::unexpected(std::move(set).error());
    }
    if (access == Access::read_alone) {
        if (auto set = connection->run("PRAGMA locking_mode=EXCLUSIVE", "setting it up"); !set) {
            return std::unexpected(std::move(set).error());
        }
    }
    return connection;
}

Connection::~Connection() {
    // Fails only where a statement has outlived us, which would keep the file open unseen.
    LARM_CHECK(sqlite3_close(raw_) == SQLITE_OK);
}

Result<void> Connection::run(std::string_view sql, std::string_view doing) {
    if (sqlite3_exec(raw_, std::string{sql}.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return std::unexpected(error(doing));
    }
    return {};
}

Result<std::int64_t> Connection::number(std::string_view sql, std::string_view doing) {
    auto statement = Statement::prepare(*this, sql);
    if (!statement) {
        return std::unexpected(std::move(statement).error());
    }
    auto const row = statement->step(doing);
    if (!row) {
        return std::unexpected(row.error());
    }
    return *row ? statement->number(0) : 0;
}

Result<std::string> Connection::text(std::string_view sql, std::string_view doing) {
    auto statement = Statement::prepare(*this, sql);
    if (!statement) {
        return std::unexpected(std::move(statement).error());
    }
    auto const row = statement->step(doing);
    if (!row) {
        return std::unexpected(row.error());
    }
    return *row ? std::string{statement->bytes(0)} : std::string{};
}

std::int64_t Connection::changes() const {
    return sqlite3_changes64(raw_);
}

JournalError Connection::error(std::string_view doing) const {
    auto const code = sqlite3_extended_errcode(raw_);
    auto const primary = code & 0xff;
    auto const is_system = primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN;
    auto const meaning = meaning_of(code, is_system ? sqlite3_system_errno(raw_) : 0);
    return {meaning.kind, fmt::format("{}: {} failed ({}, code {}); {}", path_.string(), doing,
                                      sqlite3_errmsg(raw_), code, meaning.advice)};
}

void Connection::give_up() {
    sqlite3_db_config(raw_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

Result<Statement> Statement::prepare(Connection& connection, std::string_view sql) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v3(connection.raw(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &raw, nullptr) != SQLITE_OK) {
        return std::unexpected(connection.error("reading its tables"));
    }
    return Statement{connection, raw};
}

Statement& Statement::bind(int position, std::int64_t number) {
    LARM_CHECK(sqlite3_bind_int64(raw_.get(), position, number) == SQLITE_OK);
    return *this;
}

Statement& Statement::bind_text(int position, std::string_view text) {
    // An empty view may point nowhere, which SQLite would take for NULL.
    LARM_CHECK(sqlite3_bind_text(raw_.get(), position, text.empty() ? "" : text.data(),
                                 static_cast<int>(text.size()), SQLITE_STATIC) == SQLITE_OK);
    return *this;
}

Statement& Statement::bind_blob(int position, std::string_view bytes) {
    LARM_CHECK(sqlite3_bind_blob(raw_.get(), position, bytes.empty() ? "" : bytes.data(),
                                 static_cast<int>(bytes.size()), SQLITE_STATIC) == SQLITE_OK);
    return *this;
}

Statement& Statement::bind_blob(int position, std::span<std::uint8_t const> bytes) {
    LARM_CHECK(sqlite3_bind_blob(raw_.get(), position, bytes.data(), static_cast<int>(bytes.size()),
                                 SQLITE_STATIC) == SQLITE_OK);
    return *this;
}

Result<bool> Statement::step(std::string_view doing) {
    auto const code = sqlite3_step(raw_.get());
    if (code == SQLITE_ROW) {
        return true;
    }
    if (code == SQLITE_DONE) {
        return false;
    }
    auto error = connection_->error(doing);
    sqlite3_reset(raw_.get());  // a failed statement must not keep its lock on the file
    return std::unexpected(std::move(error));
}

Result<void> Statement::execute(std::string_view doing) {
    auto const stepped = step(doing);
    if (!stepped) {
        return std::unexpected(stepped.error());
    }
    reset();
    return {};
}

void Statement::reset() {
    sqlite3_reset(raw_.get());
}

std::int64_t Statement::number(int column) const {
    return sqlite3_column_int64(raw_.get(), column);
}

std::string_view Statement::bytes(int column) const {
    auto const* const bytes = static_cast<char const*>(sqlite3_column_blob(raw_.get(), column));
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(raw_.get(), column))};
}

}  // namespace larm::journal
