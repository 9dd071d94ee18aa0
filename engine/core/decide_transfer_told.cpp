// Who is told that an accepted move does not go after all, or has been diverted on its way, or
// turns back: the region that holds places for it, and whoever leads and has its patients; of what
// is on the road also whose vehicles they are, and where they go now. At once, in the words and
// over the channels that the pack has for what is withdrawn in the step that asks about moves;
// nobody where it has none.
#include <algorithm>
#include <map>
#include <set>

#include "engine/core/decide_transfers_parts.hpp"
#include "engine/core/ladder.hpp"
#include "engine/core/party.hpp"

namespace larm::core {
namespace {

/// The chase of the receiver's duty officer as the event leaves it. Whoever has accepted what was
/// never proposed to them was not asked, and is not now.
v1::ChaseUpdate& update_of(v1::Event& changed, Incident const& incident, int step,
                           std::string const& party) {
    auto const& id = incident.pack->step(step).id();
    for (auto& update : *changed.mutable_chases()) {
        if (update.step() == id && update.party() == party) {
            return update;
        }
    }
    auto& update = *changed.add_chases();
    if (auto const* const chase = incident.chase(step, party); chase != nullptr) {
        update = ladder::current(incident, *chase);
    } else {
        update.set_step(id);
        update.set_party(party);
        update.set_state(v1::PARTY_STATE_ANSWERED);
        update.set_rung(-1);
    }
    return update;
}

bool is_diverted(v1::TransferMove const& before, v1::TransferMove const& move) {
    return before.state() == v1::TRANSFER_STATE_UNDER_WAY &&
           move.state() == v1::TRANSFER_STATE_UNDER_WAY &&
           before.to_hospital_id() != move.to_hospital_id();
}

}  // namespace

void tell_of_called_off(v1::Event& changed, Incident const& incident, std::string_view knows) {
    auto const step = transfer_step(incident);
    if (step < 0 || incident.pack->step(step).on_withdrawal().channels().empty()) {
        return;
    }
    std::map<std::string, std::set<std::string>> receivers;  // and who else is told of each
    for (auto const& move : changed.transfers_changed().moves()) {
        auto const* const before = transfer_move(incident.casualties.moves, move.move_id());
        // A part that was split off has been accepted with the whole. One that had not left after
        // all may be called off too.
        auto const was_accepted =
            before == nullptr ? move.accepted_at_us() != 0 : is_promised(*before);
        if (move.state() == v1::TRANSFER_STATE_CALLED_OFF && was_accepted) {
            auto& others = receivers[std::string{incident.pack->region_of(move.to_hospital_id())}];
            if (before != nullptr && before->state() == v1::TRANSFER_STATE_UNDER_WAY) {
                others.insert(move.vehicle().region_id());
                others.emplace(incident.pack->region_of(move.from_hospital_id()));
            }
        } else if (before != nullptr && is_diverted(*before, move)) {
            auto& others =
                receivers[std::string{incident.pack->region_of(before->to_hospital_id())}];
            others.emplace(incident.pack->region_of(move.to_hospital_id()));
            others.insert(move.vehicle().region_id());
        }
    }
    for (auto& [receiver, all] : receivers) {
        auto const party = make_party(v1::ROLE_TIB, receiver);
        all.insert({receiver, incident.region_id});
        v1::ChaseUpdate update;
        for (auto const& region : all) {
            if (region != knows && !region.empty()) {
                auto& notice = *update.add_notices();
                notice =
                    ladder::notice_of(incident.pack->step(step).on_withdrawal(), incident, party);
                notice.set_recipient(make_party(v1::ROLE_TIB, region));
            }
        }
        if (!update.notices().empty()) {
            auto& chase = update_of(changed, incident, step, party);
            chase.set_attempt(chase.attempt() + (chase.notices().empty() ? 1 : 0));
            chase.mutable_notices()->MergeFrom(update.notices());
        }
    }
}

}  // namespace larm::core
