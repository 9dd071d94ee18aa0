#include "engine/core/view.hpp"

#include <algorithm>
#include <charconv>

#include "engine/core/exercise.hpp"
#include "engine/core/known_report.hpp"
#include "engine/core/log_only.hpp"
#include "engine/core/party.hpp"
#include "engine/core/resource_name.hpp"
#include "engine/core/transports_view.hpp"
#include "engine/core/triage_view.hpp"

namespace larm::core {
namespace {

constexpr int page_size_default = 50;
constexpr int page_size_max = 200;

std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (auto const each : bytes) {
        auto const value = static_cast<unsigned char>(each);
        text += digits[value >> 4U];
        text += digits[value & 0xFU];
    }
    return text;
}

void view_transports(Incident const& incident, std::string const& region_id,
                     v1::TransportView& out) {
    auto const required = incident.required_transports(region_id);
    out.set_region_id(region_id);
    out.set_required(required);
    auto const* const region = incident.transports_of(region_id);
    if (region == nullptr) {
        return;
    }
    out.set_committed(region->firm());
    out.set_provisional(region->provisional());
    out.set_reserve(std::max(0, region->firm() - required));
    out.set_declined(region->declined ? region->missing(required) : 0);
    out.set_decline_reason(region->decline_reason);
    out.set_departed(region->departed());
    out.set_released(region->released());
    out.set_shortfall_accepted(region->accepted_missing > 0);
}

void view_commitments(Transports const& region, v1::IncidentView& out) {
    for (auto const& commitment : region.commitments) {
        auto& seen = *out.add_commitments();
        seen.set_commitment_id(commitment.given.commitment_id());
        seen.set_region_id(region.region_id);
        seen.set_count(commitment.standing());
        seen.set_provisional(commitment.provisional);
        seen.set_kind(commitment.given.kind());
        seen.set_crew(commitment.given.crew());
        seen.set_place(commitment.given.place());
        seen.set_ready_at(commitment.given.ready_at_us());
        seen.set_expires_at(commitment.expires_at.us);
        seen.set_departed(commitment.departed);
        seen.set_released(commitment.released);
        seen.set_revoked(commitment.revoked);
        *seen.mutable_resource_ids() = standing_names(commitment);
        seen.set_note(commitment.given.note());
    }
}

using Ways = google::protobuf::RepeatedField<int>;

void add_way(Ways& ways, v1::Channel channel) {
    if (std::ranges::find(ways, channel) == ways.end()) {
        ways.Add(channel);
    }
}

/// What has left over a channel counts for more than what waits or has failed there.
void view_ways(Chase const& chase, v1::NotSeen& unseen) {
    for (auto const& delivery : chase.deliveries) {
        if (delivery.recipient != chase.party && delivery.channel != v1::CHANNEL_OPERATOR) {
            continue;
        }
        auto const has_failed = delivery.outcome == v1::DELIVERY_OUTCOME_FAILED;
        auto const waits = delivery.outcome == v1::DELIVERY_OUTCOME_UNSPECIFIED &&
                           delivery.channel != v1::CHANNEL_OPERATOR;  // somebody is to call
        add_way(has_failed ? *unseen.mutable_failed()
                : waits    ? *unseen.mutable_waiting()
                           : *unseen.mutable_tried(),
                delivery.channel);
    }
    auto const drop = [](Ways& ways, Ways const& known) {
        auto const gone = std::ranges::remove_if(
            ways, [&](int each) { return std::ranges::find(known, each) != known.end(); });
        ways.Truncate(ways.size() - static_cast<int>(gone.size()));
    };
    drop(*unseen.mutable_waiting(), unseen.tried());
    drop(*unseen.mutable_failed(), unseen.tried());
    drop(*unseen.mutable_failed(), unseen.waiting());
}

void view_not_seen(Incident const& incident, v1::IncidentView& out) {
    for (auto const& party : incident.not_told_of_the_end()) {
        auto& unseen = *out.add_not_seen();
        unseen.set_party(party);
        for (auto const& chase : incident.chases) {
            if (chase.party != party || !incident.still_asks(chase.step)) {
                continue;
            }
            unseen.set_since(chase.started_at.us);
            unseen.set_state(chase.state);
            unseen.set_calls(chase.calls.unanswered);
            view_ways(chase, unseen);
        }
    }
}

}  // namespace

v1::DeliveryView delivery_view(Delivery const& delivery) {
    v1::DeliveryView out;
    out.set_recipient(delivery.recipient);
    out.set_channel(delivery.channel);
    out.set_outcome(delivery.outcome);
    out.set_attempt(delivery.attempt);
    out.set_since(delivery.since.is_set() ? delivery.since.us : delivery.queued_at.us);
    out.set_receipt_due(delivery.receipt_due.us);
    out.set_why(delivery.why);
    return out;
}

v1::PartyView party_view(Incident const& incident, Chase const& chase) {
    v1::PartyView out;
    out.set_party(chase.party);
    out.set_step(incident.pack->step(chase.step).id());
    out.set_state(chase.state);
    out.set_via(chase.via);
    out.set_since(chase.since.us);
    out.set_deadline(incident.due_at(chase).us);
    out.set_rung(chase.rung);
    out.set_missing(chase.missing);
    out.set_answer(chase.answer);
    out.set_note(chase.note);
    out.set_actor(chase.actor);
    out.set_taken_by(chase.taken_by);
    auto const* const region = incident.transports_of(organisation_of(chase.party));
    auto const lacks = incident.pack->step(chase.step).expects() == v1::EXPECTS_TRANSPORTS &&
                       region != nullptr && region->accepted_missing > 0;
    out.set_shortfall_accepted(chase.shortfall_accepted || lacks);
    for (auto const& delivery : chase.deliveries) {
        *out.add_deliveries() = delivery_view(delivery);
    }
    return out;
}

bool reaches_nobody(v1::PartyView const& party) {
    auto const has_left = [](v1::DeliveryView const& delivery) {
        return delivery.outcome() == v1::DELIVERY_OUTCOME_ACCEPTED;
    };
    auto const& all = party.deliveries();
    return party.state() == v1::PARTY_STATE_SENT && std::ranges::any_of(all, has_left) &&
           std::ranges::none_of(all, [&](v1::DeliveryView const& delivery) {
               return has_left(delivery) && !is_only_logged(delivery.why());
           });
}

void add_transports(Incident const& incident, v1::IncidentView& out) {
    if (incident.pack == nullptr) {
        return;
    }
    for (auto const& region : incident.pack->rules.regions()) {
        view_transports(incident, region.id(), *out.add_transports());
    }
    for (auto const& region : incident.transports) {
        view_commitments(region, out);
    }
}

v1::IncidentView incident_view(Incident const& incident) {
    v1::IncidentView out;
    out.set_incident_id(incident.id);
    out.set_phase(incident.phase);
    out.set_region_id(incident.region_id);
    out.set_level(incident.level);
    out.set_mass_casualty(incident.mass_casualty);
    out.set_chain_complete(incident.chain_complete_at.is_set());
    out.set_version(incident.version);
    if (!incident.reports.empty()) {
        *out.mutable_report() = known_report(incident.reports);
    }
    out.set_reported_at(incident.reported_at.us);
    out.set_confirmed_at(incident.confirmed_at.us);
    out.set_alarm_at(incident.alarm_at.us);
    out.set_ended_at(incident.ended_at.us);
    out.set_national_taken(incident.national_taken);
    out.set_national_declined(incident.national_declined);
    for (auto const& id : incident.suspected_duplicate_of) {
        out.add_suspected_duplicate_of(id);
    }
    out.set_chases_held(incident.chases_held);
    out.set_reports(static_cast<int>(incident.reports.size()));
    out.set_chain_complete_at(incident.chain_complete_at.us);
    if (incident.pack == nullptr) {
        return out;
    }
    out.set_rules_hash(hex(incident.pack->hash));
    for (auto const& chase : incident.chases) {
        *out.add_parties() = party_view(incident, chase);
    }
    add_transports(incident, out);
    view_not_seen(incident, out);
    add_region_triage(incident, out);
    return out;
}

v1::IncidentSummary incident_summary(Incident const& incident) {
    v1::IncidentSummary out;
    out.set_incident_id(incident.id);
    out.set_phase(incident.phase);
    out.set_region_id(incident.region_id);
    out.set_level(incident.level);
    out.set_mass_casualty(incident.mass_casualty);
    out.set_chain_complete(incident.chain_complete_at.is_set());
    out.set_location(known_report(incident.reports).exact_location());
    out.set_reported_at(incident.reported_at.us);
    out.set_confirmed_at(incident.confirmed_at.us);
    out.set_version(incident.version);
    out.set_chases_held(incident.chases_held);
    return out;
}

std::expected<v1::ListIncidentsReply, Rejection> list_incidents(State const& state,
                                                                v1::ListIncidents const& request) {
    v1::ListIncidentsReply reply;
    reply.set_seq(state.seq());
    auto const wanted =
        request.page_size() <= 0 ? page_size_default : std::min(request.page_size(), page_size_max);
    auto const& incidents = state.incidents();
    auto left = incidents.size();  // the page token is how many older ones remain
    if (auto const& token = request.page_token(); !token.empty()) {
        std::size_t asked = 0;
        auto const [end, error] = std::from_chars(token.data(), token.data() + token.size(), asked);
        if (error != std::errc{} || end != token.data() + token.size() || asked > left) {
            // The first page again would send a client that reads them all round in circles.
            return std::unexpected{refusal(Code::invalid_argument, "page_token",
                                           "is not from a former reply; begin without one")};
        }
        left = asked;
    }
    while (left > 0 && reply.incidents_size() < wanted) {
        auto const& incident = incidents[--left];
        if (!request.open_only() || !incident.is_closed()) {
            *reply.add_incidents() = incident_summary(incident);
        }
    }
    if (left > 0) {
        reply.set_next_page_token(std::to_string(left));
    }
    return reply;
}

v1::ListDutyReply list_duty(State const& state) {
    v1::ListDutyReply reply;
    reply.set_seq(state.seq());
    for (auto const* const duty : state.duties_in_order()) {
        auto& seen = *reply.add_duties();
        seen.set_party(duty->party);
        seen.set_officer_id(duty->officer_id);
        seen.set_since(duty->since.us);
        seen.set_offered_to(duty->offered_to);
        for (auto const& officer : duty->officers) {
            if (officer.officer_id() == duty->officer_id) {
                *seen.mutable_channels() = officer.channels();
            }
        }
    }
    return reply;
}

v1::WatchSnapshot watch_snapshot(State const& state) {
    v1::WatchSnapshot snapshot;
    for (auto const* const incident : state.open_incidents()) {
        *snapshot.add_incidents() = incident_view(*incident);
    }
    *snapshot.mutable_duties() = list_duty(state).duties();
    if (state.exercise() != nullptr) {
        *snapshot.mutable_exercise() = for_players(*state.exercise());
    }
    return snapshot;
}

std::optional<v1::GetRulePackReply> rule_pack(State const& state, std::string_view rules_hash) {
    auto const* found = rules_hash.empty() ? state.active_pack() : nullptr;
    for (auto const& [hash, pack] : state.packs()) {
        if (hex(hash) == rules_hash) {
            found = pack.get();
        }
    }
    if (found == nullptr) {
        return std::nullopt;
    }
    v1::GetRulePackReply reply;
    reply.set_rules_hash(hex(found->hash));
    *reply.mutable_pack() = found->rules;
    return reply;
}

}  // namespace larm::core
