// SQLite's C interface, wrapped once, and its result codes turned into messages one can act on.
#include "engine/access/statement.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include "engine/core/check.hpp"

namespace larm::access {
namespace {

struct Meaning {
    AccessErrorKind kind;
    std::string_view advice;
};

Meaning meaning_of(int code) {
    switch (code & 0xff) {  // the low byte is the primary code, the rest details it
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {AccessErrorKind::busy,
                    "another program holds it; try again, or end that program"};
        case SQLITE_FULL: return {AccessErrorKind::full, "make room on the disk"};
        case SQLITE_CONSTRAINT: return {AccessErrorKind::conflict, "the row is already there"};
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT:
        case SQLITE_ERROR:
        case SQLITE_SCHEMA:
        case SQLITE_MISMATCH:
            return {
                AccessErrorKind::damaged,
                "it is not an access file of ours, or it is broken; restore it from a backup, or "
                "move it away and make new tokens"};
        default: return {AccessErrorKind::io, "check the disk, the directory and the permissions"};
    }
}

}  // namespace

AccessError error_of(sqlite3* connection, std::string_view doing) {
    auto const meaning = meaning_of(sqlite3_extended_errcode(connection));
    return {meaning.kind,
            fmt::format("{}: {} failed ({}); {}", sqlite3_db_filename(connection, "main"), doing,
                        sqlite3_errmsg(connection), meaning.advice)};
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

std::expected<Statement, AccessError> Statement::prepare(sqlite3* connection,
                                                         std::string_view sql) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(connection, sql.data(), static_cast<int>(sql.size()), &raw, nullptr) !=
        SQLITE_OK) {
        return std::unexpected(error_of(connection, "reading its tables"));
    }
    return Statement{raw};
}

Statement& Statement::bind(int position, std::string_view text) {
    // An empty view may point nowhere, which SQLite would take for NULL.
    LARM_CHECK(sqlite3_bind_text(statement_.get(), position, text.empty() ? "" : text.data(),
                                 static_cast<int>(text.size()), SQLITE_TRANSIENT) == SQLITE_OK);
    return *this;
}

Statement& Statement::bind(int position, std::int64_t number) {
    LARM_CHECK(sqlite3_bind_int64(statement_.get(), position, number) == SQLITE_OK);
    return *this;
}

Statement& Statement::bind_blob(int position, std::span<std::uint8_t const> bytes) {
    LARM_CHECK(sqlite3_bind_blob(statement_.get(), position, bytes.data(),
                                 static_cast<int>(bytes.size()), SQLITE_TRANSIENT) == SQLITE_OK);
    return *this;
}

std::expected<bool, AccessError> Statement::step(std::string_view doing) {
    auto const code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) {
        return true;
    }
    if (code == SQLITE_DONE) {
        return false;
    }
    auto error = error_of(sqlite3_db_handle(statement_.get()), doing);
    sqlite3_reset(statement_.get());  // a failed statement must not keep its lock on the file
    return std::unexpected(std::move(error));
}

void Statement::reset() {
    sqlite3_reset(statement_.get());
    sqlite3_clear_bindings(statement_.get());
}

std::string Statement::text(int column) const {
    auto const* const bytes = sqlite3_column_text(statement_.get(), column);
    if (bytes == nullptr) {
        return {};
    }
    auto const size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
    return {bytes, bytes + size};
}

std::int64_t Statement::number(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

std::span<std::uint8_t const> Statement::blob(int column) const {
    auto const* const bytes =
        static_cast<std::uint8_t const*>(sqlite3_column_blob(statement_.get(), column));
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

}  // namespace larm::access
