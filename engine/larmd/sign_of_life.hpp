// The daemon's heartbeat to the outside: sent from the network thread, and only while the engine
// looks after its chases and finds nobody forgotten, what is accepted is safe on disk, and a
// channel works that can wake somebody. So that it stays away, and somebody outside alarms, when
// any of these is not so.
#pragma once

#include <larm/v1/config.pb.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "engine/delivery/channels/heartbeat.hpp"
#include "engine/larmd/vitals.hpp"
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
    std::set<v1::Channel> channels;  ///< That something is set up for.
    /// Those of them that reach nobody although nothing has failed, and why. Network thread.
    std::function<std::map<v1::Channel, std::string>()> asleep;
};

/// Network thread only. What it is given must outlive it.
class SignOfLife {
public:
    SignOfLife(SignOfLifeContext const& context, v1::HeartbeatConfig const& config);

    /// Begins at once.
    void start() { beat(); }

private:
    void beat();
    [[nodiscard]] Vitals vitals();
    void tell(std::string const& unwell);

    SignOfLifeContext context_;
    std::chrono::seconds every_;
    delivery::Heartbeat heartbeat_;
    boost::asio::steady_timer timer_;
    std::string trouble_;  ///< The last that was told.
    Belief belief_;
};

}  // namespace larm::larmd
