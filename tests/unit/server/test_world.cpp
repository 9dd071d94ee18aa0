#include "tests/unit/server/test_world.hpp"

#include "engine/rules/as_commands.hpp"
#include "engine/rules/loader.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/memory_channel.hpp"

namespace larm::server::test {

namespace {

delivery::Channels<delivery::Live> sms_that_is_down() {
    auto sms = std::make_unique<delivery::MemoryChannel<delivery::Live>>();
    sms->answer_with(delivery::Answer::trouble);
    delivery::Channels<delivery::Live> channels;
    channels.emplace(v1::CHANNEL_SMS, std::move(sms));
    return channels;
}

}  // namespace

TestWorld::TestWorld(std::filesystem::path const& directory, world::FeedPort& feed)
    : outbox_{sms_that_is_down()} {
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

TestWorld::~TestWorld() {
    if (live_ != nullptr) {
        live_->drain();
    }
    outbox_.stop(std::chrono::milliseconds{0});
}

}  // namespace larm::server::test
