// What one region has promised, added up.
#include <algorithm>
#include <utility>

#include "engine/core/incident.hpp"

namespace larm::core {

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
