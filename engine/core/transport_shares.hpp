// Which of a region's promised vehicles a request means that takes some of them back or lets them
// go.
#pragma once

#include <larm/v1/event.pb.h>
#include <larm/v1/transport.pb.h>

#include <expected>
#include <string>
#include <vector>

#include "engine/core/incident.hpp"
#include "engine/core/rejection.hpp"

namespace larm::core {

/// Vehicles by name. `commitment_id` "": of any of the region's promises.
struct VehiclesMeant {
    std::string region_id;
    std::string commitment_id;
    std::vector<std::string> names;
    int count = 0;
};

/// A share for each promise that names some of them. Refused where one is named twice or is not
/// promised there any more, and where there are not as many names as vehicles.
[[nodiscard]] std::expected<std::vector<v1::CommitmentShare>, Rejection> named_shares(
    Incident const& incident, VehiclesMeant const& meant);

/// Vehicles that nobody names, of the newest promises first; fewer than asked for where no more can
/// be taken back.
[[nodiscard]] std::vector<v1::CommitmentShare> newest_shares(Incident const& incident,
                                                             v1::RevokeTransports const& request);

/// Those that carry are named: who has patients on the road is told so, and not that it gave fewer.
/// Of vehicles asked for by name, in `shares`, those are whose promise has them no longer at home.
[[nodiscard]] Rejection refuse_revoke(Incident const& incident, v1::RevokeTransports const& request,
                                      std::vector<v1::CommitmentShare> const& shares,
                                      int standing_by);

}  // namespace larm::core
