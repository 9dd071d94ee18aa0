// The same scenario and seed give the same bytes, also on disk; another seed another night.
#include "engine/journal/sqlite_journal.hpp"
#include "engine/journal/verify.hpp"
#include "engine/world/restore.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/player/support.hpp"

namespace larm::player::test {
namespace {

std::vector<journal::Record> records_in(std::filesystem::path const& file) {
    auto const opened = journal::SqliteJournal::open(file, journal::OpenMode::read_only);
    REQUIRE(opened.has_value());
    std::vector<journal::Record> records;
    auto const read = (*opened)->read(1, [&records](journal::Record const& record) {
        records.push_back(record);
        return true;
    });
    REQUIRE(read.has_value());
    return records;
}

}  // namespace

TEST_CASE("the same seed twice gives the same bytes and the same state", "[player]") {
    auto const scenario = load(shipped("arboga_2006"));
    auto const one = play(scenario, 3);
    auto const other = play(scenario, 3);
    CHECK(one->head() == other->head());
    CHECK(one->result().SerializeAsString() == other->result().SerializeAsString());
    CHECK(one->result().state_hash() == other->result().state_hash());
}

TEST_CASE("another seed gives another night", "[player]") {
    auto const scenario = load(shipped("arboga_2006"));
    CHECK(play(scenario, 3)->result().state_hash() != play(scenario, 4)->result().state_hash());
}

TEST_CASE("a replay's journal verifies, and folds to the state that was reported", "[player]") {
    auto const scenario = load(shipped("two_incidents"));
    Folder const folder;
    std::vector<std::vector<journal::Record>> both;
    for (auto const* name : {"one.db", "other.db"}) {
        auto const file = folder.path() / name;
        std::string hash;
        {
            auto opened = Player::open(scenario, {.seed = 5, .journal = file});
            REQUIRE(opened.has_value());
            (*opened)->play_to_the_end();
            CHECK((*opened)->trouble() == "");
            hash = (*opened)->result().state_hash();
        }
        auto const report = journal::verify(file);
        REQUIRE(report.has_value());
        CHECK(report->is_good());
        CHECK(report->events > 300);
        auto const journal = journal::SqliteJournal::open(file, journal::OpenMode::read_only);
        REQUIRE(journal.has_value());
        auto const start = world::restore(**journal);
        REQUIRE(start.has_value());
        CHECK(journal::hex(world::state_hash(start->state)) == hash);
        both.push_back(records_in(file));
    }
    CHECK(both.front() == both.back());
}

TEST_CASE("a replay never writes over a file that is there", "[player]") {
    auto const scenario = load_text(small());
    Folder const folder;
    auto const file = folder.write("live.db", "not ours");
    auto const opened = Player::open(scenario, {.journal = file});
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().find("exists already") != std::string::npos);
}

}  // namespace larm::player::test
