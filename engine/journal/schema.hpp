// The tables of a journal file, and whether a file is one. FORMAT.md is the description.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/core/instant.hpp"
#include "engine/journal/sqlite.hpp"

namespace larm::journal {

/// Of the files, and of what may stand in them: raised with every kind of event, and every field of
/// one, that an earlier program would pass over without a word. tests/unit/journal holds the two
/// together.
inline constexpr std::int64_t format_version = 8;

/// The disk's unit, in every file of ours.
inline constexpr std::size_t page_bytes = 4096;

/// Triggers without which rows could be changed unnoticed by a careless hand.
inline constexpr std::array<std::string_view, 2> append_only_triggers{"journal_no_update",
                                                                      "journal_no_delete"};

/// Of the journal's table, as SQLite names it, and what is true of each entry: without a condition
/// on its first column SQLite counts by whichever index it likes, whatever INDEXED BY says.
struct JournalIndex {
    std::string_view name;
    std::string_view holds_of_all;
};
inline constexpr std::array<JournalIndex, 2> journal_indexes{
    {{"sqlite_autoindex_journal_1", "id >= x''"}, {"sqlite_autoindex_journal_2", "site >= ''"}}};

struct Meta {
    std::string site;
    std::string instance_id;
    core::Instant created;
    std::int64_t format = format_version;
};

/// True where the file is new: without any content.
[[nodiscard]] Result<bool> is_blank(Connection& connection);
/// Failure: bad_format where the file is not a journal, or of a later version; io where it is
/// blank.
[[nodiscard]] Result<Meta> check_format(Connection& connection);
/// Makes the tables of caches anew where they are missing: nothing is lost with them.
[[nodiscard]] Result<void> create_missing_caches(Connection& connection);
/// A journal of an earlier format is one of ours from now on, which the program that wrote it will
/// refuse: what is appended it could not read. Changes nothing where that has been done.
[[nodiscard]] Result<void> bring_to_format(Connection& connection);
/// Makes the tables in a blank file that is in WAL mode, in one transaction.
[[nodiscard]] Result<void> create_tables(Connection& connection, Meta const& meta);

}  // namespace larm::journal
