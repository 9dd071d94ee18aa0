// What the journal's tests share: a place of their own, records, another hand on the same file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/journal/durable_log.hpp"
#include "engine/journal/sqlite_journal.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/failing_vfs.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::journal::test {

inline constexpr core::Instant now{1'795'478'400'000'000};

/// A data folder, and room for a spill beside it.
class Place : public larm::test::TemporaryDirectory {
public:
    Place() { std::filesystem::create_directories(data()); }

    [[nodiscard]] std::filesystem::path data() const { return path() / "data"; }
    [[nodiscard]] std::filesystem::path journal() const { return data() / "live.db"; }
    [[nodiscard]] std::filesystem::path spill() const { return path() / "spill"; }
    /// Names of the files in the spill directory, sorted.
    [[nodiscard]] std::vector<std::string> spills() const;
};

[[nodiscard]] Identity identity(std::string site = "site-a");
/// `count` records after `after`, as a world makes them; bodies say what they are.
[[nodiscard]] std::vector<Record> batch(std::int64_t after, std::int64_t count,
                                        std::string const& site = "site-a", std::int64_t epoch = 1);

/// Opens for writing, made if missing; fails the test with the error's message.
[[nodiscard]] std::unique_ptr<SqliteJournal> open(Place const& place, OpenOptions options = {});
[[nodiscard]] std::unique_ptr<SqliteJournal> open_to_read(Place const& place);
/// Appends at the head under the journal's own epoch.
Head append(SqliteJournal& journal, std::vector<Record> records);

[[nodiscard]] std::unique_ptr<DurableLog> open_log(Place const& place, std::string const& vfs = "",
                                                   bool with_spill = true,
                                                   std::string site = "site-a");
/// Commits `count` records after the log's head; returns them as they were committed.
struct Committed {
    Durability durability = Durability::none;
    std::vector<Record> records;
};
Committed commit(DurableLog& log, std::int64_t count);

inline constexpr core::Instant later = now + core::seconds(1);

/// A process that committed `local` records to the journal and `spilled` ones to the spill, and
/// died. What it committed, and what had been there.
std::vector<Record> die_in_spill(Place const& place, larm::test::FailingVfs& vfs,
                                 std::int64_t local, std::int64_t spilled,
                                 std::string site = "site-a");
[[nodiscard]] bool warns_of(DurableLog const& log, std::string const& words);

template <typename Source>
[[nodiscard]] std::vector<Record> read_all(Source& source, std::int64_t from = 1) {
    std::vector<Record> records;
    auto const read = source.read(from, [&](Record const& record) {
        records.push_back(record);
        return true;
    });
    INFO((read ? "" : read.error().message));
    REQUIRE(read.has_value());
    return records;
}

/// Verifies the whole file and returns its head; fails the test with what is wrong.
Head verified(std::filesystem::path const& journal);

/// Runs SQL on the file behind the library's back, with the triggers out of the way.
void tamper(std::filesystem::path const& journal, std::string const& sql);
/// One value, read as anyone would with `sqlite3 -readonly`.
[[nodiscard]] std::string ask(std::filesystem::path const& journal, std::string const& sql);

[[nodiscard]] std::string bytes_of(std::filesystem::path const& file);
void write_bytes(std::filesystem::path const& file, std::string const& bytes);
/// Overwrites the page that a table or an index begins with, or the first of those that an index
/// leads to: every record stands in the file all the same.
void destroy(std::filesystem::path const& file, std::string_view name, bool is_leaf = false);

}  // namespace larm::journal::test
