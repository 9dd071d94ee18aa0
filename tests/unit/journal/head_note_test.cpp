// The head that is noted outside the journal's folder, and what it shows at the next start.
#include "engine/journal/head_note.hpp"

#include "tests/support/failing_vfs.hpp"
#include "tests/unit/journal/support.hpp"

namespace larm::journal::test {
namespace {

namespace fs = std::filesystem;

void note(Place const& place, DurableLog const& log) {
    REQUIRE(write_head_note(place.spill(), {log.head(), log.site(), place.journal()}).has_value());
}

/// `count` more records in the journal, and their head noted as the log's thread does.
Head write_and_note(Place const& place, std::int64_t count) {
    auto const log = open_log(place);
    (void)commit(*log, count);
    note(place, *log);
    return log->head();
}

std::string losses(DurableLog const& log) {
    std::string all;
    for (auto const& loss : log.status().losses) {
        all += loss + '\n';
    }
    CHECK((!all.empty() || !log.status().has_lost_events));
    return all;
}

std::string losses_of(Place const& place) {
    return losses(*open_log(place));
}

bool has(std::string const& text, std::string const& part) {
    INFO(text);
    return text.find(part) != std::string::npos;
}

void remove_journal(Place const& place) {
    for (auto const* const part : {"", "-wal", "-shm"}) {
        fs::remove(place.journal().string() + part);
    }
}

}  // namespace

TEST_CASE("a note is read back as it was written, and replaces the one before", "[journal][head]") {
    Place const place;
    CHECK_FALSE(*read_head_note(place.spill(), place.journal()));
    (void)write_and_note(place, 2);
    auto const head = write_and_note(place, 1);
    CHECK(*read_head_note(place.spill(), place.journal()) ==
          HeadNote{head, "site-a", place.journal()});
    CHECK_FALSE(*read_head_note(place.spill(), place.data() / "other" / "live.db"));
    CHECK(place.spills() == std::vector<std::string>{"live.db.head"});
}

TEST_CASE("a note that is none is told, and nothing else comes of it", "[journal][head]") {
    Place const place;
    (void)write_and_note(place, 2);
    write_bytes(place.spill() / "live.db.head", GENERATE("garbage\n", "", "2:12\nsite\n/x\n"));
    CHECK_FALSE(read_head_note(place.spill(), place.journal()).has_value());
    auto const log = open_log(place);
    CHECK(warns_of(*log, "live.db.head"));
    CHECK(losses(*log).empty());
    CHECK_FALSE(log->status().has_lost_events);
}

TEST_CASE("an older file put in the journal's place shows at start", "[journal][head]") {
    Place const place;
    (void)write_and_note(place, 3);
    auto const older = bytes_of(place.journal());
    auto const head = write_and_note(place, 2);
    CHECK(losses_of(place).empty());
    write_bytes(place.journal(), older);
    auto const told = losses_of(place);
    CHECK(has(told, head_text(head)));
    CHECK(has(told, "the last 2 events are lost"));

    // Also when it has gone on past the number, with records of its own.
    {
        auto const log = open_log(place);
        auto records = batch(log->head().seq, 5, "site-b");
        REQUIRE(log->commit(records, now).has_value());
    }
    CHECK(open_log(place)->status().has_lost_events);
}

TEST_CASE("a loss is told at every start until it is adopted, and is new only once",
          "[journal][head]") {
    Place const place;
    (void)write_and_note(place, 3);
    auto const older = bytes_of(place.journal());
    (void)write_and_note(place, 2);
    auto const noted = bytes_of(place.spill() / "live.db.head");
    write_bytes(place.journal(), older);
    {
        auto const log = open_log(place);
        CHECK(log->status().has_lost_events);
        note(place, *log);
    }
    CHECK(place.spills().size() == 2);
    CHECK(bytes_of(place.spill() / place.spills()[1]) == noted);
    CHECK(place.spills()[1].starts_with("live.db.head.lost-2026"));
    {
        auto const log = open_log(place);
        CHECK_FALSE(log->status().has_lost_events);
        CHECK(has(log->status().losses.at(0), place.spills()[1]));
        CHECK(log->adopt(now));
        CHECK(losses(*log).empty());
    }
    CHECK(losses_of(place).empty());
    CHECK(place.spills()[0].starts_with("live.db.head"));
    CHECK(place.spills().size() == 2);
}

TEST_CASE("a journal that is gone is told, and the note of it is kept", "[journal][head]") {
    Place const place;
    auto const head = write_and_note(place, 3);
    auto const noted = bytes_of(place.spill() / "live.db.head");
    remove_journal(place);
    if (GENERATE(false, true)) {
        write_bytes(place.journal(), "");
    }
    auto const log = open_log(place, "", true, "site-b");
    CHECK(log->status().mode == Durability::local);
    CHECK(log->status().has_lost_events);
    CHECK(has(losses(*log), "the journal that stood here is gone; its 3 events are lost"));
    CHECK(has(losses(*log), head_text(head)));
    note(place, *log);
    REQUIRE(place.spills().size() == 2);
    CHECK(bytes_of(place.spill() / place.spills()[1]) == noted);
}

TEST_CASE("a new journal and one elsewhere are not taken for a loss", "[journal][head]") {
    Place const place;
    CHECK(losses_of(place).empty());
    auto const head = write_and_note(place, 3);
    remove_journal(place);
    REQUIRE(write_head_note(place.spill(), {head, "site-a", "/elsewhere/live.db"}).has_value());
    CHECK(losses_of(place).empty());
}

TEST_CASE("what a spill brings home is counted before events are called lost", "[journal][head]") {
    Place const place;
    larm::test::FailingVfs vfs{"noted"};
    (void)die_in_spill(place, vfs, 2, 3);
    auto const spill = bytes_of(place.spill() / "live.db.1.spill");
    auto const older = place.path() / "older";
    fs::copy(place.data(), older, fs::copy_options::recursive);
    {
        auto const log = open_log(place);
        note(place, *log);
        CHECK(log->head().seq == 5);
    }
    // A power cut undid the merge, and the spill was not renamed yet.
    fs::remove_all(place.data());
    fs::rename(older, place.data());
    fs::remove(place.spill() / "live.db.1.spill.merged");
    write_bytes(place.spill() / "live.db.1.spill", spill);
    CHECK(losses_of(place).empty());
}

}  // namespace larm::journal::test
