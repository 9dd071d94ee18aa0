// A live world whose SMS behaves as a test says, in alarms and in roll-calls: nothing else is
// there. Two who fail in a row make the channel count as broken, at once.
#pragma once

#include <chrono>
#include <thread>

#include "engine/world/live_outbox.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/memory_channel.hpp"
#include "tests/unit/world/support.hpp"

namespace larm::world::test {

/// Than broken_row_ms below.
inline constexpr std::chrono::milliseconds longer_than_a_row{2};

[[nodiscard]] inline v1::RulePack pack_that_breaks_at_once() {
    auto pack = larm::test::chain_pack();
    auto& call = *pack.mutable_policy()->mutable_roll_call();
    call.set_answer_within_s(3600);
    call.set_message("alarm");
    auto& policy = *pack.mutable_policy()->add_channels();
    policy.set_channel(v1::CHANNEL_SMS);
    policy.set_attempt_within_s(600);
    policy.set_backoff_first_ms(600'000);
    policy.set_backoff_max_ms(600'000);
    policy.set_broken_after(2);
    policy.set_broken_row_ms(1);
    auto& message = *pack.add_messages();
    message.set_id("alarm");
    message.mutable_title()->set_sv("Larm");
    message.mutable_body()->set_sv("Larm.");
    message.set_short_sv("Larm.");
    return pack;
}

struct BreakingWorld {
    explicit BreakingWorld(LiveWorldOptions options = {}) {
        auto live_channel = std::make_unique<delivery::MemoryChannel<delivery::Live>>();
        auto call_channel = std::make_unique<delivery::MemoryChannel<delivery::RollCall>>();
        alarms = live_channel.get();
        roll_calls = call_channel.get();
        alarms->take_time(longer_than_a_row);
        roll_calls->take_time(longer_than_a_row);
        delivery::Channels<delivery::Live> live_channels;
        live_channels.emplace(v1::CHANNEL_SMS, std::move(live_channel));
        delivery::Channels<delivery::RollCall> call_channels;
        call_channels.emplace(v1::CHANNEL_SMS, std::move(call_channel));
        outbox = std::make_unique<LiveOutbox>(std::move(live_channels), delivery::LaneOptions{},
                                              std::move(call_channels));
        auto opened = LiveWorld::open(
            options.log.journal.empty() ? live_options(place) : std::move(options), ports, *outbox);
        REQUIRE(opened.has_value());
        live = std::move(*opened);
        outbox->report_to(*live);
        v1::Command activate;
        activate.mutable_activate_rule_pack()->set_hash(std::string(32, 'h'));
        activate.mutable_activate_rule_pack()->set_pack(
            pack_that_breaks_at_once().SerializeAsString());
        accept(activate);
        v1::Command seed;
        for (std::string const region : {"dalarna", "gavleborg", "uppsala"}) {
            auto& officer = *seed.mutable_seed_duty()->add_officers();
            officer.set_party("tib@" + region);
            officer.set_officer_id(region + "-tib-1");
            officer.set_on_duty(true);
            officer.add_channels(v1::CHANNEL_SMS);
        }
        accept(seed);
        live->begin_delivery();
    }
    BreakingWorld(BreakingWorld const&) = delete;
    BreakingWorld& operator=(BreakingWorld const&) = delete;
    ~BreakingWorld() {
        live->drain();
        outbox->stop(std::chrono::milliseconds{0});
    }

    void accept(v1::Command const& command) const {
        auto const done = live->submit_and_wait(command);
        INFO((done ? "" : done.error().message));
        REQUIRE(done.has_value());
    }
    void hold_roll_call() const {
        v1::Command start;
        *start.mutable_actor() = larm::test::actor(v1::ROLE_ADMIN, "");
        start.mutable_start_roll_call()->set_command_id(larm::test::next_uuid());
        accept(from_client(start));
    }
    void alarm() const { accept(from_client(larm::test::confirm("uppsala"))); }

    Place place;
    Ports ports;
    delivery::MemoryChannel<delivery::Live>* alarms = nullptr;
    delivery::MemoryChannel<delivery::RollCall>* roll_calls = nullptr;
    std::unique_ptr<LiveOutbox> outbox;
    std::unique_ptr<LiveWorld> live;
};

}  // namespace larm::world::test
