#include "engine/core/transfer_view.hpp"

#include <algorithm>

#include "engine/core/transfers.hpp"

namespace larm::core {
namespace {

bool is_proposed(v1::TransferMove const& move) {
    return move.state() == v1::TRANSFER_STATE_PROPOSED;
}

/// Who is left behind was counted when the plan was looked at: no more are shown than are still
/// there and are not to go, by the moves that stand.
void cap_left_behind(v1::TransferProposal& proposal, CasualtyBook const& book) {
    auto& all = *proposal.mutable_left_behind();
    auto const is_alike = [](auto const& one, auto const& other) {
        return one.from_site_id() == other.from_site_id() &&
               one.from_hospital_id() == other.from_hospital_id() &&
               one.severity() == other.severity();
    };
    for (auto left = all.begin(); left != all.end(); ++left) {
        auto const* const site = book.site(left->from_site_id());
        auto const there =
            site != nullptr ? unmoved_at(book, *site) : unmoved_in(book, left->from_hospital_id());
        auto count = there[index_of(left->severity())];
        for (auto const& move : book.moves) {
            count -= is_proposed(move) && !is_own(move) && is_alike(move, *left) ? move.count() : 0;
        }
        for (auto before = all.begin(); before != left; ++before) {
            count -= is_alike(*before, *left) ? before->count() : 0;
        }
        left->set_count(static_cast<int>(std::clamp<std::int64_t>(count, 0, left->count())));
    }
    all.erase(
        std::remove_if(all.begin(), all.end(), [](auto const& left) { return left.count() == 0; }),
        all.end());
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
    cap_left_behind(*reply.mutable_proposal(), incident->casualties);
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
