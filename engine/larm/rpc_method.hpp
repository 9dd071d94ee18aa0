// The contract's methods by name: what a request and a reply hold is read from here.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>

namespace larm::cli {

/// Of "larm.v1.Service/Method", which must exist.
[[nodiscard]] google::protobuf::MethodDescriptor const& descriptor_of(std::string const& method);

}  // namespace larm::cli
