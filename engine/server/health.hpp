// Whether the daemon takes alarms, and all that troubles it: what /readyz and the console's status
// say.
#pragma once

#include <larm/v1/session.pb.h>

#include "engine/access/access_thread.hpp"
#include "engine/server/readiness.hpp"
#include "engine/world/live_outbox.hpp"
#include "engine/world/live_world.hpp"

namespace larm::server {

/// Network thread only. What it is given must outlive it.
class Health {
public:
    Health(Readiness const& readiness, world::LiveWorld const& world,
           world::LiveOutbox const& outbox, access::AccessThread const& access)
        : readiness_{readiness}, world_{world}, outbox_{outbox}, access_{access} {}

    [[nodiscard]] v1::GetHealthReply now() const;

private:
    Readiness const& readiness_;
    world::LiveWorld const& world_;
    world::LiveOutbox const& outbox_;
    access::AccessThread const& access_;
};

}  // namespace larm::server
