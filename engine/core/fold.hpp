// What each kind of event makes of an incident. One overload a kind; nothing is decided, nothing
// fails.
#pragma once

#include <larm/v1/event.pb.h>

#include <string>

#include "engine/core/incident.hpp"

namespace larm::core {

/// What goes out with a notice, queued.
void add_deliveries(std::vector<Delivery>& deliveries, v1::Notice const& notice, int attempt,
                    Instant at);
/// Every chase of the event as the event says it stands, and what goes out with it.
void fold_chases(Incident& incident, v1::Event const& event);

void fold(Incident& incident, v1::IncidentReported const& reported, v1::Event const& event);
/// `pack` is the one the confirmation is pinned to.
void fold(Incident& incident, v1::IncidentConfirmed const& confirmed, v1::Event const& event,
          Pack const& pack);
void fold(Incident& incident, v1::ChasesHeld const& held, v1::Event const& event);
void fold_resumed(Incident& incident);
void fold_end(Incident& incident, v1::IncidentPhase phase, std::string const& reason, Instant at);
void fold(Incident& incident, v1::NationalDecided const& decided, v1::Event const& event);
void fold(Incident& incident, v1::StepStarted const& started, v1::Event const& event);
void fold(Incident& incident, v1::PartyAcknowledged const& acknowledged, v1::Event const& event);
void fold(Incident& incident, v1::PartyAnswered const& answered, v1::Event const& event);
void fold(Incident& incident, v1::CallReported const& reported);
void fold(Incident& incident, v1::DeliveryRecorded const& recorded, v1::Event const& event);
void fold(Incident& incident, v1::TransportsCommitted const& committed, v1::Event const& event);
void fold(Incident& incident, v1::TransportsDeclined const& declined, v1::Event const& event);
void fold(Incident& incident, v1::TransportsRevoked const& revoked, v1::Event const& event);
void fold(Incident& incident, v1::TransportsReconfirmed const& confirmed, v1::Event const& event);
void fold(Incident& incident, v1::TransportsDeparted const& departed);
void fold(Incident& incident, v1::TransportsReleased const& released);
void fold(Incident& incident, v1::CommitmentExpired const& expired);
void fold(Incident& incident, v1::ReconfirmAsked const& asked);
void fold(Incident& incident, v1::ShortfallAccepted const& accepted);
void fold(Incident& incident, v1::BloodStockReported const& counted, v1::Event const& event);
void fold(Incident& incident, v1::BloodCountryAlarmed const& alarmed, v1::Event const& event);
void fold(Incident& incident, v1::BloodOffered const& offered, v1::Event const& event);
void fold(Incident& incident, v1::BloodOfferWithdrawn const& withdrawn, v1::Event const& event);
void fold(Incident& incident, v1::BloodAccepted const& accepted, v1::Event const& event);
void fold(Incident& incident, v1::BloodTransportReported const& reported, v1::Event const& event);

/// What a human of `party` said, and how it came.
struct HumanSaid {
    std::string party;
    v1::Via via = v1::VIA_UNSPECIFIED;
    std::string taken_by;
    std::string answer;
    std::string note;
};
/// On every chase of the party that the event names.
void note_human(Incident& incident, v1::Event const& event, HumanSaid const& said);

/// Indicators, recommendations and decisions.
void fold_triage(Incident& incident, v1::Event const& event);
void fold(Incident& incident, v1::CapacityWarned const& warned, v1::Event const& event);

}  // namespace larm::core
