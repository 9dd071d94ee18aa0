// The RPCs that read what hospitals can take, also as documents.
#pragma once

#include "engine/server/queries.hpp"

namespace larm::server {

/// The query behind a request type of CapacityService, or nullptr.
[[nodiscard]] Query find_capacity_query(std::string_view request_type);

}  // namespace larm::server
