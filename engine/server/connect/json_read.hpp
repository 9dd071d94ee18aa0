// Reads proto3 JSON into a message, more strictly than the specification demands: a field that does
// not exist, one given twice and a value of the wrong type are refused by name. A misspelt
// "provisonal" must not become a firm promise. What a field may hold beyond its type is checked in
// field_check.
#pragma once

#include <google/protobuf/message.h>

#include <expected>
#include <string_view>

#include "engine/server/connect/error.hpp"

namespace larm::server {

/// Fills `message`, which should be empty. On failure the error names the field or, where the text
/// is not JSON at all, line and column; `message` then holds part of the text. Depth is bounded.
/// Map fields are not supported: no request has one.
[[nodiscard]] std::expected<void, CallError> read_json(std::string_view text,
                                                       google::protobuf::Message& message);

}  // namespace larm::server
