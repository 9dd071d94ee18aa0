#include "engine/core/transfer_proposal.hpp"

#include <algorithm>

#include "engine/core/transfers.hpp"

namespace larm::core {
namespace {

bool is_from(GroupOrigin const& origin, CapacityTerms const& terms, v1::TransferMove const& move) {
    return origin.site != nullptr
               ? origin.site->site_id() == move.from_site_id()
               : terms.hospitals()[origin.hospital].rule->id() == move.from_hospital_id();
}

bool is_same_vehicle(v1::TransferVehicle const& one, v1::TransferVehicle const& other) {
    return one.commitment_id() == other.commitment_id() && one.site_id() == other.site_id();
}

/// What is left of a model while the standing moves are counted in it.
class StandingMoves {
public:
    StandingMoves(IncidentModel const& made, CapacityTerms const& terms)
        : made_{made}, model_{made.model}, terms_{terms} {
        left_.shares = model_.shares;
        for (auto const& group : model_.groups) {
            left_.persons.push_back(group.count);
        }
        for (auto const& fleet : model_.fleets) {
            left_.places.push_back(fleet.vehicles * fleet.places_each);
        }
        for (auto const& receiver : model_.receivers) {
            left_.free.push_back(receiver.free);
        }
    }

    /// False: it is not possible any more, and nothing is taken for it.
    bool take(v1::TransferMove const& move) {
        auto const group = find_group(move);
        auto const receiver = group ? find_receiver(move, *group) : std::nullopt;
        if (!receiver || left_.persons[*group] < move.count() ||
            left_.free[*receiver] < move.count()) {
            return false;
        }
        auto const before = left_;
        auto& limit = left_.shares[model_.receivers[*receiver].share];
        if (limit >= 0 && limit < move.count()) {
            return false;
        }
        limit -= limit >= 0 ? move.count() : 0;
        left_.persons[*group] -= move.count();
        left_.free[*receiver] -= move.count();
        left_.cost += move.count() *
                      cost_to_bring(model_, model_.groups[*group], model_.receivers[*receiver]);
        if (!take_vehicles(move, model_.groups[*group])) {
            left_ = before;
            return false;
        }
        return true;
    }

    /// As many of it as there are patients, places and vehicles for. False: for nobody.
    bool take_part(v1::TransferMove move) {
        while (move.count() > 0 && !take(move)) {
            move.set_count(move.count() - 1);
        }
        return move.count() > 0;
    }

    [[nodiscard]] std::int64_t cost() const {
        auto cost = left_.cost;
        for (std::size_t group = 0; group < left_.persons.size(); ++group) {
            cost +=
                left_.persons[group] * model_.severities[model_.groups[group].severity].left_behind;
        }
        return cost;
    }

private:
    struct Left {
        std::vector<int> shares;
        std::vector<int> persons;  ///< By group.
        std::vector<int> places;   ///< By fleet.
        std::vector<int> free;     ///< By receiver.
        std::int64_t cost = 0;
    };

    [[nodiscard]] std::optional<std::size_t> find_group(v1::TransferMove const& move) const {
        for (std::size_t group = 0; group < model_.groups.size(); ++group) {
            if (model_.groups[group].severity == index_of(move.severity()) &&
                is_from(made_.origins[group], terms_, move)) {
                return group;
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<std::size_t> find_receiver(v1::TransferMove const& move,
                                                           std::size_t group) const {
        auto const hospital = terms_.hospital(move.to_hospital_id());
        for (std::size_t receiver = 0; hospital && receiver < model_.receivers.size(); ++receiver) {
            if (made_.receivers[receiver].hospital == *hospital &&
                can_bring(model_, model_.groups[group], model_.receivers[receiver])) {
                return receiver;
            }
        }
        return std::nullopt;
    }

    /// Where they stood first, then wherever the same promise has others.
    bool take_vehicles(v1::TransferMove const& move, WaitingGroup const& group) {
        auto persons = move.count();
        for (auto const is_where_it_stood : {true, false}) {
            for (std::size_t fleet = 0; fleet < model_.fleets.size() && persons > 0; ++fleet) {
                auto const& vehicle = made_.vehicles[fleet];
                if (!is_same_vehicle(vehicle, move.vehicle()) ||
                    (vehicle.stood_at() == move.vehicle().stood_at()) != is_where_it_stood ||
                    !can_fetch(model_.fleets[fleet], group)) {
                    continue;
                }
                auto const count = std::min(persons, left_.places[fleet]);
                left_.places[fleet] -= count;
                persons -= count;
                left_.cost += count * cost_to_fetch(model_, model_.fleets[fleet], group);
            }
        }
        return persons == 0;
    }

    IncidentModel const& made_;
    TransferModel const& model_;
    CapacityTerms const& terms_;
    Left left_;
};

bool is_engines(v1::TransferMove const& move) {
    return move.state() == v1::TRANSFER_STATE_PROPOSED && !is_own(move);
}

bool is_same(v1::TransferMove const& one, v1::TransferMove const& other) {
    return one.from_site_id() == other.from_site_id() &&
           one.from_hospital_id() == other.from_hospital_id() &&
           one.to_hospital_id() == other.to_hospital_id() && one.severity() == other.severity() &&
           is_same_vehicle(one.vehicle(), other.vehicle());
}

/// A move that stood already keeps its id: whoever has been told of it need not be told again. One
/// that grows gets another: a yes to the id that was read takes no more than was read.
void name_moves(TransferLook& look, Moves const& standing, Instant now) {
    auto& proposal = *look.proposal;
    auto left = standing;
    std::erase_if(left, [](auto const& move) { return !is_engines(move); });
    int fresh = 0;
    for (auto& move : *proposal.mutable_moves()) {
        move.set_proposal(proposal.number());
        auto const known = std::ranges::find_if(left, [&](auto const& each) {
            return is_same(each, move) && move.count() <= each.count();
        });
        if (known == left.end()) {
            move.set_move_id(std::to_string(proposal.number()) + "-" + std::to_string(++fresh));
            move.set_proposed_at_us(now.us);
            move.set_since_us(now.us);
            continue;
        }
        move.set_move_id(known->move_id());
        move.set_proposed_at_us(known->proposed_at_us());
        move.set_since_us(known->since_us());
        left.erase(known);
    }
    for (auto const& move : left) {
        look.withdrawn.push_back(move.move_id());
    }
}

std::int64_t cost_of_left_behind(TransferModel const& model, TransferPlan const& plan) {
    std::int64_t cost = 0;
    for (std::size_t group = 0; group < model.groups.size(); ++group) {
        cost +=
            plan.left_behind[group] * model.severities[model.groups[group].severity].left_behind;
    }
    return cost;
}

}  // namespace

std::optional<std::int64_t> cost_of_standing(IncidentModel const& made, CapacityTerms const& terms,
                                             Moves const& moves) {
    StandingMoves standing{made, terms};
    for (auto const& move : moves) {
        if (is_engines(move) && !standing.take(move)) {
            return std::nullopt;
        }
    }
    return standing.cost();
}

bool may_hinder(v1::Event const& event, Incident const& incident) {
    auto const& moves = incident.casualties.moves;
    auto const concerns = [&](std::string_view hospital) {
        auto const region = incident.pack->region_of(hospital);
        return std::ranges::any_of(moves, [&](auto const& move) {
            return move.state() == v1::TRANSFER_STATE_PROPOSED && !is_own(move) &&
                   (incident.pack->region_of(move.to_hospital_id()) == region ||
                    move.from_hospital_id() == hospital);
        });
    };
    if (incident.pack == nullptr) {
        return false;
    }
    if (event.has_capacity_reported()) {
        return concerns(event.capacity_reported().report().hospital_id());
    }
    if (event.has_steps_changed()) {
        return std::ranges::any_of(event.steps_changed().steps(), concerns,
                                   &v1::StepRecord::hospital_id);
    }
    if (event.has_transfers_changed() && event.incident_id() != incident.id) {
        return std::ranges::any_of(event.transfers_changed().moves(), [&](auto const& move) {
            return concerns(move.to_hospital_id()) || concerns(move.from_hospital_id()) ||
                   concerns(move.diverted_from());
        });
    }
    return true;
}

std::vector<std::string> impossible_moves(State const& state, Incident const& incident,
                                          Instant now) {
    std::vector<std::string> found;
    auto const& moves = incident.casualties.moves;
    if (std::ranges::none_of(moves, is_engines)) {
        return found;
    }
    auto const made = make_transfer_model(state, incident, now);
    StandingMoves kept{made, state.capacity().terms()};
    for (auto const& move : moves) {
        if (is_engines(move) && !kept.take_part(move)) {
            found.push_back(move.move_id());
        }
    }
    return found;
}

Moves no_longer_assumed(State const& state, Incident const& incident, Instant now) {
    auto const& own = own_terms(state, incident);
    auto const is_assumed = [](auto const& move) {
        return is_promised(move) && move.why().assumed();
    };
    auto const may_go = [&](auto const& move) {
        return is_assumed(move) && move.state() == v1::TRANSFER_STATE_ACCEPTED;
    };
    Moves found;
    for (auto const& move : incident.casualties.moves) {
        auto const hospital = state.capacity().terms().hospital(move.to_hospital_id());
        auto const stage = own.binding_stage(index_of(move.severity()));
        auto const free = is_assumed(move) && hospital
                              ? places_ahead(state, incident, *hospital, stage, now, move)
                              : std::nullopt;
        if (!free) {
            continue;
        }
        auto left = *free;
        auto const is_alike = [&](auto const& other) {
            return other.to_hospital_id() == move.to_hospital_id() &&
                   own.binding_stage(index_of(other.severity())) == stage;
        };
        for (auto const& other : incident.casualties.moves) {
            left -= is_promised(other) && !may_go(other) && is_alike(other) ? other.count() : 0;
        }
        for (auto const& other : found) {
            left -=
                other.state() == v1::TRANSFER_STATE_ACCEPTED && is_alike(other) ? other.count() : 0;
        }
        auto& known = found.emplace_back(move);
        known.mutable_why()->clear_assumed();
        known.mutable_why()->set_free(std::max(0, *free));
        if (may_go(move) && left < move.count()) {
            known.set_state(v1::TRANSFER_STATE_CALLED_OFF);
        }
    }
    return found;
}

TransferLook look_at_transfers(State const& state, Incident const& incident, Instant now,
                               bool replace) {
    TransferLook look;
    auto const& terms = state.capacity().terms();
    auto const& moves = incident.casualties.moves;
    auto const made = make_transfer_model(state, incident, now);
    auto const plan = plan_transfers(made.model);
    auto const standing = cost_of_standing(made, terms, moves);
    auto const stands = std::ranges::any_of(moves, is_engines);
    auto const unmoved = cost_of_left_behind(made.model, plan);
    auto const margin = 1000 - incident.pack->rules.transfers().margin_permille();
    look.reviewed.set_cost(plan.cost);
    look.reviewed.set_standing_cost(standing.value_or(-1));
    look.reviewed.set_result(stands || !plan.transfers.empty() ? v1::REVIEW_RESULT_STANDS
                                                               : v1::REVIEW_RESULT_NOTHING);
    auto const is_better =
        standing && (plan.cost - unmoved) * 1000 < (*standing - unmoved) * margin;
    auto const is_other = standing && plan.cost < *standing;
    v1::TransferProposal proposal;
    explain_plan(made, plan, terms, now, proposal);
    if (standing && !is_better && !(replace && is_other)) {
        *look.reviewed.mutable_left_behind() = std::move(*proposal.mutable_left_behind());
        return look;
    }
    // The worst off first, then as they arrive: so they are read.
    std::stable_sort(proposal.mutable_moves()->begin(), proposal.mutable_moves()->end(),
                     [](auto const& one, auto const& other) {
                         return std::pair{one.severity(), one.arrive_at_us()} <
                                std::pair{other.severity(), other.arrive_at_us()};
                     });
    proposal.set_number(incident.transfers.proposal.number() + 1);
    proposal.set_at_us(now.us);
    proposal.set_cost(plan.cost);
    proposal.set_former_cost(stands ? standing.value_or(-1) : 0);
    look.proposal = std::move(proposal);
    name_moves(look, moves, now);
    return look;
}

}  // namespace larm::core
