// State to message and back. A restored state must behave as the original: a property test holds it
// to that. Incidents are in snapshot_incident.cpp.
#include "engine/core/check.hpp"
#include "engine/core/snapshot_parts.hpp"
#include "engine/core/state.hpp"

namespace larm::core {
namespace {

void save_duty(Duty const& duty, v1::DutySnapshot& out) {
    out.set_party(duty.party);
    out.set_officer_id(duty.officer_id);
    out.set_since_us(duty.since.us);
    out.set_offered_to(duty.offered_to);
    out.set_offered_by(duty.offered_by);
    for (auto const& officer : duty.officers) {
        *out.add_officers() = officer;
    }
    out.mutable_shifts()->Add(duty.shifts.begin(), duty.shifts.end());
    out.set_remind_at_us(duty.remind_at.us);
    out.set_offered_shift_us(duty.offered_shift.us);
}

Duty load_duty(v1::DutySnapshot const& saved) {
    Duty duty;
    duty.party = saved.party();
    duty.officer_id = saved.officer_id();
    duty.since = {saved.since_us()};
    duty.offered_to = saved.offered_to();
    duty.offered_by = saved.offered_by();
    duty.officers.assign(saved.officers().begin(), saved.officers().end());
    duty.shifts.assign(saved.shifts().begin(), saved.shifts().end());
    duty.remind_at = {saved.remind_at_us()};
    duty.offered_shift = {saved.offered_shift_us()};
    return duty;
}

void save_roll_call(RollCall const& call, v1::RollCallSnapshot& out) {
    *out.mutable_started() = call.started;
    out.set_started_at_us(call.started_at.us);
    out.set_ended_at_us(call.ended_at.us);
    out.mutable_results()->Add(call.results.begin(), call.results.end());
}

RollCall load_roll_call(v1::RollCallSnapshot const& saved) {
    return {.started = saved.started(),
            .started_at = {saved.started_at_us()},
            .ended_at = {saved.ended_at_us()},
            .results = {saved.results().begin(), saved.results().end()}};
}

void save_reach(ReachTable const& table, v1::StateSnapshot& out) {
    for (auto const& [key, reach] : table) {
        auto& saved = *out.add_reach();
        saved.set_officer_id(key.first);
        saved.set_channel(key.second);
        saved.set_answered_bits(static_cast<std::int32_t>(reach.results));
        saved.set_asked(reach.asked);
        saved.set_proven_at_us(reach.proven_at.us);
        saved.set_latency_us(reach.latency.us);
    }
}

ReachTable load_reach(v1::StateSnapshot const& snapshot) {
    ReachTable table;
    for (auto const& saved : snapshot.reach()) {
        table[{saved.officer_id(), saved.channel()}] = {
            .results = static_cast<std::uint32_t>(saved.answered_bits()),
            .asked = saved.asked(),
            .proven_at = {saved.proven_at_us()},
            .latency = {saved.latency_us()}};
    }
    return table;
}

}  // namespace

v1::StateSnapshot State::snapshot() const {
    v1::StateSnapshot out;
    save(out);
    return out;
}

void State::save(v1::StateSnapshot& out) const {
    out.set_seq(seq_);
    out.set_at_us(at_.us);
    out.set_commands_accepted(commands_accepted_);
    for (auto const& [hash, pack] : packs_) {
        auto& saved = *out.add_packs();
        saved.set_hash(hash);
        saved.set_bytes(pack->bytes);
    }
    for (auto const& [hash, incoming] : incoming_) {
        auto& saved = *out.add_packs();
        saved.set_hash(hash);
        saved.set_bytes(incoming.bytes);
        saved.set_chunks_seen(incoming.seen);
        saved.set_chunks_total(incoming.total);
    }
    out.set_active_pack(active_ == nullptr ? std::string{} : active_->hash);
    for (auto const& [party, duty] : duties_) {
        save_duty(duty, *out.add_duties());
    }
    out.set_contacts_number(contacts_number_);
    out.set_contacts_rolled_back(contacts_rolled_back_);
    out.set_contacts_hash(contacts_hash_);
    if (!roll_call_.id().empty()) {
        save_roll_call(roll_call_, *out.mutable_roll_call());
    }
    save_reach(reach_, out);
    out.set_roll_call_after_us(roll_call_after_.us);
    for (auto const& incident : incidents_) {
        save_incident(incident, *out.add_incidents());
    }
}

State State::restore(v1::StateSnapshot const& snapshot) {
    State state;
    state.seq_ = snapshot.seq();
    state.at_ = {snapshot.at_us()};
    state.commands_accepted_ = snapshot.commands_accepted();
    for (auto const& saved : snapshot.packs()) {
        if (saved.chunks_total() != 0) {
            state.incoming_[saved.hash()] = {saved.bytes(), saved.chunks_seen(),
                                             saved.chunks_total()};
            continue;
        }
        auto pack = std::make_unique<Pack>();
        pack->hash = saved.hash();
        pack->bytes = saved.bytes();
        LARM_CHECK(pack->rules.ParseFromString(pack->bytes));
        state.packs_.emplace(saved.hash(), std::move(pack));
    }
    if (!snapshot.active_pack().empty()) {
        state.active_ = state.packs_.find(snapshot.active_pack())->second.get();
    }
    for (auto const& saved : snapshot.duties()) {
        state.duties_[saved.party()] = load_duty(saved);
    }
    state.contacts_number_ = snapshot.contacts_number();
    state.contacts_rolled_back_ = snapshot.contacts_rolled_back();
    state.contacts_hash_ = snapshot.contacts_hash();
    if (snapshot.has_roll_call()) {
        state.roll_call_ = load_roll_call(snapshot.roll_call());
    }
    state.reach_ = load_reach(snapshot);
    state.roll_call_after_ = {snapshot.roll_call_after_us()};
    state.schedule_tending();
    for (auto const& saved : snapshot.incidents()) {
        state.restore_incident(saved);
    }
    return state;
}

void State::restore_incident(v1::IncidentSnapshot const& saved) {
    auto const index = incidents_.size();
    index_.emplace(saved.id(), index);
    auto& incident = incidents_.emplace_back(load_incident(saved, pack(saved.rules_hash())));
    incident.refresh();
    held_ += static_cast<int>(incident.chases_held);
    if (!incident.is_closed()) {
        open_.insert(index);
    }
    if (incident.is_running()) {
        hold_resources(incident);
    }
    queue_due(index);
}

}  // namespace larm::core
