// State to message and back. A restored state must behave as the original: a property test holds it
// to that. Incidents are in snapshot_incident.cpp, people in snapshot_people.cpp.
#include "engine/core/check.hpp"
#include "engine/core/snapshot_parts.hpp"
#include "engine/core/snapshot_people.hpp"
#include "engine/core/state.hpp"

namespace larm::core {

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
    out.set_contacts_decided_by(contacts_decided_by_);
    out.set_contacts_withdrawn_by(contacts_withdrawn_by_);
    for (auto const& call : roll_calls_) {
        auto const is_last = &call == &roll_calls_.back();
        save_roll_call(call, is_last ? *out.mutable_roll_call() : *out.add_earlier_roll_calls());
    }
    if (contacts_withdrawn_.number() != 0) {
        *out.mutable_contacts_withdrawn() = contacts_withdrawn_;
    }
    for (auto const& [key, supply] : supplies_) {
        *out.add_supplies() = supply;
    }
    save_reach(reach_, out);
    for (auto const& [id, record] : capacity_.records()) {
        auto& saved = *out.add_hospitals();
        saved = record;
        capacity_.past(id).save(*saved.mutable_history());
    }
    out.set_roll_call_after_us(roll_call_after_.us);
    for (auto const& [party, counted] : blood_stocks_) {
        *out.add_blood_stocks() = counted;
    }
    if (exercise_) {
        *out.mutable_exercise() = *exercise_;
    }
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
        auto rules = read_pack(pack->bytes);
        LARM_CHECK(rules.has_value());
        pack->rules = std::move(*rules);
        state.packs_.emplace(saved.hash(), std::move(pack));
    }
    if (!snapshot.active_pack().empty()) {
        state.active_ = state.packs_.find(snapshot.active_pack())->second.get();
    }
    for (auto const& saved : snapshot.hospitals()) {
        state.capacity_.restore(saved);
    }
    state.use_capacity_rules({});
    for (auto const& saved : snapshot.duties()) {
        state.duties_[saved.party()] = load_duty(saved);
    }
    state.contacts_number_ = snapshot.contacts_number();
    state.contacts_rolled_back_ = snapshot.contacts_rolled_back();
    state.contacts_hash_ = snapshot.contacts_hash();
    state.contacts_decided_by_ = snapshot.contacts_decided_by();
    state.contacts_withdrawn_by_ = snapshot.contacts_withdrawn_by();
    for (auto const& saved : snapshot.earlier_roll_calls()) {
        state.roll_calls_.push_back(load_roll_call(saved));
    }
    if (snapshot.has_roll_call()) {
        state.roll_calls_.push_back(load_roll_call(snapshot.roll_call()));
    }
    state.contacts_withdrawn_ = snapshot.contacts_withdrawn();
    for (auto const& supply : snapshot.supplies()) {
        state.supplies_[{supply.organisation_id(), supply.item()}] = supply;
    }
    state.reach_ = load_reach(snapshot);
    state.roll_call_after_ = {snapshot.roll_call_after_us()};
    for (auto const& counted : snapshot.blood_stocks()) {
        state.blood_stocks_.emplace(counted.party(), counted);
    }
    if (snapshot.has_exercise()) {
        state.exercise_ = snapshot.exercise();
    }
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
    incident.triage.load(saved,
                         incident.pack == nullptr ? nullptr : triage_.terms_of(*incident.pack));
    incident.refresh();
    held_ += static_cast<int>(incident.chases_held);
    if (!incident.is_closed()) {
        open_.insert(index);
    }
    if (incident.is_running()) {
        hold_resources(incident);
    }
    capacity_.follow(index, incident, {});
    queue_due(index);
    move_capacity_dues(nullptr);
    triage_.renew(capacity_, capacity_.take_touched());
    triage_.take_changed();  // courses are as they were saved
}

}  // namespace larm::core
