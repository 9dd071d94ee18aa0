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

std::string why_rewound(Place const& place) {
    return open_log(place)->status().rewound;
}

}  // namespace

TEST_CASE("a note is read back as it was written, and replaces the one before", "[journal][head]") {
    Place const place;
    CHECK_FALSE(read_head_note(place.spill(), place.journal()));
    (void)write_and_note(place, 2);
    auto const head = write_and_note(place, 1);
    CHECK(read_head_note(place.spill(), place.journal()) ==
          HeadNote{head, "site-a", place.journal()});
    CHECK_FALSE(read_head_note(place.spill(), place.data() / "other" / "live.db"));
    CHECK(place.spills() == std::vector<std::string>{"live.db.head"});
    write_bytes(place.spill() / "live.db.head", "no note");
    CHECK_FALSE(read_head_note(place.spill(), place.journal()));
    CHECK(why_rewound(place).empty());
}

TEST_CASE("an older file put in the journal's place shows at start", "[journal][head]") {
    Place const place;
    (void)write_and_note(place, 3);
    auto const older = bytes_of(place.journal());
    auto const head = write_and_note(place, 2);
    CHECK(why_rewound(place).empty());
    write_bytes(place.journal(), older);
    CHECK(why_rewound(place).find(head_text(head)) != std::string::npos);

    // Also when it has gone on past the number, with records of its own.
    {
        auto const log = open_log(place);
        auto records = batch(log->head().seq, 5, "site-b");
        REQUIRE(log->commit(records, now).has_value());
    }
    CHECK_FALSE(why_rewound(place).empty());

    // Whoever adopts it takes it as it is.
    {
        auto const log = open_log(place);
        CHECK(log->adopt(now));
        CHECK(log->status().rewound.empty());
        note(place, *log);
    }
    CHECK(open_log(place)->status().rewound.empty());
}

TEST_CASE("a new journal, another one and one elsewhere are not taken for a rewound one",
          "[journal][head]") {
    Place const place;
    auto const head = write_and_note(place, 3);
    fs::remove(place.journal());
    CHECK(open_log(place, "", true, "site-b")->status().rewound.empty());
    fs::remove(place.journal());
    REQUIRE(write_head_note(place.spill(), {head, "site-a", "/elsewhere/live.db"}).has_value());
    CHECK(open_log(place)->status().rewound.empty());
}

TEST_CASE("what a spill brings home is counted before the journal is called rewound",
          "[journal][head]") {
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
    CHECK(why_rewound(place).empty());
}

}  // namespace larm::journal::test
