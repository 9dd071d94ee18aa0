// The sign of life of a real world: it stays away while the disk takes nothing, says why, and comes
// again.
#include "engine/larmd/sign_of_life.hpp"

#include <thread>

#include "tests/support/catch.hpp"
#include "tests/support/failing_vfs.hpp"
#include "tests/support/http_peer.hpp"
#include "tests/unit/world/breaking_world.hpp"

namespace larm::larmd {
namespace {

using world::test::Place;

/// A world whose outbox delivers, to nobody, and whose disk can be full.
struct Living {
    Living() {
        auto options = world::test::live_options(place);
        options.log.vfs = disk.name();
        live = world::test::open_live(place, ports, options);
        outbox.report_to(*live);
        outbox.resume(core::State{}, world::test::began);
        config.set_url(peer.url("/ping/secret"));
        config.set_every_s(1);
    }
    void accept(v1::Command const& command) { REQUIRE(live->submit_and_wait(command).has_value()); }
    void alarm() { accept(world::test::from_client(test::confirm("uppsala"))); }
    [[nodiscard]] std::string said() const {
        auto const found = readiness.troubles().find("heartbeat");
        return found == readiness.troubles().end() ? std::string{} : found->second;
    }
    [[nodiscard]] bool is_safe() const {
        return live->log_health().durability == v1::DURABILITY_LOCAL;
    }

    Place place;
    test::FailingVfs disk{"sign_of_life"};
    world::test::Ports ports;
    std::unique_ptr<world::LiveWorld> live;
    world::LiveOutbox outbox{{}};
    test::HttpPeer peer;
    boost::asio::io_context io;
    server::Metrics metrics;
    server::Readiness readiness;
    v1::HeartbeatConfig config;
};

}  // namespace

TEST_CASE("while the disk takes nothing no sign of life goes out, and /readyz says why",
          "[sign_of_life]") {
    Living living;
    SignOfLife sign{{living.io,
                     *living.live,
                     living.outbox,
                     living.metrics,
                     living.readiness,
                     {},
                     [] { return std::map<v1::Channel, std::string>{}; }},
                    living.config};
    living.accept(world::test::activation());
    sign.start();
    REQUIRE(living.peer.wait_for(1));
    CHECK(living.said().empty());
    CHECK(living.metrics.heartbeat_held_back.Value() == 0);

    living.disk.set_full(true);
    living.alarm();
    REQUIRE_FALSE(living.is_safe());
    auto const before = living.peer.asked().size();
    sign.start();
    CHECK(living.said() ==
          "no sign of life is sent, so that somebody outside alarms: what is accepted is not safe "
          "on disk: DURABILITY_SPILL");
    CHECK(living.metrics.heartbeat_held_back.Value() == 1);
    CHECK(living.metrics.heartbeats_withheld.Value() == 1);
    CHECK(living.peer.asked().size() == before);

    living.disk.set_full(false);
    while (!living.is_safe()) {
        std::this_thread::yield();
    }
    sign.start();
    REQUIRE(living.peer.wait_for(before + 1));
    CHECK(living.said().empty());
    CHECK(living.metrics.heartbeat_held_back.Value() == 0);
}

TEST_CASE("channels that are not set up, and those that reach nobody, do not keep it alive",
          "[sign_of_life]") {
    world::test::BreakingWorld it;
    test::HttpPeer peer;
    boost::asio::io_context io;
    server::Metrics metrics;
    server::Readiness readiness;
    v1::HeartbeatConfig config;
    config.set_url(peer.url("/ping"));
    std::map<v1::Channel, std::string> asleep;
    SignOfLife sign{{io,
                     *it.live,
                     *it.outbox,
                     metrics,
                     readiness,
                     {v1::CHANNEL_SMS, v1::CHANNEL_WEBHOOK},
                     [&asleep] { return asleep; }},
                    config};
    auto const said = [&readiness] {
        auto const found = readiness.troubles().find("heartbeat");
        return found == readiness.troubles().end() ? std::string{} : found->second;
    };
    it.alarms->answer_with(delivery::Answer::trouble);
    it.alarm();
    REQUIRE(world::test::eventually([&] { return !it.outbox->down().empty(); }));
    // Push is not there: what should have gone over it has failed, and is counted.
    REQUIRE(
        world::test::eventually([&] { return it.outbox->counts().contains(v1::CHANNEL_PUSH); }));
    sign.start();
    CHECK(metrics.heartbeat_held_back.Value() == 0);  // webhooks work
    asleep[v1::CHANNEL_WEBHOOK] = "every receiver refuses: the receiver answered 401";
    sign.start();
    CHECK(said() ==
          "no sign of life is sent, so that somebody outside alarms: no channel works that could "
          "wake anybody: SMS: told to try again; webhooks: every receiver refuses: the receiver "
          "answered 401");
    asleep.clear();
    sign.start();
    CHECK(metrics.heartbeat_held_back.Value() == 0);
}

}  // namespace larm::larmd
