// Names the field at which a binary request breaks: the generated parser only says that it does.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string_view>

#include "engine/server/connect/error.hpp"

namespace larm::server {

/// Why `bytes` is no message of `type`. For bytes that the parser has refused; where this finds no
/// fault of its own it says so in general words.
[[nodiscard]] CallError wire_fault(std::string_view bytes,
                                   google::protobuf::Descriptor const& type);

}  // namespace larm::server
