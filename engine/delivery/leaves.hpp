// Which deliveries of which chase may leave, and which of them a lane holds. An answer takes the
// leave of all that wait for that party, in the moment it is durable.
//
// The world's thread; what it hands out is read by the lanes.
#pragma once

#include <larm/v1/event.pb.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "engine/core/incident.hpp"
#include "engine/delivery/work.hpp"

namespace larm::delivery {

class Leaves {
public:
    /// From now on this attempt may leave to this recipient over this channel, and no earlier one.
    [[nodiscard]] std::shared_ptr<Leave> give(Work const& work);
    /// What waits of a chase leaves no more; only that to `recipient`, unless it is empty.
    void take(std::string const& incident_id, v1::ChaseUpdate const& update,
              std::string const& recipient = {});
    void take_all(std::string const& incident_id);
    /// Nothing is asked of the incident any more. Deliveries under way hold theirs.
    void forget(std::string const& incident_id) { by_incident_.erase(incident_id); }

    /// Whether a delivery is with its lane, or was cancelled on purpose.
    [[nodiscard]] bool knows(core::Incident const& incident, core::Chase const& chase,
                             core::Delivery const& delivery) const;

private:
    /// By recipient and channel.
    using OfChase = std::map<std::pair<std::string, v1::Channel>, std::shared_ptr<Leave>>;
    /// By step and party.
    using OfIncident = std::map<std::pair<std::string, std::string>, OfChase>;

    std::map<std::string, OfIncident> by_incident_;
};

}  // namespace larm::delivery
