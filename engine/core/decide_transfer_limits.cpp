// What stands against a move that is to be accepted: its receiver takes nobody or has no place, its
// patients are not there, its vehicles are taken; and what is left of many that are.
#include <algorithm>
#include <utility>

#include "engine/core/carrying.hpp"
#include "engine/core/decide_transfers_parts.hpp"
#include "engine/core/transfer_fleets.hpp"

namespace larm::core {
namespace {

/// What the moves of one kind take together.
template <typename Same>
int persons_like(Moves const& moves, v1::TransferMove const& move, Same const& same) {
    int persons = 0;
    for (auto const& each : moves) {
        persons += same(each, move) ? each.count() : 0;
    }
    return persons;
}

std::optional<Rejection> refuse_places(Context const& context, Incident const& incident,
                                       CasualtyBook const& others, Moves const& moves,
                                       v1::TransferMove const& move) {
    auto const& own = own_terms(context.state, incident);
    auto const hospital = context.state.capacity().terms().hospital(move.to_hospital_id());
    if (!own.is_known() || !hospital) {
        return std::nullopt;
    }
    auto const stage = own.binding_stage(index_of(move.severity()));
    auto const is_alike = [&](v1::TransferMove const& each, v1::TransferMove const& than) {
        return each.to_hospital_id() == than.to_hospital_id() &&
               own.binding_stage(index_of(each.severity())) == stage;
    };
    Moves promised = others.moves;
    std::erase_if(promised, [](auto const& each) { return !is_promised(each); });
    // There must be room for all of them from when the first is there, and when the last comes.
    std::optional<int> free;
    for (auto const* const all : {&moves, &std::as_const(promised)}) {
        for (auto const& each : *all) {
            auto const then =
                is_alike(each, move)
                    ? places_ahead(context.state, incident, *hospital, stage, context.now, each)
                    : std::nullopt;
            free = then && free ? std::min(*then, *free) : then ? then : free;
        }
    }
    auto const taken = persons_like(promised, move, is_alike);
    auto const wanted = persons_like(moves, move, is_alike);
    if (!free || taken + wanted <= *free) {
        return std::nullopt;  // of what nobody has reported the receiver knows best
    }
    return refusal(
        Code::failed_precondition, "move_ids",
        move.to_hospital_id() + " has " + std::to_string(std::max(0, *free - taken)) +
            " places of the stage that limits when they arrive, by its own figures: report "
            "new ones, or accept fewer");
}

std::optional<Rejection> refuse_patients(CasualtyBook const& others, Moves const& moves,
                                         v1::TransferMove const& move) {
    auto const* const site = others.site(move.from_site_id());
    auto const there =
        site != nullptr ? unmoved_at(others, *site) : unmoved_in(others, move.from_hospital_id());
    auto const wanted = persons_like(moves, move, [](auto const& each, auto const& than) {
        return each.from_site_id() == than.from_site_id() &&
               each.from_hospital_id() == than.from_hospital_id() &&
               each.severity() == than.severity();
    });
    if (wanted <= there[index_of(move.severity())]) {
        return std::nullopt;
    }
    return refusal(Code::failed_precondition, "move_ids",
                   "only " + std::to_string(there[index_of(move.severity())]) +
                       " are left there by the latest report; a new proposal is on its way");
}

std::optional<Rejection> refuse_vehicles(Incident const& incident, CasualtyBook const& others,
                                         Moves const& moves, v1::TransferMove const& move) {
    auto const& vehicle = move.vehicle();
    auto vehicles = incident.pack->rules.transfers().scene().count();
    if (!vehicle.commitment_id().empty()) {
        auto const* const region = incident.transports_of(vehicle.region_id());
        auto const* const given =
            region == nullptr ? nullptr : region->commitment(vehicle.commitment_id());
        vehicles = given == nullptr ? 0 : given->standing();
    } else if (vehicle.site_id().empty() || vehicle.places_each() <= 0) {
        return std::nullopt;  // nobody has promised it
    }
    auto const left = vehicles_left(moves_with(others, vehicle), vehicles, vehicle.places_each());
    auto places = left.places;
    for (auto const& each : left.elsewhere) {
        places += each.vehicles * vehicle.places_each();
    }
    auto const wanted = persons_like(moves, move, [](auto const& each, auto const& than) {
        return each.vehicle().commitment_id() == than.vehicle().commitment_id() &&
               each.vehicle().site_id() == than.vehicle().site_id();
    });
    if (wanted <= places) {
        return std::nullopt;
    }
    if (is_own(move) && vehicle.commitment_id().empty()) {
        return refusal(Code::failed_precondition, "move_ids",
                       "other moves have taken all but " + std::to_string(places) +
                           " of the places in the scene's own " + std::to_string(vehicles) +
                           " vehicles: name a promise, or in words the vehicle that fetches them");
    }
    return refusal(Code::failed_precondition, "move_ids",
                   "its vehicles are no longer promised, or taken by other moves; a new proposal "
                   "is on its way");
}

CasualtyBook without(CasualtyBook book, Moves const& moves) {
    std::erase_if(book.moves, [&](auto const& each) {
        return transfer_move(moves, each.move_id()) != nullptr;
    });
    return book;
}

/// How many of the move could be accepted beside `taken`, all of which could: from none to all.
int fitting(Context const& context, Incident const& incident, Moves const& taken,
            v1::TransferMove const& move) {
    auto moves = taken;
    auto& last = moves.emplace_back(move);
    auto const others = without(incident.casualties, moves);
    auto const is_refused = [&] {
        return refuse_closed(context.state, last.to_hospital_id(), "move_ids") ||
               refuse_places(context, incident, others, moves, last) ||
               refuse_patients(others, moves, last) ||
               refuse_vehicles(incident, others, moves, last);
    };
    while (last.count() > 0 && is_refused()) {
        last.set_count(last.count() - 1);
    }
    return last.count();
}

}  // namespace

Rejection not_as_it_stands(std::string field, v1::TransferMove const& move) {
    auto how = [&move]() -> std::string {
        using enum v1::TransferState;
        switch (move.state()) {
            case TRANSFER_STATE_PROPOSED: return "the receiver has not accepted it";
            case TRANSFER_STATE_ACCEPTED: return "it has been accepted already";
            case TRANSFER_STATE_UNDER_WAY: return "it has left already";
            case TRANSFER_STATE_ARRIVED: return "it has arrived already";
            case TRANSFER_STATE_DECLINED: return "it has been declined: " + move.reason();
            case TRANSFER_STATE_CALLED_OFF: return "it has been called off: " + move.reason();
            case TRANSFER_STATE_WITHDRAWN: return "a later proposal has taken its place";
            case TRANSFER_STATE_UNSPECIFIED:
            case TransferState_INT_MIN_SENTINEL_DO_NOT_USE_:
            case TransferState_INT_MAX_SENTINEL_DO_NOT_USE_: break;
        }
        return "nobody knows how it stands";
    };
    return refusal(Code::failed_precondition, std::move(field), move.move_id() + ": " + how());
}

std::optional<Rejection> refuse_receiving(Context const& context, Incident const& incident,
                                          Moves const& moves) {
    auto const others = without(incident.casualties, moves);
    for (auto const& move : moves) {
        if (auto refused = refuse_closed(context.state, move.to_hospital_id(), "move_ids");
            refused) {
            return refused;
        }
        // Where they came from they turn back to, whatever places it has: that is how it is.
        if (auto refused = turns_back(move) ? std::nullopt
                                            : refuse_places(context, incident, others, moves, move);
            refused) {
            return refused;
        }
    }
    return std::nullopt;
}

std::optional<Rejection> refuse_fixing(Context const& context, Incident const& incident,
                                       Moves const& moves) {
    if (auto refused = refuse_receiving(context, incident, moves); refused) {
        return refused;
    }
    return refuse_taking(incident, moves);
}

std::optional<Rejection> refuse_taking(Incident const& incident, Moves const& moves) {
    auto const others = without(incident.casualties, moves);
    for (auto const& move : moves) {
        if (auto refused = move.state() == v1::TRANSFER_STATE_UNDER_WAY
                               ? std::nullopt  // they have left, and are nobody else's
                               : refuse_patients(others, moves, move);
            refused) {
            return refused;
        }
        if (auto refused = refuse_vehicles(incident, others, moves, move); refused) {
            return refused;
        }
    }
    return std::nullopt;
}

void add_freed(v1::TransfersChanged& changed, Context const& context, v1::TransferMove rest,
               v1::Via via, std::string reason) {
    auto& freed = *changed.add_moves() =
        acted(context, std::move(rest), v1::TRANSFER_STATE_CALLED_OFF, via, {});
    freed.set_reason(std::move(reason));
    freed.clear_said_by();  // nobody has said it: it follows
}

bool keep_what_fits(v1::TransfersChanged& changed, Context const& context,
                    Incident const& incident) {
    Moves wanted{changed.moves().begin(), changed.moves().end()};
    std::ranges::stable_sort(wanted, {}, [](v1::TransferMove const& move) {
        return std::pair{move.severity(), move.arrive_at_us()};  // as a proposal is read
    });
    Moves taken;
    Moves over;
    for (auto const& move : wanted) {
        auto const count = fitting(context, incident, taken, move);
        auto parted = *part_of(move, count);
        if (count > 0) {
            taken.push_back(std::move(parted.part));
        }
        if (count < move.count()) {
            over.push_back(count > 0 ? std::move(*parted.rest) : move);
        }
    }
    changed.mutable_moves()->Assign(taken.begin(), taken.end());
    for (auto& move : over) {
        add_freed(changed, context, std::move(move), changed.via(),
                  "plats, fordon eller patienter fanns inte när det togs emot");
    }
    return !taken.empty();
}

}  // namespace larm::core
