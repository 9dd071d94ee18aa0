// Disks that really are full: two small ones of their own, which only root can make.
#include <sys/mount.h>

#include "tests/support/skip.hpp"
#include "tests/support/small_disk.hpp"
#include "tests/unit/journal/support.hpp"

namespace larm::journal::test {
namespace {

struct Disks {
    Place place;
    larm::test::SmallDisk data{place.data(), "2m"};
    larm::test::SmallDisk spill{place.spill(), "2m"};

    [[nodiscard]] bool are_there() const {
        if (!data.is_mounted() || !spill.is_mounted()) {
            larm::test::skip_test("mounting needs root; the failing VFS covers the same path");
            return false;
        }
        return true;
    }
};

Durability fill_by_committing(DurableLog& log, Durability until) {
    for (int round = 0; round < 2000; ++round) {
        if (auto const durability = commit(log, 20).durability; durability == until) {
            return durability;
        }
    }
    return log.status().mode;
}

}  // namespace

TEST_CASE("a disk that fills up: SPILL, then NONE, then all of it is home",
          "[journal][disk][root]") {
    Disks const disks;
    if (!disks.are_there()) {
        return;
    }
    auto const log = open_log(disks.place);
    CHECK(commit(*log, 5).durability == Durability::local);
    // Coming home checkpoints and so makes a little room itself; it takes a few rounds to be full.
    int rounds = 0;
    do {
        REQUIRE(++rounds < 50);
        disks.data.fill();
        REQUIRE(fill_by_committing(*log, Durability::spill) == Durability::spill);
    } while (log->try_return(later) == Durability::local);
    CHECK(log->status().trouble.find("make room") != std::string::npos);
    disks.spill.fill();
    REQUIRE(fill_by_committing(*log, Durability::none) == Durability::none);
    CHECK(log->try_return(later) == Durability::none);
    auto const files = disks.place.spills().size();
    CHECK(log->try_return(later) == Durability::none);
    CHECK(disks.place.spills().size() == files);  // attempts leave nothing behind
    CHECK(commit(*log, 1).durability == Durability::none);

    disks.spill.free();
    CHECK(log->try_return(later) == Durability::spill);
    disks.data.free();
    auto const expected = read_all(*log);
    CHECK(log->try_return(later) == Durability::local);
    CHECK(read_all(*log) == expected);
    CHECK(verified(disks.place.journal()) == log->head());
    for (auto const& name : disks.place.spills()) {
        CHECK_FALSE(name.ends_with(".spill"));
    }
}

TEST_CASE("a start on a disk that is already full knows the past", "[journal][disk][root]") {
    Disks const disks;
    if (!disks.are_there()) {
        return;
    }
    auto const dies = GENERATE(false, true);
    CAPTURE(dies);
    auto const files = disks.place.path() / "files";
    {
        auto const log = open_log(disks.place);
        commit(*log, 50);
        if (dies) {
            // What kill -9 leaves: the write-ahead log, whose index has no room afterwards.
            std::filesystem::copy(disks.place.data(), files);
        }
    }
    if (dies) {
        for (auto const* name : {"live.db", "live.db-wal"}) {
            std::filesystem::copy_file(files / name, disks.place.data() / name,
                                       std::filesystem::copy_options::overwrite_existing);
        }
        REQUIRE(std::filesystem::file_size(disks.place.data() / "live.db-wal") > 0);
    }
    disks.data.fill();
    auto const log = open_log(disks.place);
    CHECK(log->status().mode == Durability::spill);
    CHECK_FALSE(log->status().is_history_unseen);
    CHECK(read_all(*log).size() == 50);
    CHECK(commit(*log, 5).durability == Durability::spill);
    CHECK(log->try_return(later) == Durability::spill);
    disks.data.free();
    CHECK(log->try_return(later) == Durability::local);
    CHECK(verified(disks.place.journal()).seq == 55);
}

TEST_CASE("a first start on a disk without any room", "[journal][disk][root]") {
    Disks const disks;
    if (!disks.are_there()) {
        return;
    }
    disks.data.fill();
    auto const log = open_log(disks.place);
    CHECK(log->status().mode == Durability::spill);
    CHECK(commit(*log, 5).durability == Durability::spill);
    disks.data.free();
    CHECK(log->try_return(later) == Durability::local);
    CHECK(verified(disks.place.journal()).seq == 5);
}

TEST_CASE("a data disk that is mounted read-only", "[journal][disk][root]") {
    Disks const disks;
    if (!disks.are_there()) {
        return;
    }
    {
        auto const log = open_log(disks.place);
        commit(*log, 5);
    }
    auto const where = disks.place.data();
    auto const remount = [&](unsigned long flags) {
        return ::mount("tmpfs", where.c_str(), "tmpfs", MS_REMOUNT | flags, "size=2m") == 0;
    };
    REQUIRE(remount(MS_RDONLY));
    auto const log = open_log(disks.place);
    CHECK(log->status().mode == Durability::spill);
    CHECK_FALSE(log->status().is_history_unseen);
    CHECK(log->head().seq == 5);
    CHECK(commit(*log, 2).durability == Durability::spill);
    CHECK(log->try_return(later) == Durability::spill);
    REQUIRE(remount(0));
    CHECK(log->try_return(later) == Durability::local);
    CHECK(verified(disks.place.journal()).seq == 7);
}

}  // namespace larm::journal::test
