// Support, supplies and conferences in words, for every text that tells of them.
#pragma once

#include <larm/v1/conference.pb.h>
#include <larm/v1/support.pb.h>

#include <string>
#include <string_view>

#include "engine/report/words.hpp"

namespace larm::report {

inline constexpr std::string_view gap_sv = "UPPGIFT SAKNAS";
inline constexpr std::string_view gap_en = "NOT KNOWN";

/// "helikopter"
[[nodiscard]] std::string_view support_kind(v1::SupportKind kind, Words const& words);
/// "under väg"
[[nodiscard]] std::string_view support_report(v1::SupportReportKind kind, Words const& words);
/// "S1.2 Uppsala begär 4 traumateam (personal) senast 04:30, Falun: ...", with what has become of
/// it.
[[nodiscard]] std::string support_line_in_words(v1::SupportRequestRecord const& request,
                                                v1::SupportLineRecord const& line,
                                                Words const& words);
/// "Akademiska: Infusionsvätska räcker 1,5 dygn (sedd 03:10)"; old ones: how it stands is unknown.
[[nodiscard]] std::string supply_in_words(v1::SupplyView const& supply, Words const& words);
/// "1,5"
[[nodiscard]] std::string days_in_words(int tenths, Words const& words);
/// "TiB Dalarna har förbehåll: inte nattetid"
[[nodiscard]] std::string position_in_words(v1::PositionRecord const& position, Words const& words);
/// "Konferens K1 kl 04:15, tel ...": where to come, and what to fall back on.
[[nodiscard]] std::string conference_in_words(v1::ConferenceRecord const& record,
                                              Words const& words);
/// "närvarande", "saknas (på väg)"
[[nodiscard]] std::string attendance_in_words(v1::ParticipantView const& participant,
                                              Words const& words);

}  // namespace larm::report
