// Support and supplies as tables for other programs: RFC 4180, UTF-8, a head line, times as
// 2026-01-31T03:12:00+01:00.
#pragma once

#include <larm/v1/support.pb.h>

#include <string>
#include <vector>

#include "engine/core/support.hpp"

namespace larm::report {

/// One row a line and offer or no; one for a line that nobody has answered.
[[nodiscard]] std::string support_csv(core::SupportRequests const& requests);
[[nodiscard]] std::string supplies_csv(std::vector<v1::SupplyView> const& supplies);

}  // namespace larm::report
