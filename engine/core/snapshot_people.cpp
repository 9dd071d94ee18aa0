#include "engine/core/snapshot_people.hpp"

namespace larm::core {

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
    if (call.ended_by.role() != v1::ROLE_UNSPECIFIED) {
        *out.mutable_ended_by() = call.ended_by;
    }
}

RollCall load_roll_call(v1::RollCallSnapshot const& saved) {
    return {.started = saved.started(),
            .started_at = {saved.started_at_us()},
            .ended_at = {saved.ended_at_us()},
            .ended_by = saved.ended_by(),
            .results = {saved.results().begin(), saved.results().end()}};
}

void save_reach(ReachTable const& table, v1::StateSnapshot& out) {
    for (auto const& [key, reach] : table) {
        auto& saved = *out.add_reach();
        saved.set_officer_id(key.first);
        saved.set_channel(key.second);
        saved.set_answered_bits(static_cast<std::int32_t>(reach.answers));
        saved.set_received_bits(static_cast<std::int32_t>(reach.receipts));
        saved.set_asked(reach.asked);
        saved.set_proven_at_us(reach.proven_at.us);
        saved.set_latency_us(reach.latency.us);
    }
}

ReachTable load_reach(v1::StateSnapshot const& snapshot) {
    ReachTable table;
    for (auto const& saved : snapshot.reach()) {
        table[{saved.officer_id(), saved.channel()}] = {
            .answers = static_cast<std::uint32_t>(saved.answered_bits()),
            .receipts = static_cast<std::uint32_t>(saved.received_bits()),
            .asked = saved.asked(),
            .proven_at = {saved.proven_at_us()},
            .latency = {saved.latency_us()}};
    }
    return table;
}

}  // namespace larm::core
