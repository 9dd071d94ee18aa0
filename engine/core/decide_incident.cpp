// The life of an incident: reported, confirmed, levelled, taken to the nation, called off, closed.
#include <algorithm>

#include "engine/core/carrying.hpp"
#include "engine/core/decide_parts.hpp"
#include "engine/core/ladder.hpp"
#include "engine/core/party.hpp"

namespace larm::core {
namespace {

/// More than these would not help a human who has to judge them.
constexpr std::size_t suspects_max = 5;
/// How far back to look; a bound on work, not a policy.
constexpr std::size_t looked_at_max = 100;

/// Other open incidents of the region, opened within the pack's window: shown to a human, never
/// merged.
std::vector<std::string> suspected_duplicates(Context const& context, std::string const& region,
                                              std::string const& except) {
    std::vector<std::string> suspects;
    auto const* const pack = context.state.active_pack();
    auto const since = context.now - seconds(pack->rules.policy().duplicate_window_s());
    auto const& incidents = context.state.incidents();
    std::size_t looked_at = 0;
    for (auto each = incidents.rbegin(); each != incidents.rend(); ++each) {
        if (suspects.size() == suspects_max || ++looked_at > looked_at_max) {
            break;
        }
        if (each->region_id == region && each->id != except && each->is_open() &&
            each->reported_at >= since) {
            suspects.push_back(each->id);
        }
    }
    return suspects;
}

std::expected<void, Rejection> check_region(Context const& context, std::string const& region) {
    auto const* const pack = context.state.active_pack();
    if (pack == nullptr) {
        return std::unexpected{refusal(Code::unavailable, "", "no rule pack is in use yet")};
    }
    if (pack->region(region) == nullptr) {
        return std::unexpected{
            refusal(Code::invalid_argument, "region_id", no_region(pack, region))};
    }
    return {};
}

/// The incident to report on or to confirm: the named one, or nullptr for a new one.
template <typename Request>
std::expected<Incident const*, Rejection> known_or_new(Context const& context,
                                                       Request const& request) {
    if (request.incident_id().empty()) {
        if (context.state.incident(context.command.fresh_id()) != nullptr) {
            return std::unexpected{
                refusal(Code::already_exists, "incident_id", "this incident id is taken")};
        }
        return nullptr;
    }
    auto incident = incident_of(context, request);
    if (incident && (*incident)->region_id != request.region_id()) {
        return std::unexpected{refusal(Code::invalid_argument, "region_id",
                                       "the incident belongs to " + (*incident)->region_id)};
    }
    return incident;
}

/// Settles every open chase of a kind of decision, since a human has just taken it.
void settle_all(v1::Event& event, Incident const& incident, v1::Expects expects) {
    for (auto const& chase : incident.chases) {
        if (incident.pack->step(chase.step).expects() == expects) {
            *event.add_chases() = ladder::settle(incident, chase);
        }
    }
}

Outcome decide_nation(Context const& context, Incident const& incident, bool taken,
                      std::string const& reason) {
    if (incident.national_taken) {
        return std::unexpected{refusal(Code::failed_precondition, "incident_id",
                                       "the national step has already been taken")};
    }
    auto event = context.event(incident.id);
    event.mutable_national_decided()->set_taken(taken);
    event.mutable_national_decided()->set_reason(reason);
    settle_all(event, incident, v1::EXPECTS_NATIONAL_DECISION);
    return Events{std::move(event)};
}

/// After the close nobody can say any more that they have come, or that they do not: a hospital
/// would hold beds for them, and nobody is left to tell it. Whether they go is for a human to say.
std::optional<Rejection> refuse_while_awaited(Incident const& incident) {
    auto const& moves = incident.casualties.moves;
    auto const away = moves_that_are(v1::TRANSFER_STATE_UNDER_WAY, moves);
    if (away.persons > 0) {
        return refusal(Code::failed_precondition, "incident_id",
                       std::to_string(away.persons) + " patients are under way (" + away.ids +
                           "): say that they have arrived, and close it then");
    }
    auto const to_go = moves_that_are(v1::TRANSFER_STATE_ACCEPTED, moves);
    if (to_go.persons > 0) {
        return refusal(Code::failed_precondition, "incident_id",
                       std::to_string(to_go.persons) +
                           " patients are accepted and have not left (" + to_go.ids +
                           "): say that they have left or arrived, or call the moves off, and "
                           "close it then");
    }
    return std::nullopt;
}

Rejection already_called_off() {
    return refusal(Code::failed_precondition, "incident_id",
                   "the incident has already been called off");
}

}  // namespace

Outcome decide_report(Context const& context, v1::ReportIncident const& request) {
    if (auto known = check_region(context, request.region_id()); !known) {
        return std::unexpected{std::move(known).error()};
    }
    auto const incident = known_or_new(context, request);
    if (!incident) {
        return std::unexpected{incident.error()};
    }
    if (*incident != nullptr && (*incident)->is_closed()) {
        return std::unexpected{refusal(Code::failed_precondition, "incident_id",
                                       "the incident is closed; report a new one")};
    }
    auto event = context.event(*incident != nullptr ? (*incident)->id : context.command.fresh_id());
    event.mutable_incident_reported()->set_region_id(request.region_id());
    *event.mutable_incident_reported()->mutable_report() = request.report();
    return Events{std::move(event)};
}

Outcome decide_confirm(Context const& context, v1::ConfirmIncident const& request) {
    if (auto known = check_region(context, request.region_id()); !known) {
        return std::unexpected{std::move(known).error()};
    }
    auto const incident = known_or_new(context, request);
    if (!incident) {
        return std::unexpected{incident.error()};
    }
    if (*incident != nullptr && (*incident)->phase != v1::INCIDENT_PHASE_REPORTED) {
        return std::unexpected{refusal(Code::failed_precondition, "incident_id",
                                       "the incident has already been confirmed")};
    }
    auto const& pack = *context.state.active_pack();
    auto event = context.event(*incident != nullptr ? (*incident)->id : context.command.fresh_id());
    auto& confirmed = *event.mutable_incident_confirmed();
    confirmed.set_region_id(request.region_id());
    confirmed.set_level(request.level());
    confirmed.set_mass_casualty(request.mass_casualty());
    if (request.has_report()) {
        *confirmed.mutable_report() = request.report();
    }
    confirmed.set_rules_hash(pack.hash);
    confirmed.set_alarm_at_us((context.now + seconds(pack.rules.policy().confirm_hold_s())).us);
    for (auto& id : suspected_duplicates(context, request.region_id(), event.incident_id())) {
        confirmed.add_suspected_duplicate_of(std::move(id));
    }
    Events events{std::move(event)};
    order_by_level(events, context, events.front().incident_id(), request.region_id(),
                   request.level(), context.state.active_pack()->rules.capacity());
    return events;
}

Outcome decide_level(Context const& context, v1::ChangeLevel const& request) {
    auto const incident = incident_of(context, request);
    if (!incident) {
        return std::unexpected{incident.error()};
    }
    if ((*incident)->pack == nullptr || !(*incident)->is_open()) {
        return std::unexpected{refusal(Code::failed_precondition, "incident_id",
                                       "a level belongs to a confirmed incident that goes on")};
    }
    auto event = context.event((*incident)->id);
    event.mutable_level_changed()->set_level(request.level());
    Events events{std::move(event)};
    order_by_level(events, context, (*incident)->id, (*incident)->region_id, request.level(),
                   (*incident)->pack->rules.capacity());
    return events;
}

Outcome decide_rescind(Context const& context, v1::RescindIncident const& request) {
    auto const incident = incident_of(context, request);
    if (!incident) {
        return std::unexpected{incident.error()};
    }
    if ((*incident)->is_closed() || (*incident)->phase == v1::INCIDENT_PHASE_RESCINDED) {
        return std::unexpected{already_called_off()};
    }
    auto event = context.event((*incident)->id);
    event.mutable_incident_rescinded()->set_reason(request.reason());
    Events events{std::move(event)};
    call_off_orders(events, context, **incident);
    return events;
}

Outcome decide_national(Context const& context, v1::EscalateNational const& request) {
    auto const incident = running_incident_of(context, request);
    if (!incident) {
        return std::unexpected{incident.error()};
    }
    return decide_nation(context, **incident, true, request.reason());
}

Outcome decide_national(Context const& context, v1::DeclineNational const& request) {
    auto const incident = running_incident_of(context, request);
    if (!incident) {
        return std::unexpected{incident.error()};
    }
    return decide_nation(context, **incident, false, request.reason());
}

Outcome decide_stand_down(Context const& context, v1::StandDown const& request) {
    auto const incident = incident_of(context, request);
    if (!incident) {
        return std::unexpected{incident.error()};
    }
    if ((*incident)->has_ended() || (*incident)->is_closed()) {
        return std::unexpected{already_called_off()};
    }
    if ((*incident)->phase == v1::INCIDENT_PHASE_REPORTED) {
        return std::unexpected{
            refusal(Code::failed_precondition, "incident_id",
                    "nobody has been alarmed: the incident was never confirmed; close it")};
    }
    auto event = context.event((*incident)->id);
    event.mutable_incident_stood_down()->set_reason(request.reason());
    return Events{std::move(event)};
}

Outcome decide_close(Context const& context, v1::CloseIncident const& request) {
    auto const found = incident_of(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = **found;
    if (incident.is_closed()) {
        return std::unexpected{
            refusal(Code::failed_precondition, "incident_id", "the incident is already closed")};
    }
    if (!incident.has_ended() && incident.phase != v1::INCIDENT_PHASE_REPORTED) {
        return std::unexpected{refusal(Code::failed_precondition, "incident_id",
                                       "stand the alarm down, or rescind it, before closing")};
    }
    if (auto refused = refuse_while_awaited(incident); refused) {
        return std::unexpected{std::move(*refused)};
    }
    auto event = context.event(incident.id);
    auto& closed = *event.mutable_incident_closed();
    closed.set_reason(request.reason());
    for (auto& party : incident.not_told_of_the_end()) {
        closed.add_not_reached(std::move(party));
    }
    return Events{std::move(event)};
}

Outcome decide_resume(Context const& context, v1::ResumeChases const& request) {
    auto const incident = incident_of(context, request);
    if (!incident) {
        return std::unexpected{incident.error()};
    }
    if (!(*incident)->chases_held) {
        return std::unexpected{
            refusal(Code::failed_precondition, "incident_id", "no chases are held")};
    }
    auto event = context.event((*incident)->id);
    event.mutable_chases_resumed();
    for (auto const& chase : (*incident)->chases) {
        if (chase.next_due.is_set()) {
            *event.add_chases() = ladder::restart(**incident, chase, context.now);
        }
    }
    return Events{std::move(event)};
}

}  // namespace larm::core
