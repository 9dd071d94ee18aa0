// Patients on the road, those who turn back, and the promised vehicles that they are in. Nobody
// takes such a vehicle back, no promise of one runs out, and no incident is closed while they are.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/incident.hpp"

namespace larm::core {

/// To where it came from: it has turned back. Once it is there its patients lie where they lay.
[[nodiscard]] inline bool turns_back(v1::TransferMove const& move) {
    return !move.from_hospital_id().empty() && move.from_hospital_id() == move.to_hospital_id();
}
[[nodiscard]] inline bool is_back(v1::TransferMove const& move) {
    return move.state() == v1::TRANSFER_STATE_ARRIVED && turns_back(move);
}

/// How many persons the moves in a state are, and which: "1-2, M1".
struct NamedMoves {
    int persons = 0;
    std::string ids;
};
[[nodiscard]] NamedMoves moves_that_are(v1::TransferState state, Moves const& moves);

/// How many of the promise have patients in them.
[[nodiscard]] int vehicles_carrying(Moves const& moves, std::string_view commitment_id);

/// How many of the promise may be taken back: they have not left, and nobody is in them.
[[nodiscard]] int vehicles_standing_by(Moves const& moves, Commitment const& commitment);

/// How many of the promise run out in time: they have not left, and have not brought anybody. The
/// others stand until they are released, as those that have left do.
[[nodiscard]] int vehicles_unused(Moves const& moves, Commitment const& commitment);

}  // namespace larm::core
