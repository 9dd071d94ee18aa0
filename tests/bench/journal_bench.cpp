// What the journal costs beside bare SQLite: group commits of the same bytes in equal batches,
// round by round in turn so that both see the same disk, and the hash chain by itself. JSON lines.
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/check.hpp"
#include "engine/journal/durable_log.hpp"
#include "engine/journal/sqlite_journal.hpp"
#include "engine/journal/verify.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using namespace larm;
using Clock = std::chrono::steady_clock;

constexpr int rounds = 9;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

std::vector<journal::Record> batch(std::int64_t after, std::size_t records,
                                   std::size_t body_bytes) {
    std::vector<journal::Record> made(records);
    for (auto& record : made) {
        record.seq = ++after;
        record.site = "bench-site";
        record.site_seq = record.seq;
        record.hlc = record.seq << 16U;
        for (std::size_t byte = 0; byte < 8; ++byte) {
            record.id[byte] = static_cast<std::uint8_t>(record.seq >> (8 * (7 - byte)));
        }
        record.type = 3;
        record.body.assign(body_bytes, static_cast<char>('a' + record.seq % 26));
    }
    return made;
}

/// What bare SQLite is compared by, from the least one can do to the very rows we write.
enum class Shape : std::uint8_t {
    blob,         ///< a number and all other bytes as one blob
    columns,      ///< our ten columns, without constraints
    constrained,  ///< our ten columns, with our UNIQUE constraints
};

/// Bare SQLite with the same settings and one prepared INSERT per row.
class BareTable {
public:
    BareTable(std::filesystem::path const& path, Shape shape) : shape_{shape} {
        LARM_CHECK(sqlite3_open_v2(path.c_str(), &raw_,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                                   nullptr) == SQLITE_OK);
        run("PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
        auto const is_constrained = shape == Shape::constrained;
        run(shape == Shape::blob
                ? "CREATE TABLE row(seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT"
                : fmt::format("CREATE TABLE row(seq INTEGER PRIMARY KEY, epoch INTEGER NOT NULL,"
                              "site TEXT NOT NULL, site_seq INTEGER NOT NULL,"
                              "id BLOB NOT NULL {}, hlc INTEGER NOT NULL, type INTEGER NOT NULL,"
                              "flags INTEGER NOT NULL, body BLOB NOT NULL, hash BLOB NOT NULL {})"
                              "STRICT",
                              is_constrained ? "UNIQUE" : "",
                              is_constrained ? ", UNIQUE(site, site_seq)" : ""));
        auto const* const sql = shape == Shape::blob
                                    ? "INSERT INTO row VALUES(?,?)"
                                    : "INSERT INTO row VALUES(?,?,?,?,?,?,?,?,?,?)";
        LARM_CHECK(sqlite3_prepare_v2(raw_, sql, -1, &insert_, nullptr) == SQLITE_OK);
    }
    ~BareTable() {
        sqlite3_finalize(insert_);
        sqlite3_close(raw_);
    }
    BareTable(BareTable const&) = delete;
    BareTable& operator=(BareTable const&) = delete;

    void commit(std::vector<journal::Record> const& records) {
        run("BEGIN IMMEDIATE");
        for (auto const& record : records) {
            shape_ == Shape::blob ? bind_blob(record) : bind_columns(record);
            LARM_CHECK(sqlite3_step(insert_) == SQLITE_DONE);
            sqlite3_reset(insert_);
        }
        run("COMMIT");
    }

private:
    static int size_of(auto const& bytes) { return static_cast<int>(bytes.size()); }
    void run(std::string const& sql) {
        LARM_CHECK(sqlite3_exec(raw_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    }
    void bind_blob(journal::Record const& record) {
        // Site, id and hash, and five numbers in SQLite's short form.
        bytes_.assign(record.body.size() + record.site.size() + 16 + 32 + 15, 'b');
        sqlite3_bind_int64(insert_, 1, record.seq);
        sqlite3_bind_blob(insert_, 2, bytes_.data(), size_of(bytes_), SQLITE_STATIC);
    }
    void bind_columns(journal::Record const& record) {
        sqlite3_bind_int64(insert_, 1, record.seq);
        sqlite3_bind_int64(insert_, 2, record.epoch);
        sqlite3_bind_text(insert_, 3, record.site.data(), size_of(record.site), SQLITE_STATIC);
        sqlite3_bind_int64(insert_, 4, record.site_seq);
        sqlite3_bind_blob(insert_, 5, record.id.data(), size_of(record.id), SQLITE_STATIC);
        sqlite3_bind_int64(insert_, 6, record.hlc);
        sqlite3_bind_int64(insert_, 7, record.type);
        sqlite3_bind_int64(insert_, 8, record.flags);
        sqlite3_bind_blob(insert_, 9, record.body.data(), size_of(record.body), SQLITE_STATIC);
        sqlite3_bind_blob(insert_, 10, record.hash.data(), size_of(record.hash), SQLITE_STATIC);
    }

    Shape shape_;
    std::string bytes_;
    sqlite3* raw_ = nullptr;
    sqlite3_stmt* insert_ = nullptr;
};

void group_commit(std::size_t records, std::size_t body_bytes, int commits) {
    // On the disk one stands on, not on a tmpfs.
    larm::test::TemporaryDirectory const folder{std::filesystem::current_path()};
    auto const& place = folder.path();
    journal::DurableLogOptions options;
    options.journal = place / "live.db";
    options.fresh = {"bench-site", "bench", core::Instant{1}};
    auto log = journal::DurableLog::open(std::move(options), core::Instant{1});
    LARM_CHECK(log.has_value());
    BareTable blob{place / "blob.db", Shape::blob};
    BareTable columns{place / "columns.db", Shape::columns};
    BareTable constrained{place / "constrained.db", Shape::constrained};
    std::array<BareTable*, 3> const bare{&blob, &columns, &constrained};

    // Each round does the same work four times, in turn: ours first, then second, and so on.
    std::array<std::vector<double>, 4> times;
    std::int64_t seq = 0;
    for (std::size_t round = 0; round < rounds; ++round) {
        std::vector<std::vector<journal::Record>> work;
        for (int index = 0; index < commits; ++index) {
            work.push_back(batch(seq, records, body_bytes));
            seq += static_cast<std::int64_t>(records);
        }
        for (std::size_t turn = 0; turn < times.size(); ++turn) {
            auto const who = (round + turn) % times.size();
            auto const start = Clock::now();
            for (auto& each : work) {
                if (who == 0) {
                    LARM_CHECK((*log)->commit(each, core::Instant{2}) ==
                               journal::Durability::local);
                } else {
                    bare[who - 1]->commit(each);
                }
            }
            times[who].push_back(seconds_since(start));
        }
    }
    auto const ours = median(times[0]);
    auto const per_round = static_cast<double>(records) * commits;
    fmt::print(
        "{{\"bench\":\"journal_group_commit\",\"records\":{},\"body_bytes\":{},"
        "\"events_per_s\":{:.0f},\"commit_us\":{:.1f},"
        "\"ratio_to_blob_table\":{:.3f},\"ratio_to_equal_columns\":{:.3f},"
        "\"ratio_to_equal_table\":{:.3f},"
        "\"aim\":0.8}}\n",
        records, body_bytes, per_round / ours, ours / commits * 1e6, median(times[1]) / ours,
        median(times[2]) / ours, median(times[3]) / ours);
    std::fflush(stdout);
}

void hash_chain(std::size_t body_bytes) {
    auto records = batch(0, 20'000, body_bytes);
    journal::Chain chain;
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) {
        auto const start = Clock::now();
        chain.fill({}, records);
        times.push_back(seconds_since(start));
    }
    fmt::print("{{\"bench\":\"journal_hash_chain\",\"body_bytes\":{},\"ns_per_event\":{:.0f}}}\n",
               body_bytes, median(times) / static_cast<double>(records.size()) * 1e9);
}

void reading(std::size_t count, std::size_t body_bytes) {
    // On the disk one stands on, not on a tmpfs.
    larm::test::TemporaryDirectory const folder{std::filesystem::current_path()};
    auto const& place = folder.path();
    {
        journal::OpenOptions options;
        options.identity_if_new = journal::Identity{"bench-site", "bench", core::Instant{1}};
        auto const journal = journal::SqliteJournal::open(
            place / "live.db", journal::OpenMode::read_write, std::move(options));
        LARM_CHECK(journal.has_value());
        journal::Head head;
        for (std::size_t done = 0; done < count; done += 10'000) {
            auto records = batch(head.seq, 10'000, body_bytes);
            head = *(*journal)->append((*journal)->epoch(), head, records);
        }
    }
    std::int64_t bytes = 0;
    std::vector<double> reads;
    std::vector<double> verifies;
    for (int round = 0; round < 3; ++round) {
        auto const reader =
            journal::SqliteJournal::open(place / "live.db", journal::OpenMode::read_only);
        auto start = Clock::now();
        LARM_CHECK((*reader)->read(1, [&](journal::Record const& record) {
            bytes += static_cast<std::int64_t>(record.body.size());
            return true;
        }));
        reads.push_back(seconds_since(start));
        start = Clock::now();
        LARM_CHECK(journal::verify(place / "live.db")->is_good());
        verifies.push_back(seconds_since(start));
    }
    LARM_CHECK(bytes == 3 * static_cast<std::int64_t>(count * body_bytes));
    auto const events = static_cast<double>(count);
    fmt::print(
        "{{\"bench\":\"journal_read\",\"events\":{},\"body_bytes\":{},"
        "\"read_events_per_s\":{:.0f},\"verify_events_per_s\":{:.0f}}}\n",
        count, body_bytes, events / median(reads), events / median(verifies));
}

}  // namespace

int main() {
    group_commit(1, 200, 400);
    group_commit(16, 200, 300);
    group_commit(64, 200, 200);
    group_commit(256, 200, 100);
    group_commit(256, 1000, 60);
    group_commit(1024, 200, 40);
    hash_chain(200);
    hash_chain(1000);
    reading(1'000'000, 200);
    return 0;
}
