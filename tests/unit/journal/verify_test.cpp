// Whatever is done to a journal behind the daemon's back shows, and a copy is as good as the file.
#include "engine/journal/verify.hpp"

#include <fmt/format.h>

#include <atomic>
#include <thread>

#include "engine/journal/backup.hpp"
#include "tests/unit/journal/support.hpp"

namespace larm::journal::test {
namespace {

struct Written {
    Place place;
    std::vector<Record> records;
    Head head;

    Written() {
        auto const journal = open(place);
        head = append(*journal, batch(0, 20));
        records = read_all(*journal);
    }
    [[nodiscard]] VerifyReport look(std::optional<Head> const& outside = std::nullopt) const {
        auto report = verify(place.journal(), outside);
        INFO((report ? "" : report.error().message));
        REQUIRE(report.has_value());
        INFO(report->reason);
        return *report;
    }
    [[nodiscard]] Head at(std::int64_t seq) const {
        return {seq, records[static_cast<std::size_t>(seq) - 1].hash};
    }
};

}  // namespace

TEST_CASE("an untouched journal verifies, against every head it ever had", "[journal]") {
    Written const written;
    auto const report = written.look();
    CHECK(report.is_good());
    CHECK(report.head == written.head);
    CHECK(report.events == 20);
    for (std::int64_t seq = 1; seq <= 20; ++seq) {
        CHECK(written.look(written.at(seq)).is_good());
    }
    CHECK(written.look(Head{}).is_good());
}

TEST_CASE("a change of any column names the record", "[journal]") {
    auto const column = GENERATE("epoch = 0", "site = 'site-b'", "site_seq = 99",
                                 "id = zeroblob(16)", "hlc = 1", "type = 99", "flags = 1",
                                 "body = CAST('nobody says 7' AS BLOB)", "hash = zeroblob(32)");
    CAPTURE(column);
    Written const written;
    tamper(written.place.journal(), fmt::format("UPDATE journal SET {} WHERE seq = 7", column));
    auto const report = written.look();
    CHECK(report.first_bad_seq == 7);
    CHECK(report.events == 6);
    CHECK(report.reason.find("record 7") != std::string::npos);
}

TEST_CASE("a missing record is named", "[journal]") {
    Written const written;
    tamper(written.place.journal(), "DELETE FROM journal WHERE seq = 5");
    auto const report = written.look();
    CHECK(report.first_bad_seq == 5);
    CHECK(report.reason.find("missing") != std::string::npos);
}

TEST_CASE("a gap that was closed by renumbering shows", "[journal]") {
    Written const written;
    tamper(written.place.journal(),
           "DELETE FROM journal WHERE seq = 5;"
           "UPDATE journal SET seq = -(seq - 1) WHERE seq > 5; UPDATE journal SET seq = -seq "
           "WHERE seq < 0; UPDATE head SET seq = 19");
    CHECK(written.look().first_bad_seq == 5);
}

TEST_CASE("two records that changed places show", "[journal]") {
    Written const written;
    tamper(written.place.journal(),
           "UPDATE journal SET seq = 100 WHERE seq = 8; UPDATE journal SET seq = 8 WHERE seq = 9;"
           "UPDATE journal SET seq = 9 WHERE seq = 100");
    CHECK(written.look().first_bad_seq == 8);
}

TEST_CASE("records cut off without a new head show", "[journal]") {
    Written const written;
    tamper(written.place.journal(), "DELETE FROM journal WHERE seq > 15");
    auto const report = written.look();
    CHECK(report.first_bad_seq == 16);
}

TEST_CASE("a log cut off with its head shows against a head noted outside", "[journal]") {
    Written const written;
    tamper(written.place.journal(),
           fmt::format("DELETE FROM journal WHERE seq > 15; UPDATE head SET seq = 15, hash = x'{}'",
                       hex(written.at(15).hash)));
    CHECK(written.look().is_good());  // by itself the file cannot know
    auto const report = written.look(written.head);
    CHECK(report.first_bad_seq == 16);
    CHECK(report.reason.find("cut") != std::string::npos);
}

TEST_CASE("a log rewritten with good hashes shows against a head noted outside", "[journal]") {
    Written const written;
    auto forged = written.records;
    forged[9].body = "another history";
    Chain chain;
    chain.fill({}, forged);
    std::string sql;
    for (auto const& record : forged) {
        sql += fmt::format(
            "UPDATE journal SET body = x'{}', hash = x'{}' WHERE seq = {};",
            hex({reinterpret_cast<std::uint8_t const*>(record.body.data()), record.body.size()}),
            hex(record.hash), record.seq);
    }
    sql += fmt::format("UPDATE head SET hash = x'{}'", hex(forged.back().hash));
    tamper(written.place.journal(), sql);
    CHECK(written.look().is_good());
    CHECK(written.look(written.at(9)).is_good());
    auto const report = written.look(written.at(12));
    CHECK(report.first_bad_seq == 12);
    CHECK(report.reason.find("rewritten") != std::string::npos);
}

TEST_CASE("a record after the head shows", "[journal]") {
    Written const written;
    tamper(written.place.journal(),
           "INSERT INTO journal SELECT 21, epoch, site, 21, zeroblob(16), hlc, type, flags, body, "
           "hash FROM journal WHERE seq = 20");
    auto const report = written.look();
    CHECK(report.first_bad_seq == 21);
}

TEST_CASE("a head of another hash shows", "[journal]") {
    Written const written;
    tamper(written.place.journal(), "UPDATE head SET hash = zeroblob(32)");
    CHECK(written.look().first_bad_seq == 20);
}

TEST_CASE("a journal that is no longer append-only shows", "[journal]") {
    Written const written;
    tamper(written.place.journal(), "SELECT 1");  // puts the triggers back
    CHECK(written.look().is_good());
    {
        auto const journal = open(written.place);
        REQUIRE(journal->connection().run("DROP TRIGGER journal_no_delete", "test"));
    }
    auto const report = written.look();
    CHECK_FALSE(report.is_good());
    CHECK(report.reason.find("journal_no_delete") != std::string::npos);
}

TEST_CASE("pages overwritten on the disk show, whatever SQLite makes of them", "[journal]") {
    Place const place;
    {
        auto const journal = open(place);
        append(*journal, batch(0, 2000));
    }
    auto bytes = bytes_of(place.journal());
    auto const page = bytes.size() / 4096 / 2 * 4096;
    bytes.replace(page, 4096, 4096, '\x5a');
    write_bytes(place.journal(), bytes);
    auto const report = verify(place.journal());
    CHECK_FALSE((report && report->is_good()));
}

TEST_CASE("a journal's figures", "[journal]") {
    Place const place;
    {
        auto const journal = open(place);
        append(*journal, batch(0, 14));
        std::vector<CommandSegment> const segment{{1, 14, "abc"}};
        REQUIRE(journal->write_snapshot({14, 1, "state", {}}, segment));
    }
    auto const figures = stat(place.journal());
    REQUIRE(figures.has_value());
    CHECK(figures->format_version == 8);
    CHECK(figures->site == "site-a");
    CHECK(figures->instance_id == "instance-1");
    CHECK(figures->events == 14);
    CHECK(figures->epoch == 1);
    CHECK(figures->events_by_type.at(3) == 2);
    CHECK(figures->body_bytes > 14 * 10);
    CHECK(figures->accepted_in_spill == 0);
    REQUIRE(figures->snapshots.size() == 1);
    CHECK(figures->snapshots[0].bytes == 5);
    CHECK(figures->command_segments == 1);
    CHECK(figures->file_bytes >= 4096);
}

TEST_CASE("a backup taken while the daemon writes is a whole journal", "[journal]") {
    Place const place;
    auto const writer = open(place);
    append(*writer, batch(0, 5000));
    std::atomic<bool> stop = false;
    std::thread writing{[&] {
        while (!stop) {
            auto const head = *writer->head();
            auto records = batch(head.seq, 20);
            if (!writer->append(writer->epoch(), head, records)) {
                return;
            }
        }
    }};
    auto const target = place.path() / "copy.db";
    auto const copied = backup(place.journal(), target);
    stop = true;
    writing.join();
    INFO((copied ? "" : copied.error().message));
    REQUIRE(copied.has_value());
    CHECK(copied->head.seq >= 5000);
    CHECK(verified(target) == copied->head);
    // The copy is the beginning of what the daemon went on with, and a journal one can go on with.
    auto const report = verify(place.journal(), copied->head);
    REQUIRE(report.has_value());
    CHECK(report->is_good());
    OpenOptions options;
    auto restored = SqliteJournal::open(target, OpenMode::read_write, std::move(options));
    REQUIRE(restored.has_value());
    CHECK(append(**restored, batch(copied->head.seq, 1)).seq == copied->head.seq + 1);
}

TEST_CASE("a backup is nobody's, and has the same records, head and epoch", "[journal]") {
    Written const written;
    auto const target = written.place.path() / "copy.db";
    auto const copied = backup(written.place.journal(), target);
    REQUIRE(copied.has_value());
    CHECK(copied->head == written.head);
    auto const original = stat(written.place.journal());
    auto const copy = stat(target);
    REQUIRE(original.has_value());
    REQUIRE(copy.has_value());
    CHECK(original->instance_id == "instance-1");
    CHECK(copy->instance_id == instance_id_of_backups);
    CHECK(copy->epoch == original->epoch);
    CHECK(copy->site == original->site);
    // Back in its place, where the daemon's own instance id is what it was.
    std::filesystem::rename(target, written.place.journal());
    CHECK(open_log(written.place)->instance_id() == instance_id_of_backups);
    CHECK_FALSE(std::filesystem::exists(target.string() + "-journal"));
}

TEST_CASE("a backup to a bare name goes to the current folder", "[journal]") {
    Written const written;
    auto const before = std::filesystem::current_path();
    std::filesystem::current_path(written.place.path());
    auto const copied = backup(written.place.journal(), "bk.db");
    std::filesystem::current_path(before);
    INFO((copied ? "" : copied.error().message));
    CHECK(copied.has_value());
    CHECK(std::filesystem::exists(written.place.path() / "bk.db"));
}

TEST_CASE("a backup never replaces a file, and leaves none behind when it fails", "[journal]") {
    Written const written;
    auto const target = written.place.path() / "copy.db";
    write_bytes(target, "precious");
    auto const refused = backup(written.place.journal(), target);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().message.find("copy.db") != std::string::npos);
    CHECK(bytes_of(target) == "precious");
    CHECK_FALSE(backup(written.place.path() / "none.db", written.place.path() / "x.db"));
    CHECK_FALSE(backup(written.place.journal(), "/nonexistent/x.db"));

    tamper(written.place.journal(), "UPDATE journal SET type = 99 WHERE seq = 7");
    auto const broken = backup(written.place.journal(), written.place.path() / "y.db");
    REQUIRE_FALSE(broken.has_value());
    CHECK(broken.error().kind == JournalErrorKind::corrupt);
    CHECK_FALSE(std::filesystem::exists(written.place.path() / "y.db"));
    CHECK_FALSE(std::filesystem::exists(written.place.path() / "y.db.partial"));
}

}  // namespace larm::journal::test
