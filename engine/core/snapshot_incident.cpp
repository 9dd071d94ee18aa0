// An incident to message and back, chases, transports and turns with it.
#include <algorithm>

#include "engine/core/check.hpp"
#include "engine/core/mutation.hpp"
#include "engine/core/snapshot_parts.hpp"

namespace larm::core {
namespace {

void save_delivery(Delivery const& delivery, v1::DeliverySnapshot& out) {
    out.set_attempt(delivery.attempt);
    out.set_recipient(delivery.recipient);
    out.set_channel(delivery.channel);
    out.set_outcome(delivery.outcome);
    out.set_message(delivery.message);
    out.set_queued_at_us(delivery.queued_at.us);
    out.set_since_us(delivery.since.us);
    out.set_receipt_due_us(delivery.receipt_due.us);
    out.set_why(delivery.why);
}

std::vector<Delivery> load_deliveries(
    google::protobuf::RepeatedPtrField<v1::DeliverySnapshot> const& saved) {
    std::vector<Delivery> deliveries;
    deliveries.reserve(static_cast<std::size_t>(saved.size()));
    for (auto const& delivery : saved) {
        deliveries.push_back({.attempt = delivery.attempt(),
                              .recipient = delivery.recipient(),
                              .channel = delivery.channel(),
                              .outcome = delivery.outcome(),
                              .message = delivery.message(),
                              .queued_at = {delivery.queued_at_us()},
                              .since = {delivery.since_us()},
                              .receipt_due = {delivery.receipt_due_us()},
                              .why = delivery.why()});
    }
    return deliveries;
}

template <typename Snapshot>
void save_calls(Calls const& calls, Snapshot& out) {
    if (calls.unanswered != 0 || calls.done_attempt != 0) {
        out.mutable_calls()->set_unanswered(calls.unanswered);
        out.mutable_calls()->set_done_attempt(calls.done_attempt);
        out.mutable_calls()->set_note(calls.note);
    }
}

Calls load_calls(v1::CallsSnapshot const& saved) {
    return {saved.unanswered(), saved.done_attempt(), saved.note()};
}

void save_chase(Chase const& chase, Pack const& pack, v1::ChaseSnapshot& out) {
    auto& update = *out.mutable_update();
    update.set_step(pack.step(chase.step).id());
    update.set_party(chase.party);
    update.set_state(chase.state);
    update.set_next_due_us(chase.next_due.us);
    update.set_rung(chase.rung);
    update.set_attempt(chase.attempt);
    update.set_missing(chase.missing);
    out.set_started_at_us(chase.started_at.us);
    out.set_since_us(chase.since.us);
    out.set_acknowledged_at_us(chase.acknowledged_at.us);
    out.set_answered_at_us(chase.answered_at.us);
    out.set_via(chase.via);
    out.set_actor(chase.actor);
    out.set_taken_by(chase.taken_by);
    out.set_answer(chase.answer);
    out.set_shortfall_accepted(chase.shortfall_accepted);
    out.set_note(chase.note);
    for (auto const& delivery : chase.deliveries) {
        save_delivery(delivery, *out.add_deliveries());
    }
    out.mutable_told()->Add(chase.told.begin(), chase.told.end());
    save_calls(chase.calls, out);
}

Chase load_chase(v1::ChaseSnapshot const& saved, Pack const& pack) {
    Chase chase;
    chase.step = pack.step_index(saved.update().step());
    LARM_CHECK(chase.step >= 0);
    chase.party = saved.update().party();
    chase.state = saved.update().state();
    chase.next_due = {saved.update().next_due_us()};
    chase.rung = saved.update().rung();
    chase.attempt = saved.update().attempt();
    chase.missing = saved.update().missing();
    chase.started_at = {saved.started_at_us()};
    chase.since = {saved.since_us()};
    chase.acknowledged_at = {saved.acknowledged_at_us()};
    chase.answered_at = {saved.answered_at_us()};
    chase.via = saved.via();
    chase.actor = saved.actor();
    chase.taken_by = saved.taken_by();
    chase.answer = saved.answer();
    chase.shortfall_accepted = saved.shortfall_accepted();
    chase.note = saved.note();
    chase.deliveries = load_deliveries(saved.deliveries());
    chase.told.assign(saved.told().begin(), saved.told().end());
    chase.calls = load_calls(saved.calls());
    return chase;
}

void save_transports(Transports const& region, v1::TransportSnapshot& out) {
    out.set_region_id(region.region_id);
    out.set_declined(region.declined && !mutated(Mutation::snapshot_without_noes));
    out.set_decline_reason(region.decline_reason);
    out.set_accepted_missing(region.accepted_missing);
    for (auto const& commitment : region.commitments) {
        auto& saved = *out.add_commitments();
        *saved.mutable_given() = commitment.given;
        saved.set_revoked(commitment.revoked);
        saved.set_expired(commitment.expired);
        saved.set_departed(commitment.departed);
        saved.set_released(commitment.released);
        saved.set_provisional(commitment.provisional);
        saved.set_expires_at_us(commitment.expires_at.us);
        saved.set_reconfirm_at_us(commitment.reconfirm_at.us);
        saved.set_reconfirm_asked(commitment.reconfirm_asked);
        saved.mutable_gone_resource_ids()->Add(commitment.gone.begin(), commitment.gone.end());
    }
}

Transports load_transports(v1::TransportSnapshot const& saved) {
    Transports region;
    region.region_id = saved.region_id();
    region.declined = saved.declined();
    region.decline_reason = saved.decline_reason();
    region.accepted_missing = saved.accepted_missing();
    for (auto const& each : saved.commitments()) {
        Commitment commitment;
        commitment.given = each.given();
        commitment.revoked = each.revoked();
        commitment.expired = each.expired();
        commitment.departed = each.departed();
        commitment.released = each.released();
        commitment.provisional = each.provisional();
        commitment.expires_at = {each.expires_at_us()};
        commitment.reconfirm_at = {each.reconfirm_at_us()};
        commitment.reconfirm_asked = each.reconfirm_asked();
        commitment.gone.assign(each.gone_resource_ids().begin(), each.gone_resource_ids().end());
        region.commitments.push_back(std::move(commitment));
    }
    return region;
}

void save_turn(Turn const& turn, v1::TurnSnapshot& out) {
    out.set_at_us(turn.at.us);
    out.set_phase(turn.phase);
    out.set_level(turn.level);
    out.set_reports(static_cast<std::int32_t>(turn.reports));
    out.set_promised(turn.promised);
    out.set_chain_complete(turn.chain_complete);
    out.set_national_taken(turn.national_taken);
    out.set_reason(turn.reason);
}

Turn load_turn(v1::TurnSnapshot const& saved) {
    return {.at = {saved.at_us()},
            .phase = saved.phase(),
            .level = saved.level(),
            .reports = static_cast<std::size_t>(saved.reports()),
            .promised = saved.promised(),
            .chain_complete = saved.chain_complete(),
            .national_taken = saved.national_taken(),
            .reason = saved.reason()};
}

void save_transfers(Incident const& incident, v1::IncidentSnapshot& out) {
    auto const& transfers = incident.transfers;
    auto const& moves = incident.casualties.moves;
    if (moves.empty() && !transfers.looked_at.is_set() && !transfers.changed_at.is_set()) {
        return;
    }
    auto& saved = *out.mutable_transfers();
    saved.mutable_moves()->Add(moves.begin(), moves.end());
    *saved.mutable_proposal() = transfers.proposal;
    saved.mutable_refusals()->Add(transfers.refusals.begin(), transfers.refusals.end());
    saved.set_looked_at_us(transfers.looked_at.us);
    saved.set_changed_at_us(transfers.changed_at.us);
    saved.set_own_moves(transfers.own_moves);
}

void load_transfers(v1::TransfersSnapshot const& saved, Incident& incident) {
    incident.casualties.moves.assign(saved.moves().begin(), saved.moves().end());
    auto& transfers = incident.transfers;
    transfers.proposal = saved.proposal();
    transfers.refusals.assign(saved.refusals().begin(), saved.refusals().end());
    transfers.looked_at = {saved.looked_at_us()};
    transfers.changed_at = {saved.changed_at_us()};
    transfers.own_moves = saved.own_moves();
}

void save_capacity(Incident const& incident, v1::IncidentSnapshot& out) {
    auto const& book = incident.casualties;
    out.mutable_sites()->Add(book.sites.begin(), book.sites.end());
    for (auto const& [hospital, records] : book.arrivals) {
        out.mutable_arrivals()->Add(records.begin(), records.end());
    }
    out.set_capacity_told(incident.capacity_told);
    for (auto const& notice : incident.capacity_notices) {
        auto& saved = *out.add_capacity_notices();
        *saved.mutable_warning() = notice.warning;
        saved.set_number(notice.number);
        for (auto const& delivery : notice.deliveries) {
            save_delivery(delivery, *saved.add_deliveries());
        }
    }
}

void load_capacity(v1::IncidentSnapshot const& saved, Incident& incident) {
    auto& book = incident.casualties;
    book.sites.assign(saved.sites().begin(), saved.sites().end());
    for (auto const& record : saved.arrivals()) {
        book.arrivals[record.hospital_id()].push_back(record);
    }
    incident.capacity_told = saved.capacity_told();
    for (auto const& notice : saved.capacity_notices()) {
        incident.capacity_notices.push_back(
            {notice.warning(), notice.number(), load_deliveries(notice.deliveries())});
    }
}

}  // namespace

void save_incident(Incident const& incident, v1::IncidentSnapshot& out) {
    out.set_id(incident.id);
    out.set_phase(incident.phase);
    out.set_region_id(incident.region_id);
    out.set_level(incident.level);
    out.set_mass_casualty(incident.mass_casualty);
    for (auto const& report : incident.reports) {
        *out.add_reports() = report;
    }
    out.set_reported_at_us(incident.reported_at.us);
    out.set_confirmed_at_us(incident.confirmed_at.us);
    out.set_alarm_at_us(incident.alarm_at.us);
    out.set_ended_at_us(incident.ended_at.us);
    out.set_version(incident.version);
    out.set_national_taken(incident.national_taken);
    out.set_national_declined(incident.national_declined);
    for (auto const& id : incident.suspected_duplicate_of) {
        out.add_suspected_duplicate_of(id);
    }
    out.set_chases_held(incident.chases_held);
    out.set_chain_complete_at_us(incident.chain_complete_at.us);
    out.set_reason(incident.reason);
    out.set_confirmed_by(incident.confirmed_by);
    out.set_updated_at_us(incident.updated_at.us);
    for (auto const& recipient : incident.alerted) {
        out.add_alerted(recipient);
    }
    out.set_holds(incident.holds);
    for (auto const& turn : incident.turns) {
        save_turn(turn, *out.add_turns());
    }
    for (auto const& notice : incident.notices) {
        save_delivery(notice, *out.add_notices());
    }
    save_calls(incident.calls, out);
    if (!incident.blood.alarms().empty()) {
        *out.mutable_blood() = incident.blood;
    }
    save_capacity(incident, out);
    save_transfers(incident, out);
    incident.triage.save(out);
    out.mutable_support()->Add(incident.support.begin(), incident.support.end());
    out.mutable_situations()->Add(incident.situations.begin(), incident.situations.end());
    out.mutable_situation_fills()->Add(incident.situation_fills.begin(),
                                       incident.situation_fills.end());
    out.mutable_conferences()->Add(incident.conferences.begin(), incident.conferences.end());
    if (incident.pack == nullptr) {
        return;
    }
    out.set_rules_hash(incident.pack->hash);
    for (int step = 0; step < incident.pack->rules.steps_size(); ++step) {
        if (incident.started[static_cast<std::size_t>(step)]) {
            out.add_started_steps(incident.pack->step(step).id());
        }
    }
    for (auto const& chase : incident.chases) {
        save_chase(chase, *incident.pack, *out.add_chases());
    }
    for (auto const& region : incident.transports) {
        save_transports(region, *out.add_transports());
    }
}

Incident load_incident(v1::IncidentSnapshot const& saved, Pack const* pack) {
    Incident incident;
    incident.id = saved.id();
    incident.phase = saved.phase();
    incident.region_id = saved.region_id();
    incident.level = saved.level();
    incident.mass_casualty = saved.mass_casualty();
    incident.reports.assign(saved.reports().begin(), saved.reports().end());
    incident.reported_at = {saved.reported_at_us()};
    incident.confirmed_at = {saved.confirmed_at_us()};
    incident.alarm_at = {saved.alarm_at_us()};
    incident.ended_at = {saved.ended_at_us()};
    incident.version = saved.version();
    incident.national_taken = saved.national_taken();
    incident.national_declined = saved.national_declined();
    incident.suspected_duplicate_of.assign(saved.suspected_duplicate_of().begin(),
                                           saved.suspected_duplicate_of().end());
    incident.chases_held = saved.chases_held();
    incident.chain_complete_at = {saved.chain_complete_at_us()};
    incident.reason = saved.reason();
    incident.confirmed_by = saved.confirmed_by();
    incident.updated_at = {saved.updated_at_us()};
    std::ranges::for_each(saved.alerted(), [&](auto const& to) { incident.note_alerted(to); });
    incident.holds = saved.holds();
    for (auto const& turn : saved.turns()) {
        incident.turns.push_back(load_turn(turn));
    }
    incident.notices = load_deliveries(saved.notices());
    incident.calls = load_calls(saved.calls());
    incident.blood = saved.blood();
    load_capacity(saved, incident);
    load_transfers(saved.transfers(), incident);
    incident.support.assign(saved.support().begin(), saved.support().end());
    incident.situations.assign(saved.situations().begin(), saved.situations().end());
    incident.situation_fills.assign(saved.situation_fills().begin(), saved.situation_fills().end());
    incident.conferences.assign(saved.conferences().begin(), saved.conferences().end());
    incident.pack = pack;
    if (pack == nullptr) {
        return incident;
    }
    incident.started.assign(static_cast<std::size_t>(pack->rules.steps_size()), false);
    for (auto const& step : saved.started_steps()) {
        auto const index = pack->step_index(step);
        LARM_CHECK(index >= 0);
        incident.started[static_cast<std::size_t>(index)] = true;
    }
    incident.chases.reserve(static_cast<std::size_t>(saved.chases_size()));
    for (auto const& chase : saved.chases()) {
        incident.add_chase(load_chase(chase, *pack));
    }
    for (auto const& region : saved.transports()) {
        incident.transports.push_back(load_transports(region));
    }
    return incident;
}

}  // namespace larm::core
