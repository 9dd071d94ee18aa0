// Moves of patients in words: what a move is, and why it is as it is, made when it is read.
#pragma once

#include <larm/v1/transfer.pb.h>

#include <string>

#include "engine/report/words.hpp"

namespace larm::report {

/// "4 svårt skadade från galleria till Falu lasarett"
[[nodiscard]] std::string move_text(v1::TransferMove const& move, Words const& words);
/// "Hämtas om 25 min, vägen 40 min. Falu lasarett har 6 platser i intensivvård. ..."; empty for a
/// human's own.
[[nodiscard]] std::string why_text(v1::TransferMove const& move, Words const& words);
/// "ambulans från dalarna (dalarna-1)"
[[nodiscard]] std::string vehicle_text(v1::TransferVehicle const& vehicle, Words const& words);
/// "7 måttligt skadade i galleria: inget fordon"
[[nodiscard]] std::string left_behind_text(v1::LeftBehind const& left, Words const& words);
[[nodiscard]] std::string_view transfer_state_text(v1::TransferState state, Words const& words);

}  // namespace larm::report
