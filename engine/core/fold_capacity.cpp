// What an incident has told of hospitals' capacity, and what became of those messages. The
// hospitals themselves are the world's: capacity.
#include "engine/core/check.hpp"
#include "engine/core/fold.hpp"
#include "engine/core/party.hpp"
#include "engine/core/state.hpp"

namespace larm::core {
namespace {

/// More than are ever on their way at once.
constexpr std::size_t notices_max = 50;

template <typename Self>
auto deliveries_in(Self& incident, std::string_view step, std::string_view party, int attempt)
    -> decltype(&incident.notices) {
    if (!step.empty()) {
        auto* const chase = incident.pack == nullptr
                                ? nullptr
                                : incident.chase(incident.pack->step_index(step), party);
        return chase == nullptr ? nullptr : &chase->deliveries;
    }
    if (role_of(party) != v1::ROLE_HOSPITAL) {
        return &incident.notices;
    }
    for (auto& notice : incident.capacity_notices) {
        if (notice.number == attempt && notice.warning.hospital_id() == organisation_of(party)) {
            return &notice.deliveries;
        }
    }
    return nullptr;
}

}  // namespace

std::vector<Delivery> const* Incident::deliveries_of(std::string_view step, std::string_view party,
                                                     int attempt) const {
    return deliveries_in(*this, step, party, attempt);
}

std::vector<Delivery>* Incident::deliveries_of(std::string_view step, std::string_view party,
                                               int attempt) {
    return deliveries_in(*this, step, party, attempt);
}

void add_deliveries(std::vector<Delivery>& deliveries, v1::Notice const& notice, int attempt,
                    Instant at) {
    for (auto const channel : notice.channels()) {
        deliveries.push_back({.attempt = attempt,
                              .recipient = notice.recipient(),
                              .channel = static_cast<v1::Channel>(channel),
                              .outcome = v1::DELIVERY_OUTCOME_UNSPECIFIED,
                              .message = notice.message(),
                              .queued_at = at,
                              .since = {},
                              .receipt_due = {},
                              .why = {}});
    }
}

void fold(Incident& incident, v1::CapacityWarned const& warned, v1::Event const& event) {
    incident.capacity_told = warned.number();
    if (warned.notices().empty()) {
        return;
    }
    CapacityNotice notice{warned.warning(), warned.number(), {}};
    for (auto const& each : warned.notices()) {
        add_deliveries(notice.deliveries, each, warned.number(), {event.at_us()});
    }
    incident.capacity_notices.push_back(std::move(notice));
    if (incident.capacity_notices.size() > notices_max) {
        incident.capacity_notices.erase(incident.capacity_notices.begin());
    }
}

void State::use_capacity_rules(Instant at) {
    capacity_.use_rules(active_, at);
    for (std::size_t index = 0; index < incidents_.size(); ++index) {
        capacity_.follow(index, incidents_[index], at);
    }
    move_capacity_dues(nullptr);
    triage_.use_rules(capacity_);
    capacity_.take_touched();  // all of them were counted
}

}  // namespace larm::core
