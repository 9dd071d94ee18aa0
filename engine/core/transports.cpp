// What one region has promised, added up.
#include <algorithm>
#include <utility>

#include "engine/core/carrying.hpp"
#include "engine/core/incident.hpp"

namespace larm::core {
namespace {

/// Those of the promise that it takes for the moves that are meant.
template <typename Meant>
int vehicles_of(Moves const& moves, std::string_view commitment_id, Meant const& is_meant) {
    int persons = 0;
    int places = 0;
    for (auto const& move : moves) {
        if (move.vehicle().commitment_id() == commitment_id && move.vehicle().places_each() > 0 &&
            is_meant(move)) {
            persons += move.count();
            places = move.vehicle().places_each();
        }
    }
    return places == 0 ? 0 : (persons + places - 1) / places;
}

}  // namespace

int vehicles_carrying(Moves const& moves, std::string_view commitment_id) {
    return vehicles_of(moves, commitment_id, [](auto const& move) {
        return move.state() == v1::TRANSFER_STATE_UNDER_WAY;
    });
}

int vehicles_standing_by(Moves const& moves, Commitment const& commitment) {
    auto const carrying = vehicles_carrying(moves, commitment.given.commitment_id());
    return std::max(0, commitment.standing() - std::max(commitment.departed, carrying));
}

int vehicles_unused(Moves const& moves, Commitment const& commitment) {
    auto const used = vehicles_of(moves, commitment.given.commitment_id(),
                                  [](auto const& move) { return has_left(move); }) -
                      commitment.released;
    return std::min(vehicles_standing_by(moves, commitment),
                    std::max(0, commitment.standing() - used));
}

int Transports::firm() const {
    int sum = 0;
    for (auto const& commitment : commitments) {
        sum += commitment.provisional ? 0 : commitment.standing();
    }
    return sum;
}

int Transports::provisional() const {
    int sum = 0;
    for (auto const& commitment : commitments) {
        sum += commitment.provisional ? commitment.standing() : 0;
    }
    return sum;
}

int Transports::released() const {
    int sum = 0;
    for (auto const& commitment : commitments) {
        sum += commitment.released;
    }
    return sum;
}

int Transports::departed() const {
    int sum = 0;
    for (auto const& commitment : commitments) {
        sum += commitment.departed;
    }
    return sum;
}

int Transports::missing(int required) const {
    return std::max(0, required - firm() - released());
}

Commitment const* Transports::commitment(std::string_view id) const {
    auto const found = std::ranges::find_if(
        commitments, [id](auto const& each) { return each.given.commitment_id() == id; });
    return found == commitments.end() ? nullptr : &*found;
}

Commitment* Transports::commitment(std::string_view id) {
    return const_cast<Commitment*>(std::as_const(*this).commitment(id));
}

}  // namespace larm::core
