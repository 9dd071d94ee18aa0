#include "engine/journal/schema.hpp"

#include <fmt/format.h>

#include <utility>

namespace larm::journal {
namespace {

constexpr std::int64_t application_id = 0x4c4a524e;  // "LJRN", in the file's header

constexpr std::string_view tables = R"sql(
CREATE TABLE meta(k TEXT PRIMARY KEY, v BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE head(
  one INTEGER PRIMARY KEY CHECK(one = 1),
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK(length(hash) = 32)
) STRICT;
CREATE TABLE journal(
  seq INTEGER PRIMARY KEY,
  epoch INTEGER NOT NULL,
  site TEXT NOT NULL,
  site_seq INTEGER NOT NULL,
  id BLOB NOT NULL UNIQUE CHECK(length(id) = 16),
  hlc INTEGER NOT NULL,
  type INTEGER NOT NULL,
  flags INTEGER NOT NULL,
  body BLOB NOT NULL,
  hash BLOB NOT NULL,
  UNIQUE(site, site_seq)
) STRICT;
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
  BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
  BEGIN SELECT RAISE(ABORT, 'append only'); END;
INSERT INTO head VALUES(1, 0, 0, zeroblob(32));
)sql";

constexpr std::string_view caches = R"sql(
CREATE TABLE IF NOT EXISTS snapshot(
  seq INTEGER PRIMARY KEY,
  schema_version INTEGER NOT NULL,
  state BLOB NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS command_segment(
  first_seq INTEGER PRIMARY KEY,
  last_seq INTEGER NOT NULL,
  entries BLOB NOT NULL
) STRICT;
)sql";

JournalError bad_format(Connection const& connection, std::string_view what) {
    return {JournalErrorKind::bad_format, fmt::format("{}: {}", connection.path().string(), what)};
}

// A blob column holds text and numbers alike; they are stored as text so that sqlite3 shows them.
Result<void> put_meta(Connection& connection, std::string_view key, std::string_view value) {
    auto statement = Statement::prepare(connection, "INSERT OR REPLACE INTO meta VALUES(?1, ?2)");
    if (!statement) {
        return std::unexpected(std::move(statement).error());
    }
    statement->bind_text(1, key).bind_blob(2, value);
    return statement->execute("describing itself");
}

Result<std::string> get_meta(Connection& connection, std::string_view key) {
    return connection.text(fmt::format("SELECT v FROM meta WHERE k = '{}'", key),
                           "reading what it is");
}

Result<std::int64_t> get_meta_number(Connection& connection, std::string_view key) {
    return connection.number(
        fmt::format("SELECT CAST(CAST(v AS TEXT) AS INTEGER) FROM meta WHERE k = '{}'", key),
        "reading what it is");
}

Result<void> fill(Connection& connection, Meta const& meta) {
    auto const done = connection.run(
        fmt::format("PRAGMA application_id={}; {}{}", application_id, tables, caches),
        "making its tables");
    if (!done) {
        return done;
    }
    std::array<std::pair<std::string_view, std::string>, 5> const rows{{
        {"format_version", fmt::to_string(format_version)},
        {"written_by", LARM_VERSION},
        {"site", meta.site},
        {"instance_id", meta.instance_id},
        {"created_us", fmt::to_string(meta.created.us)},
    }};
    for (auto const& [key, value] : rows) {
        if (auto put = put_meta(connection, key, value); !put) {
            return put;
        }
    }
    return {};
}

}  // namespace

Result<bool> is_blank(Connection& connection) {
    auto const pages = connection.number("PRAGMA page_count", "reading its header");
    if (!pages) {
        return std::unexpected(pages.error());
    }
    if (*pages == 0) {
        return true;
    }
    // Switching to WAL writes the header before there are tables; a process may die in between.
    auto const objects =
        connection.number("SELECT count(*) FROM sqlite_schema", "reading its header");
    if (!objects) {
        return std::unexpected(objects.error());
    }
    auto const id = connection.number("PRAGMA application_id", "reading its header");
    if (!id) {
        return std::unexpected(id.error());
    }
    return *objects == 0 && *id == 0;
}

Result<Meta> check_format(Connection& connection) {
    auto const blank = is_blank(connection);
    if (!blank) {
        return std::unexpected(blank.error());
    }
    if (*blank) {
        return std::unexpected(JournalError{
            JournalErrorKind::io, fmt::format("{}: it is empty, nothing was ever written to it",
                                              connection.path().string())});
    }
    auto const id = connection.number("PRAGMA application_id", "reading its header");
    if (!id) {
        return std::unexpected(id.error());
    }
    if (*id != application_id) {
        return std::unexpected(bad_format(
            connection, "it is not a journal of ours; move it away or name another file"));
    }
    auto const version = get_meta_number(connection, "format_version");
    if (!version) {
        return std::unexpected(version.error());
    }
    if (*version > format_version) {
        auto const writer = get_meta(connection, "written_by");
        return std::unexpected(bad_format(
            connection,
            fmt::format("it is of format {}, {}and this program, Larmkedja {}, knows formats up to "
                        "{}: it would pass over what it does not know. Use the program that wrote "
                        "it, or a later one",
                        *version,
                        writer && !writer->empty()
                            ? fmt::format("written by Larmkedja {}, ", *writer)
                            : std::string{},
                        LARM_VERSION, format_version)));
    }
    auto site = get_meta(connection, "site");
    auto instance_id = get_meta(connection, "instance_id");
    auto const created = get_meta_number(connection, "created_us");
    for (auto const* text : {&site, &instance_id}) {
        if (!*text) {
            return std::unexpected(text->error());
        }
    }
    if (!created) {
        return std::unexpected(created.error());
    }
    return Meta{std::move(*site), std::move(*instance_id), core::Instant{*created}, *version};
}

Result<void> create_missing_caches(Connection& connection) {
    return connection.run(caches, "making its tables");
}

Result<void> bring_to_format(Connection& connection) {
    auto const version = get_meta_number(connection, "format_version");
    if (!version) {
        return std::unexpected(version.error());
    }
    auto const writer = get_meta(connection, "written_by");
    if (!writer) {
        return std::unexpected(writer.error());
    }
    if (*version == format_version && *writer == LARM_VERSION) {
        return {};
    }
    constexpr auto doing = "bringing it to this program's format";
    if (auto begun = connection.run("BEGIN IMMEDIATE", doing); !begun) {
        return begun;
    }
    if (auto put = put_meta(connection, "format_version", fmt::to_string(format_version)); !put) {
        return put;  // the connection is given up, and the transaction with it
    }
    if (auto put = put_meta(connection, "written_by", LARM_VERSION); !put) {
        return put;
    }
    return connection.run("COMMIT", doing);
}

Result<void> create_tables(Connection& connection, Meta const& meta) {
    if (auto begun = connection.run("BEGIN IMMEDIATE", "making its tables"); !begun) {
        return begun;
    }
    if (auto filled = fill(connection, meta); !filled) {
        return filled;  // the connection is given up, and the transaction with it
    }
    return connection.run("COMMIT", "making its tables");
}

}  // namespace larm::journal
