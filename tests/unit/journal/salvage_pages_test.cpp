// A journal of which only some pages are gone: the rows that nothing leads to any more, and whose
// they are.
#include <algorithm>
#include <iterator>
#include <random>

#include "engine/journal/file_lock.hpp"
#include "engine/journal/head_note.hpp"
#include "engine/journal/row_pages.hpp"
#include "engine/journal/salvage.hpp"
#include "engine/journal/schema.hpp"
#include "tests/unit/journal/support.hpp"

namespace larm::journal::test {

namespace fs = std::filesystem;

TEST_CASE("the rows are found where the page that leads to them is gone", "[journal][salvage]") {
    Place const place;
    std::vector<Record> written;
    {
        auto const log = open_log(place);
        for (auto const count : {300, 1, 200}) {  // one too long for its page
            auto records = batch(log->head().seq, count, log->site());
            if (count == 1) {
                records[0].body = std::string(40'000, 'b');
            }
            REQUIRE(log->commit(records, now).has_value());
            std::ranges::move(records, std::back_inserter(written));
        }
    }
    destroy(place.journal(), "journal");
    for (auto const start : {1, 2}) {
        CAPTURE(start);
        auto const log = open_log(place);
        CHECK(log->status().mode == Durability::local);
        CHECK(read_all(*log) == written);
        CHECK_FALSE(log->status().has_lost_events);
        CHECK(log->status().losses.empty());
        CHECK(warns_of(*log, "none is known to be lost") == (start == 1));
    }
    CHECK(verified(place.journal()).seq == 501);
}

TEST_CASE("rows that only the log has committed are found, and no others", "[journal][salvage]") {
    Place const place;
    Place const copy;
    auto const names = {"live.db", "live.db-wal"};
    std::vector<Record> written;
    auto const take = [&written](std::vector<Record> const& records) {
        written.insert(written.end(), records.begin(), records.end());
    };
    {
        auto const log = open_log(place);
        take(commit(*log, 500).records);
    }
    auto const log = open_log(place);
    take(commit(*log, 200).records);
    take(commit(*log, 1).records);
    for (auto const* const name : names) {
        fs::copy_file(place.data() / name, copy.data() / name);
    }
    // A commit of which the end has not come to the disk.
    auto bytes = bytes_of(copy.data() / "live.db-wal");
    (void)commit(*log, 1);
    auto const longer = bytes_of(place.data() / "live.db-wal");
    REQUIRE(longer.size() >= bytes.size() + 2 * page_bytes);
    write_bytes(copy.data() / "live.db-wal", longer.substr(0, bytes.size() + page_bytes + 24));
    RowPages pages{copy.journal()};
    for (auto const& record : written) {
        CAPTURE(record.seq);
        auto const rows = pages.rows(record.seq);
        CHECK(std::ranges::find(rows, record) != rows.end());
    }
    CHECK(pages.rows(702).empty());
    CHECK(RowPages{copy.data() / "none"}.rows(1).empty());
}

TEST_CASE("whatever a page holds, nothing is read beyond it", "[journal][salvage]") {
    Place const place;
    {
        auto const log = open_log(place);
        auto records = batch(0, 100, log->site());
        records[50].body = std::string(20'000, 'b');
        REQUIRE(log->commit(records, now).has_value());
    }
    auto const whole = bytes_of(place.journal());
    std::mt19937_64 random{17};
    for (auto round = 0; round < 200; ++round) {
        CAPTURE(round);
        auto bytes = whole;
        for (auto flips = 1 + random() % 200; flips > 0; --flips) {
            // More often in the page's own header and its pointers, where it hurts most.
            auto const at = random() % bytes.size();
            auto const near_head = at - at % page_bytes + at % 64;
            bytes[random() % 2 == 0 ? at : near_head] = static_cast<char>(random());
        }
        bytes.resize(bytes.size() - random() % page_bytes);
        write_bytes(place.data() / "flipped.db", bytes);
        write_bytes(place.data() / "flipped.db-wal", bytes.substr(0, random() % bytes.size()));
        RowPages pages{place.data() / "flipped.db"};
        for (auto seq = 1; seq <= 100; ++seq) {
            for (auto const& row : pages.rows(seq)) {
                CHECK(row.seq == seq);
            }
        }
    }
}

TEST_CASE("a journal that does not say whose it is goes on here, and what was open is held",
          "[journal][salvage]") {
    Place const place;
    {
        auto const log = open_log(place);
        (void)commit(*log, 20);
        REQUIRE(write_head_note(place.spill(), {log->head(), log->site(), place.journal()})
                    .has_value());
    }
    destroy(place.journal(), "meta");
    auto const log = open_log(place, "", true, "site-b");
    CHECK(log->status().mode == Durability::local);
    CHECK(log->head().seq == 20);
    CHECK(log->site() == "site-b");
    CHECK(log->status().has_lost_events);
    CHECK(warns_of(*log, "which installation it belonged to cannot be read"));
    CHECK(warns_of(*log, "none is known to be lost"));
    CHECK(log->status().losses.empty());  // the noted head is there
}

TEST_CASE("a record that is there twice ends what is salvaged, and not the start",
          "[journal][salvage]") {
    Place const place;
    {
        auto const journal = open(place);
        append(*journal, batch(0, 20));
    }
    // As a broken index lets them in: the same number of the same site, in a chain that holds.
    tamper(place.journal(),
           "CREATE TABLE bare AS SELECT * FROM journal; DROP TABLE journal; "
           "CREATE TABLE journal(seq INTEGER PRIMARY KEY, epoch, site, site_seq, id, hlc, type, "
           "flags, body, hash); INSERT INTO journal SELECT * FROM bare");
    auto more = batch(20, 2);
    more[0].site_seq = 7;
    {
        auto const journal = open(place);
        append(*journal, more);
    }
    auto const lock = FileLock::acquire(place.journal());
    REQUIRE(lock.has_value());
    auto const salvaged = salvage(place.journal(), "broken", identity("site-b"), *lock, "", now);
    INFO((salvaged ? "" : salvaged.error().message));
    REQUIRE(salvaged.has_value());
    CHECK(salvaged->is_lossy);
    CHECK(verified(place.journal()).seq == 20);
}

}  // namespace larm::journal::test
