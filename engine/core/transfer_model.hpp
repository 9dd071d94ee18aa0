// The model that an incident's transfers are planned by, made of what is known now: who waits
// where, which vehicles are promised and where they stand, who has places. What a plan of it means
// in sites, hospitals and promises is kept beside it.
//
// Primary: who waits at a scene, as last reported. Secondary: who is in a hospital that will lack
// places of the stage that binds for them. What is accepted is fixed: its patients, its vehicle,
// and one place for each of its patients are not here any more; a human's own proposal, too.
//
// Places are the fewest that are free from when the first could be there until the rules' horizon,
// as the forecast has it, but that nobody is expected of those who wait at a scene: they are the
// ones to be sent somewhere. What is promised to another incident is gone, however late it is
// taken: a whole place for each. Unknown is none, but while the alarm is so new that nobody can
// have reported: then the rules may count on a share of what the hospital usually has.
//
// A promised vehicle stands where its words say, else at its region's largest hospital; one that
// has left is on its way to the first site; one that has brought somebody is there until it is
// released. A scene's own ambulances come back to it. One that has several places and has left with
// some of them empty is full.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/core/state.hpp"
#include "engine/core/transfer_plan.hpp"

namespace larm::core {

/// Where a group of the model is.
struct GroupOrigin {
    v1::CasualtySite const* site = nullptr;  ///< nullptr: in a hospital.
    std::size_t hospital = 0;                ///< By index in the terms.
    int missing = 0;                         ///< Places that lack there; 0 for a site.
};

/// What is known of one hospital's places in a stage.
struct ReceiverNow {
    std::size_t hospital = 0;
    bool is_known = false;
    bool has_declined = false;
    int free = 0;  ///< Before what limits it here; not below 0. Not known: what is assumed.
};

struct IncidentModel {
    TransferModel model;
    std::vector<GroupOrigin> origins;           ///< By group.
    std::vector<v1::TransferVehicle> vehicles;  ///< By fleet.
    std::vector<ReceiverNow> receivers;         ///< By receiver.
    /// Who waits at sites of which nobody knows where they are.
    std::vector<std::pair<v1::CasualtySite const*, Counts>> lost;
};

/// Empty where the incident's pack has no rules for it, or the pack in force knows no hospitals.
[[nodiscard]] IncidentModel make_transfer_model(State const& state, Incident const& incident,
                                                Instant now);

/// Places of the stage that a hospital has free for the incident from when the move arrives to the
/// rules' horizon, before what has been accepted; nothing where that is not known. The horizon is
/// the one that it was proposed with, within the rhythm: that minutes pass takes nobody's place.
[[nodiscard]] std::optional<int> places_ahead(State const& state, Incident const& incident,
                                              std::size_t hospital, std::size_t stage, Instant now,
                                              v1::TransferMove const& move);

/// What the incident's casualties need, by the pack that it is pinned to.
[[nodiscard]] inline CapacityTerms const& own_terms(State const& state, Incident const& incident) {
    return state.capacity().terms_of(state.number_of(incident));
}

}  // namespace larm::core
