// Plans of who goes where are the cheapest there are, and never promise a place, a vehicle or a
// patient twice.
#include <map>

#include "tests/property/transfer_model.hpp"
#include "tests/support/catch.hpp"

namespace larm::test {
namespace {

/// Counted again from the transfers alone.
struct Sums {
    std::map<std::size_t, int> by_group;
    std::map<std::size_t, int> by_fleet;
    std::map<std::size_t, int> by_receiver;
    std::map<std::size_t, int> by_share;
    std::int64_t cost = 0;
};

Sums sums_of(core::TransferModel const& model, core::TransferPlan const& plan) {
    Sums sums;
    for (auto const& each : plan.transfers) {
        auto const& group = model.groups[each.group];
        auto const& fleet = model.fleets[each.fleet];
        auto const& receiver = model.receivers[each.receiver];
        REQUIRE(each.count > 0);
        REQUIRE(can_fetch(fleet, group));
        REQUIRE(can_bring(model, group, receiver));
        sums.by_group[each.group] += each.count;
        sums.by_fleet[each.fleet] += each.count;
        sums.by_receiver[each.receiver] += each.count;
        sums.by_share[receiver.share] += each.count;
        sums.cost += each.count *
                     (cost_to_fetch(model, fleet, group) + cost_to_bring(model, group, receiver));
    }
    for (std::size_t group = 0; group < model.groups.size(); ++group) {
        sums.cost += (model.groups[group].count - sums.by_group[group]) *
                     model.severities[model.groups[group].severity].left_behind;
    }
    return sums;
}

void hold_to_the_model(core::TransferModel const& model, core::TransferPlan const& plan) {
    auto sums = sums_of(model, plan);
    for (std::size_t group = 0; group < model.groups.size(); ++group) {
        REQUIRE(sums.by_group[group] + plan.left_behind[group] == model.groups[group].count);
    }
    for (auto const& [fleet, persons] : sums.by_fleet) {
        REQUIRE(persons <= model.fleets[fleet].vehicles * model.fleets[fleet].places_each);
    }
    for (auto const& [receiver, persons] : sums.by_receiver) {
        REQUIRE(persons <= model.receivers[receiver].free);
    }
    for (auto const& [share, persons] : sums.by_share) {
        REQUIRE((model.shares[share] < 0 || persons <= model.shares[share]));
    }
    REQUIRE(sums.cost == plan.cost);
}

}  // namespace

TEST_CASE("a plan costs what a linear program of the same model costs, and breaks no limit") {
    for (std::uint32_t seed = 1; seed <= 300; ++seed) {
        INFO("seed " << seed);
        ModelSize const size{.sites = 1 + seed % 3,
                             .hospitals = 3 + seed % 8,
                             .regions = 1 + seed % 7,
                             .patients = static_cast<int>(seed % 90),
                             .vehicles = static_cast<int>(seed % 37)};
        auto const model = random_model(seed, size);
        auto const plan = plan_transfers(model);
        hold_to_the_model(model, plan);
        REQUIRE(plan.cost == cost_by_glpk(model));
    }
}

TEST_CASE("a list worked through from the top costs no less than the plan") {
    int dearer = 0;
    for (std::uint32_t seed = 1; seed <= 100; ++seed) {
        auto const model = random_model(seed, {});
        auto const plan = plan_transfers(model);
        auto const greedy = plan_greedily(model);
        REQUIRE(sums_of(model, greedy).cost == greedy.cost);
        REQUIRE(greedy.cost >= plan.cost);
        dearer += greedy.cost > plan.cost ? 1 : 0;
    }
    CHECK(dearer > 50);
}

TEST_CASE("the same model gives the same plan") {
    auto const model = random_model(7, {.hospitals = 20, .patients = 300, .vehicles = 35});
    auto const first = plan_transfers(model);
    auto const second = plan_transfers(model);
    CHECK(first.transfers == second.transfers);
    CHECK(first.cost == second.cost);
}

TEST_CASE("where nobody waits, or nothing is there to take them, nobody is moved") {
    CHECK(core::plan_transfers(core::TransferModel{}).transfers.empty());
    auto model = random_model(3, {});
    model.receivers.clear();
    auto const plan = plan_transfers(model);
    CHECK(plan.transfers.empty());
    CHECK(plan.left_behind.size() == model.groups.size());
}

}  // namespace larm::test
