// What a start makes of a spill that is torn, damaged, foreign or contradicts the journal.
#include <fmt/format.h>

#include <algorithm>

#include "engine/journal/verify.hpp"
#include "tests/support/failing_vfs.hpp"
#include "tests/unit/journal/support.hpp"

namespace larm::journal::test {

using larm::test::FailingVfs;
namespace fs = std::filesystem;

TEST_CASE("a spill with a torn end is merged up to it", "[journal][start]") {
    FailingVfs vfs{"torn"};
    Place const place;
    {
        auto const log = open_log(place, vfs.name());
        vfs.set_gone(true);
        commit(*log, 2);
        commit(*log, 2);
        vfs.set_gone(false);
    }
    auto const spill = place.spill() / "live.db.1.spill";
    fs::resize_file(spill, fs::file_size(spill) - 5);
    auto const log = open_log(place);
    CHECK(log->head().seq == 2);
    CHECK(log->status().warnings.empty());
    CHECK(verified(place.journal()).seq == 2);
}

TEST_CASE("a damaged spill is merged as far as it is whole, kept aside and told about",
          "[journal][start]") {
    FailingVfs vfs{"damaged"};
    Place const place;
    {
        auto const log = open_log(place, vfs.name());
        vfs.set_gone(true);
        for (int index = 0; index < 4; ++index) {
            commit(*log, 1);
        }
        vfs.set_gone(false);
    }
    auto const spill = place.spill() / "live.db.1.spill";
    auto bytes = bytes_of(spill);
    bytes[bytes.find("says 3")] = 'X';
    write_bytes(spill, bytes);
    auto const log = open_log(place);
    CHECK(log->status().mode == Durability::local);
    CHECK(log->head().seq == 2);
    CHECK(warns_of(*log, "damaged"));
    CHECK(warns_of(*log, "up to 2"));
    CHECK(place.spills() == std::vector<std::string>{"live.db.1.spill.damaged"});
    CHECK(bytes_of(spill.string() + ".damaged") == bytes);
    CHECK(commit(*log, 1).durability == Durability::local);
}

TEST_CASE("damage in a spill's last batch, or in all of it, is told as any other",
          "[journal][start]") {
    FailingVfs vfs{"damaged-end"};
    Place const place;
    {
        auto const log = open_log(place, vfs.name());
        vfs.set_gone(true);
        (void)commit(*log, 2);
        (void)commit(*log, 1);
        vfs.set_gone(false);
    }
    auto const spill = place.spill() / "live.db.1.spill";
    auto bytes = bytes_of(spill);
    auto const is_all = GENERATE(false, true);
    if (is_all) {
        bytes.assign("LSPLgarbage");
    } else {
        bytes[bytes.size() - 60] ^= 4;
    }
    write_bytes(spill, bytes);
    auto const log = open_log(place);
    CHECK(log->head().seq == (is_all ? 0 : 2));
    CHECK(log->status().has_lost_events);
    CHECK(warns_of(*log, "damaged"));
    CHECK(place.spills() == std::vector<std::string>{"live.db.1.spill.damaged"});
    CHECK(bytes_of(spill.string() + ".damaged") == bytes);
}

TEST_CASE("a spill that does not continue the journal is refused loudly and kept",
          "[journal][start]") {
    FailingVfs vfs{"refused"};
    Place const place;
    std::string old_journal;
    {
        auto const log = open_log(place);
        commit(*log, 2);
    }
    old_journal = bytes_of(place.journal());
    die_in_spill(place, vfs, 3, 2);
    auto const spill = bytes_of(place.spill() / "live.db.1.spill");
    // Somebody restores last week's copy.
    for (auto const* suffix : {"", "-wal", "-shm"}) {
        fs::remove(place.journal().string() + suffix);
    }
    write_bytes(place.journal(), old_journal);

    auto const log = open_log(place);
    CHECK(log->status().mode == Durability::local);
    CHECK(log->head().seq == 2);
    CHECK(warns_of(*log, "NOT in it"));
    CHECK(warns_of(*log, "live.db.1.spill"));
    CHECK(place.spills() == std::vector<std::string>{"live.db.1.spill.refused"});
    CHECK(bytes_of(place.spill() / "live.db.1.spill.refused") == spill);
}

TEST_CASE("a spill of another journal is left where it is", "[journal][start]") {
    FailingVfs vfs{"foreign"};
    Place const theirs;
    die_in_spill(theirs, vfs, 0, 1, "site-x");  // which would even fit an empty journal
    Place const ours;
    fs::create_directories(ours.spill());
    fs::copy_file(theirs.spill() / "live.db.1.spill", ours.spill() / "live.db.1.spill");
    auto const log = open_log(ours);
    CHECK(log->head().seq == 0);
    CHECK(warns_of(*log, "another journal"));
    CHECK(ours.spills() == std::vector<std::string>{"live.db.1.spill"});
}

}  // namespace larm::journal::test
