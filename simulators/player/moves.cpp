#include "simulators/player/moves.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/party.hpp"

namespace larm::player {
namespace {

/// How often somebody looks at what has been accepted.
constexpr std::int64_t minute_us = 60'000'000;

/// Whether a vehicle that has brought somebody may be needed for somebody else.
bool needs_vehicles(core::Incident const& incident) {
    auto const is_waiting = [](v1::TransferMove const& move) {
        return move.state() == v1::TRANSFER_STATE_PROPOSED ||
               move.state() == v1::TRANSFER_STATE_ACCEPTED;
    };
    auto const lacks_one = [](v1::LeftBehind const& left) {
        return left.why() == v1::LEFT_BEHIND_WHY_NO_VEHICLE;
    };
    return incident.is_running() &&
           (std::ranges::any_of(incident.casualties.moves, is_waiting) ||
            std::ranges::any_of(incident.transfers.proposal.left_behind(), lacks_one));
}

/// Vehicles of the promise that stand and are not out with anybody, nor to go.
int at_rest(core::Incident const& incident, std::string const& region, std::string const& id) {
    auto const* const given = incident.transports_of(region);
    auto const* const commitment = given == nullptr ? nullptr : given->commitment(id);
    auto rest = commitment == nullptr ? 0 : commitment->standing();
    for (auto const& move : incident.casualties.moves) {
        rest -= core::is_promised(move) && move.vehicle().commitment_id() == id
                    ? core::vehicles_of(move)
                    : 0;
    }
    return rest;
}

int minutes_up(core::Duration duration) {
    return static_cast<int>(std::max<std::int64_t>(1, (duration.us + minute_us - 1) / minute_us));
}

v1::Command release_of(core::Transports const& region, std::string const& id, int count) {
    v1::Command command;
    auto& release = *command.mutable_release_transports();
    release.set_region_id(region.region_id);
    release.set_commitment_id(id);
    release.set_count(count);
    return command;
}

}  // namespace

void Moves::put_down() {
    if (std::ranges::any_of(stage_.scenario().script.parties(),
                            [](auto const& party) { return party.has_transfers(); })) {
        look();
    }
}

v1::TransferPlan const* Moves::plan_of(std::string_view region) const {
    auto const* const behaviour =
        stage_.scenario().behaviour(core::make_party(v1::ROLE_TIB, region));
    return behaviour == nullptr || !behaviour->has_transfers() ? nullptr : &behaviour->transfers();
}

v1::TransferMove const* Moves::move_of(std::string const& name, std::string const& id) const {
    return core::transfer_move(stage_.state().incident(stage_.incident_id(name))->casualties.moves,
                               id);
}

std::string Moves::leader_of(std::string const& name) const {
    return core::make_party(v1::ROLE_TIB, stage_.scenario().incident(name)->region_id());
}

void Moves::give(v1::Command command, std::string const& party, std::string const& name,
                 world::ReplyTo reply_to) {
    if (!stage_.is_human(party)) {
        stage_.give(std::move(command), party, name, std::move(reply_to));
    }
}

void Moves::look() {
    stage_.later(looks_every, [this] { look(); });
    for (auto const& scripted : stage_.scenario().script.incidents()) {
        auto const* const known = stage_.state().incident(stage_.incident_id(scripted.id()));
        if (known != nullptr && known->pack != nullptr && !known->is_closed()) {
            see(*known, scripted.id());
        }
    }
}

void Moves::see(core::Incident const& incident, std::string const& name) {
    for (auto const& move : incident.casualties.moves) {
        if (move.state() == v1::TRANSFER_STATE_ACCEPTED &&
            seen_.emplace(name, move.move_id()).second) {
            leave_later(incident, name, move);
        }
    }
    release(name);
}

void Moves::leave_later(core::Incident const& incident, std::string const& name,
                        v1::TransferMove const& move) {
    auto const* const plan = plan_of(incident.pack->region_of(move.to_hospital_id()));
    if (plan == nullptr || !plan->has_leaves()) {
        return;
    }
    auto chance = stage_.chance(fmt::format("leaving {} {}", name, move.move_id()));
    auto const planned = core::Instant{move.leave_at_us()} - stage_.now();
    auto const after = chance.part(plan->leaves(), std::max(planned, core::Duration{}));
    stage_.later(after, [this, name, id = move.move_id()] { leave(name, id); });
}

void Moves::leave(std::string const& name, std::string const& id) {
    auto const* const known = move_of(name, id);
    if (known == nullptr || known->state() != v1::TRANSFER_STATE_ACCEPTED) {
        return;  // called off, amended, or somebody else has said it
    }
    auto const move = *known;
    auto const is_drawn = casualties_.are_drawn(name);
    auto const count = is_drawn ? casualties_.present(name, move) : move.count();
    if (count == 0) {
        call_off(name, move);
        return;
    }
    auto const& pack = stage_.scenario().pack.pack;
    auto const hospital =
        std::ranges::find(pack.hospitals(), move.to_hospital_id(), &v1::Hospital::id);
    auto const* const plan =
        hospital == pack.hospitals().end() ? nullptr : plan_of(hospital->region_id());
    auto chance = stage_.chance(fmt::format("travelling {} {}", name, id));
    auto const way =
        core::Duration{std::max<std::int64_t>(0, move.arrive_at_us() - move.leave_at_us())};
    auto const takes =
        plan == nullptr || !plan->has_travels() ? way : chance.part(plan->travels(), way);
    v1::Command command;
    auto& depart = *command.mutable_depart_transfer();
    depart.set_move_id(id);
    depart.set_count(count);
    depart.set_arrives_in_minutes(minutes_up(takes));
    auto const by = move.from_hospital_id().empty()
                        ? leader_of(name)
                        : core::make_party(v1::ROLE_HOSPITAL, move.from_hospital_id());
    give(std::move(command), by, name, [=, this](world::Reply const& reply) {
        if (!reply) {
            return;
        }
        if (is_drawn) {
            casualties_.carry(name, move, count, stage_.now() + takes);
        }
        stage_.later(takes, [this, name, move] { arrive(name, move); });
    });
}

void Moves::arrive(std::string const& name, v1::TransferMove const& move) {
    auto const* const known = move_of(name, move.move_id());
    if (known == nullptr || known->state() != v1::TRANSFER_STATE_UNDER_WAY) {
        return;
    }
    v1::Command command;
    command.mutable_arrive_transfer()->set_move_id(move.move_id());
    give(std::move(command), core::make_party(v1::ROLE_HOSPITAL, move.to_hospital_id()), name);
}

void Moves::call_off(std::string const& name, v1::TransferMove const& move) {
    v1::Command command;
    command.mutable_call_off_transfers()->add_move_ids(move.move_id());
    command.mutable_call_off_transfers()->set_reason("Ingen kvar att hämta");
    give(std::move(command), leader_of(name), name);
}

/// One at a time: first the vehicles of moves that have arrived, then, once the alarm is over, all
/// that still stands.
void Moves::release(std::string const& name) {
    auto const* const plan = plan_of(stage_.scenario().incident(name)->region_id());
    auto const& incident = *stage_.state().incident(stage_.incident_id(name));
    if (plan == nullptr || !plan->has_releases_after() || needs_vehicles(incident)) {
        return;
    }
    auto const is_due = [&](std::string const& what, core::Instant since) {
        auto chance = stage_.chance(fmt::format("releasing {} {}", name, what));
        return stage_.now() >= since + chance.delay(plan->releases_after());
    };
    v1::Command command;
    for (auto const& move : incident.casualties.moves) {
        if (core::releasable(incident, move) > 0 && is_due(move.move_id(), {move.arrive_at_us()})) {
            command.mutable_release_transfer()->set_move_id(move.move_id());
            give(std::move(command), leader_of(name), name);
            return;
        }
    }
    if (!incident.has_ended()) {
        return;
    }
    for (auto const& region : incident.transports) {
        for (auto const& commitment : region.commitments) {
            auto const& id = commitment.given.commitment_id();
            auto const rest = at_rest(incident, region.region_id, id);
            if (rest > 0 && is_due(id, incident.ended_at)) {
                command = release_of(region, id, rest);
                give(std::move(command), leader_of(name), name);
                return;
            }
        }
    }
}

}  // namespace larm::player
