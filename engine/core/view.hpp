// What a reader sees of the state: the messages of GetIncident, ListIncidents, ListDuty and the
// feed's snapshot.
#pragma once

#include <larm/v1/contact.pb.h>
#include <larm/v1/incident.pb.h>
#include <larm/v1/session.pb.h>
#include <larm/v1/watch.pb.h>

#include <expected>
#include <optional>
#include <string_view>

#include "engine/core/rejection.hpp"
#include "engine/core/state.hpp"

namespace larm::core {

[[nodiscard]] v1::DeliveryView delivery_view(Delivery const& delivery);
/// One party in one step.
[[nodiscard]] v1::PartyView party_view(Incident const& incident, Chase const& chase);
/// Messages have left for the party, and all of them went to the log only.
[[nodiscard]] bool reaches_nobody(v1::PartyView const& party);
[[nodiscard]] v1::IncidentView incident_view(Incident const& incident);
[[nodiscard]] v1::IncidentSummary incident_summary(Incident const& incident);
/// Newest first; `page_size` is capped at 200 and 0 means 50. Refused where the page token is none
/// that a reply on this state could have given.
[[nodiscard]] std::expected<v1::ListIncidentsReply, Rejection> list_incidents(
    State const& state, v1::ListIncidents const& request);
[[nodiscard]] v1::ListDutyReply list_duty(State const& state);
/// The last roll-call, and what is known of everyone's reach by organisation.
[[nodiscard]] v1::GetRollCallReply roll_call_view(State const& state);
/// Every incident that is not closed, and the duties.
[[nodiscard]] v1::WatchSnapshot watch_snapshot(State const& state);

/// The pack with that hash, in hex; the active one where that is empty. Nothing where there is
/// none.
[[nodiscard]] std::optional<v1::GetRulePackReply> rule_pack(State const& state,
                                                            std::string_view rules_hash);

}  // namespace larm::core
