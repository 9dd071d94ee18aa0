#include "engine/delivery/leaves.hpp"

namespace larm::delivery {

std::shared_ptr<Leave> Leaves::give(Work const& work) {
    auto const& ask = *work.ask;
    auto& of_chase = by_incident_[ask.facts->incident_id][{ask.asked.step, ask.asked.party}];
    auto& leave = of_chase[{work.recipient, work.channel}];
    if (leave == nullptr) {
        leave = std::make_shared<Leave>();
    }
    leave->held.store(ask.attempt, std::memory_order_release);
    leave->attempt.store(ask.attempt, std::memory_order_release);
    return leave;
}

void Leaves::take(std::string const& incident_id, v1::ChaseUpdate const& update,
                  std::string const& recipient) {
    auto& of_incident = by_incident_[incident_id];
    auto const of_chase = of_incident.find({update.step(), update.party()});
    if (of_chase == of_incident.end()) {
        return;
    }
    for (auto const& [to, leave] : of_chase->second) {
        if (recipient.empty() || to.first == recipient) {
            leave->attempt.store(0, std::memory_order_release);
        }
    }
}

void Leaves::take_all(std::string const& incident_id) {
    auto const of_incident = by_incident_.find(incident_id);
    if (of_incident == by_incident_.end()) {
        return;
    }
    for (auto const& [chase, leaves] : of_incident->second) {
        for (auto const& [to, leave] : leaves) {
            leave->attempt.store(0, std::memory_order_release);
        }
    }
}

bool Leaves::knows(core::Incident const& incident, core::Chase const& chase,
                   core::Delivery const& delivery) const {
    auto const of_incident = by_incident_.find(incident.id);
    if (of_incident == by_incident_.end()) {
        return false;
    }
    auto const of_chase =
        of_incident->second.find({incident.pack->step(chase.step).id(), chase.party});
    if (of_chase == of_incident->second.end()) {
        return false;
    }
    auto const found = of_chase->second.find({delivery.recipient, delivery.channel});
    if (found == of_chase->second.end()) {
        return false;
    }
    auto const& leave = *found->second;
    return leave.attempt.load(std::memory_order_acquire) != delivery.attempt ||
           leave.held.load(std::memory_order_acquire) == delivery.attempt;
}

}  // namespace larm::delivery
