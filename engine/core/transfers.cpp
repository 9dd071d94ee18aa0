#include "engine/core/transfers.hpp"

#include <algorithm>

#include "engine/core/carrying.hpp"
#include "engine/core/earlier.hpp"
#include "engine/core/fold.hpp"
#include "engine/core/incident.hpp"
#include "engine/core/party.hpp"
#include "engine/core/scene_now.hpp"

namespace larm::core {
namespace {

void put(Moves& moves, v1::TransferMove const& move) {
    auto const known = std::ranges::find(moves, move.move_id(), &v1::TransferMove::move_id);
    if (known == moves.end()) {
        moves.push_back(move);
    } else {
        *known = move;
    }
}

void take(Counts& counts, v1::TransferMove const& move) {
    auto& count = counts[index_of(move.severity())];
    count = std::max<std::int64_t>(0, count - move.count());
}

/// Whether there is anybody to be moved, as far as is known.
bool has_anybody(CasualtyBook const& book) {
    return !book.sites.empty() || !book.arrivals.empty() || !book.moves.empty();
}

void fold(Incident& incident, v1::TransfersProposed const& proposed, Instant at) {
    auto& transfers = incident.transfers;
    transfers.proposal = proposed.proposal();
    transfers.proposal.clear_moves();
    transfers.looked_at = at;
    transfers.changed_at = {};
}

void fold(Incident& incident, v1::TransfersReviewed const& reviewed, Instant at) {
    auto& transfers = incident.transfers;
    *transfers.proposal.mutable_left_behind() = reviewed.left_behind();
    transfers.looked_at = at;
    transfers.changed_at = {};
}

std::string answer_of(v1::TransfersChanged const& changed) {
    auto persons = 0;
    for (auto const& move : changed.moves()) {
        persons += move.state() == v1::TRANSFER_STATE_ACCEPTED ? move.count() : 0;
    }
    if (changed.act() == v1::TRANSFER_ACT_DIVERTED) {
        persons = changed.moves(0).count();  // the rest of the move goes on
    }
    return changed.act() == v1::TRANSFER_ACT_DECLINED ? "decline: " + changed.reason()
                                                      : "accept " + std::to_string(persons);
}

void fold(Incident& incident, v1::TransfersChanged const& changed, v1::Event const& event) {
    auto& transfers = incident.transfers;
    std::erase_if(transfers.refusals,
                  [&](auto const& refusal) { return refusal.until_us() <= event.at_us(); });
    transfers.refusals.insert(transfers.refusals.end(), changed.refusals().begin(),
                              changed.refusals().end());
    if (changed.act() == v1::TRANSFER_ACT_UNSPECIFIED) {
        transfers.looked_at = {
            transfers.proposal.at_us()};  // what there is to look at is as it was
    }
    transfers.own_moves += changed.act() == v1::TRANSFER_ACT_PROPOSED ? 1 : 0;
    for (auto const& move : changed.moves()) {
        if (move.state() == v1::TRANSFER_STATE_CALLED_OFF && move.said_by().empty()) {
            // No human has called it off. Who was accepted and has lost the vehicle, or the place,
            // waits for no rhythm; the next proposal in place of one that was withdrawn does.
            transfers.looked_at =
                move.accepted_at_us() != 0 ? Instant{} : Instant{transfers.proposal.at_us()};
        }
    }
    if (!changed.region_id().empty()) {
        note_human(incident, event,
                   {.party = make_party(v1::ROLE_TIB, changed.region_id()),
                    .via = changed.via(),
                    .taken_by = changed.taken_by(),
                    .answer = answer_of(changed),
                    .note = changed.note()});
    }
}

}  // namespace

v1::TransferMove const* transfer_move(Moves const& moves, std::string_view id) {
    auto const found = std::ranges::find(moves, id, &v1::TransferMove::move_id);
    return found == moves.end() ? nullptr : &*found;
}

int vehicles_of(v1::TransferMove const& move) {
    auto const places = move.vehicle().places_each();
    return places <= 0 ? 0 : (move.count() + places - 1) / places;
}

int releasable(Moves const& moves, v1::TransferMove const& move, int standing) {
    auto const& vehicle = move.vehicle();
    auto const places = vehicle.places_each();
    if (move.state() != v1::TRANSFER_STATE_ARRIVED || vehicle.commitment_id().empty() ||
        places <= 0) {
        return 0;
    }
    auto carried = 0;
    auto released = 0;
    auto away = 0;
    auto to_go = 0;
    for (auto const& other : moves) {
        if (other.vehicle().commitment_id() != vehicle.commitment_id()) {
            continue;
        }
        carried += has_left(other) ? other.count() : 0;
        released += other.released();
        away += other.state() == v1::TRANSFER_STATE_UNDER_WAY ? other.count() : 0;
        to_go += is_fixed(other) && !has_left(other) ? other.count() : 0;
    }
    auto const taken = (away + places - 1) / places + (to_go + places - 1) / places;
    auto const used = (carried + places - 1) / places;
    return std::max(
        0, std::min({vehicles_of(move) - move.released(), used - released, standing - taken}));
}

int releasable(Incident const& incident, v1::TransferMove const& move) {
    auto const* const region = incident.transports_of(move.vehicle().region_id());
    auto const* const commitment =
        region == nullptr ? nullptr : region->commitment(move.vehicle().commitment_id());
    return commitment == nullptr
               ? 0
               : releasable(incident.casualties.moves, move, commitment->standing());
}

Counts unmoved_at(CasualtyBook const& book, v1::CasualtySite const& site) {
    auto counts = counts_of(site.at_scene());
    for (auto const& move : book.moves) {
        if (move.from_site_id() != site.site_id()) {
            continue;
        }
        auto const seen_there = has_left(move) && move.leave_at_us() > site.observed_at_us();
        auto const is_to_go = is_fixed(move) && !has_left(move);
        if (seen_there || is_to_go) {
            take(counts, move);
        }
    }
    return counts;
}

SceneNow scene_now(CasualtyBook const& book, v1::CasualtySite const& site) {
    SceneNow now{counts_of(site.at_scene()), counts_of(site.under_way())};
    Counts by_moves{};  // nobody may have counted them when the scene was seen
    for (auto const& move : book.moves) {
        if (move.from_site_id() != site.site_id() || !has_left(move)) {
            continue;
        }
        auto const is_under_way = move.state() == v1::TRANSFER_STATE_UNDER_WAY;
        auto& under_way = now.under_way[index_of(move.severity())];
        by_moves[index_of(move.severity())] += is_under_way ? move.count() : 0;
        if (move.leave_at_us() > site.observed_at_us()) {
            take(now.at_scene, move);
            under_way += is_under_way ? move.count() : 0;
        } else if (!is_under_way && move.since_us() > site.observed_at_us()) {
            take(now.under_way, move);  // as long as nobody had said it, the scene saw them leave
        }
    }
    std::ranges::transform(now.under_way, by_moves, now.under_way.begin(),
                           [](auto told, auto known) { return std::max(told, known); });
    return now;
}

Counts unmoved_in(CasualtyBook const& book, std::string_view hospital) {
    auto counts = sum(book.arrived_at(hospital), book.arrived_uncounted(hospital));
    for (auto const& move : book.moves) {
        if (move.from_hospital_id() == hospital && (is_fixed(move) || has_left(move)) &&
            !is_back(move)) {
            take(counts, move);
        }
    }
    return counts;
}

bool awaits_answer(Pack const& pack, v1::TransferMove const& move, std::string_view region) {
    return move.state() == v1::TRANSFER_STATE_PROPOSED &&
           pack.region_of(move.to_hospital_id()) == region;
}

int awaited_persons(Pack const& pack, Moves const& moves, std::string_view region) {
    int persons = 0;
    for (auto const& move : moves) {
        persons += awaits_answer(pack, move, region) ? move.count() : 0;
    }
    return persons;
}

Counts persons(Moves const& moves, v1::TransferState state) {
    Counts counts{};
    for (auto const& move : moves) {
        if (move.state() == state && !is_back(move)) {
            counts[index_of(move.severity())] += move.count();
        }
    }
    return counts;
}

NamedMoves moves_that_are(v1::TransferState state, Moves const& moves) {
    NamedMoves found;
    for (auto const& move : moves) {
        if (move.state() == state) {
            found.persons += move.count();
            found.ids += (found.ids.empty() ? "" : ", ") + move.move_id();
        }
    }
    return found;
}

bool moves_transfers(v1::Event const& event) {
    return event.has_casualties_reported() || event.has_arrivals_reported() ||
           event.has_incident_reported() || event.has_capacity_reported() ||
           event.has_steps_changed() || event.has_transports_committed() ||
           event.has_transports_revoked() || event.has_transports_reconfirmed() ||
           event.has_transports_departed() || event.has_transports_released() ||
           event.has_commitment_expired() || event.has_level_changed() ||
           event.has_transfers_changed() || event.has_rule_pack_activated();
}

void note_change(Incident& incident, Instant at) {
    auto const has_plan = incident.pack != nullptr && incident.pack->rules.has_transfers() &&
                          incident.is_open() && has_anybody(incident.casualties);
    if (has_plan && !incident.transfers.changed_at.is_set()) {
        incident.transfers.changed_at = at;
    }
}

void note_scene(Incident& incident, v1::CasualtySite const& site) {
    auto& transfers = incident.transfers;
    auto const is_first = transfers.proposal.number() == 0;
    auto const is_new = incident.casualties.site(site.site_id()) == nullptr;
    if (incident.pack == nullptr || counts_of(site.at_scene()) == Counts{} ||
        !(is_first || is_new)) {
        return;
    }
    if (is_first) {
        transfers.looked_at = {};
        return;
    }
    // As if looked at so long ago that the rhythm ends when the gap does.
    auto const& rules = incident.pack->rules.transfers();
    transfers.looked_at =
        std::min(transfers.looked_at, Instant{transfers.proposal.at_us()} + seconds(rules.gap_s()) -
                                          minutes(rules.rhythm_min()));
}

Instant transfers_due(Incident const& incident) {
    auto const& transfers = incident.transfers;
    if (incident.pack == nullptr || !incident.pack->rules.has_transfers()) {
        return {};
    }
    auto const& rules = incident.pack->rules.transfers();
    auto const rhythm = minutes(std::max(1, rules.rhythm_min()));  // or it would never sleep
    Instant due;
    if (transfers.changed_at.is_set()) {
        due = transfers.looked_at.is_set()
                  ? std::max(transfers.changed_at, transfers.looked_at + rhythm)
                  : transfers.changed_at;
    }
    for (auto const& refusal : transfers.refusals) {
        // What was declined may be proposed again.
        if (Instant const until{refusal.until_us()}; until > transfers.looked_at) {
            due = earlier(due, std::max(until, transfers.looked_at + rhythm));
        }
    }
    if (transfers.looked_at.is_set() && has_anybody(incident.casualties)) {
        due = earlier(due, transfers.looked_at + std::max(rhythm, minutes(rules.look_again_min())));
    }
    return due;
}

void apply_transfers(Moves& moves, v1::Event const& event) {
    if (event.has_transfers_proposed()) {
        std::erase_if(moves, [](auto const& move) {
            return move.state() == v1::TRANSFER_STATE_PROPOSED && !is_own(move);
        });
        auto const& proposed = event.transfers_proposed().proposal().moves();
        moves.insert(moves.end(), proposed.begin(), proposed.end());
    } else if (event.has_transfers_changed()) {
        for (auto const& move : event.transfers_changed().moves()) {
            put(moves, move);
        }
    }
}

void fold_transfers(Incident& incident, v1::Event const& event) {
    Instant const at{event.at_us()};
    apply_transfers(incident.casualties.moves, event);
    if (event.has_transfers_proposed()) {
        fold(incident, event.transfers_proposed(), at);
    } else if (event.has_transfers_reviewed()) {
        fold(incident, event.transfers_reviewed(), at);
    } else if (event.has_transfers_changed()) {
        fold(incident, event.transfers_changed(), event);
    }
}

}  // namespace larm::core
