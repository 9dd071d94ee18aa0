// Appending, reading, fencing and snapshots of one journal file.
#include <fmt/format.h>

#include "tests/unit/journal/support.hpp"

namespace larm::journal::test {

TEST_CASE("what is appended is read again, in order, also after reopening", "[journal]") {
    Place const place;
    auto records = batch(0, 1500);  // more than one slice of a reader
    Head head;
    {
        auto const journal = open(place);
        auto const first = journal->append(journal->epoch(), {}, std::span{records}.first(1));
        REQUIRE(first.has_value());
        auto const rest = journal->append(journal->epoch(), *first, std::span{records}.subspan(1));
        REQUIRE(rest.has_value());
        head = *rest;
        CHECK(read_all(*journal) == records);
    }
    auto const again = open(place);
    CHECK(read_all(*again) == records);
    CHECK(read_all(*again, 1400) == std::vector(records.begin() + 1399, records.end()));
    CHECK(read_all(*again, 1501).empty());
    CHECK(*again->head() == head);
    CHECK(head.seq == 1500);
    CHECK(*again->record_at(7) == records[6]);
    CHECK_FALSE(again->record_at(1501)->has_value());
    CHECK(verified(place.journal()) == head);
}

TEST_CASE("a reader may stop where it likes and go on from there", "[journal]") {
    Place const place;
    auto const journal = open(place);
    append(*journal, batch(0, 10));
    std::int64_t last = 0;
    REQUIRE(journal->read(1, [&](Record const& record) {
        last = record.seq;
        return record.seq < 4;
    }));
    CHECK(last == 4);
    append(*journal, batch(10, 2));
    CHECK(read_all(*journal, last + 1).size() == 8);
}

TEST_CASE("a batch is in the journal whole or not at all", "[journal]") {
    Place const place;
    auto const journal = open(place);
    auto const head = append(*journal, batch(0, 3));
    auto records = batch(3, 3);
    records[2].id = records[0].id;  // the third row cannot be inserted
    auto const refused = journal->append(journal->epoch(), head, records);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().kind == JournalErrorKind::conflict);
    CHECK(*journal->head() == head);
    CHECK(read_all(*journal).size() == 3);
    CHECK(append(*journal, batch(3, 1)).seq == 4);
}

TEST_CASE("each opening for writing takes the next epoch, and an older one is fenced",
          "[journal]") {
    Place const place;
    std::int64_t old_epoch = 0;
    Head head;
    {
        auto const journal = open(place);
        old_epoch = journal->epoch();
        head = append(*journal, batch(0, 2));
    }
    auto const journal = open(place);
    CHECK(journal->epoch() == old_epoch + 1);
    auto records = batch(2, 1);
    auto const refused = journal->append(old_epoch, head, records);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().kind == JournalErrorKind::fenced);
    CHECK(refused.error().message.find("epoch") != std::string::npos);
    CHECK(*journal->head() == head);
    CHECK(journal->append(journal->epoch(), head, records).has_value());  // the handle still works
}

TEST_CASE("an append onto another head than the journal's is a conflict", "[journal]") {
    Place const place;
    auto const journal = open(place);
    auto const head = append(*journal, batch(0, 2));
    auto records = batch(2, 1);
    auto other = head;
    other.hash[0] ^= 1U;
    auto const wrong_hash = journal->append(journal->epoch(), other, records);
    REQUIRE_FALSE(wrong_hash.has_value());
    CHECK(wrong_hash.error().kind == JournalErrorKind::conflict);

    auto late = batch(1, 1);
    auto const wrong_seq = journal->append(journal->epoch(), {1, read_all(*journal)[0].hash}, late);
    REQUIRE_FALSE(wrong_seq.has_value());
    CHECK(wrong_seq.error().kind == JournalErrorKind::conflict);
    CHECK(*journal->head() == head);
}

TEST_CASE("a claimed epoch is kept by its process and refused to one that slept", "[journal]") {
    Place const place;
    {
        auto const journal = open(place);
    }  // epoch 1
    OpenOptions claim;
    claim.claim = EpochClaim{.seen = 1, .ours = 2};
    CHECK(open(place, claim)->epoch() == 2);
    CHECK(open(place, claim)->epoch() == 2);  // its own already
    {
        auto const other = open(place);
    }  // epoch 3
    auto const refused = SqliteJournal::open(place.journal(), OpenMode::read_write, claim);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().kind == JournalErrorKind::fenced);
}

TEST_CASE("rows can neither be changed nor deleted, whoever tries", "[journal]") {
    Place const place;
    auto const journal = open(place);
    append(*journal, batch(0, 2));
    for (auto const* sql : {"UPDATE journal SET body = x'00' WHERE seq = 1",
                            "DELETE FROM journal WHERE seq = 2", "DELETE FROM journal"}) {
        CAPTURE(sql);
        auto const refused = journal->connection().run(sql, "tampering");
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().message.find("append only") != std::string::npos);
    }
    CHECK(read_all(*journal).size() == 2);
}

TEST_CASE("a reader sees each commit while the writer goes on", "[journal]") {
    Place const place;
    auto const writer = open(place);
    append(*writer, batch(0, 1));
    auto const reader = open_to_read(place);
    for (std::int64_t seq = 1; seq < 50; ++seq) {
        append(*writer, batch(seq, 1));
        CHECK(reader->head()->seq == seq + 1);
    }
    // The writer appends between the reader's slices; the reader ends at the head it began with.
    append(*writer, batch(50, 2000));
    std::int64_t count = 0;
    REQUIRE(reader->read(1, [&](Record const&) {
        if (++count % 700 == 0) {
            append(*writer, batch(writer->head()->seq, 1));
        }
        return true;
    }));
    CHECK(count == 2050);
    CHECK(verified(place.journal()).seq == writer->head()->seq);
}

TEST_CASE("an open reader does not keep the log from being checkpointed", "[journal]") {
    Place const place;
    auto const writer = open(place);
    append(*writer, batch(0, 600));
    auto const reader = open_to_read(place);
    CHECK(read_all(*reader).size() == 600);
    auto log = place.journal();
    log += "-wal";
    for (std::int64_t round = 0; round < 60; ++round) {
        append(*writer, batch(writer->head()->seq, 200));
        REQUIRE(writer->idle().has_value());
        CHECK(read_all(*reader).size() == static_cast<std::size_t>(writer->head()->seq));
    }
    // It is overwritten from its start again and again instead of growing with what is appended.
    CHECK(std::filesystem::file_size(log) < 12'000'000);
    CHECK(std::filesystem::file_size(place.journal()) > 1'000'000);
}

TEST_CASE("a snapshot reads back as it was, and only the newest two are kept", "[journal]") {
    Place const place;
    auto const journal = open(place);
    append(*journal, batch(0, 30));
    CHECK_FALSE(journal->latest_snapshot(30)->has_value());
    for (std::int64_t const seq : {10, 20, 30}) {
        Hash hash{};
        hash.fill(static_cast<std::uint8_t>(seq));
        Snapshot const snapshot{seq, 3, fmt::format("state{}at {}", '\0', seq), hash};
        REQUIRE(journal->write_snapshot(snapshot, {}));
    }
    auto const newest = journal->latest_snapshot(30);
    REQUIRE(newest->has_value());
    CHECK((*newest)->seq == 30);
    CHECK((*newest)->schema_version == 3);
    CHECK((*newest)->state == fmt::format("state{}at 30", '\0'));
    CHECK((*newest)->hash[31] == 30);
    CHECK((**journal->latest_snapshot(29)).seq == 20);  // for when the newest is no good
    CHECK_FALSE(journal->latest_snapshot(19)->has_value());
    CHECK(ask(place.journal(), "SELECT count(*) FROM snapshot") == "2");
}

TEST_CASE("the remembered commands come back as segments without a gap", "[journal]") {
    Place const place;
    auto const journal = open(place);
    append(*journal, batch(0, 30));
    std::vector<CommandSegment> const first{{1, 10, "one"}};
    std::vector<CommandSegment> const more{{11, 20, "two"}, {21, 30, ""}};
    REQUIRE(journal->write_snapshot({10, 1, "s", {}}, first));
    REQUIRE(journal->write_snapshot({30, 1, "s", {}}, more));
    auto const segments = journal->command_segments();
    REQUIRE(segments->size() == 3);
    CHECK((*segments)[1].first_seq == 11);
    CHECK((*segments)[1].last_seq == 20);
    CHECK((*segments)[1].entries == "two");
    // A segment that is there already is no error: a commit of unknown outcome may have kept it.
    CHECK(journal->write_snapshot({30, 1, "s", {}}, more).has_value());

    REQUIRE(journal->connection().run("DELETE FROM command_segment WHERE first_seq = 11", "test"));
    CHECK(journal->command_segments()->size() == 1);
}

TEST_CASE("a snapshot past the head is not believed", "[journal]") {
    Place const place;
    {
        auto const journal = open(place);
        append(*journal, batch(0, 5));
        REQUIRE(journal->write_snapshot({5, 1, "s", {}}, {}));
    }
    tamper(place.journal(), "UPDATE snapshot SET seq = 6");
    CHECK_FALSE(open(place)->latest_snapshot(100)->has_value());
}

TEST_CASE("an exported journal is restored with every column and hash", "[journal]") {
    Place const from;
    std::vector<Record> exported;
    Head head;
    for (int epoch = 1; epoch <= 3; ++epoch) {
        auto const journal = open(from);
        auto const at = *journal->head();
        auto records = batch(at.seq, 4, "site-a", journal->epoch());
        REQUIRE(journal->append(journal->epoch(), at, records));
        exported = read_all(*journal);
        head = *journal->head();
    }
    Place const to;
    auto const journal = open(to);
    auto const restored = journal->restore_records({}, exported);
    REQUIRE(restored.has_value());
    CHECK(*restored == head);
    CHECK(read_all(*journal) == exported);
    CHECK(journal->epoch() == 3);  // what is written next is not of an older epoch
    CHECK(append(*journal, batch(12, 1, "site-b", journal->epoch())).seq == 13);
    CHECK(verified(to.journal()).seq == 13);
}

TEST_CASE("records whose hash is not theirs are not restored", "[journal]") {
    Place const from;
    auto const source = open(from);
    append(*source, batch(0, 3));
    auto exported = read_all(*source);
    exported[1].body = "another";
    Place const to;
    auto const journal = open(to);
    auto const refused = journal->restore_records({}, exported);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().kind == JournalErrorKind::corrupt);
    CHECK(refused.error().message.find("record 2") != std::string::npos);
    CHECK(journal->head()->seq == 0);
}

}  // namespace larm::journal::test
