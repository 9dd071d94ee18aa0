// Moves of patients as a reader sees them. Nothing is planned here: what stands is in the state.
#pragma once

#include <larm/v1/transfer.pb.h>

#include <expected>

#include "engine/core/rejection.hpp"
#include "engine/core/state.hpp"

namespace larm::core {

/// Refused where the incident is not known.
[[nodiscard]] std::expected<v1::GetTransfersReply, Rejection> transfer_view(
    State const& state, v1::GetTransfers const& request, Instant now);

}  // namespace larm::core
