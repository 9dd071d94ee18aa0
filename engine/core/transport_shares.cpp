#include "engine/core/transport_shares.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "engine/core/carrying.hpp"
#include "engine/core/decide_parts.hpp"
#include "engine/core/resource_name.hpp"

namespace larm::core {
namespace {

/// The promise of the region that names that vehicle and in which it still stands; of that one
/// promise where an id is given.
std::optional<v1::CommitmentShare> share_named(Transports const& region,
                                               std::string const& commitment_id,
                                               std::string const& name) {
    for (auto const& each : region.commitments) {
        if (!commitment_id.empty() && each.given.commitment_id() != commitment_id) {
            continue;
        }
        for (auto const& named : standing_names(each)) {
            if (vehicle_name(named) == name) {
                v1::CommitmentShare share;
                share.set_commitment_id(each.given.commitment_id());
                share.set_count(1);
                share.add_resource_ids(named);
                return share;
            }
        }
    }
    return std::nullopt;
}

/// How many of a promise have left is known, and which of them where all have.
std::optional<Rejection> refuse_named(Incident const& incident, std::string const& region_id,
                                      std::vector<v1::CommitmentShare> const& shares) {
    for (auto const& share : shares) {
        auto const& promise = *incident.transports_of(region_id)->commitment(share.commitment_id());
        auto const standing_by = vehicles_standing_by(incident.casualties.moves, promise);
        if (standing_by >= share.count()) {
            continue;
        }
        std::string named;
        for (auto const& id : share.resource_ids()) {
            named += (named.empty() ? "" : ", ") + id;
        }
        return refusal(Code::failed_precondition, "resource_ids",
                       standing_by == 0
                           ? named + ": all of commitment " + share.commitment_id() + " have left"
                           : named + ": of commitment " + share.commitment_id() + " only " +
                                 std::to_string(standing_by) + " have not left");
    }
    return std::nullopt;
}

}  // namespace

std::expected<std::vector<v1::CommitmentShare>, Rejection> named_shares(
    Incident const& incident, VehiclesMeant const& meant) {
    if (std::cmp_not_equal(meant.names.size(), meant.count)) {
        return std::unexpected{refusal(Code::invalid_argument, "resource_ids",
                                       "names " + std::to_string(meant.names.size()) +
                                           " vehicles for a count of " +
                                           std::to_string(meant.count))};
    }
    std::vector<v1::CommitmentShare> shares;
    std::set<std::string> said;
    auto const* const region = incident.transports_of(meant.region_id);
    for (auto const& id : meant.names) {
        auto const name = vehicle_name(id);
        if (!said.insert(name).second) {
            return std::unexpected{
                refusal(Code::invalid_argument, "resource_ids", "names " + id + " twice")};
        }
        auto const found =
            region == nullptr ? std::nullopt : share_named(*region, meant.commitment_id, name);
        if (!found) {
            return std::unexpected{
                refusal(Code::failed_precondition, "resource_ids",
                        id + " is none of the named vehicles that are promised there")};
        }
        auto const same =
            std::ranges::find(shares, found->commitment_id(), &v1::CommitmentShare::commitment_id);
        if (same == shares.end()) {
            shares.push_back(*found);
        } else {
            same->set_count(same->count() + 1);
            same->add_resource_ids(found->resource_ids(0));
        }
    }
    return shares;
}

std::vector<v1::CommitmentShare> newest_shares(Incident const& incident,
                                               v1::RevokeTransports const& request) {
    std::vector<v1::CommitmentShare> shares;
    auto const* const region = incident.transports_of(request.region_id());
    if (region == nullptr) {
        return shares;
    }
    auto left = request.count();
    for (auto each = region->commitments.rbegin(); each != region->commitments.rend(); ++each) {
        auto const& id = each->given.commitment_id();
        auto const taken = std::min(left, vehicles_standing_by(incident.casualties.moves, *each));
        if (taken <= 0 || (!request.commitment_id().empty() && id != request.commitment_id())) {
            continue;
        }
        auto& share = shares.emplace_back();
        share.set_commitment_id(id);
        share.set_count(taken);
        left -= taken;
    }
    return shares;
}

Rejection refuse_revoke(Incident const& incident, v1::RevokeTransports const& request,
                        std::vector<v1::CommitmentShare> const& shares, int standing_by) {
    auto carrying = 0;
    if (auto const* const region = incident.transports_of(request.region_id()); region != nullptr) {
        for (auto const& each : region->commitments) {
            auto const& id = each.given.commitment_id();
            carrying += request.commitment_id().empty() || id == request.commitment_id()
                            ? vehicles_carrying(incident.casualties.moves, id)
                            : 0;
        }
    }
    if (auto named = carrying == 0 && !request.resource_ids().empty()
                         ? refuse_named(incident, request.region_id(), shares)
                         : std::nullopt;
        named) {
        return std::move(*named);
    }
    auto const can = "only " + std::to_string(standing_by) + " promised transports ";
    return refusal(Code::failed_precondition, "count",
                   carrying == 0 ? can + "have not left and can be revoked"
                                 : can + "can be revoked: " + std::to_string(carrying) +
                                       " carry patients, and stand until these have arrived");
}

}  // namespace larm::core
