// The engine's own commands: deadlines, delivery results, rule packs, clocks. Where there is
// nothing to do, no events.
#include <algorithm>

#include "engine/core/carrying.hpp"
#include "engine/core/decide_transfers_parts.hpp"
#include "engine/core/ladder.hpp"
#include "engine/core/mutation.hpp"
#include "engine/core/party.hpp"
#include "engine/core/situation.hpp"

namespace larm::core {
namespace {

/// A journal row stays small enough for any backend.
constexpr std::size_t chunk_bytes_max = 60'000;

std::vector<std::string> audience_of(Incident const& incident, v1::Step const& step) {
    if (step.audience().where() == v1::WHERE_ALERTED) {
        auto told = incident.told_of_the_alarm();
        if (mutated(Mutation::leaves_one_untold) && !told.empty()) {
            told.pop_back();
        }
        return told;
    }
    auto parties = incident.pack->parties(step.audience(), incident.region_id);
    if (step.audience().where() == v1::WHERE_COUNTRY) {
        std::erase_if(parties,
                      [&](auto const& party) { return incident.blood_alarm_of(party) != nullptr; });
    }
    return parties;
}

/// Whoever has sent a situation report already is asked for the next one, in its time.
v1::ChaseUpdate begun(Context const& context, Incident const& incident, int step,
                      std::string const& party) {
    auto update = ladder::begin(incident, step, party, context.now);
    if (incident.pack->step(step).expects() == v1::EXPECTS_SITUATION_REPORT &&
        !incident.situations.empty()) {
        update.clear_notices();
        update.set_state(v1::PARTY_STATE_ANSWERED);
        update.set_rung(-1);
        update.set_attempt(0);
        auto const next = next_situation(incident, {incident.situations.back().sent_at_us()});
        update.set_next_due_us(next.is_set() ? std::max(next, context.now).us : 0);
    }
    return update;
}

void start_ready_steps(Events& events, Context const& context, Incident const& incident) {
    for (int step = 0; step < incident.pack->rules.steps_size(); ++step) {
        if (!incident.is_ready(step)) {
            continue;
        }
        auto event = context.event(incident.id);
        event.mutable_step_started()->set_step(incident.pack->step(step).id());
        for (auto const& party : audience_of(incident, incident.pack->step(step))) {
            *event.add_chases() = begun(context, incident, step, party);
        }
        events.push_back(std::move(event));
    }
}

/// Whether the plan of moves is due no later than the chase that asks about it: it goes first, and
/// nobody is reminded of a proposal in the instant in which another takes its place.
bool waits_for_plan(Incident const& incident, Chase const& chase, Instant due, Instant now) {
    auto const plan = incident.is_running() ? transfers_due(incident) : Instant{};
    return plan.is_set() && plan <= std::min(due, now) && chase.step == transfer_step(incident);
}

void escalate_due_chases(Events& events, Context const& context, Incident const& incident) {
    for (auto const& chase : incident.chases) {
        auto const due = incident.due_at(chase);
        auto const until = context.now + seconds(mutated(Mutation::fires_early) ? 30 : 0);
        if (!due.is_set() || due > until || waits_for_plan(incident, chase, due, context.now)) {
            continue;
        }
        auto event = context.event(incident.id);
        auto& escalated = *event.mutable_chase_escalated();
        escalated.set_step(incident.pack->step(chase.step).id());
        escalated.set_party(chase.party);
        escalated.set_due_us(due.us);
        *event.add_chases() = ladder::escalate(incident, chase, due, context.now);
        if (mutated(Mutation::fires_twice)) {
            events.push_back(event);
        }
        events.push_back(std::move(event));
    }
}

bool is_due(Instant deadline, Instant now) {
    return deadline.is_set() && deadline <= now;
}

v1::Event expire(Context const& context, Incident const& incident, Transports const& region,
                 Commitment const& commitment, int lost) {
    auto event = context.event(incident.id);
    auto& expired = *event.mutable_commitment_expired();
    expired.set_region_id(region.region_id);
    expired.mutable_share()->set_commitment_id(commitment.given.commitment_id());
    expired.mutable_share()->set_count(lost);
    auto const step = incident.pack->transport_step();
    auto const* const chase = incident.chase(step, make_party(v1::ROLE_TIB, region.region_id));
    if (chase != nullptr) {
        auto const missing =
            std::max(0, incident.pack->step(step).minimum() - region.firm() - region.released() +
                            (commitment.provisional ? 0 : lost));
        if (missing > region.accepted_missing && region.declined) {
            ladder::reopen_shortfall(event, incident, context.now);
        } else if (missing > region.accepted_missing) {
            auto update = ladder::restart(incident, *chase, context.now);
            update.set_state(v1::PARTY_STATE_ACKNOWLEDGED);
            update.set_missing(missing);
            *event.add_chases() = std::move(update);
        }
    }
    return event;
}

v1::Event ask_again(Context const& context, Incident const& incident, Transports const& region,
                    Commitment const& commitment) {
    auto event = context.event(incident.id);
    event.mutable_reconfirm_asked()->set_region_id(region.region_id);
    event.mutable_reconfirm_asked()->set_commitment_id(commitment.given.commitment_id());
    auto const step = incident.pack->transport_step();
    auto const* const chase = incident.chase(step, make_party(v1::ROLE_TIB, region.region_id));
    if (chase != nullptr) {
        auto update = ladder::restart(incident, *chase, context.now);
        update.set_rung(chase->rung);
        update.set_next_due_us(chase->next_due.us);  // the chase itself is as it was
        auto const& message = incident.pack->rules.policy().reconfirm_message();
        for (auto& notice : *update.mutable_notices()) {
            notice.set_message(message.empty() ? notice.message() : message);
        }
        *event.add_chases() = std::move(update);
    }
    return event;
}

/// One at a time: each changes what the region's chase is asked for, and the next is still due
/// afterwards.
void tend_commitments(Events& events, Context const& context, Incident const& incident) {
    for (auto const& region : incident.transports) {
        for (auto const& commitment : region.commitments) {
            auto const lost = vehicles_unused(incident.casualties.moves, commitment);
            if (lost == 0) {
                continue;
            }
            if (is_due(commitment.expires_at, context.now)) {
                events.push_back(expire(context, incident, region, commitment, lost));
                call_off_stranded(events, context, incident, region.region_id,
                                  commitment.given.commitment_id(), lost);
                return;
            }
            if (!commitment.reconfirm_asked && is_due(commitment.reconfirm_at, context.now)) {
                events.push_back(ask_again(context, incident, region, commitment));
                return;
            }
        }
    }
}

/// When what a provider has accepted counts as unproven; not set where nobody waits for receipts.
Instant receipt_due(Incident const& incident, v1::RecordDelivery const& result, Instant now) {
    auto const* const policy = incident.pack->channel_policy(result.channel());
    if (result.outcome() != v1::DELIVERY_OUTCOME_ACCEPTED || policy == nullptr ||
        policy->receipt_within_s() <= 0) {
        return {};
    }
    return now + seconds(policy->receipt_within_s());
}

v1::DeliveryRecorded recorded(Incident const& incident, v1::RecordDelivery const& result,
                              Instant now) {
    v1::DeliveryRecorded recorded;
    recorded.set_step(result.step());
    recorded.set_party(result.party());
    recorded.set_attempt(result.attempt());
    recorded.set_recipient(result.recipient());
    recorded.set_channel(result.channel());
    recorded.set_outcome(result.outcome());
    recorded.set_detail(result.detail());
    recorded.set_receipt_due_us(receipt_due(incident, result, now).us);
    return recorded;
}

bool is_about(v1::RecordDelivery const& result, Delivery const& delivery) {
    return delivery.attempt == result.attempt() && delivery.recipient == result.recipient() &&
           delivery.channel == result.channel();
}

/// All messages of the latest attempt have failed, counting `failed`: waiting longer would be
/// silence. That an earlier message may still arrive is no reason to wait.
bool nothing_arrives(Chase const& chase, v1::RecordDelivery const& failed) {
    return failed.attempt() == chase.attempt &&
           std::ranges::all_of(chase.deliveries, [&](auto const& delivery) {
               return delivery.attempt != chase.attempt ||
                      delivery.outcome == v1::DELIVERY_OUTCOME_FAILED || is_about(failed, delivery);
           });
}

/// The delivery, where it still stands: not where a later one has superseded it.
Delivery const* delivery_of(std::vector<Delivery> const& deliveries,
                            v1::RecordDelivery const& result) {
    auto const found = std::ranges::find_if(
        deliveries, [&](auto const& delivery) { return is_about(result, delivery); });
    return found == deliveries.end() ? nullptr : &*found;
}

/// Somebody of whom nothing was known to arrive has been told after all, perhaps long after it was
/// given up: they hear of the end, too.
bool tells_somebody(Chase const& chase, v1::RecordDelivery const& result) {
    return has_left_for_good(result.outcome()) && result.channel() != v1::CHANNEL_OPERATOR &&
           !chase.has_told(result.recipient());
}

std::optional<v1::ChaseUpdate> after_delivery(Incident const& incident, Chase const& chase,
                                              v1::RecordDelivery const& result, Instant now) {
    auto update = ladder::current(incident, chase);
    auto const to_party = result.recipient() == chase.party;
    if (to_party && result.outcome() == v1::DELIVERY_OUTCOME_ACCEPTED &&
        chase.state == v1::PARTY_STATE_PENDING) {
        update.set_state(v1::PARTY_STATE_SENT);
        return update;
    }
    auto const has_arrived = result.outcome() == v1::DELIVERY_OUTCOME_RECEIVED ||
                             result.outcome() == v1::DELIVERY_OUTCOME_SEEN;
    if (to_party && has_arrived &&
        (chase.state == v1::PARTY_STATE_PENDING || chase.state == v1::PARTY_STATE_SENT)) {
        update.set_state(v1::PARTY_STATE_DELIVERED);
        return update;
    }
    auto const has_next_rung = chase.rung + 1 < incident.pack->step(chase.step).rungs_size() &&
                               !mutated(Mutation::failed_attempt_waits);
    if (result.outcome() == v1::DELIVERY_OUTCOME_FAILED && chase.next_due > now && has_next_rung &&
        delivery_of(chase.deliveries, result) != nullptr && nothing_arrives(chase, result)) {
        update.set_next_due_us(now.us);
        return update;
    }
    return std::nullopt;
}

/// Once for each time that chases come to be held, however often the engine restarts while they
/// are.
void hold(v1::ChasesHeld& held, Incident const& incident) {
    held.set_due_us(incident.next_due.us);
    held.set_hold(incident.holds + 1);
    auto const& policy = incident.pack->rules.policy();
    if (policy.has_on_held()) {
        *held.add_notices() = ladder::notice_of(policy.on_held(), incident,
                                                make_party(v1::ROLE_TIB, incident.region_id));
    }
}

}  // namespace

Outcome decide_deadline(Context const& context, v1::DeadlineDue const& request) {
    auto const* const incident = context.state.incident(request.incident_id());
    Events events;
    if (incident == nullptr || !is_due(incident->next_due, context.now)) {
        return events;
    }
    auto const limit = seconds(incident->pack->rules.policy().overdue_limit_s());
    // Measured from the incident's last event where that is later: what a human has just resumed is
    // not overdue.
    if (context.now - std::max(incident->next_due, incident->updated_at) > limit) {
        auto event = context.event(incident->id);
        hold(*event.mutable_chases_held(), *incident);
        events.push_back(std::move(event));
        return events;
    }
    start_ready_steps(events, context, *incident);
    if (events.empty()) {
        escalate_due_chases(events, context, *incident);
    }
    if (events.empty()) {
        tend_commitments(events, context, *incident);
    }
    if (events.empty()) {
        tend_capacity(events, context, *incident);
    }
    if (events.empty()) {
        tend_transfers(events, context, *incident);
    }
    if (events.empty()) {
        tend_triage(events, context, *incident);
    }
    return events;
}

Events hold_open_incidents(State const& state, Instant now) {
    Events events;
    for (auto const& incident : state.incidents()) {
        auto const runs = incident.is_running() || incident.next_due.is_set();
        if (incident.pack == nullptr || incident.chases_held || !runs) {
            continue;
        }
        v1::Event event;
        event.set_at_us(now.us);
        event.set_incident_id(incident.id);
        hold(*event.mutable_chases_held(), incident);
        events.push_back(std::move(event));
    }
    return events;
}

Outcome decide_delivery(Context const& context, v1::RecordDelivery const& request) {
    if (auto const* const call = context.state.roll_call(request.incident_id()); call != nullptr) {
        return decide_roll_call_delivery(context, *call, request);
    }
    Events events;
    auto const* const incident = context.state.incident(request.incident_id());
    if (incident == nullptr || incident->pack == nullptr) {
        return events;
    }
    auto const* const chase =
        incident->chase(incident->pack->step_index(request.step()), request.party());
    auto const is_of_incident = request.step().empty();
    if (!is_of_incident && (chase == nullptr || request.attempt() > chase->attempt)) {
        return events;
    }
    auto const* const deliveries =
        incident->deliveries_of(request.step(), request.party(), request.attempt());
    auto const* const delivery =
        deliveries == nullptr ? nullptr : delivery_of(*deliveries, request);
    if (is_of_incident && delivery == nullptr) {
        return events;  // a human has come since, and nobody waits for it
    }
    auto const tells = chase != nullptr && tells_somebody(*chase, request);
    if (delivery != nullptr && !delivery->is_news(request.outcome()) && !tells) {
        return events;  // the provider said it twice, or late
    }
    auto event = context.event(incident->id);
    *event.mutable_delivery_recorded() = recorded(*incident, request, context.now);
    if (tells) {
        ladder::tell_the_end(event, *incident, request.recipient(), context.now);
    }
    if (chase != nullptr && !incident->is_closed()) {
        if (auto update = after_delivery(*incident, *chase, request, context.now); update) {
            *event.add_chases() = std::move(*update);
        }
    }
    events.push_back(std::move(event));
    return events;
}

Outcome decide_rule_pack(Context const& context, v1::ActivateRulePack const& request) {
    Events events;
    v1::RulePack pack;
    if (!pack.ParseFromString(request.pack())) {
        return std::unexpected{
            refusal(Code::invalid_argument, "pack", "not a serialized rule pack")};
    }
    auto const* const active = context.state.active_pack();
    if (active != nullptr && active->hash == request.hash()) {
        return events;
    }
    if (context.state.pack(request.hash()) == nullptr) {
        auto const& bytes = request.pack();
        auto const count = (bytes.size() + chunk_bytes_max - 1) / chunk_bytes_max;
        for (std::size_t index = 0; index < count; ++index) {
            auto event = context.event();
            auto& chunk = *event.mutable_rule_pack_chunk();
            chunk.set_hash(request.hash());
            chunk.set_index(static_cast<int>(index));
            chunk.set_count(static_cast<int>(count));
            chunk.set_bytes(bytes.substr(index * chunk_bytes_max, chunk_bytes_max));
            events.push_back(std::move(event));
        }
    }
    auto event = context.event();
    auto& activated = *event.mutable_rule_pack_activated();
    activated.set_hash(request.hash());
    activated.set_name(pack.name());
    activated.set_version(pack.version());
    events.push_back(std::move(event));
    return events;
}

Outcome decide_clock_skew(Context const& context, v1::NoticeClockSkew const& request) {
    auto event = context.event();
    event.mutable_clock_skew_noticed()->set_skew_us(request.skew_us());
    return Events{std::move(event)};
}

}  // namespace larm::core
