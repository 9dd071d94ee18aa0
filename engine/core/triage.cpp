#include "engine/core/triage.hpp"

#include <algorithm>

#include "engine/core/state.hpp"

namespace larm::core {
namespace {

constexpr unsigned bit(TriageInput input) {
    return static_cast<unsigned>(input);
}

}  // namespace

TriageTerms const* Triage::terms_of(Pack const& pack) {
    if (!pack.rules.has_triage()) {
        return nullptr;
    }
    auto const found = terms_.find(pack.hash);
    return found != terms_.end() ? &found->second
                                 : &terms_.emplace(pack.hash, TriageTerms{pack}).first->second;
}

void Triage::use_rules(Capacity const& capacity) {
    places_.reset(capacity);
    changed_.clear();
}

void Triage::renew(Capacity const& capacity, std::vector<std::size_t> const& hospitals) {
    for (auto const hospital : hospitals) {
        if (places_.renew(capacity, hospital)) {
            changed_.add(places_.region_of(hospital));
        }
    }
}

std::vector<std::string_view> const& Triage::take_changed() {
    return changed_.take_sorted();
}

TriageMoved moved_by(v1::Event const& event) {
    using enum TriageInput;
    if (event.has_casualties_reported() || event.has_arrivals_reported() ||
        event.has_incident_reported() || event.has_transfers_changed()) {
        return {bit(casualties) | bit(blood), 0, {}};
    }
    if (event.has_transports_committed() || event.has_transports_revoked() ||
        event.has_transports_reconfirmed() || event.has_transports_released() ||
        event.has_commitment_expired()) {
        return {bit(transports), 0, {}};
    }
    if (event.has_blood_accepted() || event.has_blood_offer_withdrawn() ||
        event.has_blood_transport_reported()) {
        return {bit(blood), 0, {}};
    }
    if (event.has_blood_stock_reported()) {
        return {0, bit(blood), {}};
    }
    if (event.has_supply_reported()) {
        return {0, bit(supplies), event.supply_reported().supply().organisation_id()};
    }
    if (event.has_indicator_reported()) {
        return {bit(reports), 0, event.indicator_reported().report().region_id()};
    }
    return event.has_rule_pack_activated() ? TriageMoved{0, all_inputs, {}} : TriageMoved{};
}

void read_anew(TriageBook& book, TriageSight const& sight, unsigned inputs, std::string_view region,
               Instant at) {
    auto here = sight;
    Course former;
    for (std::size_t index = 0; index < book.cells.size(); ++index) {
        auto const& terms = book.terms->regions()[index];
        if (!region.empty() && terms.region_id != region) {
            continue;
        }
        here.here = &sight.places.in_region(terms.region_id);
        for (std::size_t cell = 0; cell < terms.indicators.size(); ++cell) {
            auto const& indicator = terms.indicators[cell];
            if ((inputs_of(indicator.rule->source()) & inputs) != 0) {
                auto next = read_course(here, terms, *indicator.rule, std::move(former));
                former = book.cells[index][cell].take(indicator.machine, std::move(next), at);
            }
        }
    }
    book.find_due();
}

}  // namespace larm::core
