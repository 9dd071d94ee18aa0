// A disk that fails while the daemon runs: nothing is refused, nothing is lost, nothing is twice.
#include "engine/journal/durable_log.hpp"

#include <fmt/format.h>

#include "engine/journal/verify.hpp"
#include "tests/support/failing_vfs.hpp"
#include "tests/unit/journal/support.hpp"

namespace larm::journal::test {
namespace {

using larm::test::FailingVfs;

void append_to(std::vector<Record>& all, std::vector<Record> const& more) {
    all.insert(all.end(), more.begin(), more.end());
}

bool mentions(std::string const& text, std::string const& words) {
    INFO(text);
    return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("on a disk that works every batch is LOCAL", "[journal][durable]") {
    Place const place;
    auto const log = open_log(place);
    CHECK(log->status().mode == Durability::local);
    CHECK(log->epoch() == 1);
    CHECK(log->site_seq_at_start() == 0);
    auto const first = commit(*log, 3);
    CHECK(first.durability == Durability::local);
    CHECK(first.records[2].hash == log->head().hash);
    CHECK(first.records[0].flags == 0);
    CHECK(commit(*log, 0).durability == Durability::local);
    CHECK(read_all(*log) == first.records);
    CHECK(log->try_return(later) == Durability::local);
    CHECK(place.spills().empty());
    CHECK(log->status().trouble.empty());
}

TEST_CASE("a failing fsync sends the batch into the spill, and home when the disk is back",
          "[journal][durable]") {
    FailingVfs vfs{"fsync-fails"};
    Place const place;
    auto const log = open_log(place, vfs.name());
    auto all = commit(*log, 2).records;

    vfs.fail_syncs(1);
    auto const unknown = commit(*log, 3);
    CHECK(unknown.durability == Durability::spill);
    CHECK(vfs.failures() == 1);
    append_to(all, unknown.records);
    CHECK(unknown.records[0].flags == 0);  // it may stand in the journal: no byte may differ
    CHECK(log->status().mode == Durability::spill);
    CHECK(log->status().since == now);
    CHECK(log->status().waiting == 3);
    CHECK(mentions(log->status().trouble, "live.db"));
    CHECK(mentions(log->status().trouble, "disk"));

    auto const spilled = commit(*log, 2);
    CHECK(spilled.durability == Durability::spill);
    CHECK(spilled.records[0].flags == record_flag::accepted_in_spill);
    append_to(all, spilled.records);
    CHECK(read_all(*log) == all);
    CHECK(read_all(*log, 5).size() == 3);

    CHECK(log->try_return(later) == Durability::local);
    CHECK(log->status().mode == Durability::local);
    CHECK(log->status().since == later);
    CHECK(log->status().waiting == 0);
    CHECK(log->status().trouble.empty());
    CHECK(place.spills() == std::vector<std::string>{"live.db.1.spill.merged"});
    append_to(all, commit(*log, 1).records);
    CHECK(read_all(*log) == all);
    CHECK(verified(place.journal()) == log->head());
    CHECK(stat(place.journal())->accepted_in_spill == 2);
}

TEST_CASE("a commit that took place although it reported failure is not doubled",
          "[journal][durable]") {
    FailingVfs vfs{"unknown-outcome"};
    Place const place;
    auto const log = open_log(place, vfs.name());
    commit(*log, 2);
    vfs.fail_syncs(1);
    auto const unknown = commit(*log, 3);
    REQUIRE(unknown.durability == Durability::spill);
    // The case is only a case if the batch is there: another process sees it.
    REQUIRE(ask(place.journal(), "SELECT max(seq) FROM journal") == "5");

    commit(*log, 1);
    REQUIRE(log->try_return(later) == Durability::local);
    CHECK(ask(place.journal(), "SELECT count(*) FROM journal") == "6");
    CHECK(verified(place.journal()) == log->head());
}

TEST_CASE("a commit that failed and did not take place is made good", "[journal][durable]") {
    FailingVfs vfs{"write-fails"};
    Place const place;
    auto const log = open_log(place, vfs.name());
    commit(*log, 2);
    vfs.set_full(true);
    auto const refused = commit(*log, 3);
    CHECK(refused.durability == Durability::spill);
    CHECK(mentions(log->status().trouble, "make room"));
    CHECK(ask(place.journal(), "SELECT max(seq) FROM journal") == "2");
    for (int round = 0; round < 3; ++round) {
        CHECK(log->try_return(later) == Durability::spill);
        CHECK(commit(*log, 1).durability == Durability::spill);
    }
    CHECK(log->status().since == now);  // when it began, not when it was last tried
    vfs.set_full(false);
    CHECK(log->try_return(later) == Durability::local);
    CHECK(verified(place.journal()).seq == 8);
    CHECK(log->epoch() == 1);
}

TEST_CASE("a disk that fails again on the way home leaves everything in the spill",
          "[journal][durable]") {
    FailingVfs vfs{"fails-at-home"};
    Place const place;
    auto const log = open_log(place, vfs.name());
    commit(*log, 2);
    vfs.set_gone(true);
    auto all = read_all(*log);
    append_to(all, commit(*log, 2500).records);  // more than comes home in one transaction
    vfs.set_gone(false);
    int tries = 0;
    for (auto mode = Durability::spill; mode != Durability::local; ++tries) {
        REQUIRE(tries < 100);
        // Another sync fails at each try, until there is none left to fail.
        auto const before = vfs.syncs();
        vfs.fail_syncs(0);
        if (tries < 12) {
            vfs.fail_syncs(12 - tries);
        }
        mode = *log->try_return(later);
        CHECK(vfs.syncs() > before);
    }
    CHECK(tries > 10);
    CHECK(verified(place.journal()) == log->head());
    CHECK(read_all(*log) == all);
    CHECK(place.spills() == std::vector<std::string>{"live.db.1.spill.merged"});
}

TEST_CASE("without a spill directory a failing disk means NONE at once, and then home again",
          "[journal][durable]") {
    FailingVfs vfs{"no-spill"};
    Place const place;
    auto const log = open_log(place, vfs.name(), false);
    commit(*log, 1);
    vfs.set_gone(true);
    auto const lost = commit(*log, 2);
    CHECK(lost.durability == Durability::none);
    CHECK(log->status().mode == Durability::none);
    CHECK(mentions(log->status().trouble, "--spill"));
    CHECK(log->try_return(later) == Durability::none);
    CHECK(commit(*log, 1).durability == Durability::none);
    vfs.set_gone(false);
    CHECK(log->try_return(later) == Durability::local);
    CHECK(verified(place.journal()).seq == 4);
}

TEST_CASE("when journal and spill fail the log goes on in memory, and takes what it can get back",
          "[journal][durable]") {
    FailingVfs vfs{"both-fail"};
    Place const place;
    write_bytes(place.spill(), "a file where the directory should be");
    auto const log = open_log(place, vfs.name());
    commit(*log, 1);
    vfs.set_gone(true);
    CHECK(commit(*log, 2).durability == Durability::none);
    CHECK(mentions(log->status().trouble, "live.db"));
    CHECK(mentions(log->status().trouble, "spill"));
    CHECK(log->try_return(later) == Durability::none);

    std::filesystem::remove(place.spill());  // the second disk is back before the first
    CHECK(log->try_return(later) == Durability::spill);
    CHECK(log->status().since == later);
    auto const contents = read_spill(place.spill() / "live.db.1.spill");
    REQUIRE(contents.has_value());
    CHECK(contents->records.size() == 2);  // also what was accepted with NONE
    CHECK(commit(*log, 1).durability == Durability::spill);

    vfs.set_gone(false);
    CHECK(log->try_return(later) == Durability::local);
    CHECK(verified(place.journal()).seq == 4);
}

TEST_CASE("the same log loses and finds its disk many times", "[journal][durable]") {
    FailingVfs vfs{"flapping"};
    Place const place;
    auto const log = open_log(place, vfs.name());
    std::vector<Record> all;
    for (int round = 0; round < 30; ++round) {
        append_to(all, commit(*log, 2).records);
        round % 2 == 0 ? vfs.fail_syncs(1) : vfs.set_full(true);
        append_to(all, commit(*log, 3).records);
        append_to(all, commit(*log, 1).records);
        REQUIRE(log->status().mode == Durability::spill);
        vfs.set_full(false);
        REQUIRE(log->try_return(later) == Durability::local);
    }
    CHECK(vfs.failures() >= 30);
    CHECK(read_all(*log) == all);
    CHECK(verified(place.journal()) == log->head());
    CHECK(place.spills().size() == 30);
}

TEST_CASE("another writer is no disk fault: the append is fenced", "[journal][durable]") {
    Place const place;
    auto const log = open_log(place);
    commit(*log, 1);
    // What the lock prevents among our own programs, a hand with sqlite3 can still do.
    auto const hand = Connection::open(place.journal(), Connection::Access::write, "");
    REQUIRE((*hand)->run("UPDATE head SET epoch = 9", "test"));
    auto records = batch(1, 1);
    auto const fenced = log->commit(records, now);
    REQUIRE_FALSE(fenced.has_value());
    CHECK(fenced.error().kind == JournalErrorKind::fenced);
}

TEST_CASE("a journal that another wrote meanwhile is not returned to", "[journal][durable]") {
    FailingVfs vfs{"overtaken"};
    Place const place;
    auto const log = open_log(place, vfs.name());
    commit(*log, 2);
    vfs.set_gone(true);
    commit(*log, 1);
    std::filesystem::remove(place.journal().string() + ".lock");  // as a careless hand would
    {
        auto const other = open(place);
        append(*other, batch(2, 1, "site-b"));
    }
    vfs.set_gone(false);
    auto const fenced = log->try_return(later);
    REQUIRE_FALSE(fenced.has_value());
    CHECK(is_fence(fenced.error().kind));
    CHECK(place.spills() == std::vector<std::string>{"live.db.1.spill"});  // kept
}

TEST_CASE("a journal that has our batch, and another's after it, is not returned to",
          "[journal][durable]") {
    FailingVfs vfs{"overtaken-after"};
    Place const place;
    auto const log = open_log(place, vfs.name());
    commit(*log, 2);
    vfs.fail_syncs(1);
    commit(*log, 1);  // and it took place
    {
        // The same epoch, so that only the head tells.
        OpenOptions claim;
        claim.claim = EpochClaim{.seen = 1, .ours = 1};
        std::filesystem::remove(place.journal().string() + ".lock");
        auto const other = open(place, claim);
        REQUIRE(other->head()->seq == 3);
        append(*other, batch(3, 1, "site-b"));
    }
    auto const fenced = log->try_return(later);
    REQUIRE_FALSE(fenced.has_value());
    CHECK(fenced.error().kind == JournalErrorKind::conflict);
    CHECK(place.spills() == std::vector<std::string>{"live.db.1.spill"});
}

TEST_CASE("snapshots wait for the journal, and their segments are not lost", "[journal][durable]") {
    FailingVfs vfs{"snapshots"};
    Place const place;
    auto const log = open_log(place, vfs.name());
    commit(*log, 10);
    log->write_snapshot({10, 1, "ten", {}}, CommandSegment{1, 10, "a"}, now);
    vfs.set_gone(true);
    commit(*log, 10);
    log->write_snapshot({20, 1, "twenty", {}}, CommandSegment{11, 20, "b"}, now);
    CHECK_FALSE(log->latest_snapshot(20).has_value());  // nothing can be read
    vfs.set_gone(false);
    CHECK((**log->latest_snapshot(20)).seq == 10);
    REQUIRE(log->try_return(later) == Durability::local);
    CHECK((**log->latest_snapshot(20)).seq == 10);  // the journal never knows more than its records
    commit(*log, 1);
    log->write_snapshot({21, 1, "more", {}}, CommandSegment{21, 21, "c"}, later);
    CHECK((**log->latest_snapshot(21)).state == "more");
    REQUIRE(log->command_segments()->size() == 3);
    CHECK((*log->command_segments())[1].entries == "b");

    // What is kept is not kept again: nothing grows in memory.
    REQUIRE(ask(place.journal(), "SELECT count(*) FROM command_segment") == "3");
    {
        auto const hand = Connection::open(place.journal(), Connection::Access::write, "");
        REQUIRE((*hand)->run("DELETE FROM command_segment", "test"));
    }
    commit(*log, 1);
    log->write_snapshot({22, 1, "last", {}}, std::nullopt, later);
    CHECK(ask(place.journal(), "SELECT count(*) FROM command_segment") == "0");
}

TEST_CASE("a snapshot that cannot be written costs neither records nor segments",
          "[journal][durable]") {
    FailingVfs vfs{"snapshot-fails"};
    Place const place;
    auto const log = open_log(place, vfs.name());
    commit(*log, 10);
    vfs.fail_syncs(1);
    log->write_snapshot({10, 1, "ten", {}}, CommandSegment{1, 10, "a"}, now);
    CHECK(log->status().mode == Durability::spill);
    CHECK(log->status().waiting == 0);
    REQUIRE(log->try_return(later) == Durability::local);
    log->write_snapshot({10, 1, "ten", {}}, std::nullopt, later);
    REQUIRE(log->status().mode == Durability::local);
    REQUIRE(log->command_segments()->size() == 1);
    CHECK(verified(place.journal()).seq == 10);
}

TEST_CASE("a checkpoint that fails is noticed when the log is idle", "[journal][durable]") {
    FailingVfs vfs{"checkpoint-fails"};
    Place const place;
    auto const log = open_log(place, vfs.name());
    while (std::filesystem::file_size(place.journal().string() + "-wal") < 3'000'000) {
        commit(*log, 100);
    }
    auto const before = vfs.syncs();
    vfs.fail_syncs(1);
    log->idle(now);
    CHECK(vfs.syncs() > before);  // more than 500 pages were waiting
    CHECK(log->status().mode == Durability::spill);
    CHECK(commit(*log, 1).durability == Durability::spill);
    REQUIRE(log->try_return(later) == Durability::local);
    auto const quiet = vfs.syncs();
    log->idle(later);
    CHECK(vfs.syncs() == quiet);  // nothing waits
    CHECK(verified(place.journal()) == log->head());
}

}  // namespace larm::journal::test
