// Who has heard of an alarm and of its end, as far as is known: what the end is told by. Nothing is
// sent here; that is the ladder's.
#include <algorithm>

#include "engine/core/incident.hpp"
#include "engine/core/party.hpp"
#include "engine/core/step.hpp"

namespace larm::core {
namespace {

bool is_human(v1::PartyState state) {
    return state == v1::PARTY_STATE_ACKNOWLEDGED || state == v1::PARTY_STATE_ANSWERED;
}

/// Whether the step tells of the way in which the incident has ended, also when it is closed: a
/// rescinded alarm may be stood down after that.
bool tells_of_its_end(Incident const& incident, int step) {
    auto const trigger = incident.pack->step(step).start().trigger();
    auto const& turns = incident.turns;
    auto end = incident.phase;
    for (auto turn = turns.rbegin(); end == v1::INCIDENT_PHASE_CLOSED && turn != turns.rend();
         ++turn) {
        end = turn->phase;
    }
    switch (end) {
        case v1::INCIDENT_PHASE_STOOD_DOWN: return trigger == v1::TRIGGER_STAND_DOWN;
        case v1::INCIDENT_PHASE_RESCINDED: return trigger == v1::TRIGGER_RESCIND;
        case v1::INCIDENT_PHASE_UNSPECIFIED:
        case v1::INCIDENT_PHASE_REPORTED:
        case v1::INCIDENT_PHASE_CONFIRMED:
        case v1::INCIDENT_PHASE_RUNNING:
        case v1::INCIDENT_PHASE_CLOSED:
        case v1::IncidentPhase_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::IncidentPhase_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return false;
}

/// The party's device has had a message, or the party has answered by other means than a voice. A
/// text over Rakel has nobody who took it.
bool has_been_reached_by_itself(Chase const& chase) {
    auto const by_voice =
        chase.via == v1::VIA_PHONE || (chase.via == v1::VIA_RAKEL && !chase.taken_by.empty());
    return (is_human(chase.state) && !by_voice) || chase.state == v1::PARTY_STATE_DELIVERED ||
           std::ranges::any_of(chase.deliveries, [&](auto const& delivery) {
               return delivery.recipient == chase.party && delivery.has_arrived();
           });
}

}  // namespace

bool has_left_for_good(v1::DeliveryOutcome outcome) {
    return outcome == v1::DELIVERY_OUTCOME_ACCEPTED || outcome == v1::DELIVERY_OUTCOME_RECEIVED ||
           outcome == v1::DELIVERY_OUTCOME_SEEN;
}

void Chase::note_told(std::string const& recipient) {
    if (!has_told(recipient)) {
        told.push_back(recipient);
    }
}

bool Chase::has_told(std::string_view recipient) const {
    return std::ranges::find(told, recipient) != told.end();
}

bool Chase::has_asked_its_party() const {
    return calls.done_attempt > 0 || has_told(party) ||
           std::ranges::any_of(deliveries, [this](Delivery const& each) {
               return each.recipient == party && !each.is_for_a_list() &&
                      each.outcome == v1::DELIVERY_OUTCOME_HANDED_OVER;
           });
}

void Chase::forget_deliveries() {
    for (auto const& delivery : deliveries) {
        if (delivery.outcome != v1::DELIVERY_OUTCOME_FAILED && !delivery.is_for_a_list()) {
            note_told(delivery.recipient);
        }
    }
    std::vector<Delivery>{}.swap(deliveries);
}

std::set<std::string_view> Incident::reached_by_message() const {
    std::set<std::string_view> reached;
    for (auto const& chase : chases) {
        if (tells_the_end(pack->step(chase.step))) {
            continue;
        }
        reached.insert(chase.told.begin(), chase.told.end());
        for (auto const& delivery : chase.deliveries) {
            if (delivery.outcome != v1::DELIVERY_OUTCOME_FAILED && !delivery.is_for_a_list()) {
                reached.insert(delivery.recipient);
            }
        }
    }
    return reached;
}

std::vector<std::string> Incident::told_of_the_alarm() const {
    std::vector<std::string> parties;
    if (pack == nullptr) {
        return parties;
    }
    auto const declarer = make_party(v1::ROLE_TIB, region_id);
    auto reached = reached_by_message();
    reached.insert(declarer);
    std::vector<std::string_view> by_hand;
    for (auto const& chase : chases) {
        if (is_human(chase.state) || chase.calls.done_attempt > 0) {
            reached.insert(chase.party);
            by_hand.emplace_back(chase.party);
        }
    }
    std::set<std::string_view> named{declarer};
    for (auto const& recipient : alerted) {
        if (reached.contains(recipient)) {
            parties.push_back(recipient);
            named.insert(recipient);
        }
    }
    for (auto const& party : by_hand) {
        if (named.insert(party).second) {
            parties.emplace_back(party);
        }
    }
    return parties;
}

bool Incident::is_reached_by_hand_alone(std::string_view party) const {
    auto is_called = false;
    for (auto const& chase : chases) {
        if (chase.party != party) {
            continue;
        }
        if (has_been_reached_by_itself(chase)) {
            return false;
        }
        is_called = is_called || is_human(chase.state) || chase.calls.done_attempt > 0;
    }
    return is_called;
}

std::vector<std::string> Incident::not_told_of_the_end() const {
    std::vector<std::string> parties;
    if (pack == nullptr || is_open()) {
        return parties;
    }
    auto const declarer = make_party(v1::ROLE_TIB, region_id);
    std::set<std::string_view> told{declarer};
    for (auto const& chase : chases) {
        if (chase.acknowledged_at.is_set() && tells_of_its_end(*this, chase.step)) {
            told.insert(chase.party);
        }
    }
    for (auto& party : told_of_the_alarm()) {
        if (!told.contains(party)) {
            parties.push_back(std::move(party));
        }
    }
    return parties;
}

}  // namespace larm::core
