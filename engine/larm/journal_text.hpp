// A journal's record as people and programs read it: a line of text, or a JSON object that holds
// every column and so can be turned into the record again.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "engine/journal/record.hpp"

namespace larm::cli {

/// "IncidentConfirmed" for the number of a field in Event's oneof; "type 99" for one unknown here.
[[nodiscard]] std::string type_name(std::int32_t type);

/// One line, without a line feed.
[[nodiscard]] std::string record_text(journal::Record const& record);

/// One line of JSON, 64-bit numbers as strings as in proto3 JSON: seq, epoch, site, siteSeq, id,
/// hlc, type, typeName, flags, hash, body (of larm.v1.Event; null where this version cannot read
/// it) and bodyBase64, the bytes that were hashed.
[[nodiscard]] std::string record_json(journal::Record const& record);

/// The record of such a line. `body` and `typeName` are for the eye and not read. On failure says
/// which column is missing or not what it should be.
[[nodiscard]] std::expected<journal::Record, std::string> parse_record(std::string_view line);

}  // namespace larm::cli
