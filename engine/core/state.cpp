#include "engine/core/state.hpp"

#include <algorithm>

#include "engine/core/resource_name.hpp"

namespace larm::core {
namespace {

/// Orders a std heap so that the earliest deadline is on top; ties by order of opening, so that a
/// run repeats.
constexpr auto later_first = [](auto const& left, auto const& right) {
    return left.at != right.at ? left.at > right.at : left.index > right.index;
};

}  // namespace

Incident const* State::incident(std::string_view id) const {
    auto const found = index_.find(id);
    return found == index_.end() ? nullptr : &incidents_[found->second];
}

std::vector<Incident const*> State::open_incidents() const {
    std::vector<Incident const*> found;
    found.reserve(open_.size());
    for (auto const index : open_) {
        found.push_back(&incidents_[index]);
    }
    return found;
}

std::size_t State::number_of(Incident const& incident) const {
    return index_.find(incident.id)->second;
}

Pack const* State::pack(std::string_view hash) const {
    auto const found = packs_.find(hash);
    return found == packs_.end() ? nullptr : found->second.get();
}

std::vector<Duty const*> State::duties_in_order() const {
    std::vector<Duty const*> found;
    for (auto const& [party, duty] : duties_) {
        found.push_back(&duty);
    }
    if (active_ != nullptr) {
        std::ranges::sort(found, {},
                          [this](Duty const* each) { return active_->place_of(each->party); });
    }
    return found;
}

v1::BloodStockReported const* State::blood_stock(std::string_view party) const {
    auto const found = blood_stocks_.find(party);
    return found == blood_stocks_.end() ? nullptr : &found->second;
}

Incident const* State::holder_of(std::string_view resource_id) const {
    auto const found = resources_.find(vehicle_name(resource_id));
    return found == resources_.end() ? nullptr : &incidents_[found->second];
}

std::optional<Due> State::next_deadline() const {
    if (dues_.empty()) {
        return std::nullopt;
    }
    return Due{dues_.front().at, incidents_[dues_.front().index].id};
}

RollCall const* State::roll_call(std::string_view id) const {
    auto const found = std::ranges::find(roll_calls_, id, &RollCall::id);
    return found == roll_calls_.end() ? nullptr : &*found;
}

RollCall const* State::last_roll_call() const {
    return roll_calls_.empty() ? nullptr : &roll_calls_.back();
}

Incident* State::find(std::string_view id) {
    // Events of one incident come in runs; looking at the last one first saves most of the
    // searches.
    if (last_found_ < incidents_.size() && incidents_[last_found_].id == id) {
        return &incidents_[last_found_];
    }
    auto const found = index_.find(id);
    if (found == index_.end()) {
        return nullptr;
    }
    last_found_ = found->second;
    return &incidents_[last_found_];
}

Incident& State::open_incident(std::string const& id) {
    if (auto* const known = find(id); known != nullptr) {
        return *known;
    }
    last_found_ = incidents_.size();
    index_.emplace(id, last_found_);
    open_.insert(last_found_);
    auto& incident = incidents_.emplace_back();
    incident.id = id;
    return incident;
}

Duty& State::duty_of(std::string const& party) {
    auto& duty = duties_[party];
    duty.party = party;
    return duty;
}

void State::queue_due(std::size_t index) {
    auto const due = incidents_[index].next_due;
    if (due.is_set()) {
        dues_.push_back({due, index});
        std::ranges::push_heap(dues_, later_first);
    }
    drop_stale_dues();
}

void State::drop_stale_dues() {
    while (!dues_.empty() && incidents_[dues_.front().index].next_due != dues_.front().at) {
        std::ranges::pop_heap(dues_, later_first);
        dues_.pop_back();
    }
}

void State::hold_resources(Incident const& incident) {
    auto const index = index_.find(incident.id)->second;
    for (auto const& region : incident.transports) {
        for (auto const& commitment : region.commitments) {
            for (auto const& named : standing_names(commitment)) {
                resources_.insert_or_assign(vehicle_name(named), index);
            }
        }
    }
}

void State::free_resources(Incident const& incident) {
    for (auto const& region : incident.transports) {
        for (auto const& commitment : region.commitments) {
            for (auto const& resource : commitment.given.resource_ids()) {
                auto const held = resources_.find(vehicle_name(resource));
                if (held != resources_.end() && incidents_[held->second].id == incident.id) {
                    resources_.erase(held);
                }
            }
        }
    }
}

}  // namespace larm::core
