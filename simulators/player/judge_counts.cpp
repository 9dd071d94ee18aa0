#include "simulators/player/judge_counts.hpp"

#include <fmt/format.h>

#include "engine/core/support.hpp"

namespace larm::player {
namespace {

int reached(v1::SupportOfferRecord const& offer, v1::SupportReached reached) {
    switch (reached) {
        case v1::SUPPORT_REACHED_OFFERED: return offer.quantity();
        case v1::SUPPORT_REACHED_ACCEPTED: return core::accepted(offer);
        case v1::SUPPORT_REACHED_UNDER_WAY:
            return offer.under_way() + offer.arrived() + offer.released();
        case v1::SUPPORT_REACHED_ARRIVED: return offer.arrived() + offer.released();
        case v1::SUPPORT_REACHED_RELEASED: return offer.released();
        case v1::SUPPORT_REACHED_UNSPECIFIED:
        case v1::SupportReached_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::SupportReached_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return 0;
}

}  // namespace

int arrived_by_moves(core::Incident const& incident, v1::TransfersExpected const& expected) {
    int persons = 0;
    for (auto const& move : incident.casualties.moves) {
        auto const& to = move.to_hospital_id();
        auto const is_meant =
            move.state() == v1::TRANSFER_STATE_ARRIVED &&
            (expected.hospital_id().empty() || expected.hospital_id() == to) &&
            (expected.region_id().empty() ||
             incident.pack->region_of(to) == expected.region_id()) &&
            (expected.kind() == v1::TRANSFER_KIND_UNSPECIFIED || expected.kind() == move.kind());
        persons += is_meant ? move.count() : 0;
    }
    return persons;
}

int supported(core::Incident const& incident, v1::SupportExpected const& expected) {
    int units = 0;
    for (auto const& request : incident.support) {
        for (auto const& line : request.lines()) {
            auto const is_meant =
                expected.kind() == v1::SUPPORT_KIND_UNSPECIFIED || expected.kind() == line.kind();
            for (auto const& offer : line.offers()) {
                units += is_meant ? reached(offer, expected.reached()) : 0;
            }
        }
    }
    return units;
}

std::string held_vehicles(core::Incident const& incident) {
    std::string held;
    auto const add = [&held](std::string const& what) {
        held += (held.empty() ? "" : ", ") + what;
    };
    for (auto const& move : incident.casualties.moves) {
        if (core::is_promised(move)) {
            add(fmt::format("{} {}", move.move_id(), v1::TransferState_Name(move.state())));
        }
    }
    for (auto const& region : incident.transports) {
        for (auto const& commitment : region.commitments) {
            if (commitment.standing() > 0) {
                add(fmt::format("{}: {}", commitment.given.commitment_id(), commitment.standing()));
            }
        }
    }
    return held;
}

}  // namespace larm::player
