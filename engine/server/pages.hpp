// What anyone on this machine may ask without a token: is it alive, is it ready, how is it doing,
// and what is it.
#pragma once

#include "engine/access/access_thread.hpp"
#include "engine/server/health.hpp"
#include "engine/server/http.hpp"
#include "engine/server/metrics.hpp"
#include "engine/server/readiness.hpp"
#include "engine/world/live_outbox.hpp"
#include "engine/world/live_world.hpp"

namespace larm::server {

/// Network thread only. What it is given must outlive it.
class Pages {
public:
    Pages(Health const& health, Readiness const& readiness, Metrics& metrics,
          world::LiveWorld const& world, world::LiveOutbox const& outbox,
          access::AccessThread const& access)
        : health_{health},
          readiness_{readiness},
          metrics_{metrics},
          world_{world},
          outbox_{outbox},
          access_{access} {}

    /// GET /: what runs here, for whoever opens the address in a browser.
    [[nodiscard]] Response index() const;
    /// GET /healthz: the process answers.
    [[nodiscard]] Response healthz() const;
    /// GET /readyz: 200 when commands are taken, also when `degraded`; 503 while starting or
    /// draining.
    [[nodiscard]] Response readyz() const;
    /// GET /metrics: Prometheus' text format.
    [[nodiscard]] Response metrics() const;

private:
    Health const& health_;
    Readiness const& readiness_;
    Metrics& metrics_;
    world::LiveWorld const& world_;
    world::LiveOutbox const& outbox_;
    access::AccessThread const& access_;
};

}  // namespace larm::server
