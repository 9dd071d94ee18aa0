// What a receiving region, or its hospital, says to moves that are proposed to it: yes, yes but
// otherwise, or no; and that it takes who is under way to another. Nobody else says it for them but
// by voice.
#include <algorithm>

#include "engine/core/decide_transfers_parts.hpp"
#include "engine/core/ladder.hpp"
#include "engine/core/party.hpp"
#include "engine/core/transfer_fleets.hpp"
#include "engine/core/transfer_model.hpp"

namespace larm::core {
namespace {

/// A token of a hospital speaks of what goes to that hospital.
bool may_mean(Context const& context, Incident const& incident, v1::TransferMove const& move,
              std::string_view region) {
    auto const& actor = context.command.actor();
    return incident.pack->region_of(move.to_hospital_id()) == region &&
           (actor.role() != v1::ROLE_HOSPITAL || actor.organisation() == move.to_hospital_id());
}

Rejection not_theirs(Incident const& incident, v1::TransferMove const& move) {
    return refusal(Code::permission_denied, "move_ids",
                   move.move_id() + " goes to " + move.to_hospital_id() + ": this is for " +
                       make_party(v1::ROLE_HOSPITAL, move.to_hospital_id()) + ", " +
                       make_party(v1::ROLE_TIB, incident.pack->region_of(move.to_hospital_id())));
}

/// The proposed moves that a request names; none named: all to those who speak.
template <typename Request>
std::expected<Moves, Rejection> proposed_moves(Context const& context, Incident const& incident,
                                               Request const& request) {
    if (!request.region_id().empty() && incident.pack->region(request.region_id()) == nullptr) {
        return std::unexpected{refusal(Code::invalid_argument, "region_id",
                                       no_region(incident.pack, request.region_id()))};
    }
    auto const standing = incident.transfers.proposal.number();
    if (request.proposal() != 0 && request.proposal() != standing) {
        return std::unexpected{refusal(Code::aborted, "proposal",
                                       "proposal " + std::to_string(standing) +
                                           " has taken its place; look at it and decide anew")};
    }
    Moves moves;
    for (auto const& move : incident.casualties.moves) {
        if (request.move_ids().empty() && move.state() == v1::TRANSFER_STATE_PROPOSED &&
            may_mean(context, incident, move, request.region_id())) {
            moves.push_back(move);
        }
    }
    for (auto const& id : request.move_ids()) {
        auto const found = move_of(incident, id);
        if (!found) {
            return std::unexpected{found.error()};
        }
        auto const& move = **found;
        if (!may_mean(context, incident, move, request.region_id())) {
            return std::unexpected{not_theirs(incident, move)};
        }
        if (move.state() != v1::TRANSFER_STATE_PROPOSED) {
            return std::unexpected{not_as_it_stands("move_ids", move)};
        }
        if (transfer_move(moves, id) == nullptr) {
            moves.push_back(move);
        }
    }
    if (moves.empty()) {
        return std::unexpected{refusal(Code::failed_precondition, "region_id",
                                       "nothing is proposed that has not been answered")};
    }
    return moves;
}

void add_refusal(v1::TransfersChanged& changed, Context const& context, Incident const& incident,
                 v1::TransferMove const& move) {
    auto const& rules = incident.pack->rules.transfers();
    auto const hold = rules.decline_hold_min();
    if (hold <= 0) {
        return;
    }
    auto const stage =
        stage_at(own_terms(context.state, incident).binding_stage(index_of(move.severity())));
    for (auto const& known : changed.refusals()) {
        if (known.hospital_id() == move.to_hospital_id() && known.stage() == stage) {
            return;
        }
    }
    auto& refusal = *changed.add_refusals();
    refusal.set_region_id(std::string{incident.pack->region_of(move.to_hospital_id())});
    refusal.set_hospital_id(move.to_hospital_id());
    refusal.set_stage(stage);
    refusal.set_until_us((context.now + seconds(std::int64_t{60} * hold)).us);
}

/// A hospital speaks of its own places, and for nobody else of its region.
bool is_hospital(Context const& context) {
    return context.command.actor().role() == v1::ROLE_HOSPITAL;
}

/// Whose answer it is.
std::string speaker_of(Context const& context, std::string const& region) {
    return is_hospital(context)
               ? make_party(v1::ROLE_HOSPITAL, context.command.actor().organisation())
               : make_party(v1::ROLE_TIB, region);
}

/// The event of an answer, with whose it is and how it came.
template <typename Request>
v1::Event answer(Context const& context, Incident const& incident, Request const& request,
                 v1::TransferAct act) {
    auto event = context.event(incident.id);
    auto& changed = *event.mutable_transfers_changed();
    changed.set_act(act);
    changed.set_region_id(is_hospital(context) ? std::string{} : request.region_id());
    changed.set_via(via_or_api(request.via()));
    changed.set_taken_by(context.taken_by(request.via(), speaker_of(context, request.region_id())));
    return event;
}

/// Those who are asked, and the acknowledgement that an answer implies: the region's duty officer
/// has seen nothing of what a hospital says.
Events told(Context const& context, Incident const& incident, v1::Event event) {
    auto const region = event.transfers_changed().region_id();
    Events events{std::move(event)};
    ask_receivers(events, context, incident, region);
    if (region.empty()) {
        return events;
    }
    auto const party = make_party(v1::ROLE_TIB, region);
    auto spoken = -1;
    for (auto const& chase : incident.chases) {
        auto const expects = incident.pack->step(chase.step).expects();
        spoken =
            chase.party == party && expects == v1::EXPECTS_TRANSFER_ANSWER ? chase.step : spoken;
    }
    ladder::imply_acknowledgement(events.front(), incident, party, spoken, context.now);
    return events;
}

/// The rest of a proposed move of which a part was taken: not taken, and not proposed there again
/// for a while.
void add_rest(v1::TransfersChanged& changed, Context const& context, Incident const& incident,
              v1::TransferMove rest, v1::Via via, std::string_view party) {
    add_refusal(changed, context, incident, rest);
    rest.set_reason("bara en del togs emot");
    *changed.add_moves() = acted(context, std::move(rest), v1::TRANSFER_STATE_DECLINED, via, party);
}

std::optional<Rejection> refuse_diverting(Context const& context, Incident const& incident,
                                          v1::TransferMove const& move,
                                          v1::DivertTransfer const& request) {
    auto const& to = request.to_hospital_id();
    if (move.state() != v1::TRANSFER_STATE_UNDER_WAY) {
        return refusal(Code::failed_precondition, "move_id",
                       "it is not under way: what has not left is amended, or called off and "
                       "proposed anew");
    }
    if (incident.pack->region_of(to) != request.region_id() ||
        !context.state.capacity().terms().hospital(to)) {
        return refusal(Code::invalid_argument, "to_hospital_id",
                       "a region takes patients at a hospital of its own");
    }
    if (is_hospital(context) && to != context.command.actor().organisation()) {
        return refusal(Code::permission_denied, "to_hospital_id",
                       "a hospital answers for itself only");
    }
    if (to == move.to_hospital_id()) {
        return refusal(Code::invalid_argument, "to_hospital_id", "it goes there already");
    }
    return std::nullopt;
}

TransferPlace origin_of(CapacityTerms const& terms, Incident const& incident,
                        v1::TransferMove const& move) {
    auto const* const site = incident.casualties.site(move.from_site_id());
    return {site == nullptr ? nullptr : &site->place(), terms.hospital(move.from_hospital_id())};
}

/// Where nobody says when: as if they had come first to where they were to go, or as if they had
/// gone there at once, whichever is earlier: whoever receives must not be told too late.
Instant diverted_arrival(Context const& context, Incident const& incident,
                         v1::TransferMove const& move, v1::DivertTransfer const& request) {
    if (request.arrives_in_minutes() > 0) {
        return context.now + seconds(std::int64_t{60} * request.arrives_in_minutes());
    }
    auto const& terms = context.state.capacity().terms();
    auto const way_from = [&](TransferPlace const& place) -> std::optional<Duration> {
        auto const to = terms.hospital(request.to_hospital_id());
        auto const minutes = minutes_between(terms, place, {nullptr, to}, move.vehicle().flies());
        return minutes ? std::optional{seconds(std::int64_t{60} * *minutes)} : std::nullopt;
    };
    auto const on_from_first = way_from({nullptr, terms.hospital(move.to_hospital_id())});
    auto const by_way_of =
        std::max(context.now, Instant{move.arrive_at_us()}) + on_from_first.value_or(Duration{});
    if (request.to_hospital_id() == move.from_hospital_id()) {
        // As long back as it has been under way.
        return std::min(by_way_of, context.now + (context.now - Instant{move.leave_at_us()}));
    }
    auto const way = way_from(origin_of(terms, incident, move));
    auto const straight = way ? Instant{move.leave_at_us()} + *way : by_way_of;
    return std::min(by_way_of, std::max(context.now, straight));
}

}  // namespace

Outcome decide_accept_transfers(Context const& context, v1::AcceptTransfers const& request) {
    auto const found = running_incident_of(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = **found;
    auto moves = proposed_moves(context, incident, request);
    if (!moves) {
        return std::unexpected{std::move(moves.error())};
    }
    if (request.count() > 0 && moves->size() != 1) {
        return std::unexpected{
            refusal(Code::invalid_argument, "count", "a part is of one move: name it")};
    }
    auto event = answer(context, incident, request, v1::TRANSFER_ACT_ACCEPTED);
    auto& changed = *event.mutable_transfers_changed();
    changed.set_note(request.note());
    std::optional<v1::TransferMove> rest;  // of the one move of which a part is accepted
    for (auto const& move : *moves) {
        auto parted = part_of(move, request.count());
        if (!parted) {
            return std::unexpected{std::move(parted.error())};
        }
        auto& accepted = *changed.add_moves() =
            acted(context, std::move(parted->part), v1::TRANSFER_STATE_ACCEPTED, request.via(),
                  speaker_of(context, request.region_id()));
        accepted.set_accepted_at_us(context.now.us);
        if (!request.note().empty()) {
            accepted.set_note(request.note());
        }
        rest = std::move(parted->rest);
    }
    auto refused =
        refuse_fixing(context, incident, {changed.moves().begin(), changed.moves().end()});
    if (refused && (request.count() > 0 || !keep_what_fits(changed, context, incident))) {
        return std::unexpected{std::move(*refused)};
    }
    if (rest) {
        add_rest(changed, context, incident, std::move(*rest), request.via(),
                 speaker_of(context, request.region_id()));
    }
    return told(context, incident, std::move(event));
}

Outcome decide_amend_transfer(Context const& context, v1::AmendTransfer const& request) {
    auto const found = running_incident_of(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = **found;
    auto const known = move_of(incident, request.move_id());
    if (!known) {
        return std::unexpected{known.error()};
    }
    auto const& move = **known;
    if (!may_mean(context, incident, move, request.region_id())) {
        return std::unexpected{not_theirs(incident, move)};
    }
    if (move.state() != v1::TRANSFER_STATE_PROPOSED &&
        move.state() != v1::TRANSFER_STATE_ACCEPTED) {
        return std::unexpected{not_as_it_stands("move_id", move)};
    }
    auto const& to =
        request.to_hospital_id().empty() ? move.to_hospital_id() : request.to_hospital_id();
    auto const& terms = context.state.capacity().terms();
    if (incident.pack->region_of(to) != request.region_id() || to == move.from_hospital_id() ||
        !terms.hospital(to)) {
        return std::unexpected{
            refusal(Code::invalid_argument, "to_hospital_id",
                    "a region sends what is proposed to it to another hospital of its own only")};
    }
    if (is_hospital(context) && to != context.command.actor().organisation()) {
        return std::unexpected{refusal(Code::permission_denied, "to_hospital_id",
                                       "a hospital answers for itself only; its region may send "
                                       "them to another")};
    }
    auto parted = part_of(move, request.count());
    if (!parted) {
        return std::unexpected{std::move(parted.error())};
    }
    auto event = answer(context, incident, request, v1::TRANSFER_ACT_AMENDED);
    auto& changed = *event.mutable_transfers_changed();
    changed.set_note(request.note());
    auto amended = acted(context, std::move(parted->part), v1::TRANSFER_STATE_ACCEPTED,
                         request.via(), speaker_of(context, request.region_id()));
    amended.set_accepted_at_us(context.now.us);
    if (to != move.to_hospital_id()) {
        auto const way = minutes_between(terms, origin_of(terms, incident, move),
                                         {nullptr, terms.hospital(to)}, move.vehicle().flies());
        amended.set_to_hospital_id(to);
        amended.clear_why();  // it is no longer the engine's
        amended.set_arrive_at_us(move.leave_at_us() +
                                 seconds(std::int64_t{60} * way.value_or(0)).us);
    }
    if (auto refused = refuse_fixing(context, incident, {amended}); refused) {
        return std::unexpected{std::move(*refused)};
    }
    *changed.add_moves() = std::move(amended);
    if (parted->rest && move.state() == v1::TRANSFER_STATE_ACCEPTED) {
        add_freed(changed, context, std::move(*parted->rest), request.via(),
                  "mottagaren ändrade till färre");
    } else if (parted->rest) {
        add_rest(changed, context, incident, std::move(*parted->rest), request.via(),
                 speaker_of(context, request.region_id()));
    }
    auto events = told(context, incident, std::move(event));
    tell_of_called_off(events.front(), incident, context.command.actor().organisation());
    return events;
}

Outcome decide_divert_transfer(Context const& context, v1::DivertTransfer const& request) {
    auto const found = unclosed_incident_of(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = **found;
    auto const known = move_of(incident, request.move_id());
    if (!known) {
        return std::unexpected{known.error()};
    }
    auto const& move = **known;
    if (auto refused = refuse_diverting(context, incident, move, request); refused) {
        return std::unexpected{std::move(*refused)};
    }
    auto parted = part_of(move, request.count());
    if (!parted) {
        return std::unexpected{std::move(parted.error())};
    }
    auto diverted = acted(context, std::move(parted->part), v1::TRANSFER_STATE_UNDER_WAY,
                          request.via(), speaker_of(context, request.region_id()));
    diverted.set_diverted_from(move.to_hospital_id());
    diverted.set_to_hospital_id(request.to_hospital_id());
    diverted.set_accepted_at_us(context.now.us);
    diverted.set_arrive_at_us(diverted_arrival(context, incident, move, request).us);
    diverted.clear_why();      // it is no longer the engine's
    diverted.clear_formers();  // nobody who has been turned has not left
    if (!request.note().empty()) {
        diverted.set_note(request.note());
    }
    if (auto refused = refuse_receiving(context, incident, {diverted}); refused) {
        return std::unexpected{std::move(*refused)};
    }
    auto event = answer(context, incident, request, v1::TRANSFER_ACT_DIVERTED);
    auto& changed = *event.mutable_transfers_changed();
    changed.set_note(request.note());
    *changed.add_moves() = std::move(diverted);
    if (parted->rest) {
        *changed.add_moves() = std::move(*parted->rest);
    }
    auto events = told(context, incident, std::move(event));
    tell_of_called_off(events.front(), incident, context.command.actor().organisation());
    return events;
}

Outcome decide_decline_transfers(Context const& context, v1::DeclineTransfers const& request) {
    auto const found = running_incident_of(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = **found;
    if (request.whole_region() && is_hospital(context)) {
        return std::unexpected{refusal(Code::permission_denied, "whole_region",
                                       "a hospital answers for itself only, not for its region")};
    }
    auto moves = proposed_moves(context, incident, request);
    if (!moves) {
        return std::unexpected{std::move(moves.error())};
    }
    auto event = answer(context, incident, request, v1::TRANSFER_ACT_DECLINED);
    auto& changed = *event.mutable_transfers_changed();
    changed.set_reason(request.reason());
    auto const hold = incident.pack->rules.transfers().decline_hold_min();
    if (request.whole_region() && hold > 0) {
        auto& refusal = *changed.add_refusals();
        refusal.set_region_id(request.region_id());
        refusal.set_until_us((context.now + seconds(std::int64_t{60} * hold)).us);
    }
    for (auto& move : *moves) {
        if (!request.whole_region()) {
            add_refusal(changed, context, incident, move);
        }
        auto& declined = *changed.add_moves() =
            acted(context, std::move(move), v1::TRANSFER_STATE_DECLINED, request.via(),
                  speaker_of(context, request.region_id()));
        declined.set_reason(request.reason());
    }
    return told(context, incident, std::move(event));
}

}  // namespace larm::core
