// The RPCs that read support, supplies and conferences. Documents are made at the desk.
#pragma once

#include "engine/server/queries.hpp"

namespace larm::server {

/// The query behind a request type of these services, or nullptr.
[[nodiscard]] Query find_cooperation_query(std::string_view request_type);

}  // namespace larm::server
