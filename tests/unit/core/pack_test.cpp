// Packs from before the engine's patience stood in them: they go on meaning what they meant.
#include "engine/core/pack.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

v1::RulePack read(v1::RulePack const& pack) {
    auto const rules = core::read_pack(pack.SerializeAsString());
    REQUIRE(rules.has_value());
    return *rules;
}

/// One channel, with the figures that packs have always had.
v1::RulePack old_pack(int backoff_first_ms, int broken_after) {
    v1::RulePack pack;
    auto& channel = *pack.mutable_policy()->add_channels();
    channel.set_channel(v1::CHANNEL_SMS);
    channel.set_attempt_within_s(40);
    channel.set_backoff_first_ms(backoff_first_ms);
    channel.set_broken_after(broken_after);
    return pack;
}

}  // namespace

TEST_CASE("a pack that does not say how patient the engine is means the former patience",
          "[core][pack]") {
    auto const rules = read(old_pack(700, 3));
    CHECK(rules.policy().channels(0).broken_row_ms() == 2100);  // three first pauses
    CHECK(rules.policy().channels(0).overrun_pause_ms() == 1000);
    auto const& answers = rules.policy().answers();
    CHECK(answers.wrong_replies_per_hour() == 10);
    CHECK(answers.stranger_replies_per_hour() == 30);
    CHECK(answers.call_turns() == 5);
    CHECK(answers.tries() == 8);
}

TEST_CASE("a channel that is tried once, or never counts as broken, gets no patience",
          "[core][pack]") {
    auto const rules = read(old_pack(0, 0));
    CHECK(rules.policy().channels(0).broken_row_ms() == 0);
    CHECK(rules.policy().channels(0).overrun_pause_ms() == 0);
    auto const never_broken = read(old_pack(700, 0));
    CHECK(never_broken.policy().channels(0).broken_row_ms() == 0);
    CHECK(never_broken.policy().channels(0).overrun_pause_ms() == 1000);
}

TEST_CASE("what a pack says of its patience stands as it says it", "[core][pack]") {
    auto pack = old_pack(700, 3);
    pack.mutable_policy()->mutable_channels(0)->set_broken_row_ms(1);
    pack.mutable_policy()->mutable_channels(0)->set_overrun_pause_ms(2);
    pack.mutable_policy()->mutable_answers()->set_tries(3);
    CHECK(read(pack).SerializeAsString() == pack.SerializeAsString());
}

TEST_CASE("a journaled pack of an older engine keeps its bytes, and so its hash, and is read anew",
          "[core][pack]") {
    auto pack = chain_pack();
    pack.mutable_policy()->clear_answers();
    Story story{pack};
    auto const& active = *story.state().active_pack();
    CHECK(active.bytes == pack.SerializeAsString());
    CHECK(active.rules.policy().answers().tries() == 8);
    auto const copy = core::State::restore(story.state().snapshot());
    CHECK(copy.active_pack()->bytes == active.bytes);
    CHECK(copy.active_pack()->rules.policy().answers().tries() == 8);
}

TEST_CASE("bytes that are no pack are none", "[core][pack]") {
    CHECK_FALSE(core::read_pack("\xff\xff\xff").has_value());
}

}  // namespace larm::test
