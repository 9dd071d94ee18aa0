#include "engine/larm/watch_memory.hpp"

#include <algorithm>

namespace larm::cli {

WatchMemory::WatchMemory(core::Pack const* known)
    : pack_{known == nullptr ? core::Pack{} : *known} {}

void WatchMemory::begin(v1::WatchSnapshot const& snapshot) {
    incidents_.clear();
    duties_.clear();
    for (auto const& view : snapshot.incidents()) {
        auto& known = incident(view.incident_id());
        for (auto const& party : view.parties()) {
            auto& each = chase(known, party.step(), party.party());
            each.state = party.state();
            each.rung = party.rung();
            for (auto const& delivery : party.deliveries()) {
                each.deliveries.push_back({.recipient = delivery.recipient(),
                                           .channel = delivery.channel(),
                                           .outcome = delivery.outcome(),
                                           .message = {},
                                           .queued_at = {},
                                           .since = {},
                                           .receipt_due = {},
                                           .why = delivery.why()});
            }
        }
    }
    for (auto const& view : snapshot.duties()) {
        auto& duty = duties_[view.party()];
        duty.party = view.party();
        duty.officer_id = view.officer_id();
        auto& officer = duty.officers.emplace_back();
        officer.set_officer_id(view.officer_id());
        *officer.mutable_channels() = view.channels();
    }
}

void WatchMemory::follow(v1::Event const& event) {
    if (event.has_duty_accepted()) {
        duties_.erase(event.duty_accepted().party());  // the new officer's addresses are not told
        return;
    }
    if (event.incident_id().empty()) {
        return;
    }
    if (event.has_incident_closed()) {
        incidents_.erase(event.incident_id());
        return;
    }
    auto& known = incident(event.incident_id());
    for (auto const& update : event.chases()) {
        follow(known, update);
    }
    if (event.has_delivery_recorded()) {
        auto const& result = event.delivery_recorded();
        for (auto& delivery : chase(known, result.step(), result.party()).deliveries) {
            if (delivery.recipient == result.recipient() && delivery.channel == result.channel()) {
                delivery.outcome = result.outcome();
            }
        }
    }
}

void WatchMemory::follow(core::Incident& known, v1::ChaseUpdate const& update) {
    auto& each = chase(known, update.step(), update.party());
    each.state = update.state();
    each.rung = update.rung();
    if (update.notices().empty()) {
        return;
    }
    each.deliveries.clear();
    for (auto const& notice : update.notices()) {
        for (auto const channel : notice.channels()) {
            each.deliveries.push_back({.recipient = notice.recipient(),
                                       .channel = static_cast<v1::Channel>(channel),
                                       .outcome = v1::DELIVERY_OUTCOME_UNSPECIFIED,
                                       .message = {},
                                       .queued_at = {},
                                       .since = {},
                                       .receipt_due = {},
                                       .why = {}});
        }
    }
}

core::Incident const* WatchMemory::before(std::string const& incident_id) const {
    auto const found = incidents_.find(incident_id);
    return found == incidents_.end() ? nullptr : &found->second;
}

core::Incident& WatchMemory::incident(std::string const& id) {
    auto& known = incidents_[id];
    known.id = id;
    known.pack = &pack_;
    return known;
}

core::Chase& WatchMemory::chase(core::Incident& known, std::string const& step,
                                std::string const& party) {
    auto index = pack_.step_index(step);
    if (index < 0) {
        index = pack_.rules.steps_size();
        pack_.rules.add_steps()->set_id(step);
    }
    if (auto* const found = known.chase(index, party); found != nullptr) {
        return *found;
    }
    core::Chase made;
    made.step = index;
    made.party = party;
    return known.add_chase(std::move(made));
}

}  // namespace larm::cli
