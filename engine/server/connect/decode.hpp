// A request body to a message and a reply to a body, in either encoding of the Connect protocol's
// unary form.
#pragma once

#include <google/protobuf/message.h>

#include <expected>
#include <string>
#include <string_view>

#include "engine/server/connect/error.hpp"
#include "engine/server/connect/protocol.hpp"

namespace larm::server {

/// Fills `message` from a body. On failure the error names the field where one is at fault.
[[nodiscard]] std::expected<void, CallError> decode(std::string_view body, BodyType type,
                                                    google::protobuf::Message& message);

/// A reply's body. JSON shows fields that are zero or false, for the sake of human readers.
[[nodiscard]] std::string encode(google::protobuf::Message const& message, BodyType type);

}  // namespace larm::server
