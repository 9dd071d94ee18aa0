// The transfers of an incident as whoever leads, or receives, reads them, in Swedish: move by move
// with its reason, then who is left behind.
#pragma once

#include <larm/v1/transfer.pb.h>

#include <string>

#include "engine/report/words.hpp"

namespace larm::cli {

/// Whether the picture is of now, when something can be done about it, or of an earlier moment.
enum class Shown { now, then };

[[nodiscard]] std::string transfers_text(v1::GetTransfersReply const& reply,
                                         report::Words const& words, Shown shown = Shown::now);

}  // namespace larm::cli
