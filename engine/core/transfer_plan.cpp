#include "engine/core/transfer_plan.hpp"

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "engine/core/check.hpp"

namespace larm::core {
namespace {

using Graph = lemon::SmartDigraph;
using Solver = lemon::NetworkSimplex<Graph, int, std::int64_t>;

/// What a helicopter saves on the way from a group to a receiver, in minutes, on average over those
/// that could take it; negative: it saves. Rounded towards zero.
std::int64_t air_on_the_way(TransferModel const& model, WaitingGroup const& group) {
    std::int64_t sum = 0;
    std::int64_t count = 0;
    for (auto const& receiver : model.receivers) {
        if (can_bring(model, group, receiver)) {
            sum += model.air.at(group.place, receiver.place) -
                   model.road.at(group.place, receiver.place);
            ++count;
        }
    }
    return count == 0 ? 0 : sum / count;
}

/// One arc of the flow, and what it stands for.
struct Way {
    Graph::Arc arc;
    std::size_t from = 0;  ///< A fleet, or a group.
    std::size_t to = 0;    ///< A group, or a receiver.
};

/// The flow of a model. The graph is built in the order of the model's lists, so that the same
/// model gives the same graph, and the same optimum among equals.
class Network {
public:
    explicit Network(TransferModel const& model) : model_{model}, capacity_{graph_}, cost_{graph_} {
        source_ = graph_.addNode();
        sink_ = graph_.addNode();
        add_groups();
        add_fleets();
        add_receivers();
        everyone_ =
            std::accumulate(model.groups.begin(), model.groups.end(), 0,
                            [](int sum, WaitingGroup const& group) { return sum + group.count; });
        add(source_, sink_, everyone_, 0);  // whoever is left behind
    }

    /// Persons on each way from a fleet to a group and from a group to a receiver.
    void solve(std::vector<std::vector<Transfer>>& fetched,
               std::vector<std::vector<Transfer>>& brought) {
        Solver solver{graph_};
        solver.upperMap(capacity_).costMap(cost_).stSupply(source_, sink_, everyone_);
        LARM_CHECK(solver.run() == Solver::OPTIMAL);
        for (auto const& way : fetches_) {
            if (auto const persons = solver.flow(way.arc); persons > 0) {
                fetched[way.to].push_back({way.to, way.from, 0, persons});
            }
        }
        for (auto const& way : brings_) {
            if (auto const persons = solver.flow(way.arc); persons > 0) {
                brought[way.from].push_back({way.from, 0, way.to, persons});
            }
        }
    }

private:
    Graph::Arc add(Graph::Node from, Graph::Node to, int capacity, std::int64_t cost) {
        auto const arc = graph_.addArc(from, to);
        capacity_[arc] = capacity;
        cost_[arc] = cost;
        return arc;
    }

    /// A group is two nodes: what goes through it is no more than it counts, and saves its cost of
    /// being left behind.
    void add_groups() {
        for (auto const& group : model_.groups) {
            waiting_.push_back(graph_.addNode());
            leaving_.push_back(graph_.addNode());
            add(waiting_.back(), leaving_.back(), group.count,
                -model_.severities[group.severity].left_behind);
        }
    }

    void add_fleets() {
        for (std::size_t fleet = 0; fleet < model_.fleets.size(); ++fleet) {
            auto const& vehicles = model_.fleets[fleet];
            auto const places = vehicles.vehicles * vehicles.places_each;
            auto const node = graph_.addNode();
            add(source_, node, places, 0);
            for (std::size_t group = 0; group < model_.groups.size(); ++group) {
                auto const& waits = model_.groups[group];
                if (can_fetch(vehicles, waits)) {
                    auto const arc = add(node, waiting_[group], std::min(places, waits.count),
                                         cost_to_fetch(model_, vehicles, waits));
                    fetches_.push_back({arc, fleet, group});
                }
            }
        }
    }

    void add_receivers() {
        std::vector<Graph::Node> shares;
        for (auto const limit : model_.shares) {
            shares.push_back(graph_.addNode());
            add(shares.back(), sink_, limit < 0 ? std::numeric_limits<int>::max() : limit, 0);
        }
        for (std::size_t receiver = 0; receiver < model_.receivers.size(); ++receiver) {
            auto const& takes = model_.receivers[receiver];
            auto const node = graph_.addNode();
            add(node, shares[takes.share], takes.free, 0);
            for (std::size_t group = 0; group < model_.groups.size(); ++group) {
                auto const& waits = model_.groups[group];
                if (can_bring(model_, waits, takes)) {
                    auto const arc = add(leaving_[group], node, std::min(waits.count, takes.free),
                                         cost_to_bring(model_, waits, takes));
                    brings_.push_back({arc, group, receiver});
                }
            }
        }
    }

    TransferModel const& model_;
    Graph graph_;
    Graph::ArcMap<int> capacity_;
    Graph::ArcMap<std::int64_t> cost_;
    Graph::Node source_;
    Graph::Node sink_;
    std::vector<Graph::Node> waiting_;
    std::vector<Graph::Node> leaving_;
    std::vector<Way> fetches_;
    std::vector<Way> brings_;
    int everyone_ = 0;
};

/// Pairs those who are fetched with those who are brought: the soonest vehicle takes the longest
/// way. Any pairing costs the same.
void pair_up(TransferModel const& model, std::vector<Transfer> fetched,
             std::vector<Transfer> brought, std::vector<Transfer>& into) {
    if (fetched.empty()) {
        return;
    }
    auto const& group = model.groups[fetched.front().group];
    std::ranges::stable_sort(fetched, {}, [&](Transfer const& each) {
        return cost_to_fetch(model, model.fleets[each.fleet], group);
    });
    std::ranges::stable_sort(brought, std::ranges::greater{}, [&](Transfer const& each) {
        return cost_to_bring(model, group, model.receivers[each.receiver]);
    });
    auto vehicle = fetched.begin();
    for (auto& way : brought) {
        while (way.count > 0) {
            LARM_CHECK(vehicle != fetched.end());
            auto const count = std::min(way.count, vehicle->count);
            into.push_back({way.group, vehicle->fleet, way.receiver, count});
            way.count -= count;
            vehicle->count -= count;
            vehicle += vehicle->count == 0 ? 1 : 0;
        }
    }
}

}  // namespace

bool can_fetch(Fleet const& fleet, WaitingGroup const& group) {
    return (fleet.carries >> group.severity & 1U) != 0 &&
           (!fleet.stays_at_place || fleet.place == group.place);
}

bool can_bring(TransferModel const& model, WaitingGroup const& group, Receiver const& receiver) {
    return receiver.place != group.place &&
           receiver.stage == model.severities[group.severity].stage;
}

std::int64_t cost_to_fetch(TransferModel const& model, Fleet const& fleet,
                           WaitingGroup const& group) {
    auto const& table = fleet.flies ? model.air : model.road;
    auto const minutes = fleet.ready_in + table.at(fleet.place, group.place) +
                         (fleet.flies ? air_on_the_way(model, group) : 0);
    return minutes * model.severities[group.severity].per_minute;
}

std::int64_t cost_to_bring(TransferModel const& model, WaitingGroup const& group,
                           Receiver const& receiver) {
    return std::int64_t{model.road.at(group.place, receiver.place)} *
           model.severities[group.severity].per_minute;
}

int minutes_of(TransferModel const& model, Transfer const& transfer) {
    auto const& fleet = model.fleets[transfer.fleet];
    auto const& table = fleet.flies ? model.air : model.road;
    auto const from = model.groups[transfer.group].place;
    return fleet.ready_in + table.at(fleet.place, from) +
           table.at(from, model.receivers[transfer.receiver].place);
}

TransferPlan plan_transfers(TransferModel const& model) {
    TransferPlan plan;
    std::vector<std::vector<Transfer>> fetched(model.groups.size());
    std::vector<std::vector<Transfer>> brought(model.groups.size());
    Network{model}.solve(fetched, brought);
    for (std::size_t group = 0; group < model.groups.size(); ++group) {
        auto const& waits = model.groups[group];
        auto const first = static_cast<std::ptrdiff_t>(plan.transfers.size());
        pair_up(model, std::move(fetched[group]), std::move(brought[group]), plan.transfers);
        auto left = waits.count;
        for (auto each = plan.transfers.begin() + first; each != plan.transfers.end(); ++each) {
            left -= each->count;
            plan.cost +=
                each->count * (cost_to_fetch(model, model.fleets[each->fleet], waits) +
                               cost_to_bring(model, waits, model.receivers[each->receiver]));
        }
        plan.left_behind.push_back(left);
        plan.cost += left * model.severities[waits.severity].left_behind;
    }
    return plan;
}

}  // namespace larm::core
