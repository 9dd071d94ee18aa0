#include "engine/report/score.hpp"

#include <algorithm>

#include "engine/core/indicator_keys.hpp"
#include "engine/core/known_report.hpp"
#include "engine/core/log_only.hpp"

namespace larm::report {
namespace {

/// How many regions have what the pack asks of each in transports, and whether all have.
struct Met {
    int regions = 0;
    bool all = false;
};

Met met_now(core::Incident const& incident) {
    Met met;
    int asked = 0;
    for (auto const& region : incident.pack->rules.regions()) {
        if (incident.required_transports(region.id()) > 0) {
            ++asked;
            met.regions += incident.missing_transports(region.id()) == 0 ? 1 : 0;
        }
    }
    met.all = asked > 0 && met.regions == asked;
    return met;
}

void note_messages(IncidentNotes& notes, v1::ChaseUpdate const& update) {
    auto& note = notes.chases[{update.step(), update.party()}];
    note.asked = note.asked || !update.notices().empty();
    note.climbed = note.climbed || (!note.answered && update.rung() > 0);
    for (auto const& notice : update.notices()) {
        for (auto const channel : notice.channels()) {
            notes.deliveries.try_emplace({update.step(), update.party(), update.attempt(),
                                          notice.recipient(), static_cast<v1::Channel>(channel)});
        }
    }
}

void note_answer(IncidentNotes& notes, v1::ChaseUpdate const& update, core::Incident const& after) {
    auto const* const chase = after.chase(after.pack->step_index(update.step()), update.party());
    auto& note = notes.chases[{update.step(), update.party()}];
    if (after.has_ended() && !after.still_asks(after.pack->step_index(update.step()))) {
        return;  // who says after the end that they have seen the alarm has not answered it
    }
    if (chase != nullptr && !note.answered && chase->acknowledged_at.is_set()) {
        note.answered = true;
        note.via = chase->via;
    }
}

/// "Accepted" never takes back what is known better, nor does "handed over".
void note_delivery(IncidentNotes& notes, v1::DeliveryRecorded const& recorded) {
    auto& outcome = notes.deliveries[{recorded.step(), recorded.party(), recorded.attempt(),
                                      recorded.recipient(), recorded.channel()}];
    auto const is_beginning = outcome.outcome == v1::DELIVERY_OUTCOME_UNSPECIFIED ||
                              outcome.outcome == v1::DELIVERY_OUTCOME_HANDED_OVER;
    auto const is_proof = recorded.outcome() != v1::DELIVERY_OUTCOME_ACCEPTED &&
                          recorded.outcome() != v1::DELIVERY_OUTCOME_HANDED_OVER;
    if (is_beginning || is_proof) {
        outcome = {recorded.outcome(), core::is_only_logged(recorded.detail())};
    }
}

void set_first(core::Instant& first, core::Instant at) {
    if (!first.is_set()) {
        first = at;
    }
}

/// What nobody has confirmed is measured by what it would run on.
core::Pack const* pack_of(core::Incident const& incident, core::State const& state) {
    return incident.pack != nullptr ? incident.pack : state.active_pack();
}

}  // namespace

void note(IncidentNotes& notes, v1::Event const& event, core::Incident const& after) {
    core::Instant const at{event.at_us()};
    if (event.has_incident_reported() && !after.confirmed_at.is_set()) {
        set_first(notes.alerted_at, at);
    }
    if (after.level != v1::READINESS_LEVEL_UNSPECIFIED) {
        set_first(notes.level_at, at);
    }
    if (event.has_national_decided()) {
        set_first(notes.national_decided_at, at);
        if (event.national_decided().taken()) {
            set_first(notes.national_taken_at, at);
        }
    }
    note_scene(notes, event);
    if (event.has_delivery_recorded()) {
        note_delivery(notes, event.delivery_recorded());
    }
    if (after.pack == nullptr) {
        return;
    }
    for (auto const& update : event.chases()) {
        note_messages(notes, update);
        note_answer(notes, update, after);
    }
    auto const met = met_now(after);
    notes.regions_met = std::max(notes.regions_met, met.regions);
    if (met.all) {
        set_first(notes.transports_met_at, at);
    }
    if (after.chain_complete_at.is_set()) {
        set_first(notes.chain_complete_at, after.chain_complete_at);
    }
}

void Score::tell(v1::Event const& event, std::int64_t seq) {
    state_.evolve(event, seq);
    if (auto const* const incident = state_.incident(event.incident_id()); incident != nullptr) {
        note(notes_[incident->id], event, *incident);
    }
    if (event.has_capacity_reported() || event.has_steps_changed()) {
        note_of_hospitals(event);
    } else if (event.has_observation_noted()) {
        note_observation(event.observation_noted().observation());
    }
}

/// A hospital reports for whoever asks: to every incident that goes on.
void Score::note_of_hospitals(v1::Event const& event) {
    for (auto const& incident : state_.incidents()) {
        if (!incident.has_ended()) {
            note_hospitals(notes_[incident.id], event, incident.id);
        }
    }
}

/// An observation names no incident: it is of the latest that it can be of.
void Score::note_observation(v1::ObservationRecord const& observation) {
    auto const& incidents = state_.incidents();
    for (auto each = incidents.rbegin(); each != incidents.rend(); ++each) {
        auto const* const pack = pack_of(*each, state_);
        auto const* const indicator =
            pack == nullptr ? nullptr
                            : core::indicator_of(pack->rules, observation.indicator_key());
        if (indicator != nullptr && note_observed(notes_[each->id], *indicator, observation)) {
            return;
        }
    }
}

v1::ScoreReport Score::report() const {
    v1::ScoreReport report;
    report.set_ended_at_us(state_.at().us);
    for (auto const& incident : state_.incidents()) {
        auto const& notes = notes_.at(incident.id);
        auto& score = *report.add_incidents();
        score.set_incident_id(incident.id);
        score.set_region_id(incident.region_id);
        score.set_location(core::known_report(incident.reports).exact_location());
        score.set_phase(incident.phase);
        if (notes.alerted_at.is_set()) {
            score.set_alerted_at_us(notes.alerted_at.us);
        }
        if (auto const* const pack = pack_of(incident, state_); pack != nullptr) {
            score_indicators(score, *pack, incident, notes, state_.at());
        }
        if (incident.pack != nullptr) {
            score.set_confirmed_at_us(incident.confirmed_at.us);
            *score.mutable_chain() = score_chain(incident, notes);
        }
    }
    return report;
}

}  // namespace larm::report
