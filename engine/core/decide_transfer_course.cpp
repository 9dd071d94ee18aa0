// What becomes of a move: it leaves, arrives, its vehicles are let go, or it is called off before
// it has left; and that one of the first two was said by mistake.
#include <algorithm>
#include <iterator>
#include <set>

#include "engine/core/carrying.hpp"
#include "engine/core/decide_transfers_parts.hpp"
#include "engine/core/party.hpp"

namespace larm::core {
namespace {

/// A move of an incident that is not closed: patients arrive after the end, too.
template <typename Request>
std::expected<std::pair<Incident const*, v1::TransferMove const*>, Rejection> known_move(
    Context const& context, Request const& request) {
    auto const incident = unclosed_incident_of(context, request);
    if (!incident) {
        return std::unexpected{incident.error()};
    }
    if ((*incident)->pack == nullptr) {
        return std::unexpected{
            refusal(Code::failed_precondition, "incident_id", "nobody has confirmed the incident")};
    }
    auto const move = move_of(**incident, request.move_id());
    if (!move) {
        return std::unexpected{move.error()};
    }
    return std::pair{*incident, *move};
}

std::string receiver_of(v1::TransferMove const& move) {
    return make_party(v1::ROLE_HOSPITAL, move.to_hospital_id());
}

Events changed(Context const& context, Incident const& incident, v1::TransferAct act,
               v1::TransferMove moved, std::optional<v1::TransferMove> rest, v1::Via via,
               std::string const& note) {
    auto event = context.event(incident.id);
    auto& made = *event.mutable_transfers_changed();
    made.set_act(act);
    made.set_via(via_or_api(via));
    made.set_taken_by(moved.taken_by());
    made.set_note(note);
    if (!note.empty()) {
        moved.set_note(note);
    }
    *made.add_moves() = std::move(moved);
    if (rest) {
        *made.add_moves() = std::move(*rest);
    }
    return Events{std::move(event)};
}

/// What is said of the move from now on can be undone for as long as the rules have it.
void keep_former(v1::TransferMove& said, Context const& context, Incident const& incident,
                 v1::TransferMove const& before) {
    auto const within = incident.pack->rules.transfers().undo_within_min();
    if (within <= 0) {
        return;
    }
    auto& former = *said.add_formers();
    former.set_state(before.state());
    former.set_leave_at_us(before.leave_at_us());
    former.set_arrive_at_us(before.arrive_at_us());
    former.set_until_us((context.now + seconds(std::int64_t{60} * within)).us);
}

/// When the hospital counted them itself, before anybody said that they are there: the first of its
/// counts, of when they should have been there, by which as many more have come as they are, and as
/// others who are known to have come do not explain. Now: it has not, or nobody can tell. Whoever
/// comes by themselves while they are on the road is not taken for them: that a place looks taken
/// until the next count is the lesser harm.
Instant there_since(Context const& context, CasualtyBook const& book,
                    v1::TransferMove const& move) {
    auto const found = book.arrivals.find(move.to_hospital_id());
    if (found == book.arrivals.end() || turns_back(move)) {
        return context.now;
    }
    auto const severity = index_of(move.severity());
    auto const planned = std::max(move.arrive_at_us(), move.accepted_at_us());
    std::int64_t before = 0;
    std::int64_t before_at = 0;
    for (auto const& record : found->second) {
        auto more = counts_of(record.arrived())[severity] - before;
        if (record.observed_at_us() < planned) {
            before += more;
            before_at = record.observed_at_us();
            continue;
        }
        for (auto const& other : book.moves) {
            auto const explains = other.state() == v1::TRANSFER_STATE_ARRIVED &&
                                  !turns_back(other) && other.severity() == move.severity() &&
                                  other.to_hospital_id() == move.to_hospital_id() &&
                                  other.arrive_at_us() > before_at &&
                                  other.arrive_at_us() <= record.observed_at_us();
            more -= explains ? other.count() : 0;
        }
        if (more >= move.count()) {
            return {record.observed_at_us()};
        }
    }
    return context.now;
}

/// What is undone is the last that was said of a move on its way. Where that is something else:
/// what can be done instead.
std::string instead_of_undoing(v1::TransferState state) {
    return state == v1::TRANSFER_STATE_PROPOSED
               ? "nobody has answered it yet: there is nothing to undo"
           : state == v1::TRANSFER_STATE_ACCEPTED
               ? "it is accepted and has not left: amend it, or call it off"
           : state == v1::TRANSFER_STATE_UNDER_WAY ? "it was last said to be under way: undo that"
           : state == v1::TRANSFER_STATE_ARRIVED   ? "it was last said to be there: undo that first"
                                                   : "it goes nowhere any more: nothing to undo";
}

std::optional<Rejection> refuse_undoing(v1::TransferMove const& move,
                                        v1::UndoTransfer const& request, Instant now) {
    auto const was_moved =
        move.state() == v1::TRANSFER_STATE_UNDER_WAY || move.state() == v1::TRANSFER_STATE_ARRIVED;
    if (move.state() != request.state() || !was_moved) {
        return refusal(Code::failed_precondition, "state", instead_of_undoing(move.state()));
    }
    if (move.formers().empty()) {  // of an earlier format: nobody knows how it was before
        return refusal(Code::failed_precondition, "state",
                       "that is not what was said of it last: look at it again");
    }
    if (now.us > std::prev(move.formers().end())->until_us()) {
        return refusal(Code::failed_precondition, "move_id",
                       "the time in which it could be undone is over: divert it, or report who "
                       "is where");
    }
    if (move.released() > 0) {
        return refusal(Code::failed_precondition, "move_id", "its vehicles have been released");
    }
    return std::nullopt;
}

}  // namespace

Outcome decide_depart_transfer(Context const& context, v1::DepartTransfer const& request) {
    auto const found = known_move(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& [incident, move] = *found;
    if (move->state() != v1::TRANSFER_STATE_ACCEPTED) {
        return std::unexpected{not_as_it_stands("move_id", *move)};
    }
    if (auto refused = refuse_closed(context.state, move->to_hospital_id(), "move_id"); refused) {
        return std::unexpected{std::move(*refused)};
    }
    auto parted = part_of(*move, request.count());
    if (!parted) {
        return std::unexpected{std::move(parted.error())};
    }
    auto left = acted(context, std::move(parted->part), v1::TRANSFER_STATE_UNDER_WAY, request.via(),
                      make_party(v1::ROLE_TIB, incident->region_id));
    auto const way =
        request.arrives_in_minutes() > 0
            ? seconds(std::int64_t{60} * request.arrives_in_minutes())
            : Duration{std::max<std::int64_t>(0, move->arrive_at_us() - move->leave_at_us())};
    keep_former(left, context, *incident, *move);
    left.set_leave_at_us(context.now.us);
    left.set_arrive_at_us((context.now + way).us);
    return changed(context, *incident, v1::TRANSFER_ACT_DEPARTED, std::move(left),
                   std::move(parted->rest), request.via(), request.note());
}

Outcome decide_arrive_transfer(Context const& context, v1::ArriveTransfer const& request) {
    auto const found = known_move(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& [incident, move] = *found;
    if (!is_promised(*move)) {
        return std::unexpected{not_as_it_stands("move_id", *move)};
    }
    auto parted = part_of(*move, request.count());
    if (!parted) {
        return std::unexpected{std::move(parted.error())};
    }
    auto arrived = acted(context, std::move(parted->part), v1::TRANSFER_STATE_ARRIVED,
                         request.via(), receiver_of(*move));
    keep_former(arrived, context, *incident, *move);
    // Where nobody said that it left, it did so the way's time ago, but not before it was accepted:
    // whoever has seen the scene since has not seen them there, and whoever had seen it by then
    // has.
    auto const way = std::max<std::int64_t>(0, move->arrive_at_us() - move->leave_at_us());
    arrived.set_leave_at_us(move->state() == v1::TRANSFER_STATE_UNDER_WAY
                                ? arrived.leave_at_us()
                                : std::max(move->accepted_at_us(), context.now.us - way));
    arrived.set_arrive_at_us(there_since(context, incident->casualties, arrived).us);
    return changed(context, *incident, v1::TRANSFER_ACT_ARRIVED, std::move(arrived),
                   std::move(parted->rest), request.via(), request.note());
}

Outcome decide_undo_transfer(Context const& context, v1::UndoTransfer const& request) {
    auto const found = known_move(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& [incident, move] = *found;
    if (auto refused = refuse_undoing(*move, request, context.now); refused) {
        return std::unexpected{std::move(*refused)};
    }
    auto const& former = *std::prev(move->formers().end());
    auto const party = move->state() == v1::TRANSFER_STATE_ARRIVED
                           ? receiver_of(*move)
                           : make_party(v1::ROLE_TIB, incident->region_id);
    auto undone = acted(context, *move, former.state(), request.via(), party);
    undone.set_leave_at_us(former.leave_at_us());
    undone.set_arrive_at_us(former.arrive_at_us());
    undone.mutable_formers()->RemoveLast();
    if (former.state() == v1::TRANSFER_STATE_ACCEPTED &&
        takes_nobody(context.state, move->to_hospital_id())) {
        undone.set_state(v1::TRANSFER_STATE_CALLED_OFF);  // nobody goes there any more
        undone.set_reason("sjukhuset tar inte emot");
        undone.clear_said_by();  // nobody has said it: it follows
    } else if (auto refused = refuse_taking(*incident, {undone}); refused) {
        // Meanwhile they were found where they had not left, or the vehicles were given others.
        refused->field = "move_id";
        return std::unexpected{std::move(*refused)};
    }
    auto events = changed(context, *incident, v1::TRANSFER_ACT_UNDONE, std::move(undone),
                          std::nullopt, request.via(), request.note());
    tell_of_called_off(events.front(), *incident, context.command.actor().organisation());
    return events;
}

Outcome decide_release_transfer(Context const& context, v1::ReleaseTransfer const& request) {
    auto const found = known_move(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& [incident, move] = *found;
    auto const& vehicle = move->vehicle();
    if (vehicle.commitment_id().empty()) {
        return std::unexpected{refusal(Code::failed_precondition, "move_id",
                                       "its vehicle is nobody's promise, and needs no release")};
    }
    auto const count = releasable(*incident, *move);
    if (count <= 0) {
        return std::unexpected{
            refusal(Code::failed_precondition, "move_id",
                    move->state() == v1::TRANSFER_STATE_ARRIVED
                        ? "none of its vehicles is left to release: they have been released, taken "
                          "back or run out, or have others to fetch"
                        : "it has not arrived; release by TransportService/Release if its "
                          "vehicles are not needed")};
    }
    v1::ReleaseTransports release;
    release.set_incident_id(request.incident_id());
    release.set_region_id(vehicle.region_id());
    release.set_commitment_id(vehicle.commitment_id());
    release.set_count(count);
    auto released = decide_release(context, release);
    if (!released) {
        return std::unexpected{std::move(released.error())};
    }
    auto moved = *move;
    moved.set_released(moved.released() + count);
    auto events = changed(context, *incident, v1::TRANSFER_ACT_RELEASED, std::move(moved),
                          std::nullopt, v1::VIA_API, {});
    events.insert(events.end(), released->begin(), released->end());
    return events;
}

Outcome decide_call_off_transfers(Context const& context, v1::CallOffTransfers const& request) {
    auto const found = unclosed_incident_of(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = **found;
    auto event = context.event(incident.id);
    auto& made = *event.mutable_transfers_changed();
    made.set_act(v1::TRANSFER_ACT_CALLED_OFF);
    made.set_reason(request.reason());
    made.set_via(via_or_api(request.via()));
    std::set<std::string_view> seen;
    for (auto const& id : request.move_ids()) {
        auto const move = move_of(incident, id);
        if (!move) {
            return std::unexpected{move.error()};
        }
        if (!seen.insert(id).second) {
            continue;
        }
        if ((*move)->state() != v1::TRANSFER_STATE_PROPOSED &&
            (*move)->state() != v1::TRANSFER_STATE_ACCEPTED) {
            return std::unexpected{not_as_it_stands("move_ids", **move)};
        }
        auto off = acted(context, **move, v1::TRANSFER_STATE_CALLED_OFF, request.via(),
                         receiver_of(**move));
        off.set_reason(request.reason());
        made.set_taken_by(off.taken_by());
        *made.add_moves() = std::move(off);
    }
    Events events{std::move(event)};
    if (incident.pack != nullptr) {
        ask_receivers(events, context, incident);
        tell_of_called_off(events.front(), incident, context.command.actor().organisation());
    }
    return events;
}

void call_off_stranded(Events& events, Context const& context, Incident const& incident,
                       std::string const& region, std::string const& commitment_id, int gone) {
    auto const* const given = incident.transports_of(region);
    auto const* const commitment = given == nullptr ? nullptr : given->commitment(commitment_id);
    if (commitment == nullptr) {
        return;
    }
    auto const& moves = incident.casualties.moves;
    auto const left = commitment->standing() - gone;
    auto places = 0;
    auto away = 0;
    auto waiting = 0;
    std::vector<v1::TransferMove const*> to_go;
    for (auto const& move : moves) {
        if (move.vehicle().commitment_id() != commitment_id || move.vehicle().places_each() <= 0) {
            continue;
        }
        places = move.vehicle().places_each();
        away += move.state() == v1::TRANSFER_STATE_UNDER_WAY ? move.count() : 0;
        if (move.state() == v1::TRANSFER_STATE_ACCEPTED) {
            waiting += move.count();
            to_go.push_back(&move);
        }
    }
    auto event = context.event(incident.id);
    auto& made = *event.mutable_transfers_changed();
    made.set_act(v1::TRANSFER_ACT_CALLED_OFF);
    made.set_reason("fordonen är inte längre utlovade");
    made.set_via(v1::VIA_API);
    // Counted by the place, as the plan does: one vehicle may be in two moves.
    auto const needed = [&] {
        return (away + places - 1) / places + (waiting + places - 1) / places;
    };
    for (; !to_go.empty() && needed() > left; to_go.pop_back()) {
        auto off = acted(context, *to_go.back(), v1::TRANSFER_STATE_CALLED_OFF, v1::VIA_API, {});
        off.clear_said_by();  // nobody has said it: it follows
        off.set_reason(made.reason());
        waiting -= off.count();
        *made.add_moves() = std::move(off);
    }
    if (!made.moves().empty()) {
        tell_of_called_off(event, incident);
        events.push_back(std::move(event));
    }
}

}  // namespace larm::core
