// An incident's moves of patients as the fold of their events, and what they bind: patients who are
// to go or have gone, places, vehicles. What is proposed is made in transfer_proposal, what humans
// say in the decide files.
#pragma once

#include <larm/v1/event.pb.h>
#include <larm/v1/state.pb.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/care.hpp"
#include "engine/core/casualties.hpp"
#include "engine/core/instant.hpp"

namespace larm::core {

struct Incident;
struct Pack;

/// Beside the moves, which are in the incident's CasualtyBook: everybody who counts people sees
/// them there.
struct Transfers {
    v1::TransferProposal proposal;  ///< The standing one, without its moves; number 0: none yet.
    std::vector<v1::TransferRefusal> refusals;
    Instant looked_at;   ///< When the plan was made, or looked at, last.
    Instant changed_at;  ///< Something that matters has changed since; not set: nothing has.
    int own_moves = 0;   ///< How many humans have proposed.
};

using Moves = std::vector<v1::TransferMove>;

/// nullptr where there is none, or a later proposal has taken its place.
[[nodiscard]] v1::TransferMove const* transfer_move(Moves const& moves, std::string_view id);

/// Accepted, and not there yet.
[[nodiscard]] inline bool is_promised(v1::TransferMove const& move) {
    return move.state() == v1::TRANSFER_STATE_ACCEPTED ||
           move.state() == v1::TRANSFER_STATE_UNDER_WAY;
}
[[nodiscard]] inline bool has_left(v1::TransferMove const& move) {
    return move.state() == v1::TRANSFER_STATE_UNDER_WAY ||
           move.state() == v1::TRANSFER_STATE_ARRIVED;
}
/// Proposed by a human: it stands until it is answered or called off, whatever the engine proposes.
[[nodiscard]] inline bool is_own(v1::TransferMove const& move) {
    return move.proposal() == 0;
}
/// Its patients, places and vehicle are taken: no plan touches them.
[[nodiscard]] inline bool is_fixed(v1::TransferMove const& move) {
    return is_promised(move) || (move.state() == v1::TRANSFER_STATE_PROPOSED && is_own(move));
}
/// Vehicles that carry it; 0 where nobody knows how many places they have.
[[nodiscard]] int vehicles_of(v1::TransferMove const& move);
/// Of a move that has arrived, the promised vehicles that may be let go, of `standing` of the
/// promise: one that has been to two hospitals is let go once, and none that other moves are to
/// have.
[[nodiscard]] int releasable(Moves const& moves, v1::TransferMove const& move, int standing);
[[nodiscard]] int releasable(Incident const& incident, v1::TransferMove const& move);

/// Who waits at a site and is not to go: as last reported, less the moves that are fixed, and those
/// that have left since.
[[nodiscard]] Counts unmoved_at(CasualtyBook const& book, v1::CasualtySite const& site);
/// Who has come to a hospital and is there, less the moves from it that are fixed.
[[nodiscard]] Counts unmoved_in(CasualtyBook const& book, std::string_view hospital);

/// Proposed to the region, and not answered.
[[nodiscard]] bool awaits_answer(Pack const& pack, v1::TransferMove const& move,
                                 std::string_view region);
/// How many persons that is of the moves.
[[nodiscard]] int awaited_persons(Pack const& pack, Moves const& moves, std::string_view region);

/// Persons of a state.
[[nodiscard]] Counts persons(Moves const& moves, v1::TransferState state);

/// Whether the plan may be another after the event.
[[nodiscard]] bool moves_transfers(v1::Event const& event);
/// Something has changed at `at`: the plan is to be looked at, where the incident has one.
void note_change(Incident& incident, Instant at);
/// A scene is about to tell of its casualties: who is there and whom no plan can have known of
/// waits for no rhythm.
void note_scene(Incident& incident, v1::CasualtySite const& site);
/// When it is to be looked at next; not set: when something changes.
[[nodiscard]] Instant transfers_due(Incident const& incident);

/// The moves as they stand after `event`; an event that is about something else leaves them.
void apply_transfers(Moves& moves, v1::Event const& event);

/// Folds it into the incident, and what a party has said by it into its chase.
void fold_transfers(Incident& incident, v1::Event const& event);

}  // namespace larm::core
