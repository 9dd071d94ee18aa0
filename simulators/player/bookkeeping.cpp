#include "simulators/player/bookkeeping.hpp"

#include <fmt/format.h>

namespace larm::player {

void Bookkeeping::take(std::string const& incident, v1::CommitmentShare const& share) {
    auto& entry = entries_[{incident, share.commitment_id()}];
    entry.standing -= share.count();
    if (entry.standing < 0 && found_.empty()) {
        found_ = fmt::format("{} is {}", share.commitment_id(), entry.standing);
    }
}

void Bookkeeping::hold(std::string const& vehicle, CommitmentKey const& commitment) {
    auto const held = holders_.find(vehicle);
    if (held != holders_.end() && held->second != commitment &&
        entries_[held->second].standing > 0 && found_.empty()) {
        found_ =
            fmt::format("{} stands in {} and {}", vehicle, held->second.second, commitment.second);
    }
    holders_[vehicle] = commitment;
}

void Bookkeeping::enter(v1::Event const& event) {
    auto const& incident = event.incident_id();
    if (event.has_transports_committed()) {
        auto const& given = event.transports_committed();
        CommitmentKey const key{incident, given.commitment_id()};
        entries_[key] = {given.count(), given.provisional()};
        regions_[key] = given.region_id();
        for (auto const& vehicle : given.resource_ids()) {
            hold(vehicle, key);
        }
    } else if (event.has_transports_revoked()) {
        for (auto const& share : event.transports_revoked().shares()) {
            take(incident, share);
        }
    } else if (event.has_commitment_expired()) {
        take(incident, event.commitment_expired().share());
    } else if (event.has_transports_released()) {
        take(incident, event.transports_released().share());
    } else if (event.has_transports_reconfirmed()) {
        entries_[{incident, event.transports_reconfirmed().commitment_id()}].is_provisional = false;
    } else if (event.has_incident_stood_down() || event.has_incident_rescinded() ||
               event.has_incident_closed()) {
        // What was promised to an alarm that is over may serve another.
        std::erase_if(holders_, [&](auto const& held) { return held.second.first == incident; });
    }
}

std::string Bookkeeping::fault(core::State const& state) const {
    if (!found_.empty()) {
        return found_;
    }
    std::map<std::pair<std::string_view, std::string_view>, int> sums;  // incident, region
    for (auto const& [key, entry] : entries_) {
        sums[{key.first, regions_.at(key)}] += entry.is_provisional ? 0 : entry.standing;
    }
    for (auto const& [key, sum] : sums) {
        auto const* const incident = state.incident(key.first);
        auto const* const region =
            incident == nullptr ? nullptr : incident->transports_of(key.second);
        auto const shown = region == nullptr ? 0 : region->firm();
        if (shown != sum) {
            return fmt::format("{}: {} shown, {} in the log", key.second, shown, sum);
        }
    }
    return {};
}

}  // namespace larm::player
