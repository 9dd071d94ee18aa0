#include "tests/property/transfer_model.hpp"

#include <glpk.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "engine/core/check.hpp"

namespace larm::test {
namespace {

using core::TransferModel;

int draw(std::mt19937& random, int low, int high) {
    // Not uniform_int_distribution, whose numbers are each library's own.
    return low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1));
}

/// Rows and columns of one linear program: every person on each way.
class Program {
public:
    Program() : program_{glp_create_prob()} { glp_set_obj_dir(program_, GLP_MIN); }
    ~Program() { glp_delete_prob(program_); }
    Program(Program const&) = delete;
    Program& operator=(Program const&) = delete;

    int row(double at_most) {
        auto const row = glp_add_rows(program_, 1);
        glp_set_row_bnds(program_, row, GLP_UP, 0, at_most);
        return row;
    }
    int balance() {
        auto const row = glp_add_rows(program_, 1);
        glp_set_row_bnds(program_, row, GLP_FX, 0, 0);
        return row;
    }
    int column(std::int64_t cost) {
        auto const column = glp_add_cols(program_, 1);
        glp_set_col_bnds(program_, column, GLP_LO, 0, 0);
        glp_set_obj_coef(program_, column, static_cast<double>(cost));
        return column;
    }
    void put(int row, int column, double factor) {
        rows_.push_back(row);
        columns_.push_back(column);
        factors_.push_back(factor);
    }
    double solve() {
        glp_load_matrix(program_, static_cast<int>(rows_.size()) - 1, rows_.data(), columns_.data(),
                        factors_.data());
        glp_smcp how;
        glp_init_smcp(&how);
        how.msg_lev = GLP_MSG_OFF;
        LARM_CHECK(glp_simplex(program_, &how) == 0);
        LARM_CHECK(glp_get_status(program_) == GLP_OPT);
        return glp_get_obj_val(program_);
    }

private:
    glp_prob* program_;
    std::vector<int> rows_{0};  // GLPK counts from 1
    std::vector<int> columns_{0};
    std::vector<double> factors_{0};
};

}  // namespace

core::TransferModel random_model(std::uint32_t seed, ModelSize const& size) {
    std::mt19937 random{seed};
    TransferModel model;
    auto const places = size.sites + size.hospitals;
    model.road = core::MinuteTable{places};
    model.air = core::MinuteTable{places};
    for (std::size_t from = 0; from < places; ++from) {
        for (std::size_t to = from + 1; to < places; ++to) {
            auto const road = draw(random, 8, 180);
            auto const air = 12 + road / 3;
            for (auto const& [one, other] : {std::pair{from, to}, std::pair{to, from}}) {
                model.road.set(one, other, road);
                model.air.set(one, other, air);
            }
        }
    }
    model.severities = {{0, 10, 100'000}, {1, 3, 20'000}, {2, 1, 5'000}};
    for (std::size_t place = 0; place < places; ++place) {
        for (std::size_t severity = 0; severity < model.severities.size(); ++severity) {
            auto const is_site = place < size.sites;
            if (is_site || draw(random, 0, 3) == 0) {
                model.groups.push_back({place, severity, 0});
            }
        }
    }
    for (int patient = 0; patient < size.patients; ++patient) {
        ++model.groups[random() % model.groups.size()].count;
    }
    for (std::size_t place = 0; place < size.sites; ++place) {
        model.fleets.push_back({.place = place,
                                .vehicles = draw(random, 2, 2 + size.vehicles),
                                .stays_at_place = true});
    }
    for (int vehicle = 0; vehicle < size.vehicles; ++vehicle) {
        core::Fleet fleet{.place = size.sites + random() % size.hospitals,
                          .vehicles = 1,
                          .places_each = draw(random, 0, 9) == 0 ? 8 : 1,
                          .ready_in = draw(random, 0, 60),
                          .flies = draw(random, 0, 9) == 0};
        fleet.carries = fleet.places_each > 1 ? 0b100U : fleet.flies ? 0b001U : 0b111U;
        model.fleets.push_back(fleet);
    }
    for (std::size_t hospital = 0; hospital < size.hospitals; ++hospital) {
        for (std::size_t stage = 0; stage < 3; ++stage) {
            model.receivers.push_back({.place = size.sites + hospital,
                                       .stage = stage,
                                       .share = (hospital % size.regions) * 3 + stage,
                                       .free = draw(random, 0, 6)});
        }
    }
    for (std::size_t share = 0; share < 3 * size.regions; ++share) {
        model.shares.push_back(draw(random, 0, 2) == 0 ? draw(random, 0, 6) : -1);
    }
    return model;
}

std::int64_t cost_by_glpk(core::TransferModel const& model) {
    Program program;
    std::vector<int> shares;
    for (auto const limit : model.shares) {
        shares.push_back(program.row(limit < 0 ? 1e9 : limit));
    }
    std::vector<int> receivers;
    for (auto const& receiver : model.receivers) {
        receivers.push_back(program.row(receiver.free));
    }
    std::vector<int> fleets;
    for (auto const& fleet : model.fleets) {
        fleets.push_back(program.row(fleet.vehicles * fleet.places_each));
    }
    double all_left = 0;
    for (auto const& group : model.groups) {
        auto const left = model.severities[group.severity].left_behind;
        all_left += static_cast<double>(left) * group.count;
        auto const counted = program.row(group.count);
        auto const balance = program.balance();
        for (std::size_t fleet = 0; fleet < model.fleets.size(); ++fleet) {
            if (can_fetch(model.fleets[fleet], group)) {
                auto const column =
                    program.column(cost_to_fetch(model, model.fleets[fleet], group) - left);
                program.put(fleets[fleet], column, 1);
                program.put(counted, column, 1);
                program.put(balance, column, 1);
            }
        }
        for (std::size_t receiver = 0; receiver < model.receivers.size(); ++receiver) {
            auto const& takes = model.receivers[receiver];
            if (can_bring(model, group, takes)) {
                auto const column = program.column(cost_to_bring(model, group, takes));
                program.put(receivers[receiver], column, 1);
                program.put(shares[takes.share], column, 1);
                program.put(balance, column, -1);
            }
        }
    }
    return std::llround(all_left + program.solve());
}

core::TransferPlan plan_greedily(core::TransferModel const& model) {
    core::TransferPlan plan;
    auto left = model;
    plan.left_behind.resize(model.groups.size());
    std::vector<std::size_t> order(model.groups.size());
    for (std::size_t group = 0; group < order.size(); ++group) {
        order[group] = group;
    }
    std::ranges::stable_sort(order, {},
                             [&](std::size_t each) { return model.groups[each].severity; });
    for (auto const group : order) {
        auto const& waits = model.groups[group];
        for (int patient = 0; patient < waits.count; ++patient) {
            auto best_fleet = model.fleets.size();
            auto best_receiver = model.receivers.size();
            for (std::size_t fleet = 0; fleet < model.fleets.size(); ++fleet) {
                auto const& each = left.fleets[fleet];
                if (each.vehicles > 0 && can_fetch(each, waits) &&
                    (best_fleet == model.fleets.size() ||
                     cost_to_fetch(model, each, waits) <
                         cost_to_fetch(model, model.fleets[best_fleet], waits))) {
                    best_fleet = fleet;
                }
            }
            for (std::size_t receiver = 0; receiver < model.receivers.size(); ++receiver) {
                auto const& each = left.receivers[receiver];
                if (each.free > 0 && left.shares[each.share] != 0 &&
                    can_bring(model, waits, each) &&
                    (best_receiver == model.receivers.size() ||
                     cost_to_bring(model, waits, each) <
                         cost_to_bring(model, waits, model.receivers[best_receiver]))) {
                    best_receiver = receiver;
                }
            }
            if (best_fleet == model.fleets.size() || best_receiver == model.receivers.size()) {
                ++plan.left_behind[group];
                plan.cost += model.severities[waits.severity].left_behind;
                continue;
            }
            // A vehicle with several places counts here as gone once it is full.
            auto& vehicles = left.fleets[best_fleet];
            if (vehicles.places_each > 1) {
                --vehicles.places_each;
            } else {
                --vehicles.vehicles;
            }
            auto& takes = left.receivers[best_receiver];
            --takes.free;
            left.shares[takes.share] -= left.shares[takes.share] > 0 ? 1 : 0;
            plan.cost += cost_to_fetch(model, model.fleets[best_fleet], waits) +
                         cost_to_bring(model, waits, model.receivers[best_receiver]);
            plan.transfers.push_back({group, best_fleet, best_receiver, 1});
        }
    }
    return plan;
}

}  // namespace larm::test
