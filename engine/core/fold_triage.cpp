// What events of triage make of an incident, and which of its indicators follow an event.
#include "engine/core/fold.hpp"
#include "engine/core/state.hpp"

namespace larm::core {
namespace {

std::string in_brief(v1::TriageDecision const& decision) {
    if (decision.mode() != v1::TRIAGE_MODE_UNSPECIFIED) {
        return decision.mode() == v1::TRIAGE_MODE_NORMAL ? "decided: normal"
                                                         : "decided: mass casualty";
    }
    switch (decision.standard()) {
        case v1::CARE_STANDARD_CONVENTIONAL: return "decided: conventional";
        case v1::CARE_STANDARD_CONTINGENCY: return "decided: contingency";
        case v1::CARE_STANDARD_CRISIS: return "decided: crisis";
        case v1::CARE_STANDARD_UNSPECIFIED:
        case v1::CareStandard_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::CareStandard_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return (decision.ends() ? "decided: not rationed: " : "decided: rationed: ") +
           decision.ration_item();
}

void fold_decision(Incident& incident, v1::TriageDecision const& decision, v1::Event const& event) {
    incident.triage.fold(decision);
    note_human(incident, event,
               {.party = decision.party(),
                .via = decision.via(),
                .taken_by = {},
                .answer = in_brief(decision),
                .note = decision.reason()});
}

}  // namespace

void fold_triage(Incident& incident, v1::Event const& event) {
    auto& book = incident.triage;
    Instant const at{event.at_us()};
    if (event.has_indicator_reported()) {
        book.fold(event.indicator_reported().report());
        return;  // what follows from it is read afterwards
    }
    if (event.has_indicators_turned()) {
        book.fold(event.indicators_turned(), at);
    } else if (event.has_triage_recommended()) {
        book.fold(event.triage_recommended().recommendation());
    } else if (event.has_recommendation_withdrawn()) {
        book.fold(event.recommendation_withdrawn());
    } else if (event.has_triage_decided()) {
        fold_decision(incident, event.triage_decided().decision(), event);
    } else if (event.has_care_standard_decided()) {
        fold_decision(incident, event.care_standard_decided().decision(), event);
    } else if (event.has_decision_reminded()) {
        book.fold(event.decision_reminded());
    }
    book.weigh(at);
}

TriageSight State::triage_sight(Incident const& incident) const {
    return {capacity_, triage_.places(), supplies_, blood_stocks_, incident, number_of(incident)};
}

void State::evolve_triage(v1::Event const& event, Incident* own, bool goes_out) {
    auto const& touched = capacity_.take_touched();
    auto moved = moved_by(event);
    if (event.has_incident_confirmed()) {
        own->triage.terms = triage_.terms_of(*own->pack);
    }
    if (own != nullptr && goes_out && own->triage.terms != nullptr) {
        own->triage.open();
        moved.own = all_inputs;
    }
    if (own != nullptr && own->is_closed()) {
        own->triage.cells.clear();
        own->triage.weighs_since = {};
        own->triage.due = {};
    }
    if (touched.empty() && moved.own == 0 && moved.everywhere == 0) {
        return;
    }
    triage_.renew(capacity_, touched);
    auto const& changed = triage_.take_changed();
    Instant const at{event.at_us()};
    for (auto const index : open_) {
        auto& incident = incidents_[index];
        auto const inputs = moved.everywhere | (own == &incident ? moved.own : 0U);
        if (!incident.is_running() || incident.triage.cells.empty() ||
            (inputs == 0 && changed.empty())) {
            continue;
        }
        auto const sight = triage_sight(incident);
        auto const before = incident.next_due;
        if (inputs != 0) {
            read_anew(incident.triage, sight, inputs, incident.pack->region_of(moved.organisation),
                      at);
        }
        for (auto const region : changed) {
            read_anew(incident.triage, sight, static_cast<unsigned>(TriageInput::hospitals), region,
                      at);
        }
        if (&incident == own) {
            continue;  // all its deadlines are looked at after this
        }
        incident.refresh_capacity();
        if (incident.next_due != before) {
            queue_due(index);
        }
    }
}

}  // namespace larm::core
