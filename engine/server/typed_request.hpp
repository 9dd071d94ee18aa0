// A request as its own type: the table of methods has made it of that type.
#pragma once

#include <google/protobuf/message.h>

#include "engine/core/check.hpp"

namespace larm::server {

template <typename Request>
Request const& as(google::protobuf::Message const& request) {
    auto const* const typed = google::protobuf::DynamicCastToGenerated<Request>(&request);
    LARM_CHECK(typed != nullptr);
    return *typed;
}

}  // namespace larm::server
