// Private to this folder: what a score keeps of each incident, and the parts it is made of.
#pragma once

#include <larm/v1/event.pb.h>
#include <larm/v1/report.pb.h>

#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "engine/core/incident.hpp"

namespace larm::report {

/// What the score needs of one incident and its fold does not keep.
struct IncidentNotes {
    struct ChaseNote {
        v1::Via via = v1::VIA_UNSPECIFIED;
        bool answered = false;
        bool asked = false;  ///< A message went out for it.
        bool climbed = false;
    };
    struct DeliveryNote {
        v1::DeliveryOutcome outcome = v1::DELIVERY_OUTCOME_UNSPECIFIED;
        bool is_only_logged = false;
    };
    using ChaseKey = std::pair<std::string, std::string>;  ///< Step and party.
    /// Step, party, attempt, recipient, channel: as a delivery's id is made.
    using DeliveryKey = std::tuple<std::string, std::string, int, std::string, v1::Channel>;

    core::Instant alerted_at;  ///< The first report, where it came before the confirmation.
    core::Instant level_at;
    core::Instant transports_met_at;
    int regions_met = 0;
    core::Instant chain_complete_at;
    core::Instant national_decided_at;
    core::Instant national_taken_at;
    std::map<ChaseKey, ChaseNote> chases;
    std::map<DeliveryKey, DeliveryNote> deliveries;
};

/// What one event adds to them. `after` is the incident with the event folded in.
void note(IncidentNotes& notes, v1::Event const& event, core::Incident const& after);

/// The indicators of `pack`; none where it has none. `until` is the time of the log's last event.
void score_indicators(v1::IncidentScore& score, core::Pack const& pack,
                      core::Incident const& incident, IncidentNotes const& notes,
                      core::Instant until);
/// The chain's figures. The incident has its pack, as every confirmed one has.
[[nodiscard]] v1::ChainScore score_chain(core::Incident const& incident,
                                         IncidentNotes const& notes);

}  // namespace larm::report
