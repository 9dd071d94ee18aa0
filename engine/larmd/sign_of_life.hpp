// The daemon's heartbeat to the outside: sent from the network thread, and only while the engine
// looks after its chases and finds nobody forgotten. So that it stays away, and somebody outside
// alarms, when any of these is dead.
#pragma once

#include <larm/v1/config.pb.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>

#include "engine/delivery/channels/heartbeat.hpp"
#include "engine/server/metrics.hpp"
#include "engine/server/readiness.hpp"
#include "engine/world/live_outbox.hpp"
#include "engine/world/live_world.hpp"

namespace larm::larmd {

struct SignOfLifeContext {
    boost::asio::io_context& io;
    world::LiveWorld const& world;
    world::LiveOutbox const& outbox;
    server::Metrics& metrics;
    server::Readiness& readiness;
};

/// Network thread only. What it is given must outlive it.
class SignOfLife {
public:
    SignOfLife(SignOfLifeContext const& context, v1::HeartbeatConfig const& config);

    /// Begins at once.
    void start() { beat(); }

private:
    void beat();

    SignOfLifeContext context_;
    std::chrono::seconds every_;
    delivery::Heartbeat heartbeat_;
    boost::asio::steady_timer timer_;
};

}  // namespace larm::larmd
