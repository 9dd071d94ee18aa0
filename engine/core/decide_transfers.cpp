// Moves of patients proposed, by the engine when it is time, or by humans; and what the decide
// files of transfers share. The engine proposes and never accepts.
#include <algorithm>
#include <charconv>

#include "engine/core/decide_transfers_parts.hpp"
#include "engine/core/ladder.hpp"
#include "engine/core/nearest.hpp"
#include "engine/core/party.hpp"
#include "engine/core/transfer_fleets.hpp"
#include "engine/core/transfer_proposal.hpp"

namespace larm::core {
namespace {

/// Whether the region is asked for something that it was not asked for before.
bool has_news(Pack const& pack, Moves const& before, Moves const& after, std::string_view region) {
    return std::ranges::any_of(after, [&](auto const& move) {
        auto const* const known = transfer_move(before, move.move_id());
        return awaits_answer(pack, move, region) &&
               (known == nullptr || !awaits_answer(pack, *known, region) ||
                known->count() < move.count() || known->to_hospital_id() != move.to_hospital_id());
    });
}

Instant in_minutes(Context const& context, int minutes) {
    return context.now + seconds(std::int64_t{60} * minutes);
}

/// From where, and where to, of a move by a human.
struct Ends {
    TransferPlace from;
    TransferPlace to;
};

std::expected<Ends, Rejection> ends_of(Context const& context, Incident const& incident,
                                       v1::ProposeMove const& request) {
    auto const& terms = context.state.capacity().terms();
    Ends ends;
    ends.to.hospital = terms.hospital(request.to_hospital_id());
    if (!ends.to.hospital) {
        return std::unexpected{refusal(Code::invalid_argument, "to_hospital_id",
                                       no_hospital(incident.pack, request.to_hospital_id()))};
    }
    if (incident.pack->hospital(request.to_hospital_id()) == nullptr) {
        return std::unexpected{
            refusal(Code::failed_precondition, "to_hospital_id",
                    "the incident's rules are from before " + request.to_hospital_id() +
                        ": nobody can be asked; agree by phone, and report who has come by "
                        "CapacityService/ReportArrivals")};
    }
    if (auto refused = refuse_closed(context.state, request.to_hospital_id(), "to_hospital_id");
        refused) {
        return std::unexpected{std::move(*refused)};
    }
    if (request.from_site_id().empty() == request.from_hospital_id().empty()) {
        return std::unexpected{refusal(Code::invalid_argument, "from_site_id",
                                       "a move is from a site or from a hospital: name one")};
    }
    if (!request.from_site_id().empty()) {
        auto const* const site = incident.casualties.site(request.from_site_id());
        if (site == nullptr) {
            return std::unexpected{refusal(Code::not_found, "from_site_id",
                                           "no site '" + request.from_site_id() + "'")};
        }
        ends.from.site = &site->place();
        return ends;
    }
    ends.from.hospital = terms.hospital(request.from_hospital_id());
    if (!ends.from.hospital || ends.from.hospital == ends.to.hospital) {
        return std::unexpected{refusal(Code::invalid_argument, "from_hospital_id",
                                       !ends.from.hospital
                                           ? no_hospital(incident.pack, request.from_hospital_id())
                                           : "a move goes to another hospital")};
    }
    return ends;
}

std::optional<Rejection> refuse_count(Incident const& incident, v1::ProposeMove const& request) {
    auto const& book = incident.casualties;
    auto const* const site = book.site(request.from_site_id());
    auto const there =
        site != nullptr ? unmoved_at(book, *site) : unmoved_in(book, request.from_hospital_id());
    auto const count = there[index_of(request.severity())];
    if (request.count() <= count) {
        return std::nullopt;
    }
    return refusal(Code::failed_precondition, "count",
                   "only " + std::to_string(count) +
                       " of this severity are there and are not moved already, as last reported");
}

/// What a human names; nothing named: the scene's own ambulances.
std::expected<v1::TransferVehicle, Rejection> vehicle_of(Incident const& incident,
                                                         v1::ProposeMove const& request) {
    auto const& rules = incident.pack->rules.transfers();
    v1::TransferVehicle vehicle;
    if (request.commitment_id().empty()) {
        vehicle.set_words(request.vehicle_words());
        if (request.vehicle_words().empty()) {
            vehicle.set_site_id(request.from_site_id());
        }
        auto const* const kind = request.vehicle_words().empty()
                                     ? vehicle_kind_of(rules, rules.scene().kind())
                                     : nullptr;
        vehicle.set_kind(kind == nullptr ? "" : kind->id());
        vehicle.set_places_each(kind == nullptr ? 0 : kind->places());
        return vehicle;
    }
    for (auto const& region : incident.transports) {
        auto const* const given = region.commitment(request.commitment_id());
        if (given == nullptr) {
            continue;
        }
        auto const* const kind = vehicle_kind(rules, given->given.kind());
        vehicle.set_commitment_id(request.commitment_id());
        vehicle.set_region_id(region.region_id);
        vehicle.set_kind(kind == nullptr ? "" : kind->id());
        vehicle.set_places_each(kind == nullptr ? 1 : kind->places());
        vehicle.set_flies(kind != nullptr && kind->flies());
        auto const left = vehicles_left(moves_with(incident.casualties, vehicle), given->standing(),
                                        vehicle.places_each());
        auto places = left.places;
        for (auto const& each : left.elsewhere) {
            places += each.vehicles * vehicle.places_each();
        }
        if (places < request.count()) {
            return std::unexpected{refusal(
                Code::failed_precondition, "commitment_id",
                "the promise has " + std::to_string(places) + " places that no move has taken")};
        }
        return vehicle;
    }
    return std::unexpected{
        refusal(Code::not_found, "commitment_id",
                "the incident has no promise '" + request.commitment_id() + "' of transports")};
}

/// What the engine has proposed and cannot be any more is no longer asked about. Nothing where it
/// is time for a new proposal anyway, or somebody waits for one who had been accepted.
Events withdraw_impossible(Context const& context, Incident const& incident) {
    auto const& transfers = incident.transfers;
    Instant const proposed{transfers.proposal.at_us()};
    auto const rhythm = incident.pack->rules.transfers().rhythm_min();
    auto const& moves = incident.casualties.moves;
    auto const is_stranded = std::ranges::any_of(moves, [&](auto const& move) {
        return move.state() == v1::TRANSFER_STATE_CALLED_OFF && move.said_by().empty() &&
               move.accepted_at_us() != 0 && move.since_us() > proposed.us;
    });
    if (is_stranded || context.now >= proposed + seconds(std::int64_t{60} * rhythm)) {
        return {};
    }
    auto event = context.event(incident.id);
    auto& changed = *event.mutable_transfers_changed();
    changed.set_act(v1::TRANSFER_ACT_CALLED_OFF);
    changed.set_reason("platserna, fordonen eller patienterna finns inte längre");
    changed.set_via(v1::VIA_API);
    for (auto const& id : impossible_moves(context.state, incident, context.now)) {
        auto off = acted(context, *transfer_move(moves, id), v1::TRANSFER_STATE_CALLED_OFF,
                         v1::VIA_API, {});
        off.clear_said_by();  // nobody has said it: it follows
        off.set_reason(changed.reason());
        *changed.add_moves() = std::move(off);
    }
    if (changed.moves().empty()) {
        return {};
    }
    Events events{std::move(event)};
    ask_receivers(events, context, incident);
    return events;
}

/// What was accepted on places that were assumed, once it is known what there is: what has not left
/// and finds no place does not go.
Events tend_assumed(Context const& context, Incident const& incident) {
    auto known = context.event(incident.id);
    auto off = context.event(incident.id);
    off.mutable_transfers_changed()->set_act(v1::TRANSFER_ACT_CALLED_OFF);
    off.mutable_transfers_changed()->set_reason("sjukhuset har nu rapporterat att plats saknas");
    off.mutable_transfers_changed()->set_via(v1::VIA_API);
    for (auto& move : no_longer_assumed(context.state, incident, context.now)) {
        if (move.state() != v1::TRANSFER_STATE_CALLED_OFF) {
            *known.mutable_transfers_changed()->add_moves() = std::move(move);
            continue;
        }
        auto gone = acted(context, std::move(move), v1::TRANSFER_STATE_CALLED_OFF, v1::VIA_API, {});
        gone.clear_said_by();  // nobody has said it: it follows
        gone.set_reason(off.transfers_changed().reason());
        *off.mutable_transfers_changed()->add_moves() = std::move(gone);
    }
    Events events;
    if (!off.transfers_changed().moves().empty()) {
        events.push_back(std::move(off));
        ask_receivers(events, context, incident);
        tell_of_called_off(events.front(), incident);
    }
    if (!known.transfers_changed().moves().empty()) {
        events.insert(events.begin(), std::move(known));  // and then they are planned anew
    }
    return events;
}

}  // namespace

int transfer_step(Incident const& incident) {
    for (int step = 0; step < incident.pack->rules.steps_size(); ++step) {
        if (incident.pack->step(step).start().trigger() == v1::TRIGGER_TRANSFERS_PROPOSED) {
            return step;
        }
    }
    return -1;
}

std::expected<v1::TransferMove const*, Rejection> move_of(Incident const& incident,
                                                          std::string const& id) {
    auto const* const move = transfer_move(incident.casualties.moves, id);
    if (move != nullptr) {
        return move;
    }
    auto number = 0;  // of the proposal: "2-1" is of the second
    auto const [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
    auto const is_of_former = error == std::errc{} && end != id.data() + id.size() && *end == '-' &&
                              number > 0 && number < incident.transfers.proposal.number();
    return std::unexpected{
        refusal(Code::not_found, "move_id",
                "no move '" + id +
                    (is_of_former ? "' any more: a later proposal has taken its place: look at the "
                                    "proposal that stands"
                                  : "' has been proposed in this incident"))};
}

v1::TransferMove acted(Context const& context, v1::TransferMove move, v1::TransferState state,
                       v1::Via via, std::string_view party) {
    move.set_state(state);
    move.set_since_us(context.now.us);
    move.set_said_by(context.command.actor().token_id());
    move.set_via(via_or_api(via));
    move.set_taken_by(context.taken_by(via, party));
    return move;
}

std::expected<Parted, Rejection> part_of(v1::TransferMove const& move, int count) {
    if (count > move.count()) {
        return std::unexpected{
            refusal(Code::invalid_argument, "count",
                    "the move is of " + std::to_string(move.count()) + " patients")};
    }
    Parted parted{move, std::nullopt};
    if (count > 0 && count < move.count()) {
        parted.part.set_count(count);
        parted.part.set_parts(move.parts() + 1);
        parted.rest = move;
        parted.rest->set_count(move.count() - count);
        parted.rest->set_parts(0);
        parted.rest->set_move_id(move.move_id() + "." + std::to_string(move.parts() + 1));
    }
    return parted;
}

void ask_receivers(Events& events, Context const& context, Incident const& incident,
                   std::string_view speaker) {
    auto const step = transfer_step(incident);
    if (step < 0 || !incident.still_asks(step) || !incident.is_running()) {
        return;
    }
    auto const& before = incident.casualties.moves;
    auto after = before;
    apply_transfers(after, events.front());
    std::vector<v1::ChaseUpdate> asked;
    for (auto const& region : incident.pack->rules.regions()) {
        auto const party = make_party(v1::ROLE_TIB, region.id());
        auto const* const chase = incident.chase(step, party);
        auto const left = awaited_persons(*incident.pack, after, region.id());
        if (region.id() == speaker && chase != nullptr) {
            *events.front().add_chases() =
                ladder::weigh_transports(incident, *chase, left, 0, context.now);
        } else if (region.id() != speaker && has_news(*incident.pack, before, after, region.id())) {
            asked.push_back(ladder::ask_anew(incident, step, party, context.now));
            asked.back().set_missing(left);
        } else if (chase != nullptr && left != chase->missing) {
            auto& update = *events.front().add_chases() = ladder::current(incident, *chase);
            update.set_missing(left);
            update.set_next_due_us(left == 0 ? 0 : update.next_due_us());
        }
    }
    if (!asked.empty()) {
        ladder::ask_anew(events, context.event(incident.id), incident, step, std::move(asked));
    }
}

Events look_anew(Context const& context, Incident const& incident, bool replace) {
    auto look = look_at_transfers(context.state, incident, context.now, replace);
    auto event = context.event(incident.id);
    if (!look.proposal) {
        *event.mutable_transfers_reviewed() = std::move(look.reviewed);
        return Events{std::move(event)};
    }
    auto& proposed = *event.mutable_transfers_proposed();
    *proposed.mutable_proposal() = std::move(*look.proposal);
    proposed.mutable_proposal()->set_asked_by(context.command.actor().token_id());
    proposed.mutable_withdrawn_move_ids()->Add(look.withdrawn.begin(), look.withdrawn.end());
    Events events{std::move(event)};
    ask_receivers(events, context, incident);
    return events;
}

void tend_transfers(Events& events, Context const& context, Incident const& incident) {
    auto const due = transfers_due(incident);
    if (!incident.is_running() || !due.is_set() || due > context.now) {
        return;
    }
    events = tend_assumed(context, incident);
    if (events.empty()) {
        events = withdraw_impossible(context, incident);
    }
    if (events.empty()) {
        events = look_anew(context, incident, false);
    }
}

Outcome decide_propose_transfers(Context const& context, v1::ProposeTransfers const& request) {
    auto const found = running_incident_of(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    if (!(*found)->pack->rules.has_transfers()) {
        return std::unexpected{refusal(Code::failed_precondition, "incident_id",
                                       "the incident's rules have no figures for transfers; "
                                       "propose a move of your own")};
    }
    return look_anew(context, **found, request.replace());
}

Outcome decide_propose_move(Context const& context, v1::ProposeMove const& request) {
    auto const found = running_incident_of(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = **found;
    auto const ends = ends_of(context, incident, request);
    if (!ends) {
        return std::unexpected{ends.error()};
    }
    if (auto refused = refuse_count(incident, request); refused) {
        return std::unexpected{std::move(*refused)};
    }
    auto vehicle = vehicle_of(incident, request);
    if (!vehicle) {
        return std::unexpected{std::move(vehicle.error())};
    }
    auto const& actor = context.command.actor();
    auto const region = std::string{incident.pack->region_of(request.to_hospital_id())};
    auto const is_receiver = actor.organisation() == region;
    v1::TransferMove move;
    move.set_move_id("M" + std::to_string(incident.transfers.own_moves + 1));
    move.set_kind(request.from_site_id().empty() ? v1::TRANSFER_KIND_SECONDARY
                                                 : v1::TRANSFER_KIND_PRIMARY);
    move.set_from_site_id(request.from_site_id());
    move.set_from_hospital_id(request.from_hospital_id());
    move.set_to_hospital_id(request.to_hospital_id());
    move.set_proposed_hospital_id(request.to_hospital_id());
    move.set_severity(request.severity());
    move.set_count(request.count());
    auto const way =
        minutes_between(context.state.capacity().terms(), ends->from, ends->to, vehicle->flies());
    *move.mutable_vehicle() = std::move(*vehicle);
    auto const leaves = in_minutes(context, request.leave_in_minutes());
    move.set_fetch_at_us(leaves.us);
    move.set_leave_at_us(leaves.us);
    move.set_arrive_at_us((leaves + seconds(std::int64_t{60} * way.value_or(0))).us);
    move.set_proposed_at_us(context.now.us);
    move.set_accepted_at_us(is_receiver ? context.now.us : 0);
    move.set_note(request.note());
    if (is_receiver) {
        if (auto refused = refuse_fixing(context, incident, {move}); refused) {
            return std::unexpected{std::move(*refused)};
        }
    }
    auto event = context.event(incident.id);
    auto& changed = *event.mutable_transfers_changed();
    changed.set_act(v1::TRANSFER_ACT_PROPOSED);
    changed.set_region_id(is_receiver ? region : "");
    changed.set_via(v1::VIA_API);
    changed.set_note(request.note());
    *changed.add_moves() = acted(
        context, std::move(move),
        is_receiver ? v1::TRANSFER_STATE_ACCEPTED : v1::TRANSFER_STATE_PROPOSED, v1::VIA_API, {});
    Events events{std::move(event)};
    ask_receivers(events, context, incident, is_receiver ? region : std::string{});
    return events;
}

}  // namespace larm::core
