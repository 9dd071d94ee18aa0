// What is kept of an exercise so that it can be played anew, and the folders that it is kept in.
#include "engine/exercise/inputs.hpp"

#include <fstream>

#include "engine/exercise/run_folder.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::exercise {

TEST_CASE("inputs are read back as they were noted, by another process too", "[exercise]") {
    larm::test::TemporaryDirectory const folder;
    auto const file = folder.path() / "inputs.db";
    {
        auto const inputs = Inputs::open(file);
        REQUIRE(inputs.has_value());
        v1::Command command;
        command.mutable_pause_exercise()->set_reason("Lunch");
        (*inputs)->note({7, {1'000'000}, command});
        (*inputs)->note({7, {2'000'000}, {}});
        CHECK((*inputs)->trouble().empty());
    }
    CHECK((std::filesystem::status(file).permissions() & std::filesystem::perms::others_all) ==
          std::filesystem::perms::none);
    auto const again = Inputs::open(file);
    REQUIRE(again.has_value());
    auto const all = (*again)->all();
    REQUIRE(all.has_value());
    REQUIRE(all->size() == 2);
    CHECK(all->front().steps == 7);
    CHECK(all->front().at == core::Instant{1'000'000});
    CHECK(all->front().command.pause_exercise().reason() == "Lunch");
}

TEST_CASE("a run comes back unless it was closed, has no scenario, or is not the latest",
          "[exercise]") {
    larm::test::TemporaryDirectory const data;
    std::string const text = "id: \"x\"\n";
    auto const run = [&](std::string const& world, std::int64_t at_us, bool comes_back) {
        auto made = new_run(data.path(), world, {at_us});
        REQUIRE(made.make(comes_back ? &text : nullptr).has_value());
        return made;
    };
    CHECK(open_runs(data.path()).empty());
    (void)run("a", 1000, true);
    auto const latest = run("a", 2000, true);
    (void)run("b", 3000, true);
    (void)run("of the command line", 4000, false);
    run("closed", 5000, true).mark_closed();
    auto const open = open_runs(data.path());
    REQUIRE(open.size() == 2);
    CHECK(open.front().world_id == "b");
    CHECK(open.back().path == latest.path);
    CHECK(open.back().scenario() == text);
}

}  // namespace larm::exercise
