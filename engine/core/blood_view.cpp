#include "engine/core/blood_view.hpp"

#include <algorithm>
#include <limits>

#include "engine/core/blood.hpp"
#include "engine/core/known_casualties.hpp"
#include "engine/core/party.hpp"
#include "engine/core/view.hpp"

namespace larm::core {
namespace {

std::int32_t in_view(std::int64_t count) {
    return static_cast<std::int32_t>(
        std::min(count, std::int64_t{std::numeric_limits<std::int32_t>::max()}));
}

/// People, of thousandths.
std::int32_t people(std::int64_t thousandths) {
    return in_view((thousandths + 999) / 1000);
}

template <typename Out>
void view_units(blood::Units const& units, Out& out) {
    for (auto const& [kind, count] : units) {
        auto& line = *out.Add();
        line.set_product(kind.first);
        line.set_group(kind.second);
        line.set_units(in_view(count));
    }
}

Instant stale_at(v1::BloodPolicy const* policy, v1::BloodStockReported const& counted) {
    return policy == nullptr
               ? Instant{}
               : Instant{counted.observed_at_us()} + seconds(policy->stock_max_age_s());
}

/// What counts: nothing where the pack has no age for it, or it is too old.
v1::BloodStockReported const* known_stock(State const& state, v1::BloodPolicy const* policy,
                                          std::string const& party, Instant now) {
    auto const* const counted = state.blood_stock(party);
    auto const is_known =
        counted != nullptr && policy != nullptr && now <= stale_at(policy, *counted);
    return is_known ? counted : nullptr;
}

std::vector<std::string> own_centres(Pack const& pack) {
    std::vector<std::string> parties;
    for (auto const& centre : pack.rules.blood_centres()) {
        parties.push_back(make_party(v1::ROLE_BLOOD, centre.region_id()));
    }
    return parties;
}

void view_centre(State const& state, v1::BloodPolicy const* policy, std::string const& party,
                 Instant now, v1::BloodCentreView& out) {
    out.set_party(party);
    auto const* const counted = state.blood_stock(party);
    if (counted == nullptr) {
        return;
    }
    *out.mutable_lines() = counted->lines();
    out.set_observed_at(counted->observed_at_us());
    out.set_stale_at(stale_at(policy, *counted).us);
    out.set_is_known(known_stock(state, policy, party, now) != nullptr);
    out.set_note(counted->note());
    out.set_via(counted->via());
}

void view_centres(State const& state, Pack const& pack, v1::BloodPolicy const* policy, Instant now,
                  v1::BloodView& out) {
    auto const own = own_centres(pack);
    for (auto const& party : own) {
        view_centre(state, policy, party, now, *out.add_centres());
    }
    for (auto const& [party, counted] : state.blood_stocks()) {
        if (std::ranges::find(own, party) == own.end()) {
            view_centre(state, policy, party, now, *out.add_centres());
        }
    }
}

void view_need(State const& state, Incident const& incident, v1::BloodPolicy const& policy,
               Instant now, v1::BloodView& out) {
    auto const casualties = known_casualties(incident);
    if (!casualties) {
        return;  // how much is needed is not known, and so is no lack
    }
    auto const expected = blood::expected_of(policy, *casualties);
    out.set_expected_admissions(people(expected.admissions));
    out.set_expected_massive_transfusions(people(expected.massive));
    auto const need = blood::need_of(policy, expected);
    for (auto const& each : need) {
        auto& seen = *out.add_need();
        seen.set_product(each.kind.first);
        seen.set_group(each.kind.second);
        seen.set_units(in_view(each.units));
    }
    std::vector<blood::Stock> all;
    for (auto const& party : own_centres(*incident.pack)) {
        all.push_back({party, known_stock(state, &policy, party, now)});
    }
    auto const stricken = make_party(v1::ROLE_BLOOD, incident.region_id);
    blood::Scene const scene{policy, need, incident.blood, incident.alarm_at, now};
    out.add_gaps()->set_party(stricken);
    blood::reckon_gap(scene, {{stricken, known_stock(state, &policy, stricken, now)}},
                      *out.mutable_gaps(0));
    blood::reckon_gap(scene, all, *out.add_gaps());
}

void view_alarms(v1::BloodSnapshot const& blood, v1::BloodView& out) {
    for (auto const& alarm : blood.alarms()) {
        auto& seen = *out.add_alarms();
        seen.set_party(alarm.asked().party());
        seen.set_reason(alarm.asked().reason());
        *seen.mutable_asks() = alarm.asked().asks();
        seen.set_first_at(alarm.first_at_us());
        seen.set_at(alarm.at_us());
        blood::Units offered;
        blood::Units accepted;
        for (auto const& offer : blood.offers()) {
            if (offer.given().to() == alarm.asked().party() &&
                offer.state() != v1::BLOOD_OFFER_STATE_WITHDRAWN) {
                blood::add(offered, blood::units_of(offer.given().units()));
                blood::add(accepted, blood::units_of(offer.accepted()));
            }
        }
        view_units(offered, *seen.mutable_offered());
        view_units(accepted, *seen.mutable_accepted());
    }
}

void view_offer(v1::BloodOfferSnapshot const& offer, v1::BloodOfferView& out) {
    auto const& given = offer.given();
    out.set_offer_id(given.offer_id());
    out.set_party(given.party());
    out.set_to(given.to());
    out.set_state(offer.state());
    *out.mutable_units() = given.units();
    *out.mutable_accepted() = offer.accepted();
    out.set_offered_at(offer.offered_at_us());
    out.set_ready_at(given.ready_at_us());
    out.set_accepted_at(offer.accepted_at_us());
    out.set_under_way_at(offer.under_way_at_us());
    out.set_arrives_at(offer.arrives_at_us());
    out.set_arrived_at(offer.arrived_at_us());
    out.set_note(given.note());
    out.set_via(given.via());
    out.set_taken_by(given.taken_by());
    out.set_withdrawn_at(offer.withdrawn_at_us());
    out.set_withdrawn_reason(offer.withdrawn().reason());
    out.set_withdrawn_via(offer.withdrawn().via());
    out.set_withdrawn_taken_by(offer.withdrawn().taken_by());
}

}  // namespace

v1::BloodView blood_view(State const& state, Incident const& incident, Instant now) {
    v1::BloodView out;
    out.set_incident_id(incident.id);
    out.set_at(now.us);
    if (incident.pack == nullptr) {
        return out;  // nobody has confirmed it: it has no rules yet
    }
    auto const& rules = incident.pack->rules;
    auto const* const policy = rules.has_blood() ? &rules.blood() : nullptr;
    out.set_has_rules(policy != nullptr);
    out.set_has_casualties(known_casualties(incident).has_value());
    view_centres(state, *incident.pack, policy, now, out);
    if (policy != nullptr) {
        view_need(state, incident, *policy, now, out);
    }
    view_alarms(incident.blood, out);
    for (auto const& offer : incident.blood.offers()) {
        view_offer(offer, *out.add_offers());
    }
    for (auto const& chase : incident.chases) {
        if (incident.pack->step(chase.step).expects() == v1::EXPECTS_BLOOD_OFFER) {
            *out.add_asked() = party_view(incident, chase);
        }
    }
    return out;
}

}  // namespace larm::core
