#include "engine/core/fold.hpp"

#include <algorithm>

#include "engine/core/check.hpp"
#include "engine/core/log_only.hpp"
#include "engine/core/mutation.hpp"
#include "engine/core/party.hpp"
#include "engine/core/step.hpp"

namespace larm::core {
namespace {

bool tells_over(v1::ChaseUpdate const& update, Delivery const& delivery) {
    return std::ranges::any_of(update.notices(), [&](auto const& notice) {
        return notice.recipient() == delivery.recipient &&
               std::ranges::find(notice.channels(), delivery.channel) != notice.channels().end();
    });
}

bool is_human(v1::PartyState state) {
    return state == v1::PARTY_STATE_ACKNOWLEDGED || state == v1::PARTY_STATE_ANSWERED;
}

/// A new attempt supersedes an earlier delivery to the same recipient over the same channel, and no
/// other: a push that waits in a slow channel still goes when the rung that calls has come. What
/// has arrived is forgotten, and so is what waited when a human answered, or when its recipient
/// handed the duty over. What has failed is kept: a corrected address sends it again.
void forget_superseded(Chase& chase, v1::ChaseUpdate const& update, Instant answered_at,
                       std::string_view relieved) {
    std::erase_if(chase.deliveries, [&](auto const& delivery) {
        auto const is_settled = !delivery.has_outcome() && delivery.queued_at < answered_at;
        return delivery.attempt < update.attempt() &&
               (is_settled || delivery.has_arrived() || delivery.recipient == relieved ||
                tells_over(update, delivery));
    });
}

void queue_deliveries(Incident& incident, Chase& chase, v1::ChaseUpdate const& update, Instant at) {
    for (auto const& notice : update.notices()) {
        add_deliveries(chase.deliveries, notice, update.attempt(), at);
        incident.note_alerted(notice.recipient());
    }
}

Chase& chase_or_new(Incident& incident, v1::ChaseUpdate const& update, Instant at) {
    auto const step = incident.pack->step_index(update.step());
    LARM_CHECK(step >= 0);
    if (auto* const known = incident.chase(step, update.party()); known != nullptr) {
        return *known;
    }
    Chase fresh;
    fresh.step = step;
    fresh.party = update.party();
    fresh.started_at = at;
    fresh.since = at;
    return incident.add_chase(std::move(fresh));
}

/// Something new is asked in a step that has asked before: what was said then answers that.
void forget_answer(Chase& chase, Instant at) {
    chase.started_at = at;
    chase.acknowledged_at = {};
    chase.answered_at = {};
    chase.via = v1::VIA_UNSPECIFIED;
    chase.actor.clear();
    chase.taken_by.clear();
    chase.answer.clear();
    chase.note.clear();
}

void apply_update(Incident& incident, v1::ChaseUpdate const& update, v1::Event const& event) {
    Instant const at{event.at_us()};
    auto& chase = chase_or_new(incident, update, at);
    if (!update.notices().empty()) {
        forget_superseded(chase, update, is_human(chase.state) ? chase.since : Instant{},
                          event.duty_accepted().party());
    }
    if (update.state() == v1::PARTY_STATE_PENDING && chase.state != v1::PARTY_STATE_PENDING &&
        is_asked_again(incident.pack->step(chase.step))) {
        forget_answer(chase, at);
    }
    if (chase.state != update.state()) {
        chase.since = at;
        chase.state = update.state();
    }
    if (is_human(update.state()) && !chase.acknowledged_at.is_set()) {
        chase.acknowledged_at = at;
    }
    if (update.state() == v1::PARTY_STATE_ANSWERED && !chase.answered_at.is_set()) {
        chase.answered_at = at;
    }
    chase.next_due = {update.next_due_us()};
    chase.rung = update.rung();
    chase.attempt = update.attempt();
    chase.missing = update.missing();
    queue_deliveries(incident, chase, update, at);
}

Chase* updated_chase(Incident& incident, v1::ChaseUpdate const& update) {
    return incident.chase(incident.pack->step_index(update.step()), update.party());
}

template <typename RegionEvent>
std::string note_of(RegionEvent const& kind) {
    if constexpr (requires { kind.note(); }) {
        return kind.note();
    }
    return {};
}

/// The same for the events of a region's transports, whose party is the region's TiB.
template <typename RegionEvent>
void note_region(Incident& incident, v1::Event const& event, RegionEvent const& kind,
                 std::string answer) {
    note_human(incident, event,
               {.party = make_party(v1::ROLE_TIB, kind.region_id()),
                .via = kind.via(),
                .taken_by = kind.taken_by(),
                .answer = std::move(answer),
                .note = note_of(kind)});
}

Commitment& commitment_of(Incident& incident, std::string const& region, std::string const& id) {
    auto* const commitment = incident.transports_or_new(region).commitment(id);
    LARM_CHECK(commitment != nullptr);
    return *commitment;
}

/// A region that gives after all what lacked has no longer declined.
void forget_no(Incident const& incident, Transports& region) {
    if (incident.missing_transports(region.region_id) == 0) {
        region.declined = false;
        region.decline_reason.clear();
    }
}

std::string promise_in_words(Transports const& region) {
    auto const firm = region.firm() + region.released();
    return firm > 0 ? "accept " + std::to_string(firm)
                    : "provisional " + std::to_string(region.provisional());
}

}  // namespace

void note_human(Incident& incident, v1::Event const& event, HumanSaid const& said) {
    for (auto const& update : event.chases()) {
        if (update.party() != said.party) {
            continue;
        }
        auto* const chase = updated_chase(incident, update);
        chase->via = said.via;
        chase->actor = event.cause().actor().token_id();
        chase->taken_by = said.taken_by;
        if (update.state() == v1::PARTY_STATE_ANSWERED && !said.answer.empty()) {
            chase->answer = said.answer;
            chase->note = said.note;
        }
    }
}

void fold_chases(Incident& incident, v1::Event const& event) {
    for (auto const& update : event.chases()) {
        apply_update(incident, update, event);
    }
}

void fold(Incident& incident, v1::IncidentReported const& reported, v1::Event const& event) {
    incident.region_id = reported.region_id();
    incident.reports.push_back(reported.report());
    if (!incident.reported_at.is_set()) {
        incident.reported_at = {event.at_us()};
    }
}

void fold(Incident& incident, v1::IncidentConfirmed const& confirmed, v1::Event const& event,
          Pack const& pack) {
    Instant const at{event.at_us()};
    incident.phase = v1::INCIDENT_PHASE_CONFIRMED;
    incident.region_id = confirmed.region_id();
    incident.level = confirmed.level();
    incident.mass_casualty = confirmed.mass_casualty();
    if (confirmed.has_report()) {
        incident.reports.push_back(confirmed.report());
    }
    incident.pack = &pack;
    incident.started.assign(static_cast<std::size_t>(pack.rules.steps_size()), false);
    incident.confirmed_by = event.cause().actor().token_id();
    incident.confirmed_at = at;
    incident.alarm_at = {confirmed.alarm_at_us()};
    incident.suspected_duplicate_of.assign(confirmed.suspected_duplicate_of().begin(),
                                           confirmed.suspected_duplicate_of().end());
    if (!incident.reported_at.is_set()) {
        incident.reported_at = at;
    }
}

void fold(Incident& incident, v1::ChasesHeld const& held, v1::Event const& event) {
    incident.chases_held = true;
    incident.holds = held.hold();
    incident.notices.clear();
    for (auto const& notice : held.notices()) {
        add_deliveries(incident.notices, notice, held.hold(), {event.at_us()});
    }
}

void fold_resumed(Incident& incident) {
    incident.chases_held = false;
    incident.notices.clear();
}

void fold_end(Incident& incident, v1::IncidentPhase phase, std::string const& reason, Instant at) {
    incident.phase = phase;
    incident.reason = reason;
    fold_resumed(incident);  // a human is here; the end is told at once
    if (!incident.ended_at.is_set()) {
        incident.ended_at = at;
    }
    for (auto& chase : incident.chases) {
        if (!mutated(Mutation::leaves_timer)) {
            chase.next_due = {};
        }
        if (phase == v1::INCIDENT_PHASE_CLOSED) {
            chase.forget_deliveries();
        }
    }
}

void fold(Incident& incident, v1::NationalDecided const& decided, v1::Event const& event) {
    incident.national_taken = decided.taken();
    incident.national_declined = !decided.taken();
    note_human(incident, event,
               {.party = make_party(v1::ROLE_TIB, incident.region_id),
                .via = v1::VIA_API,
                .taken_by = {},
                .answer = decided.taken() ? "accept" : "decline: " + decided.reason(),
                .note = {}});
}

void fold(Incident& incident, v1::StepStarted const& started, v1::Event const& event) {
    incident.started[static_cast<std::size_t>(incident.pack->step_index(started.step()))] = true;
    if (incident.phase == v1::INCIDENT_PHASE_CONFIRMED) {
        incident.phase = v1::INCIDENT_PHASE_RUNNING;
    }
    for (auto const& update : event.chases()) {
        if (is_human(update.state())) {  // the declarer knows already
            auto* const chase = updated_chase(incident, update);
            chase->actor = incident.confirmed_by;
            chase->via = v1::VIA_API;
        }
    }
}

void fold(Incident& incident, v1::PartyAcknowledged const& acknowledged, v1::Event const& event) {
    note_human(incident, event,
               {.party = acknowledged.party(),
                .via = acknowledged.via(),
                .taken_by = acknowledged.taken_by(),
                .answer = {},
                .note = {}});
}

void fold(Incident& incident, v1::PartyAnswered const& answered, v1::Event const& event) {
    note_human(incident, event,
               {.party = answered.party(),
                .via = answered.via(),
                .taken_by = answered.taken_by(),
                .answer = answered.answer(),
                .note = answered.note()});
}

void fold(Incident& incident, v1::DeliveryRecorded const& recorded, v1::Event const& event) {
    auto* const chase =
        incident.chase(incident.pack->step_index(recorded.step()), recorded.party());
    if (chase == nullptr && !recorded.step().empty()) {
        return;
    }
    if (chase != nullptr && has_left_for_good(recorded.outcome()) &&
        recorded.channel() != v1::CHANNEL_OPERATOR) {
        chase->note_told(recorded.recipient());
    }
    auto* const deliveries =
        incident.deliveries_of(recorded.step(), recorded.party(), recorded.attempt());
    if (deliveries == nullptr) {
        return;
    }
    for (auto& delivery : *deliveries) {
        if (delivery.attempt == recorded.attempt() && delivery.recipient == recorded.recipient() &&
            delivery.channel == recorded.channel() && delivery.is_news(recorded.outcome())) {
            delivery.outcome = recorded.outcome();
            delivery.since = {event.at_us()};
            delivery.receipt_due = {recorded.receipt_due_us()};
            auto const has_failed = recorded.outcome() == v1::DELIVERY_OUTCOME_FAILED;
            auto const tells = has_failed || is_only_logged(recorded.detail());
            delivery.why = tells ? recorded.detail() : std::string{};
        }
    }
}

void fold(Incident& incident, v1::CallReported const& reported) {
    auto* const chase =
        incident.chase(incident.pack->step_index(reported.step()), reported.party());
    if (chase == nullptr && !reported.step().empty()) {
        return;
    }
    auto& calls = chase == nullptr ? incident.calls : chase->calls;
    if (reported.result() == v1::CALL_RESULT_NO_ANSWER) {
        ++calls.unanswered;
    } else {
        calls.done_attempt = std::max(calls.done_attempt, reported.attempt());
    }
    calls.note = reported.note();
}

void fold(Incident& incident, v1::TransportsCommitted const& committed, v1::Event const& event) {
    auto& region = incident.transports_or_new(committed.region_id());
    Commitment commitment;
    commitment.given = committed;
    commitment.provisional = committed.provisional();
    commitment.expires_at = {committed.expires_at_us()};
    commitment.reconfirm_at = {committed.reconfirm_at_us()};
    region.commitments.push_back(std::move(commitment));
    forget_no(incident, region);
    note_region(incident, event, committed, promise_in_words(region));
}

void fold(Incident& incident, v1::TransportsDeclined const& declined, v1::Event const& event) {
    auto& region = incident.transports_or_new(declined.region_id());
    region.declined = true;
    region.decline_reason = declined.reason();
    note_region(incident, event, declined, "decline: " + declined.reason());
}

void note_gone(Commitment& commitment, v1::CommitmentShare const& share) {
    auto const& ids = share.resource_ids();
    commitment.gone.insert(commitment.gone.end(), ids.begin(),
                           mutated(Mutation::keeps_names) ? ids.begin() : ids.end());
}

void fold(Incident& incident, v1::TransportsRevoked const& revoked, v1::Event const& event) {
    for (auto const& share : revoked.shares()) {
        auto& commitment = commitment_of(incident, revoked.region_id(), share.commitment_id());
        commitment.revoked += mutated(Mutation::revokes_nothing) ? 0 : share.count();
        note_gone(commitment, share);
    }
    note_region(incident, event, revoked,
                promise_in_words(incident.transports_or_new(revoked.region_id())));
}

void fold(Incident& incident, v1::TransportsReconfirmed const& confirmed, v1::Event const& event) {
    auto& commitment = commitment_of(incident, confirmed.region_id(), confirmed.commitment_id());
    commitment.provisional = false;
    commitment.expires_at = {confirmed.expires_at_us()};
    commitment.reconfirm_at = {confirmed.reconfirm_at_us()};
    commitment.reconfirm_asked = false;
    auto& region = incident.transports_or_new(confirmed.region_id());
    forget_no(incident, region);
    note_region(incident, event, confirmed, promise_in_words(region));
}

void fold(Incident& incident, v1::TransportsDeparted const& departed) {
    commitment_of(incident, departed.region_id(), departed.share().commitment_id()).departed +=
        departed.share().count();
}

void fold(Incident& incident, v1::TransportsReleased const& released) {
    auto& commitment =
        commitment_of(incident, released.region_id(), released.share().commitment_id());
    commitment.released += released.share().count();
    note_gone(commitment, released.share());
    // Those that had left are the first to be let go, where nobody says which they are.
    auto const gone = released.share().resource_ids().empty() ? released.share().count() : 0;
    commitment.departed = std::min(std::max(0, commitment.departed - gone), commitment.standing());
}

void fold(Incident& incident, v1::CommitmentExpired const& expired) {
    auto& commitment =
        commitment_of(incident, expired.region_id(), expired.share().commitment_id());
    commitment.expired += expired.share().count();
    commitment.expires_at = {};
}

void fold(Incident& incident, v1::ReconfirmAsked const& asked) {
    commitment_of(incident, asked.region_id(), asked.commitment_id()).reconfirm_asked = true;
}

void fold(Incident& incident, v1::ShortfallAccepted const& accepted) {
    auto const index = incident.pack->step_index(accepted.step());
    auto const& step = incident.pack->step(index);
    if (step.expects() == v1::EXPECTS_TRANSPORTS) {
        incident.transports_or_new(accepted.region_id()).accepted_missing = accepted.missing();
        return;
    }
    auto* const chase =
        incident.chase(index, make_party(step.audience().role(), accepted.region_id()));
    LARM_CHECK(chase != nullptr);
    chase->shortfall_accepted = true;
}

}  // namespace larm::core
