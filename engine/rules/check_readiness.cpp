// What a pack must stand before it goes live. Whether the scenarios can be played is the player's.
#include <fmt/format.h>

#include "engine/rules/check_pack.hpp"
#include "engine/rules/names.hpp"

namespace larm::rules {
namespace {

constexpr int scenarios_max = 50;
constexpr int seeds_max = 100;

}  // namespace

void check_readiness(Check const& check) {
    if (!check.pack().has_readiness()) {
        return;
    }
    auto const& readiness = check.pack().readiness();
    auto const place = check.at("readiness");
    check.present(place.at("source"), "source", readiness.source());
    if (readiness.scenarios().empty() || readiness.scenarios_size() > scenarios_max) {
        check.fault(place, fmt::format("readiness names {} scenarios", readiness.scenarios_size()),
                    fmt::format("it names 1 to {}; or leave readiness out", scenarios_max));
        return;
    }
    std::vector<std::string> ids;
    for (auto const& scenario : readiness.scenarios()) {
        ids.push_back(scenario.scenario_id());
    }
    for (int index = 0; index < readiness.scenarios_size(); ++index) {
        auto const each = place.at("scenarios", index);
        check.id(each.at("scenario_id"), "scenario", readiness.scenarios(index).scenario_id(), ids,
                 index);
        check.range(each.at("seeds"), "seeds", readiness.scenarios(index).seeds(), 1, seeds_max);
    }
}

}  // namespace larm::rules
