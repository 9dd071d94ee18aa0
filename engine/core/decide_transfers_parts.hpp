// Shared by the decide files of transfers, and by those of what transfers follow from.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/core/decide_parts.hpp"
#include "engine/core/transfers.hpp"

namespace larm::core {

/// The incident's move.
[[nodiscard]] std::expected<v1::TransferMove const*, Rejection> move_of(Incident const& incident,
                                                                        std::string const& id);

/// A move as a human's act leaves it: its state, who said it and how.
[[nodiscard]] v1::TransferMove acted(Context const& context, v1::TransferMove move,
                                     v1::TransferState state, v1::Via via, std::string_view party);

/// Of a move `count` alone, which keeps the id; the rest gets one of its own. 0, or all: the move
/// itself, and no rest.
struct Parted {
    v1::TransferMove part;
    std::optional<v1::TransferMove> rest;
};
[[nodiscard]] std::expected<Parted, Rejection> part_of(v1::TransferMove const& move, int count);

/// Why nothing of the kind can be done with the move any more, or yet: how it stands.
[[nodiscard]] Rejection not_as_it_stands(std::string field, v1::TransferMove const& move);

/// The pack's step that asks about moves; -1: it has none.
[[nodiscard]] int transfer_step(Incident const& incident);
/// Where the receivers of the moves take nobody, or have fewer places, as far as they are known.
[[nodiscard]] std::optional<Rejection> refuse_receiving(Context const& context,
                                                        Incident const& incident,
                                                        Moves const& moves);

/// Where the moves would take patients or vehicles that are not there, or are others' by now.
[[nodiscard]] std::optional<Rejection> refuse_taking(Incident const& incident, Moves const& moves);

/// Where the moves, once accepted, would take what is not there: places of the receiver, as far as
/// they are known, patients, or vehicles.
[[nodiscard]] std::optional<Rejection> refuse_fixing(Context const& context,
                                                     Incident const& incident, Moves const& moves);

/// What was accepted and does not go as it was: nobody has said that it still goes, so the engine
/// looks for places anew, also where it was to go.
void add_freed(v1::TransfersChanged& changed, Context const& context, v1::TransferMove rest,
               v1::Via via, std::string reason);

/// A yes that says no number is no for nobody who can go: as many of each go as there still are
/// places, vehicles and patients for, the worst off first. What is left over is
/// planned anew at once. False: there is nobody who can.
[[nodiscard]] bool keep_what_fits(v1::TransfersChanged& changed, Context const& context,
                                  Incident const& incident);

/// Whoever is asked, as they stand once the first of `events` has happened: of whom something new
/// is wanted is asked anew; whoever has spoken without answering all is asked again later; of whom
/// nothing is wanted any more nothing is awaited.
void ask_receivers(Events& events, Context const& context, Incident const& incident,
                   std::string_view speaker = {});

/// Adds to a change of moves that whoever must know is told of accepted ones that it calls off, or
/// diverts on their way: not the region that has said so itself and `knows`.
void tell_of_called_off(v1::Event& changed, Incident const& incident, std::string_view knows = {});

/// The hospital has reported that it is being evacuated or is closed.
[[nodiscard]] bool takes_nobody(State const& state, std::string_view hospital);
[[nodiscard]] std::optional<Rejection> refuse_closed(State const& state,
                                                     std::string const& hospital,
                                                     std::string const& field);
/// By the report the hospital takes nobody: what follows in every incident whose patients were to
/// go there.
void close_to_transfers(Events& events, Context const& context, v1::CapacityReport const& report);

/// The plan as it is to be told now, as events.
[[nodiscard]] Events look_anew(Context const& context, Incident const& incident, bool replace);

}  // namespace larm::core
