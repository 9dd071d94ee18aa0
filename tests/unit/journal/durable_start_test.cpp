// What a start makes of what the last process left: a spill, a full disk, no disk, a damaged file.
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

#include "engine/journal/verify.hpp"
#include "tests/support/failing_vfs.hpp"
#include "tests/unit/journal/support.hpp"

namespace larm::journal::test {
namespace {

using larm::test::FailingVfs;
namespace fs = std::filesystem;

std::vector<std::string> bodies(std::vector<Record> const& records) {
    std::vector<std::string> all;
    for (auto const& record : records) {
        all.push_back(record.body);
    }
    return all;
}

}  // namespace

TEST_CASE("a process killed in SPILL loses nothing: the next start merges", "[journal][start]") {
    Place const place;
    auto const child = ::fork();
    if (child == 0) {
        FailingVfs vfs{"killed"};
        auto const log = open_log(place, vfs.name());
        commit(*log, 2);
        vfs.fail_syncs(1);
        commit(*log, 3);
        auto const last = commit(*log, 4);
        ::kill(::getpid(), last.durability == Durability::spill ? SIGKILL : SIGTERM);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
    REQUIRE(WTERMSIG(status) == SIGKILL);

    auto const log = open_log(place);
    CHECK(log->status().mode == Durability::local);
    CHECK(log->status().warnings.empty());
    CHECK(log->head().seq == 9);
    CHECK(log->epoch() == 2);
    CHECK(log->site_seq_at_start() == 9);
    CHECK(log->hlc_at_start() == now.us + 9);
    CHECK(place.spills() == std::vector<std::string>{"live.db.1.spill.merged"});
    commit(*log, 1);
    CHECK(verified(place.journal()).seq == 10);
}

TEST_CASE("a merge that was interrupted before the spill was put away is not doubled",
          "[journal][start]") {
    FailingVfs vfs{"interrupted"};
    Place const place;
    auto const records = die_in_spill(place, vfs, 2, 3);
    auto const spill = place.spill() / "live.db.1.spill";
    auto const bytes = bytes_of(spill);
    {
        auto const log = open_log(place);
    }
    fs::remove(spill.string() + ".merged");
    write_bytes(spill, bytes);
    auto const log = open_log(place);
    CHECK(read_all(*log) == records);
    CHECK(verified(place.journal()).seq == 5);
    CHECK(place.spills() == std::vector<std::string>{"live.db.1.spill.merged"});
}

TEST_CASE("a start on a full disk knows the past and goes on in SPILL", "[journal][start]") {
    FailingVfs vfs{"full-start"};
    Place const place;
    {
        auto const log = open_log(place);
        commit(*log, 5);
        log->write_snapshot({5, 1, "five", {}}, CommandSegment{1, 5, "a"}, now);
    }
    vfs.set_full(true);
    {
        auto const log = open_log(place, vfs.name());
        CHECK(log->status().mode == Durability::spill);
        CHECK(log->status().trouble.find("make room") != std::string::npos);
        CHECK_FALSE(log->status().is_history_unseen);
        CHECK(log->head().seq == 5);
        CHECK(log->epoch() == 2);
        CHECK(log->site() == "site-a");
        CHECK(log->site_seq_at_start() == 5);
        CHECK(log->instance_id() == "instance-1");
        CHECK(read_all(*log).size() == 5);
        CHECK((**log->latest_snapshot(5)).state == "five");
        CHECK(log->command_segments()->size() == 1);
        CHECK(commit(*log, 2).durability == Durability::spill);
        CHECK(log->try_return(later) == Durability::spill);
        vfs.set_full(false);
        CHECK(log->try_return(later) == Durability::local);
        CHECK(commit(*log, 1).records[0].epoch == 2);
        CHECK(log->epoch() == 2);
    }
    CHECK(verified(place.journal()).seq == 8);
    CHECK(open_log(place)->epoch() == 3);
}

TEST_CASE("several processes die one after the other on a full disk, and all is merged",
          "[journal][start]") {
    FailingVfs vfs{"full-again"};
    Place const place;
    auto records = die_in_spill(place, vfs, 2, 2);
    vfs.set_full(true);
    for (std::int64_t process = 0; process < 3; ++process) {
        auto const log = open_log(place, vfs.name(), true, fmt::format("site-{}", process));
        REQUIRE(log->status().mode == Durability::spill);
        CHECK(read_all(*log) == records);
        CHECK(log->site_seq_at_start() == 4 + process * 2);
        auto const more = commit(*log, 2);
        records.insert(records.end(), more.records.begin(), more.records.end());
        CHECK(read_all(*log) == records);
        // One spill waits, the newest, and it holds everything.
        auto const names = place.spills();
        CHECK(std::ranges::count_if(
                  names, [](auto const& name) { return name.ends_with(".spill"); }) == 1);
        CHECK(read_spill(place.spill() / fmt::format("live.db.{}.spill", process + 2))
                  ->records.size() == static_cast<std::size_t>(4 + process * 2));
    }
    vfs.set_full(false);
    auto const log = open_log(place);
    CHECK(log->status().mode == Durability::local);
    CHECK(log->status().warnings.empty());
    CHECK(read_all(*log) == records);
    CHECK(verified(place.journal()).seq == 10);
    for (auto const& name : place.spills()) {
        CHECK_FALSE(name.ends_with(".spill"));
    }
}

TEST_CASE("a first start on a disk that cannot be written becomes a journal later",
          "[journal][start]") {
    FailingVfs vfs{"no-disk-yet"};
    Place const place;
    vfs.set_gone(true);
    auto const log = open_log(place, vfs.name());
    CHECK(log->status().mode == Durability::spill);
    CHECK(log->epoch() == 1);
    CHECK(commit(*log, 3).durability == Durability::spill);
    vfs.set_gone(false);
    CHECK(log->try_return(later) == Durability::local);  // without a restart
    CHECK_FALSE(log->status().is_history_unseen);
    CHECK(log->instance_id() == "instance-1");
    CHECK(commit(*log, 1).durability == Durability::local);
    CHECK(verified(place.journal()).seq == 4);
}

TEST_CASE("processes that never saw a disk leave a whole journal to the one that does",
          "[journal][start]") {
    FailingVfs vfs{"never-a-disk"};
    Place const place;
    vfs.set_gone(true);
    std::vector<Record> records;
    for (int process = 0; process < 3; ++process) {
        auto const log = open_log(place, vfs.name(), true, fmt::format("blind-{}", process));
        CHECK(read_all(*log) == records);
        CHECK(log->site() == fmt::format("blind-{}", process));
        auto const more = commit(*log, 2);
        CHECK(more.durability == Durability::spill);
        records.insert(records.end(), more.records.begin(), more.records.end());
    }
    vfs.set_gone(false);
    auto const log = open_log(place);
    CHECK(log->status().mode == Durability::local);
    CHECK(read_all(*log) == records);
    CHECK(verified(place.journal()).seq == 6);
}

TEST_CASE("what was accepted without sight of the journal is appended to it, under new numbers",
          "[journal][start]") {
    FailingVfs vfs{"blind"};
    Place const place;
    {
        auto const log = open_log(place);
        commit(*log, 5);
    }
    auto const restarts = GENERATE(true, false);
    CAPTURE(restarts);
    vfs.set_gone(true);
    {
        auto const log = open_log(place, vfs.name(), true, "blind");
        CHECK(log->status().is_history_unseen);
        CHECK(warns_of(*log, "nothing that happened before is known"));
        CHECK(log->site() == "blind");  // never the number of a record that may be there
        CHECK(commit(*log, 2).durability == Durability::spill);
        vfs.set_gone(false);
        if (!restarts) {
            // The process has not seen the past: all comes home, and it must start anew.
            auto const home = log->try_return(later);
            REQUIRE_FALSE(home.has_value());
            CHECK(home.error().kind == JournalErrorKind::conflict);
            CHECK(home.error().message.find("start anew") != std::string::npos);
            CHECK_FALSE(log->try_return(later).has_value());
        }
    }
    auto const log = open_log(place);
    CHECK(log->status().mode == Durability::local);
    auto const records = read_all(*log);
    CHECK(bodies(records) == std::vector<std::string>{
                                 "site-a says 1", "site-a says 2", "site-a says 3", "site-a says 4",
                                 "site-a says 5", "blind says 1", "blind says 2"});
    CHECK(records[5].seq == 6);
    CHECK(records[5].site_seq == 1);
    CHECK(records[5].flags == record_flag::accepted_in_spill);
    CHECK(verified(place.journal()).seq == 7);
    for (auto const& name : place.spills()) {
        CHECK(name.ends_with(".merged"));
    }
}

TEST_CASE("a blind spill that is found again is not doubled", "[journal][start]") {
    FailingVfs vfs{"blind-again"};
    Place const place;
    {
        auto const log = open_log(place);
        commit(*log, 5);
    }
    vfs.set_gone(true);
    {
        auto const log = open_log(place, vfs.name(), true, "blind");
        commit(*log, 2);
    }
    vfs.set_gone(false);
    auto const spill = place.spill() / "live.db.1.spill";
    auto const bytes = bytes_of(spill);
    {
        auto const log = open_log(place);
        CHECK(log->head().seq == 7);
        commit(*log, 1);
    }
    write_bytes(spill, bytes);
    fs::remove(spill.string() + ".merged");
    auto const log = open_log(place);
    CHECK(log->status().mode == Durability::local);
    CHECK(log->head().seq == 8);
    CHECK(verified(place.journal()).seq == 8);
    CHECK(place.spills() == std::vector<std::string>{"live.db.1.spill.merged"});
}

TEST_CASE("a start that sees only the spill, and whose disk comes back, must start anew",
          "[journal][start]") {
    FailingVfs vfs{"only-spill-home"};
    Place const place;
    auto records = die_in_spill(place, vfs, 5, 2);
    vfs.set_gone(true);
    {
        auto const log = open_log(place, vfs.name(), true, "after");
        auto const more = commit(*log, 2);
        records.insert(records.end(), more.records.begin(), more.records.end());
        vfs.set_gone(false);
        auto const home = log->try_return(later);
        REQUIRE_FALSE(home.has_value());
        CHECK(home.error().kind == JournalErrorKind::conflict);
    }
    auto const log = open_log(place);
    CHECK(read_all(*log) == records);
    CHECK(verified(place.journal()).seq == 9);
}

TEST_CASE("a start that sees only an empty spill writes under a later epoch than the journal's",
          "[journal][start]") {
    Place const place;
    FailingVfs vfs{"epochs"};
    for (int start = 0; start < 2; ++start) {
        (void)commit(*open_log(place, vfs.name()), 1);
    }
    vfs.set_full(true);
    (void)open_log(place, vfs.name());  // it sees the journal, cannot write it, and says nothing
    vfs.set_gone(true);
    CHECK(commit(*open_log(place, vfs.name()), 1).durability == Durability::spill);
    vfs.set_gone(false);
    vfs.set_full(false);
    (void)open_log(place, vfs.name());
    CHECK(verified(place.journal()).seq == 3);
}

TEST_CASE("a start that sees only the spill goes on after it", "[journal][start]") {
    FailingVfs vfs{"only-spill"};
    Place const place;
    auto records = die_in_spill(place, vfs, 5, 2);
    vfs.set_gone(true);
    {
        auto const log = open_log(place, vfs.name(), true, "after");
        CHECK(log->status().is_history_unseen);
        CHECK(log->head().seq == 7);
        CHECK(log->epoch() == 2);
        CHECK(log->site() == "after");
        CHECK(log->site_seq_at_start() == 0);
        CHECK(log->hlc_at_start() == now.us + 7);
        CHECK(read_all(*log).size() == 2);
        auto const more = commit(*log, 2);
        records.insert(records.end(), more.records.begin(), more.records.end());
    }
    vfs.set_gone(false);
    auto const log = open_log(place);
    CHECK(log->status().mode == Durability::local);
    CHECK(read_all(*log) == records);
    CHECK(verified(place.journal()).seq == 9);
}

TEST_CASE("a second daemon is refused, also while the first has lost its disk",
          "[journal][start]") {
    FailingVfs vfs{"second"};
    Place const place;
    auto const log = open_log(place, vfs.name());
    vfs.set_gone(true);
    commit(*log, 1);
    vfs.set_gone(false);
    DurableLogOptions options;
    options.journal = place.journal();
    options.spill_dir = place.spill();
    options.fresh = identity("site-b");
    auto const second = DurableLog::open(std::move(options), now);
    REQUIRE_FALSE(second.has_value());
    CHECK(second.error().kind == JournalErrorKind::locked);
    CHECK(place.spills() == std::vector<std::string>{"live.db.1.spill"});
    CHECK(log->try_return(later) == Durability::local);
}

TEST_CASE("a data directory that is not there is made", "[journal][start]") {
    Place const place;
    fs::remove_all(place.data());
    auto const log = open_log(place);
    CHECK(log->status().mode == Durability::local);
}

}  // namespace larm::journal::test
