// A conference on paper: the call by SMARR, and the minutes.
#pragma once

#include <larm/v1/conference.pb.h>

#include <string>

#include "engine/report/paper.hpp"
#include "engine/report/words.hpp"

namespace larm::report {

/// Syfte, mål, arbetsgång, resurser, regler, for reading out or pasting.
[[nodiscard]] std::string conference_call_text(v1::ConferenceRecord const& record,
                                               Words const& words);

/// Who was there and who was missing, decisions and who stands behind them, notes, next time.
[[nodiscard]] PaperDocument conference_minutes(v1::ConferenceView const& view, Words const& words);
/// The same as plain lines.
[[nodiscard]] std::string paper_text(PaperDocument const& document);
[[nodiscard]] std::string conference_json(v1::ConferenceView const& view);

}  // namespace larm::report
