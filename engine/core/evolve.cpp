// Folding events into the state. Nothing is decided here: an event says what is so, down to each
// chase.
#include <algorithm>

#include "engine/core/check.hpp"
#include "engine/core/conference.hpp"
#include "engine/core/exercise.hpp"
#include "engine/core/fold.hpp"
#include "engine/core/resource_name.hpp"
#include "engine/core/situation.hpp"
#include "engine/core/state.hpp"
#include "engine/core/support.hpp"
#include "engine/core/transfer_proposal.hpp"

namespace larm::core {

namespace {

/// Figures, steps and casualties come by the minute. They have deadlines of their own and touch no
/// chase.
bool is_of_capacity(v1::Event const& event) {
    return event.has_steps_changed() || event.has_capacity_warned() ||
           event.has_shortfall_passed() || event.has_casualties_reported() ||
           event.has_arrivals_reported();
}

/// Indicators turn by themselves, and touch no chase either.
bool is_of_indicators(v1::Event const& event) {
    return event.has_indicator_reported() || event.has_indicators_turned();
}

/// Whether who is expected where is another after the event.
bool moves_expectations(v1::Event const& event) {
    return event.has_casualties_reported() || event.has_arrivals_reported() ||
           event.has_incident_reported() || event.has_incident_confirmed() ||
           event.has_incident_stood_down() || event.has_incident_rescinded() ||
           event.has_incident_closed() || event.has_transfers_changed();
}

bool is_of_transfers(v1::Event const& event) {
    return event.has_transfers_proposed() || event.has_transfers_reviewed() ||
           event.has_transfers_changed();
}

/// Whether patients were to go to a hospital that takes nobody, as the event says.
bool closes_a_receiver(v1::Event const& event, Moves const& moves) {
    auto const& report = event.capacity_reported().report();
    auto const closes = report.facility() == v1::FACILITY_STATUS_EVACUATING ||
                        report.facility() == v1::FACILITY_STATUS_CLOSED;
    return closes && std::ranges::any_of(moves, [&](auto const& move) {
               return move.to_hospital_id() == report.hospital_id() &&
                      (is_promised(move) || move.state() == v1::TRANSFER_STATE_PROPOSED);
           });
}

/// Whether a human, or the chain itself, has decided something: what is only a
/// consequence, or goes on by itself, must not make a command that expects the former version fail.
bool moves_on(v1::Event const& event) {
    return !event.has_delivery_recorded() && !event.has_chase_escalated() &&
           !event.has_step_started() && !event.has_reconfirm_asked() &&
           !event.has_contacts_corrected() && !event.has_chases_held() &&
           !event.has_call_reported() && !is_of_capacity(event) && !is_of_transfers(event) &&
           !is_of_indicators(event) && !event.has_triage_recommended() &&
           !event.has_recommendation_withdrawn() && !event.has_decision_reminded();
}

/// Whether a receipt is waited for, or has come.
bool moves_a_deadline(Incident const& incident, v1::DeliveryRecorded const& recorded) {
    return incident.pack->waits_for_receipts() &&
           recorded.outcome() != v1::DELIVERY_OUTCOME_HANDED_OVER;
}

/// Whether nothing follows from the event but for the chases that it names: no human has said
/// anything in it, so that no step is done by it.
bool moves_chases_alone(v1::Event const& event) {
    return event.has_delivery_recorded() || event.has_chase_escalated() || is_of_capacity(event) ||
           event.has_transfers_proposed() || event.has_transfers_reviewed() ||
           is_of_indicators(event);
}

/// Whether the event itself is one for those who follow from outside.
bool is_turn(v1::Event const& event) {
    return event.has_level_changed() || event.has_incident_reported() ||
           (event.has_national_decided() && event.national_decided().taken()) ||
           event.has_incident_stood_down() || event.has_incident_rescinded();
}

}  // namespace

void State::evolve(v1::Event const& event, std::int64_t seq) {
    LARM_CHECK(seq == seq_ + 1);
    seq_ = seq;
    at_ = {std::max(at_.us, event.at_us())};
    if (!event.cause().command_id().empty()) {
        ++commands_accepted_;
    }
    note_proof(reach_, event);
    if (event.has_blood_stock_reported()) {
        auto const& counted = event.blood_stock_reported();
        blood_stocks_.insert_or_assign(counted.party(), counted);
    }
    if (event.incident_id().empty()) {
        evolve_world(event);
        evolve_capacity(event, nullptr);
        evolve_triage(event, nullptr, false);
        return;
    }
    auto& incident = open_incident(event.incident_id());
    auto const before = incident.next_due;
    auto const was_held = incident.chases_held;
    auto const was_complete = incident.chain_complete_at.is_set();
    auto const was_running = incident.is_running();
    evolve_incident(incident, event);
    tend_resources(incident, event);
    evolve_capacity(event, &incident);
    evolve_triage(event, &incident, !was_running && incident.is_running());
    if (event.has_incident_closed()) {
        open_.erase(last_found_);
    }
    held_ += static_cast<int>(incident.chases_held) - static_cast<int>(was_held);
    if (moves_on(event)) {
        incident.version = seq;
    }
    incident.updated_at = {event.at_us()};
    if (event.has_delivery_recorded() && event.chases().empty() &&
        !moves_a_deadline(incident, event.delivery_recorded())) {
        return;  // the most frequent event of all, and nothing follows from it
    }
    if (moves_chases_alone(event)) {
        incident.refresh_chases(event);
    } else {
        incident.refresh();
    }
    auto const goes_out = !was_running && incident.is_running();
    auto const completes = !was_complete && incident.chain_complete_at.is_set();
    if (goes_out || (!incident.turns.empty() && (completes || is_turn(event)))) {
        incident.turns.push_back(incident.turn_now({event.at_us()}));
    }
    if (incident.next_due != before) {
        queue_due(last_found_);
    }
}

void State::evolve_capacity(v1::Event const& event, Incident const* incident) {
    capacity_.fold(event);
    if (incident != nullptr && moves_expectations(event)) {
        capacity_.follow(last_found_, *incident, {event.at_us()});
    }
    move_capacity_dues(incident);
    if (moves_transfers(event)) {
        move_transfers(event, incident);
    }
}

/// What hospitals can take is every incident's; everything else its own.
void State::move_transfers(v1::Event const& event, Incident const* incident) {
    // A place that is promised to one incident is no other's.
    auto const is_of_all = event.has_capacity_reported() || event.has_steps_changed() ||
                           event.has_transfers_changed() || event.has_rule_pack_activated();
    for (auto const index : open_) {
        auto& each = incidents_[index];
        if (!is_of_all && &each != incident) {
            continue;
        }
        note_change(each, {event.at_us()});
        // Who has nowhere to go waits for no rhythm, and nobody is asked about what cannot be.
        Instant const at{event.at_us()};
        auto const knows = event.has_capacity_reported() && transfers_due(each) > at &&
                           !no_longer_assumed(*this, each, at).empty();
        if (knows || closes_a_receiver(event, each.casualties.moves) ||
            (transfers_due(each) > at && may_hinder(event, each) &&
             !impossible_moves(*this, each, at).empty())) {
            each.transfers.looked_at = {};
        }
        if (&each == incident) {
            continue;  // all its deadlines are looked at after this
        }
        auto const before = each.next_due;
        each.refresh_capacity();
        if (each.next_due != before) {
            queue_due(index);
        }
    }
}

void State::move_capacity_dues(Incident const* own) {
    for (auto const index : capacity_.take_moved()) {
        auto& incident = incidents_[index];
        auto const before = incident.next_due;
        incident.capacity_due = capacity_.due_of(index);
        if (&incident == own) {
            continue;  // all its deadlines are looked at after this
        }
        incident.refresh_capacity();
        if (incident.next_due != before) {
            queue_due(index);
        }
    }
}

void State::evolve_world(v1::Event const& event) {
    if (event.has_rule_pack_chunk()) {
        receive_chunk(event.rule_pack_chunk());
    } else if (event.has_rule_pack_activated()) {
        active_ = pack(event.rule_pack_activated().hash());
        LARM_CHECK(active_ != nullptr);
        use_capacity_rules({event.at_us()});
        if (active_->rules.policy().has_roll_call()) {
            roll_call_after_ = {event.at_us()};
        }
        schedule_tending();
    } else if (event.has_supply_reported()) {
        fold_supply(supplies_, event.supply_reported());
    } else if (is_of_exercise(event)) {
        fold_exercise(exercise_ ? *exercise_ : exercise_.emplace(), event);
    } else {
        evolve_people(event);
    }
    // A noticed clock skew is journaled for readers; it changes nothing. What a blood centre has
    // counted is taken down before this.
}

void State::receive_chunk(v1::RulePackChunk const& chunk) {
    if (packs_.contains(chunk.hash())) {
        return;
    }
    auto& incoming = incoming_[chunk.hash()];
    if (chunk.index() != incoming.seen) {
        incoming = {};  // a former attempt that was cut short; chunks come in order
    }
    incoming.bytes += chunk.bytes();
    incoming.seen += 1;
    incoming.total = chunk.count();
    if (incoming.seen < incoming.total) {
        return;
    }
    auto pack = std::make_unique<Pack>();
    pack->hash = chunk.hash();
    pack->bytes = std::move(incoming.bytes);
    auto rules = read_pack(pack->bytes);
    LARM_CHECK(rules.has_value());
    pack->rules = std::move(*rules);
    packs_.emplace(chunk.hash(), std::move(pack));
    incoming_.erase(chunk.hash());
}

void State::evolve_incident(Incident& incident, v1::Event const& event) {
    using Event = v1::Event;
    Instant const at{event.at_us()};
    auto const kind = event.kind_case();
    // What gives chases their pack, or takes their deadlines away, comes before the chases
    // themselves.
    if (kind == Event::kIncidentConfirmed) {
        auto const* const pinned = pack(event.incident_confirmed().rules_hash());
        LARM_CHECK(pinned != nullptr);
        fold(incident, event.incident_confirmed(), event, *pinned);
    } else if (kind == Event::kIncidentStoodDown) {
        fold_end(incident, v1::INCIDENT_PHASE_STOOD_DOWN, event.incident_stood_down().reason(), at);
    } else if (kind == Event::kIncidentRescinded) {
        fold_end(incident, v1::INCIDENT_PHASE_RESCINDED, event.incident_rescinded().reason(), at);
    } else if (kind == Event::kIncidentClosed) {
        fold_end(incident, v1::INCIDENT_PHASE_CLOSED, event.incident_closed().reason(), at);
    }
    fold_chases(incident, event);
    switch (kind) {
        case Event::kIncidentReported: fold(incident, event.incident_reported(), event); break;
        case Event::kLevelChanged: incident.level = event.level_changed().level(); break;
        case Event::kNationalDecided: fold(incident, event.national_decided(), event); break;
        case Event::kChasesHeld: fold(incident, event.chases_held(), event); break;
        case Event::kChasesResumed: fold_resumed(incident); break;
        case Event::kStepStarted: fold(incident, event.step_started(), event); break;
        case Event::kPartyAcknowledged: fold(incident, event.party_acknowledged(), event); break;
        case Event::kPartyAnswered: fold(incident, event.party_answered(), event); break;
        case Event::kDeliveryRecorded: fold(incident, event.delivery_recorded(), event); break;
        case Event::kCallReported: fold(incident, event.call_reported()); break;
        case Event::kTransportsCommitted:
            fold(incident, event.transports_committed(), event);
            break;
        case Event::kTransportsDeclined: fold(incident, event.transports_declined(), event); break;
        case Event::kTransportsRevoked: fold(incident, event.transports_revoked(), event); break;
        case Event::kTransportsReconfirmed:
            fold(incident, event.transports_reconfirmed(), event);
            break;
        case Event::kTransportsDeparted: fold(incident, event.transports_departed()); break;
        case Event::kTransportsReleased: fold(incident, event.transports_released()); break;
        case Event::kCommitmentExpired: fold(incident, event.commitment_expired()); break;
        case Event::kReconfirmAsked: fold(incident, event.reconfirm_asked()); break;
        case Event::kShortfallAccepted: fold(incident, event.shortfall_accepted()); break;
        case Event::kBloodStockReported: fold(incident, event.blood_stock_reported(), event); break;
        case Event::kBloodCountryAlarmed:
            fold(incident, event.blood_country_alarmed(), event);
            break;
        case Event::kBloodOffered: fold(incident, event.blood_offered(), event); break;
        case Event::kBloodOfferWithdrawn:
            fold(incident, event.blood_offer_withdrawn(), event);
            break;
        case Event::kBloodAccepted: fold(incident, event.blood_accepted(), event); break;
        case Event::kBloodTransportReported:
            fold(incident, event.blood_transport_reported(), event);
            break;
        case Event::kCasualtiesReported:
            note_scene(incident, event.casualties_reported().site());
            incident.casualties.fold(event.casualties_reported().site());
            break;
        case Event::kArrivalsReported:
            incident.casualties.fold(event.arrivals_reported().record());
            break;
        case Event::kCapacityWarned: fold(incident, event.capacity_warned(), event); break;
        case Event::kTransfersProposed:
        case Event::kTransfersReviewed:
        case Event::kTransfersChanged: fold_transfers(incident, event); break;
        case Event::kSupportRequested:
        case Event::kSupportOffered:
        case Event::kSupportDeclined:
        case Event::kSupportAccepted:
        case Event::kSupportReported:
        case Event::kSupportReleased:
        case Event::kSupportCancelled: fold_support(incident, event); break;
        case Event::kSituationFilled:
        case Event::kSituationSent: fold_situation(incident, event); break;
        case Event::kConferenceCalled:
        case Event::kConferenceChanged:
        case Event::kAttendanceReported:
        case Event::kConferenceDecided:
        case Event::kPositionTaken:
        case Event::kConferenceEnded: fold_conference(incident, event); break;
        case Event::kIndicatorReported:
        case Event::kIndicatorsTurned:
        case Event::kTriageRecommended:
        case Event::kRecommendationWithdrawn:
        case Event::kTriageDecided:
        case Event::kCareStandardDecided:
        case Event::kDecisionReminded: fold_triage(incident, event); break;
        case Event::kExerciseOpened:  // the world's
        case Event::kExerciseMoved:
        case Event::kPaceChanged:
        case Event::kSkippedAhead:
        case Event::kInjectGiven:
        case Event::kInjectSkipped:
        case Event::kInjectJudged:
        case Event::kPartyHandedOver:
        case Event::kObservationNoted:
        case Event::kSupplyReported:
        case Event::kIncidentConfirmed:
        case Event::kIncidentStoodDown:
        case Event::kIncidentRescinded:
        case Event::kIncidentClosed:
        case Event::kChaseEscalated:     // is its chase update
        case Event::kContactsCorrected:  // and so is this
        case Event::kDutyAccepted:       // here too: the duty itself is the world's
        case Event::kDutySeeded:
        case Event::kDutyOffered:
        case Event::kDutyPlanned:
        case Event::kDutyReminded:
        case Event::kContactsChanged:
        case Event::kContactsWithdrawn:
        case Event::kRollCallStarted:
        case Event::kRollCallDelivered:
        case Event::kRollCallAnswered:
        case Event::kRollCallEnded:
        case Event::kDeviceDropped:
        case Event::kCapacityReported:  // hospitals are the world's
        case Event::kStepsChanged:
        case Event::kStepExercised:
        case Event::kShortfallPassed:
        case Event::kRulePackChunk:
        case Event::kRulePackActivated:
        case Event::kClockSkewNoticed:
        case Event::KIND_NOT_SET: break;
    }
}

void State::tend_resources(Incident const& incident, v1::Event const& event) {
    if (event.has_transports_committed()) {
        for (auto const& resource : event.transports_committed().resource_ids()) {
            resources_.insert_or_assign(vehicle_name(resource), last_found_);
        }
        return;
    }
    auto const ended = event.has_incident_stood_down() || event.has_incident_rescinded() ||
                       event.has_incident_closed();
    auto const shrank = event.has_transports_revoked() || event.has_transports_released() ||
                        event.has_commitment_expired();
    if (!ended && !shrank) {
        return;
    }
    // A vehicle may be named in several promises, taken back in one and standing in another; an
    // alarm that has ended holds none, and others may have it since.
    free_resources(incident);
    if (incident.is_running()) {
        hold_resources(incident);
    }
}

}  // namespace larm::core
