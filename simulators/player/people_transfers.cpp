// What the simulated duty officers say of patients who are proposed to their region.
#include <fmt/format.h>

#include <algorithm>

#include "engine/core/party.hpp"
#include "simulators/player/people.hpp"

namespace larm::player {
namespace {

/// Another hospital of the region that has what a severely injured needs too; empty: there is none.
std::string other_hospital(v1::RulePack const& pack, v1::TransferMove const& move,
                           std::string const& region) {
    for (auto const& hospital : pack.hospitals()) {
        auto const plus =
            std::ranges::find(pack.plus(), hospital.id(), &v1::HospitalPlus::hospital_id);
        auto const can = plus != pack.plus().end() &&
                         std::ranges::find(plus->stages(), v1::CARE_STAGE_INTENSIVE,
                                           &v1::StageCapacity::stage) != plus->stages().end();
        if (can && hospital.region_id() == region && hospital.id() != move.to_hospital_id() &&
            hospital.id() != move.from_hospital_id()) {
            return hospital.id();
        }
    }
    return {};
}

}  // namespace

void People::answer_transfers(Heard const& heard) {
    auto const& behaviour = *stage_.scenario().behaviour(heard.by);
    if (behaviour.transfers().has_answers_after()) {
        once(heard, behaviour.transfers().answers_after(), "answering moves",
             [this, heard] { answer_moves(heard); });
    }
}

void People::answer_moves(Heard const& heard) {
    auto const& known = *incident(heard.incident);
    auto const& plan = stage_.scenario().behaviour(heard.by)->transfers();
    std::vector<std::string> accepted;
    std::vector<v1::TransferMove> amended;
    v1::Command declined;
    for (auto const& move : known.casualties.moves) {
        if (!core::awaits_answer(*known.pack, move, heard.region())) {
            continue;
        }
        auto chance = stage_.chance(fmt::format("answer to {} {}", heard.incident, move.move_id()));
        auto const drawn = static_cast<int>(chance.below(100));
        if (drawn < plan.declines_percent()) {
            declined.mutable_decline_transfers()->add_move_ids(move.move_id());
        } else if (drawn < plan.declines_percent() + plan.amends_percent()) {
            amended.push_back(move);
        } else {
            accepted.push_back(move.move_id());
        }
    }
    if (declined.has_decline_transfers()) {
        declined.mutable_decline_transfers()->set_region_id(heard.region());
        declined.mutable_decline_transfers()->set_reason(plan.declines_reason());
        stage_.give(std::move(declined), heard.by, heard.incident);
    }
    for (auto const& move : amended) {
        amend(heard, move);
    }
    if (!accepted.empty()) {
        accept(heard, accepted);
    }
}

/// Where that is refused, it is taken as it was proposed.
void People::amend(Heard const& heard, v1::TransferMove const& move) {
    v1::Command command;
    auto& amend = *command.mutable_amend_transfer();
    amend.set_region_id(heard.region());
    amend.set_move_id(move.move_id());
    amend.set_to_hospital_id(other_hospital(stage_.scenario().pack.pack, move, amend.region_id()));
    if (amend.to_hospital_id().empty() && move.count() > 1) {
        amend.set_count(move.count() - 1);
    }
    stage_.give(std::move(command), heard.by, heard.incident,
                [this, heard, id = move.move_id()](world::Reply const& reply) {
                    if (!reply) {
                        accept(heard, {id});
                    }
                });
}

/// Where all at once is refused, each by itself: some may have been taken otherwise meanwhile.
void People::accept(Heard const& heard, std::vector<std::string> const& ids) {
    v1::Command command;
    command.mutable_accept_transfers()->set_region_id(heard.region());
    for (auto const& id : ids) {
        command.mutable_accept_transfers()->add_move_ids(id);
    }
    stage_.give(std::move(command), heard.by, heard.incident,
                [this, heard, ids](world::Reply const& reply) {
                    if (reply || ids.size() == 1) {
                        return;
                    }
                    for (auto const& id : ids) {
                        accept(heard, {id});
                    }
                });
}

}  // namespace larm::player
