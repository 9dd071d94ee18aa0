#include "tests/unit/server/test_world.hpp"

#include "engine/rules/as_commands.hpp"
#include "engine/rules/loader.hpp"
#include "tests/support/catch.hpp"

namespace larm::server::test {

TestWorld::TestWorld(std::filesystem::path const& directory, world::FeedPort& feed) {
    auto const loaded = rules::load_pack(RULES);
    REQUIRE(loaded.has_value());
    world::LiveWorldOptions options;
    options.log.journal = directory / "live.db";
    options.log.fresh = {"site-test", "instance-test", {world::read_clocks().wall_us}};
    auto opened = world::LiveWorld::open(std::move(options), feed, outbox_);
    if (!opened) {
        FAIL(opened.error().message);
    }
    live_ = std::move(*opened);
    outbox_.report_to(*live_);
    REQUIRE(live_->submit_and_wait(rules::activation(*loaded)).has_value());
}

}  // namespace larm::server::test
