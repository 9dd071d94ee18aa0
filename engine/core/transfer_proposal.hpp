// What the engine proposes of transfers: the cheapest plan of the incident's model, with the
// reasons of each move, held against what is proposed already. It proposes; a receiving region
// accepts.
//
// The standing proposal is counted anew in today's model, so that both are measured alike. It gives
// way when it has become impossible - fewer patients, places or vehicles than it needs - or when
// the new plan is better by the rules' margin. Who cannot be moved even by the best plan counts on
// neither side: else a place for one person would be lost in the cost of the hundreds who must
// wait.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/transfer_model.hpp"

namespace larm::core {

struct TransferLook {
    /// What is to be proposed now; nothing where the standing proposal is good enough.
    std::optional<v1::TransferProposal> proposal;
    std::vector<std::string> withdrawn;  ///< Moves that stood and are not in it.
    v1::TransfersReviewed reviewed;      ///< What was found, in either case.
};

/// `replace`: a human wants the best plan, however little better it is.
[[nodiscard]] TransferLook look_at_transfers(State const& state, Incident const& incident,
                                             Instant now, bool replace);

/// What the moves that are proposed cost in the model, with who is left behind; nothing where they
/// are not possible in it.
[[nodiscard]] std::optional<std::int64_t> cost_of_standing(IncidentModel const& made,
                                                           CapacityTerms const& terms,
                                                           Moves const& moves);

/// Of the moves that the engine has proposed, by id, those that are not possible any more: with
/// those before them no patient, place or vehicle is left. Of the others a part can be accepted.
[[nodiscard]] std::vector<std::string> impossible_moves(State const& state,
                                                        Incident const& incident, Instant now);

/// Whether some of them could be impossible because of what the event says of hospitals, seen
/// without the planner's model, which costs milliseconds where there are a hundred of them. A
/// region's limit follows from all its hospitals, so each of them concerns all.
[[nodiscard]] bool may_hinder(v1::Event const& event, Incident const& incident);

/// The moves that were accepted on a place that was assumed, as they are now that the hospital has
/// reported: with what it has, or called off where they have not left and there is no place. Who
/// is under way, or was promised a place otherwise, comes first.
[[nodiscard]] Moves no_longer_assumed(State const& state, Incident const& incident, Instant now);

/// The plan's moves and who it leaves behind, with why. Numbers and ids are the caller's.
void explain_plan(IncidentModel const& made, TransferPlan const& plan, CapacityTerms const& terms,
                  Instant now, v1::TransferProposal& out);

}  // namespace larm::core
