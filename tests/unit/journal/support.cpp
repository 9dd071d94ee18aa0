#include "tests/unit/journal/support.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "engine/journal/schema.hpp"
#include "engine/journal/verify.hpp"

namespace larm::journal::test {

namespace fs = std::filesystem;

namespace {

std::size_t number_at(std::string const& bytes, std::size_t at, std::size_t length) {
    std::size_t number = 0;
    for (auto const byte : bytes.substr(at, length)) {
        number = number * 256 + static_cast<std::uint8_t>(byte);
    }
    return number;
}

}  // namespace

std::vector<std::string> Place::spills() const {
    std::vector<std::string> names;
    std::error_code absent;
    for (auto const& entry : fs::directory_iterator{spill(), absent}) {
        names.push_back(entry.path().filename().string());
    }
    std::ranges::sort(names);
    return names;
}

Identity identity(std::string site) {
    return {std::move(site), "instance-1", now};
}

std::vector<Record> batch(std::int64_t after, std::int64_t count, std::string const& site,
                          std::int64_t epoch) {
    std::vector<Record> records;
    for (std::int64_t index = 1; index <= count; ++index) {
        Record record;
        record.seq = after + index;
        record.epoch = epoch;
        record.site = site;
        record.site_seq = record.seq;
        record.hlc = now.us + record.seq;
        for (std::size_t byte = 0; byte < 8; ++byte) {
            auto const shift = 8 * (7 - byte);
            record.id[byte] = static_cast<std::uint8_t>(record.seq >> shift);
        }
        std::ranges::copy_n(site.rbegin(), std::min<std::ptrdiff_t>(8, std::ssize(site)),
                            record.id.begin() + 8);
        record.type = static_cast<std::int32_t>(record.seq % 7);
        record.body = fmt::format("{} says {}", site, record.seq);
        records.push_back(std::move(record));
    }
    return records;
}

std::unique_ptr<SqliteJournal> open(Place const& place, OpenOptions options) {
    if (!options.identity_if_new) {
        options.identity_if_new = identity();
    }
    auto journal = SqliteJournal::open(place.journal(), OpenMode::read_write, std::move(options));
    INFO((journal ? "" : journal.error().message));
    REQUIRE(journal.has_value());
    return std::move(*journal);
}

std::unique_ptr<SqliteJournal> open_to_read(Place const& place) {
    auto journal = SqliteJournal::open(place.journal(), OpenMode::read_only);
    INFO((journal ? "" : journal.error().message));
    REQUIRE(journal.has_value());
    return std::move(*journal);
}

Head append(SqliteJournal& journal, std::vector<Record> records) {
    auto const head = journal.head();
    REQUIRE(head.has_value());
    auto const appended = journal.append(journal.epoch(), *head, records);
    INFO((appended ? "" : appended.error().message));
    REQUIRE(appended.has_value());
    return *appended;
}

std::unique_ptr<DurableLog> open_log(Place const& place, std::string const& vfs, bool with_spill,
                                     std::string site) {
    DurableLogOptions options;
    options.journal = place.journal();
    if (with_spill) {
        options.spill_dir = place.spill();
    }
    options.fresh = identity(std::move(site));
    options.vfs = vfs;
    auto log = DurableLog::open(std::move(options), now);
    INFO((log ? "" : log.error().message));
    REQUIRE(log.has_value());
    return std::move(*log);
}

Committed commit(DurableLog& log, std::int64_t count) {
    auto records = batch(log.head().seq, count, log.site());
    auto const done = log.commit(records, now);
    INFO((done ? "" : done.error().message));
    REQUIRE(done.has_value());
    return {*done, std::move(records)};
}

Head verified(fs::path const& journal) {
    auto const report = verify(journal);
    INFO((report ? report->reason : report.error().message));
    REQUIRE(report.has_value());
    REQUIRE(report->is_good());
    return report->head;
}

void tamper(fs::path const& journal, std::string const& sql) {
    sqlite3* raw = nullptr;
    REQUIRE(sqlite3_open(journal.c_str(), &raw) == SQLITE_OK);
    auto const triggers = ask(journal,
                              "SELECT group_concat(sql, ';') FROM sqlite_schema "
                              "WHERE type = 'trigger'");
    auto const whole = fmt::format(
        "BEGIN; DROP TRIGGER IF EXISTS journal_no_update; DROP TRIGGER IF EXISTS "
        "journal_no_delete; {}; {}; COMMIT",
        sql, triggers);
    char* message = nullptr;
    auto const code = sqlite3_exec(raw, whole.c_str(), nullptr, nullptr, &message);
    INFO((message == nullptr ? "" : message));
    sqlite3_close(raw);
    REQUIRE(code == SQLITE_OK);
}

std::string ask(fs::path const& journal, std::string const& sql) {
    sqlite3* raw = nullptr;
    REQUIRE(sqlite3_open_v2(journal.c_str(), &raw, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK);
    sqlite3_stmt* statement = nullptr;
    std::string answer;
    auto const prepared = sqlite3_prepare_v2(raw, sql.c_str(), -1, &statement, nullptr);
    if (prepared == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW &&
        sqlite3_column_text(statement, 0) != nullptr) {
        answer = reinterpret_cast<char const*>(sqlite3_column_text(statement, 0));
    }
    INFO(sqlite3_errmsg(raw));
    CHECK(prepared == SQLITE_OK);
    sqlite3_finalize(statement);
    sqlite3_close(raw);
    return answer;
}

std::string bytes_of(fs::path const& file) {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

void write_bytes(fs::path const& file, std::string const& bytes) {
    std::ofstream stream{file, std::ios::binary | std::ios::trunc};
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    REQUIRE(stream.flush().good());
}

std::vector<Record> die_in_spill(Place const& place, larm::test::FailingVfs& vfs,
                                 std::int64_t local, std::int64_t spilled, std::string site) {
    auto const log = open_log(place, vfs.name(), true, std::move(site));
    auto records = read_all(*log);
    auto const first = commit(*log, local);
    vfs.set_gone(true);
    auto const second = commit(*log, spilled);
    REQUIRE(second.durability == Durability::spill);
    vfs.set_gone(false);
    records.insert(records.end(), first.records.begin(), first.records.end());
    records.insert(records.end(), second.records.begin(), second.records.end());
    return records;
}

bool warns_of(DurableLog const& log, std::string const& words) {
    std::string all;
    for (auto const& warning : log.status().warnings) {
        all += warning + "\n";
    }
    INFO(all);
    return all.find(words) != std::string::npos;
}

void destroy(fs::path const& file, std::string_view name, bool is_leaf) {
    auto const root =
        ask(file, fmt::format("SELECT rootpage FROM sqlite_schema WHERE name = '{}'", name));
    auto bytes = bytes_of(file);
    auto page = (std::stoul(root) - 1) * page_bytes;
    if (is_leaf) {
        REQUIRE(bytes[page] == 2);  // an inner page: cells, each after the page before its key
        auto const cell = page + number_at(bytes, page + 12, 2);
        page = (number_at(bytes, cell, 4) - 1) * page_bytes;
    }
    bytes.replace(page, page_bytes, page_bytes, '\x5a');
    write_bytes(file, bytes);
}

}  // namespace larm::journal::test
