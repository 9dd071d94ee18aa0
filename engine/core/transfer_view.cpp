#include "engine/core/transfer_view.hpp"

#include <algorithm>

#include "engine/core/transfers.hpp"

namespace larm::core {
namespace {

bool is_proposed(v1::TransferMove const& move) {
    return move.state() == v1::TRANSFER_STATE_PROPOSED;
}

}  // namespace

std::expected<v1::GetTransfersReply, Rejection> transfer_view(State const& state,
                                                              v1::GetTransfers const& request,
                                                              Instant now) {
    auto const* const incident = state.incident(request.incident_id());
    if (incident == nullptr) {
        return std::unexpected{refusal(Code::not_found, "incident_id", "no such incident")};
    }
    auto const& moves = incident->casualties.moves;
    auto const& transfers = incident->transfers;
    v1::GetTransfersReply reply;
    reply.set_seq(state.seq());
    reply.set_at(now.us);
    reply.set_has_rules(incident->pack != nullptr && incident->pack->rules.has_transfers());
    for (auto const first : {true, false}) {
        for (auto const& move : moves) {
            if (is_proposed(move) == first) {
                *reply.add_moves() = move;
            }
        }
    }
    *reply.mutable_proposal() = transfers.proposal;
    reply.set_looked_at(transfers.looked_at.us);
    reply.set_next_look_at(incident->is_running() ? transfers_due(*incident).us : 0);
    for (auto const& refusal : transfers.refusals) {
        if (refusal.until_us() > now.us) {
            *reply.add_refusals() = refusal;
        }
    }
    *reply.mutable_proposed() = to_message(persons(moves, v1::TRANSFER_STATE_PROPOSED));
    *reply.mutable_accepted() = to_message(persons(moves, v1::TRANSFER_STATE_ACCEPTED));
    *reply.mutable_under_way() = to_message(persons(moves, v1::TRANSFER_STATE_UNDER_WAY));
    *reply.mutable_arrived() = to_message(persons(moves, v1::TRANSFER_STATE_ARRIVED));
    for (auto const& move : moves) {
        if (releasable(*incident, move) > 0) {
            reply.add_releasable(move.move_id());
        }
    }
    if (incident->pack != nullptr) {
        for (auto const& region : incident->pack->rules.regions()) {
            if (awaited_persons(*incident->pack, moves, region.id()) > 0) {
                reply.add_awaited_region_ids(region.id());
            }
        }
    }
    return reply;
}

}  // namespace larm::core
