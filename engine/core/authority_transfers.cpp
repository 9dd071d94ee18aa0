// Who may propose moves of patients, answer for a receiver, and say what becomes of a move. Beside
// the role, which the method's `access` option has.
#include "engine/core/authority_parts.hpp"
#include "engine/core/party.hpp"

namespace larm::core {
namespace {

using Refused = std::optional<Rejection>;

/// The hospital itself, or its region's duty officers.
bool is_of_hospital(Incident const& incident, v1::Actor const& actor, std::string_view hospital) {
    if (hospital.empty()) {
        return false;
    }
    return actor.organisation() == hospital ||
           (is_duty_officer(actor) &&
            incident.pack->region_of(hospital) == std::string_view{actor.organisation()});
}

/// Those where the patients were, and whose vehicle it is.
bool sees_leave(Incident const& incident, v1::Actor const& actor, v1::TransferMove const& move) {
    return is_of_hospital(incident, actor, move.from_hospital_id()) ||
           (is_duty_officer(actor) && actor.organisation() == move.vehicle().region_id());
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
                   : Refused{denied("region_id", "a hospital answers for itself only")};
    }
    return refuse_for_region(incident, actor, request.region_id(), request.via());
}

/// Whoever leads, and those at the ends of the move that are `may`.
template <typename Request, typename May>
Refused refuse_course(Incident const* incident, v1::Actor const& actor, Request const& request,
                      May const& may) {
    if (incident == nullptr || incident->pack == nullptr || leads(incident, actor)) {
        return std::nullopt;
    }
    auto const* const move = transfer_move(incident->casualties.moves, request.move_id());
    if (move == nullptr || may(*move)) {
        return std::nullopt;
    }
    return denied("move_id", "this is said by who leads, or by where the patients are");
}

Refused refuse_own_move(Incident const* incident, v1::Actor const& actor,
                        v1::ProposeMove const& request) {
    if (incident == nullptr || incident->pack == nullptr || leads(incident, actor) ||
        is_of_hospital(*incident, actor, request.from_hospital_id()) ||
        is_of_hospital(*incident, actor, request.to_hospital_id())) {
        return std::nullopt;
    }
    return denied("to_hospital_id",
                  "a move is proposed by who leads, or by a region that it is from or to");
}

Refused refuse_calling_off(Incident const* incident, v1::Actor const& actor,
                           v1::CallOffTransfers const& request) {
    if (incident == nullptr || incident->pack == nullptr || leads(incident, actor)) {
        return std::nullopt;
    }
    for (auto const& id : request.move_ids()) {
        auto const* const move = transfer_move(incident->casualties.moves, id);
        if (move != nullptr && !is_of_hospital(*incident, actor, move->to_hospital_id())) {
            return denied("move_ids", "a move is called off by who leads, or by its receiver");
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
                   : Refused{denied("incident_id",
                                    "only the stricken region's TiB or deputy may do this")};
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
        return refuse_course(incident, actor, request, [&](v1::TransferMove const& move) {
            return sees_leave(*incident, actor, move);
        });
    }
    if (command.has_arrive_transfer()) {
        auto const& request = command.arrive_transfer();
        auto const* const incident = known(request);
        return refuse_course(incident, actor, request, [&](v1::TransferMove const& move) {
            return is_of_hospital(*incident, actor, move.to_hospital_id());
        });
    }
    if (command.has_undo_transfer()) {
        auto const& request = command.undo_transfer();
        auto const* const incident = known(request);
        return refuse_course(incident, actor, request, [&](v1::TransferMove const& move) {
            return request.state() == v1::TRANSFER_STATE_ARRIVED
                       ? is_of_hospital(*incident, actor, move.to_hospital_id())
                       : sees_leave(*incident, actor, move);
        });
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
