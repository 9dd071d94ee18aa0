// A journal that is damaged when a daemon starts: the start goes on, with all that can be vouched
// for, and the damaged file is kept.
#include <fmt/format.h>

#include <algorithm>

#include "engine/journal/head_note.hpp"
#include "engine/journal/schema.hpp"
#include "engine/journal/verify.hpp"
#include "tests/support/failing_vfs.hpp"
#include "tests/unit/journal/support.hpp"

namespace larm::journal::test {
namespace {

namespace fs = std::filesystem;

/// The files moved aside, sorted: those that end with `part`, or are a journal itself.
std::vector<std::string> aside(Place const& place, std::string const& part = "Z") {
    std::vector<std::string> names;
    for (auto const& entry : fs::directory_iterator{place.data()}) {
        auto name = entry.path().filename().string();
        auto const is_numbered = part == "Z" && name.ends_with("Z-2");
        if (name.find(".corrupt-") != name.npos && (name.ends_with(part) || is_numbered)) {
            names.push_back(std::move(name));
        }
    }
    std::ranges::sort(names);
    return names;
}

void write_journal(Place const& place, std::int64_t count) {
    auto const log = open_log(place);
    (void)commit(*log, count);
}

/// Bytes in the middle of the file, where a few of the rows are.
void scratch(fs::path const& file, std::string const& near) {
    auto bytes = bytes_of(file);
    auto const at = bytes.find(near);
    REQUIRE(at != std::string::npos);
    bytes.replace(at, near.size(), std::string(near.size(), '?'));
    write_bytes(file, bytes);
}

}  // namespace

TEST_CASE("a journal whose chain is broken is moved aside, and its good beginning goes on",
          "[journal][salvage]") {
    Place const place;
    write_journal(place, 20);
    tamper(place.journal(), "UPDATE journal SET body = CAST('other' AS BLOB) WHERE seq = 8");
    auto const damaged = bytes_of(place.journal());
    {
        auto const log = open_log(place, "", true, "site-b");
        CHECK(log->status().mode == Durability::local);
        CHECK(log->head().seq == 7);
        CHECK(log->instance_id() == "instance-1");
        CHECK(log->epoch() == 2);
        CHECK(read_all(*log).size() == 7);
        CHECK(warns_of(*log, "7 events that could be salvaged; 13 later ones are LOST"));
        CHECK(warns_of(*log, aside(place).at(0)));
        CHECK(commit(*log, 1).durability == Durability::local);
    }
    CHECK(verified(place.journal()).seq == 8);
    REQUIRE(aside(place).size() == 1);
    CHECK(bytes_of(place.data() / aside(place)[0]).size() == damaged.size());
    CHECK(ask(place.data() / aside(place)[0], "SELECT count(*) FROM journal") == "20");
    CHECK(open_log(place)->status().warnings.empty());
}

TEST_CASE("with its head gone bad nothing is lost", "[journal][salvage]") {
    auto const damage = GENERATE(std::string{"UPDATE head SET hash = zeroblob(32)"},
                                 std::string{"UPDATE head SET seq = 19"});
    CAPTURE(damage);
    Place const place;
    write_journal(place, 20);
    {
        auto const log = open_log(place);
        log->write_snapshot({10, 1, "ten", {}}, CommandSegment{1, 10, "a"}, now);
    }
    tamper(place.journal(), damage);
    auto const log = open_log(place);
    CHECK(log->head().seq == 20);
    CHECK(log->site() == "site-a");
    CHECK(log->site_seq_at_start() == 20);
    CHECK(warns_of(*log, "20 events that could be salvaged; none is known to be lost"));
    CHECK(verified(place.journal()).seq == 20);
}

TEST_CASE("damage in a page, in the first page, and a file that is none at all",
          "[journal][salvage]") {
    Place const place;
    write_journal(place, 500);
    auto const what = GENERATE(0, 1, 2);
    CAPTURE(what);
    if (what == 0) {
        scratch(place.journal(), "site-a says 250");
    } else if (what == 1) {
        auto bytes = bytes_of(place.journal());
        bytes.replace(0, 100, std::string(100, '\0'));
        write_bytes(place.journal(), bytes);
    } else {
        write_bytes(place.journal(), std::string(5000, 'x'));
    }
    auto const log = open_log(place, "", true, "site-b");
    CHECK(log->status().mode == Durability::local);
    CHECK(log->head().seq == (what == 0 ? 249 : what == 1 ? 500 : 0));
    CHECK(log->status().has_lost_events);
    CHECK(log->instance_id() == "instance-1");
    CHECK(warns_of(*log, what == 0 ? "251 later ones are LOST" : "cannot be told"));
    CHECK(aside(place).size() == 1);
    CHECK(commit(*log, 2).durability == Durability::local);
    CHECK(verified(place.journal()) == log->head());
}

TEST_CASE("a destroyed index costs no event, whether there is a spill to put in or not",
          "[journal][salvage]") {
    auto const index = GENERATE(journal_indexes[0].name, journal_indexes[1].name);
    auto const is_spilling = GENERATE(false, true);
    auto const is_leaf = GENERATE(false, true);
    CAPTURE(index, is_spilling, is_leaf);
    Place const place;
    larm::test::FailingVfs vfs{"destroyed"};
    write_journal(place, is_spilling ? 500 : 503);
    if (is_spilling) {
        die_in_spill(place, vfs, 1, 2);
    }
    destroy(place.journal(), index, is_leaf);
    auto const looked_at = verify(place.journal());
    REQUIRE(looked_at.has_value());
    CHECK_FALSE(looked_at->is_good());
    CHECK(looked_at->reason.find("every record is as written") != std::string::npos);
    for (auto const start : {1, 2}) {
        CAPTURE(start);
        auto const log = open_log(place);
        CHECK(log->status().mode == Durability::local);
        CHECK(log->head().seq == 502 + start);
        CHECK_FALSE(log->status().has_lost_events);
        CHECK(commit(*log, 1).durability == Durability::local);
    }
    CHECK(verified(place.journal()).seq == 505);
    CHECK(aside(place).size() == 1);
}

TEST_CASE("damage before the snapshots that a start rests on does not stop it",
          "[journal][salvage]") {
    Place const place;
    write_journal(place, 20);
    {
        auto const log = open_log(place);
        log->write_snapshot({10, 1, "ten", {}}, CommandSegment{1, 10, "a"}, now);
        log->write_snapshot({15, 1, "fifteen", {}}, CommandSegment{11, 15, "b"}, now);
    }
    tamper(place.journal(), "UPDATE journal SET body = CAST('other' AS BLOB) WHERE seq = 5");
    CHECK(open_log(place)->head().seq == 20);
    CHECK(aside(place).empty());
    tamper(place.journal(), "UPDATE journal SET body = CAST('other' AS BLOB) WHERE seq = 12");
    CHECK(open_log(place)->head().seq == 4);
    CHECK(aside(place).size() == 1);
}

TEST_CASE("an exchange that was interrupted is finished at the next start", "[journal][salvage]") {
    Place const place;
    write_journal(place, 20);
    tamper(place.journal(), "UPDATE journal SET body = CAST('other' AS BLOB) WHERE seq = 8");
    auto const damaged = bytes_of(place.journal());
    (void)open_log(place);
    auto const half_done = GENERATE(true, false);
    CAPTURE(half_done);
    fs::rename(place.journal(), place.journal().string() + ".salvaged");
    if (!half_done) {
        write_bytes(place.journal(), damaged);
    }
    write_bytes(place.journal().string() + "-wal", "of the damaged one");
    auto const log = open_log(place);
    CHECK(log->head().seq == 7);
    CHECK(verified(place.journal()).seq == 7);
    CHECK(aside(place).size() == (half_done ? 1 : 2));
    CHECK(aside(place, "-wal").size() == 2);
    CHECK(bytes_of(place.data() / aside(place, "-wal").front()) == "of the damaged one");
}

TEST_CASE("a damaged journal that cannot be moved aside does not stop the alarm",
          "[journal][salvage]") {
    Place const place;
    write_journal(place, 20);
    tamper(place.journal(), "UPDATE journal SET body = CAST('other' AS BLOB) WHERE seq = 8");
    larm::test::FailingVfs vfs{"damaged-full"};
    {
        vfs.set_full(true);
        auto const log = open_log(place, vfs.name(), true, "blind");
        CHECK(log->status().mode == Durability::spill);
        CHECK(log->status().is_history_unseen);
        CHECK(commit(*log, 2).durability == Durability::spill);
        vfs.set_full(false);
    }
    CHECK(aside(place).empty());
    // With room again: seven salvaged, and the two after them under new numbers.
    auto const log = open_log(place);
    CHECK(log->head().seq == 9);
    CHECK(verified(place.journal()).seq == 9);
    CHECK(aside(place).size() == 1);
}

TEST_CASE("what a salvage loses is a loss as any other, new only once", "[journal][salvage]") {
    Place const place;
    {
        auto const log = open_log(place);
        (void)commit(*log, 20);
        REQUIRE(write_head_note(place.spill(), {log->head(), log->site(), place.journal()})
                    .has_value());
    }
    tamper(place.journal(), "UPDATE journal SET body = CAST('other' AS BLOB) WHERE seq = 8");
    {
        auto const log = open_log(place);
        CHECK(log->status().has_lost_events);
        CHECK(warns_of(*log, "later ones are LOST"));
        REQUIRE(write_head_note(place.spill(), {log->head(), log->site(), place.journal()})
                    .has_value());
    }
    CHECK_FALSE(open_log(place)->status().has_lost_events);
}

TEST_CASE("a salvage that keeps every event is no loss", "[journal][salvage]") {
    Place const place;
    {
        auto const log = open_log(place);
        (void)commit(*log, 20);
        REQUIRE(write_head_note(place.spill(), {log->head(), log->site(), place.journal()})
                    .has_value());
    }
    tamper(place.journal(), "UPDATE head SET hash = zeroblob(32)");
    auto const log = open_log(place);
    CHECK(log->head().seq == 20);
    CHECK(warns_of(*log, "none is known to be lost"));
    CHECK_FALSE(log->status().has_lost_events);
}

TEST_CASE("a missing table of a cache is made anew", "[journal][salvage]") {
    Place const place;
    {
        auto const log = open_log(place);
        (void)commit(*log, 5);
        log->write_snapshot({5, 1, "five", {}}, CommandSegment{1, 5, "a"}, now);
    }
    tamper(place.journal(), GENERATE("DROP TABLE snapshot", "DROP TABLE command_segment"));
    auto const log = open_log(place);
    CHECK(log->status().mode == Durability::local);
    CHECK(log->status().warnings.empty());
    CHECK(read_all(*log).size() == 5);
    (void)commit(*log, 1);
    log->write_snapshot({6, 1, "six", {}}, std::nullopt, now);
    CHECK(log->status().mode == Durability::local);
    CHECK((**log->latest_snapshot(6)).state == "six");
    CHECK(aside(place).empty());
}

TEST_CASE("a later format and another program's file are not damage: the start is refused",
          "[journal][salvage]") {
    Place const place;
    write_journal(place, 2);
    tamper(place.journal(), GENERATE("UPDATE meta SET v = CAST('999' AS BLOB) WHERE k = "
                                     "'format_version'",
                                     "PRAGMA application_id = 7"));
    auto const before = bytes_of(place.journal());
    DurableLogOptions options;
    options.journal = place.journal();
    options.spill_dir = place.spill();
    options.fresh = identity();
    auto const refused = DurableLog::open(std::move(options), now);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().kind == JournalErrorKind::bad_format);
    CHECK(aside(place).empty());
    CHECK(bytes_of(place.journal()) == before);
}

TEST_CASE("a spill that takes nothing is known from the start", "[journal][start]") {
    Place const place;
    {
        auto const log = open_log(place);
        CHECK(log->status().warnings.empty());
        CHECK(place.spills().empty());  // the probe leaves nothing behind
    }
    fs::remove(place.spill());
    write_bytes(place.spill(), "a file, not a folder");
    auto const log = open_log(place);
    CHECK(log->status().mode == Durability::local);
    CHECK(warns_of(*log, "the spill (--spill) cannot be written"));
    CHECK(warns_of(*log, place.spill().string()));
}

TEST_CASE("that the spill takes nothing is told until it has taken something", "[journal][start]") {
    Place const place;
    larm::test::FailingVfs vfs{"spill-back"};
    write_bytes(place.spill(), "a file, not a folder");
    auto const log = open_log(place, vfs.name());
    REQUIRE(warns_of(*log, "the spill (--spill) cannot be written"));
    fs::remove(place.spill());
    vfs.set_gone(true);
    CHECK(commit(*log, 1).durability == Durability::spill);
    CHECK_FALSE(warns_of(*log, "the spill (--spill) cannot be written"));
    vfs.set_gone(false);
}

}  // namespace larm::journal::test
