// The chain's own figures: who was reached when, over what, and what became of the messages.
#include <algorithm>
#include <set>

#include "engine/core/step.hpp"
#include "engine/report/region_table.hpp"
#include "engine/report/score_parts.hpp"

namespace larm::report {
namespace {

/// Parties asked for an acknowledgement, and when they gave it.
struct Seen {
    int asked = 0;
    int given = 0;
    core::Instant first;
    core::Instant last;

    /// What was said after `until` came too late to be of any use; not set: nothing did.
    void add(core::Chase const& chase, core::Instant until = {}) {
        ++asked;
        auto const at = chase.acknowledged_at;
        if (at.is_set() && (!until.is_set() || at <= until)) {
            ++given;
            first = first.is_set() ? std::min(first, at) : at;
            last = std::max(last, at);
        }
    }
    [[nodiscard]] bool all() const { return asked > 0 && given == asked; }
};

/// `role` at every region but `without`.
Seen seen_alarm(core::Incident const& incident, v1::Role role, std::string_view without) {
    Seen seen;
    for (auto const& region : incident.pack->rules.regions()) {
        auto const* const chase = alarm_chase(incident, role, region.id());
        if (chase != nullptr && region.id() != without) {
            seen.add(*chase, incident.ended_at);
        }
    }
    return seen;
}

/// Without those of whom it turned out that nothing had reached them: they had nothing to be told.
Seen seen_end(core::Incident const& incident) {
    Seen seen;
    auto const told = incident.told_of_the_alarm();
    std::set<std::string_view> const heard{told.begin(), told.end()};
    for (auto const& chase : incident.chases) {
        if (core::tells_the_end(incident.pack->step(chase.step)) &&
            (chase.acknowledged_at.is_set() || heard.contains(chase.party))) {
            seen.add(chase);
        }
    }
    return seen;
}

/// Closing takes the phase away; who was told of what stays.
bool is_rescinded(core::Incident const& incident) {
    return std::ranges::any_of(incident.chases, [&incident](core::Chase const& chase) {
        return incident.pack->step(chase.step).start().trigger() == v1::TRIGGER_RESCIND;
    });
}

void add_people(v1::ChainScore& score, core::Incident const& incident) {
    auto const since = [&incident](core::Instant at) { return (at - incident.confirmed_at).us; };
    // Who confirms has acknowledged by that; a zero would say nothing of the chain.
    auto const tibs = seen_alarm(incident, v1::ROLE_TIB, incident.region_id);
    score.set_tibs_alarmed(tibs.asked);
    score.set_tibs_acknowledged(tibs.given);
    if (tibs.given > 0) {
        score.set_first_tib_us(since(tibs.first));
    }
    if (tibs.all()) {
        score.set_last_tib_us(since(tibs.last));
    }
    auto const blood = seen_alarm(incident, v1::ROLE_BLOOD, {});
    score.set_blood_centres_alarmed(blood.asked);
    score.set_blood_centres_acknowledged(blood.given);
    if (blood.all()) {
        score.set_last_blood_centre_us(since(blood.last));
    }
    if (!incident.ended_at.is_set()) {
        return;
    }
    auto const end = seen_end(incident);
    score.set_rescinded(is_rescinded(incident));
    score.set_told_of_the_end(end.asked);
    score.set_receipts(end.given);
    if (end.all()) {
        score.set_last_receipt_us((end.last - incident.ended_at).us);
    }
    for (auto& party : incident.not_told_of_the_end()) {
        score.add_without_receipt(std::move(party));
    }
}

void add_decisions(v1::ChainScore& score, core::Incident const& incident,
                   IncidentNotes const& notes) {
    auto const since = [&incident](core::Instant at) { return (at - incident.confirmed_at).us; };
    for (auto const& region : incident.pack->rules.regions()) {
        auto const asked = incident.required_transports(region.id()) > 0;
        score.set_regions_asked(score.regions_asked() + (asked ? 1 : 0));
    }
    score.set_regions_met(notes.regions_met);
    if (notes.transports_met_at.is_set()) {
        score.set_transports_met_us(since(notes.transports_met_at));
    }
    if (notes.chain_complete_at.is_set()) {
        score.set_chain_complete_us(since(notes.chain_complete_at));
    }
    if (notes.national_decided_at.is_set()) {
        score.set_national_decided_us(since(notes.national_decided_at));
    }
    if (notes.national_taken_at.is_set()) {
        score.set_national_taken_us(since(notes.national_taken_at));
    }
}

void add_reached(v1::ChainScore& score, IncidentNotes const& notes) {
    std::map<v1::Via, v1::ReachedVia> rows;
    for (auto const& [key, chase] : notes.chases) {
        if (!chase.asked) {
            continue;
        }
        auto& row = rows[chase.via];
        row.set_via(chase.via);
        row.set_chases(row.chases() + 1);
        row.set_climbed(row.climbed() + (chase.climbed ? 1 : 0));
    }
    for (auto& [via, row] : rows) {
        *score.add_reached() = std::move(row);
    }
}

void count(v1::ChannelDeliveries& row, IncidentNotes::DeliveryNote const& note) {
    row.set_sent(row.sent() + 1);
    if (note.is_only_logged) {
        row.set_only_logged(row.only_logged() + 1);
        return;
    }
    switch (note.outcome) {
        case v1::DELIVERY_OUTCOME_SEEN:
        case v1::DELIVERY_OUTCOME_RECEIVED: row.set_received(row.received() + 1); return;
        case v1::DELIVERY_OUTCOME_ACCEPTED: row.set_accepted(row.accepted() + 1); return;
        case v1::DELIVERY_OUTCOME_FAILED: row.set_failed(row.failed() + 1); return;
        case v1::DELIVERY_OUTCOME_HANDED_OVER:
        case v1::DELIVERY_OUTCOME_UNSPECIFIED:
        case v1::DeliveryOutcome_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::DeliveryOutcome_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    row.set_unknown(row.unknown() + 1);
}

void add_deliveries(v1::ChainScore& score, IncidentNotes const& notes) {
    std::map<v1::Channel, v1::ChannelDeliveries> rows;
    for (auto const& [key, note] : notes.deliveries) {
        auto const channel = std::get<v1::Channel>(key);
        auto& row = rows[channel];
        row.set_channel(channel);
        count(row, note);
    }
    for (auto& [channel, row] : rows) {
        *score.add_deliveries() = std::move(row);
    }
}

}  // namespace

v1::ChainScore score_chain(core::Incident const& incident, IncidentNotes const& notes) {
    v1::ChainScore score;
    add_people(score, incident);
    add_decisions(score, incident, notes);
    add_reached(score, notes);
    add_deliveries(score, notes);
    return score;
}

}  // namespace larm::report
