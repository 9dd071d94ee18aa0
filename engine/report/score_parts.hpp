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

/// What the log tells of the work at the scene. Not set: it tells nothing.
struct SceneNotes {
    core::Instant first_report_at;   ///< The first that says where, what and how many.
    core::Instant second_report_at;  ///< The next report after that.
    core::Instant under_way_at;      ///< Somebody was seen to have left.
    std::map<std::string, core::Instant> departed;  ///< By move, those that have left.

    /// When the first patient is known to have left.
    [[nodiscard]] core::Instant evacuated_at() const;
};

/// The same of a hospital that was alerted.
struct HospitalNotes {
    core::Instant alerted_at;    ///< A level or a human ordered steps of it, or it was sent word.
    core::Instant level_at;      ///< It said yes to the first of them.
    core::Instant resources_at;  ///< Its first report of what it can take.
    core::Instant intensive_at;  ///< The first with figures for intensive care.
    core::Instant shortage_at;   ///< The first with a stage that can take nobody.
};

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
    SceneNotes scene;
    std::map<std::string, HospitalNotes, std::less<>> hospitals;  ///< Those that were alerted.
    /// What observers have said last, by key and, of a hospital's, hospital.
    std::map<std::pair<std::string, std::string>, v1::InjectResult> observed;
    std::map<ChaseKey, ChaseNote> chases;
    std::map<DeliveryKey, DeliveryNote> deliveries;
};

/// What one event adds to them. `after` is the incident with the event folded in.
void note(IncidentNotes& notes, v1::Event const& event, core::Incident const& after);
/// What one event of the incident adds of its scene, and of whom it alerts.
void note_scene(IncidentNotes& notes, v1::Event const& event);
/// What one event of any incident, or of none, adds of the incident's hospitals.
void note_hospitals(IncidentNotes& notes, v1::Event const& event, std::string const& incident);
/// False where the observation is of a hospital that the incident has not alerted.
bool note_observed(IncidentNotes& notes, v1::Indicator const& indicator,
                   v1::ObservationRecord const& observation);

/// Whether the log would show it, and when it did.
struct Evidence {
    bool is_in_log = false;
    core::Instant at{};
};
/// Of an indicator that is not regional; `hospital` nullptr: of the scene.
[[nodiscard]] Evidence evidence_of(std::string_view key, SceneNotes const& scene,
                                   HospitalNotes const* hospital);

/// The indicators of `pack`; none where it has none. `until` is the time of the log's last event.
void score_indicators(v1::IncidentScore& score, core::Pack const& pack,
                      core::Incident const& incident, IncidentNotes const& notes,
                      core::Instant until);
/// The chain's figures. The incident has its pack, as every confirmed one has.
[[nodiscard]] v1::ChainScore score_chain(core::Incident const& incident,
                                         IncidentNotes const& notes);

}  // namespace larm::report
