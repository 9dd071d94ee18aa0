// Who may propose moves of patients, answer for a receiver, and say what becomes of a move. Beside
// the role, which the method's `access` option has.
#include "engine/core/authority_parts.hpp"
#include "engine/core/party.hpp"

namespace larm::core {
namespace {

using Refused = std::optional<Rejection>;

/// Those where the patients were, and whose vehicle it is.
Parties see_leave(Incident const& incident, v1::TransferMove const& move) {
    auto parties = leaders(&incident);
    add_hospital(parties, *incident.pack, move.from_hospital_id());
    if (!move.vehicle().region_id().empty()) {
        parties.push_back(make_party(v1::ROLE_TIB, move.vehicle().region_id()));
    }
    return parties;
}

/// Those where they come.
Parties see_arrive(Incident const& incident, v1::TransferMove const& move) {
    auto parties = leaders(&incident);
    add_hospital(parties, *incident.pack, move.to_hospital_id());
    return parties;
}

/// A region answers for its hospitals, and each of them for itself: which moves a hospital may mean
/// is the decision's to see.
template <typename Request>
Refused refuse_answer(Incident const* incident, v1::Actor const& actor, Request const& request) {
    if (incident == nullptr || incident->pack == nullptr) {
        return std::nullopt;  // answered by the decision itself
    }
    if (actor.role() == v1::ROLE_HOSPITAL) {
        return incident->pack->region_of(actor.organisation()) == request.region_id()
                   ? std::nullopt
                   : Refused{denied_to_others("region_id",
                                              {make_party(v1::ROLE_TIB, request.region_id())})};
    }
    return refuse_for_region(incident, actor, request.region_id(), request.via());
}

/// Whoever leads, and those at the ends of the move who `see` it.
template <typename Request, typename See>
Refused refuse_course(Incident const* incident, v1::Actor const& actor, Request const& request,
                      See const& see) {
    if (incident == nullptr || incident->pack == nullptr || leads(incident, actor)) {
        return std::nullopt;
    }
    auto const* const move = transfer_move(incident->casualties.moves, request.move_id());
    if (move == nullptr || speaks_for_one_of(actor, see(*incident, *move))) {
        return std::nullopt;
    }
    return denied_to_others("move_id", see(*incident, *move));
}

Refused refuse_own_move(Incident const* incident, v1::Actor const& actor,
                        v1::ProposeMove const& request) {
    if (incident == nullptr || incident->pack == nullptr ||
        incident->pack->hospital(request.to_hospital_id()) == nullptr) {
        return std::nullopt;  // what is not there is answered by the decision itself
    }
    auto may = leaders(incident);
    for (auto const& end : {request.to_hospital_id(), request.from_hospital_id()}) {
        if (incident->pack->hospital(end) != nullptr) {
            may.push_back(make_party(v1::ROLE_TIB, incident->pack->region_of(end)));
        }
    }
    return speaks_for_one_of(actor, may) ? std::nullopt
                                         : Refused{denied_to_others("to_hospital_id", may)};
}

Refused refuse_calling_off(Incident const* incident, v1::Actor const& actor,
                           v1::CallOffTransfers const& request) {
    if (incident == nullptr || incident->pack == nullptr || leads(incident, actor)) {
        return std::nullopt;
    }
    for (auto const& id : request.move_ids()) {
        auto const* const move = transfer_move(incident->casualties.moves, id);
        if (move == nullptr) {
            continue;  // answered by the decision itself
        }
        auto may = leaders(incident);
        may.push_back(make_party(v1::ROLE_TIB, incident->pack->region_of(move->to_hospital_id())));
        if (!speaks_for_one_of(actor, may)) {
            return denied_to_others("move_ids", may);
        }
    }
    return std::nullopt;
}

}  // namespace

Refused refuse_in_transfers(State const& state, v1::Command const& command) {
    auto const& actor = command.actor();
    auto const known = [&state](auto const& request) {
        return state.incident(request.incident_id());
    };
    auto const leading = [&](auto const& request) -> Refused {
        auto const* const incident = known(request);
        return incident == nullptr || leads(incident, actor)
                   ? std::nullopt
                   : Refused{denied_but_to_leaders(*incident)};
    };
    if (command.has_accept_transfers()) {
        auto const& request = command.accept_transfers();
        return refuse_answer(known(request), actor, request);
    }
    if (command.has_amend_transfer()) {
        auto const& request = command.amend_transfer();
        return refuse_answer(known(request), actor, request);
    }
    if (command.has_decline_transfers()) {
        auto const& request = command.decline_transfers();
        return refuse_answer(known(request), actor, request);
    }
    if (command.has_divert_transfer()) {
        auto const& request = command.divert_transfer();
        return refuse_answer(known(request), actor, request);
    }
    if (command.has_depart_transfer()) {
        auto const& request = command.depart_transfer();
        auto const* const incident = known(request);
        return refuse_course(incident, actor, request, see_leave);
    }
    if (command.has_arrive_transfer()) {
        auto const& request = command.arrive_transfer();
        auto const* const incident = known(request);
        return refuse_course(incident, actor, request, see_arrive);
    }
    if (command.has_undo_transfer()) {
        auto const& request = command.undo_transfer();
        auto const* const incident = known(request);
        return refuse_course(
            incident, actor, request,
            request.state() == v1::TRANSFER_STATE_ARRIVED ? see_arrive : see_leave);
    }
    if (command.has_call_off_transfers()) {
        auto const& request = command.call_off_transfers();
        return refuse_calling_off(known(request), actor, request);
    }
    if (command.has_propose_move()) {
        auto const& request = command.propose_move();
        return refuse_own_move(known(request), actor, request);
    }
    return command.has_release_transfer() ? leading(command.release_transfer())
                                          : leading(command.propose_transfers());
}

}  // namespace larm::core
