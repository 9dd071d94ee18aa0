// The hospitals' figures and PLUS ladders: every hospital has one, a step adds to what there is,
// and nothing waits for itself.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/rules/check_capacity.hpp"
#include "engine/rules/names.hpp"
#include "engine/rules/pack_names.hpp"

namespace larm::rules {
namespace {

constexpr int patients_max = 10'000;
constexpr int minutes_max = 7 * 24 * 60;

using Key = std::pair<int, int>;  ///< Stage and dimension.

std::map<Key, int> added_by(v1::HospitalPlus const& plus) {
    std::map<Key, int> added;
    for (auto const& step : plus.steps()) {
        for (auto const& add : step.adds()) {
            added[{add.stage(), step.dimension()}] += add.patients();
        }
    }
    return added;
}

void check_dimensions(Check const& check, Place const& place, v1::StageCapacity const& stage,
                      std::map<Key, int>& added) {
    std::set<int> seen;
    for (int index = 0; index < stage.dimensions_size(); ++index) {
        auto const at = place.at("dimensions", index);
        auto const& each = stage.dimensions(index);
        if (each.dimension() == v1::PLUS_DIMENSION_UNSPECIFIED ||
            !seen.insert(each.dimension()).second) {
            check.fault(at.at("dimension"), each.dimension() == v1::PLUS_DIMENSION_UNSPECIFIED
                                                ? "dimension missing"
                                                : "the same dimension twice");
            continue;
        }
        check.range(at.at("baseline"), "baseline", each.baseline(), 0, patients_max);
        auto const with_steps = each.baseline() + added[{stage.stage(), each.dimension()}];
        if (each.maximum() < with_steps) {
            check.fault(at.at("maximum"), fmt::format("maximum is {}", each.maximum()),
                        fmt::format("the baseline with all steps of the ladder is {}", with_steps));
        }
        added.erase({stage.stage(), each.dimension()});
    }
    for (auto const& rule : check.pack().capacity().stages()) {
        for (auto const dimension : rule.binds()) {
            if (rule.stage() == stage.stage() && !seen.contains(dimension)) {
                check.fault(
                    place,
                    fmt::format("no {}, which binds the stage",
                                v1::PlusDimension_Name(static_cast<v1::PlusDimension>(dimension))),
                    "write its baseline and maximum");
            }
        }
    }
}

void check_step(Check const& check, Place const& place, v1::HospitalPlus const& plus, int index) {
    auto const& step = plus.steps(index);
    auto const ids = ids_of(plus.steps());
    check.id(place.at("id"), "step", step.id(), ids, index);
    if (step.dimension() == v1::PLUS_DIMENSION_UNSPECIFIED) {
        check.fault(place.at("dimension"), "dimension missing");
    }
    check.range(place.at("order"), "order", step.order(), 1, 100);
    for (int before = 0; before < index; ++before) {
        if (plus.steps(before).dimension() == step.dimension() &&
            plus.steps(before).order() == step.order()) {
            check.fault(place.at("order"),
                        fmt::format("two steps of order {} in the dimension", step.order()),
                        fmt::format("\"{}\" has it already", plus.steps(before).id()));
        }
    }
    check.present(place.at("title"), "title", step.title());
    check.present(place.at("owner"), "owner", step.owner());
    check.present(place.at("cost"), "cost to daily care", step.cost());
    check.range(place.at("lead_min"), "lead_min", step.lead_min(), 1, minutes_max);
    check.range(place.at("lead_down_min"), "lead_down_min", step.lead_down_min(), 0, minutes_max);
    if (step.adds().empty()) {
        check.fault(place, "the step adds nothing", "write adds { stage: ... patients: ... }");
    }
    for (int add = 0; add < step.adds_size(); ++add) {
        auto const at = place.at("adds", add);
        check_known_stage(check, at.at("stage"), step.adds(add).stage());
        check.range(at.at("patients"), "patients", step.adds(add).patients(), 1, patients_max);
    }
    for (int need = 0; need < step.needs_size(); ++need) {
        check.known(place.at("needs", need), "step", step.needs(need), ids);
    }
}

/// Whether the step is among those that it needs itself.
bool needs_itself(v1::HospitalPlus const& plus, v1::PlusStep const& step) {
    std::set<std::string> seen;
    std::vector<std::string> open{step.needs().begin(), step.needs().end()};
    while (!open.empty()) {
        auto const id = open.back();
        open.pop_back();
        if (id == step.id()) {
            return true;
        }
        if (!seen.insert(id).second) {
            continue;
        }
        for (auto const& each : plus.steps()) {
            if (each.id() == id) {
                open.insert(open.end(), each.needs().begin(), each.needs().end());
            }
        }
    }
    return false;
}

void check_hospital(Check const& check, Place const& place, v1::HospitalPlus const& plus) {
    check.present(place.at("source"), "source", plus.source());
    auto added = added_by(plus);
    std::set<int> stages;
    for (int index = 0; index < plus.stages_size(); ++index) {
        auto const at = place.at("stages", index);
        check_known_stage(check, at.at("stage"), plus.stages(index).stage());
        if (!stages.insert(plus.stages(index).stage()).second) {
            check.fault(at.at("stage"), "the same stage twice", "write it once");
        }
        check_dimensions(check, at, plus.stages(index), added);
    }
    for (int index = 0; index < plus.steps_size(); ++index) {
        auto const at = place.at("steps", index);
        check_step(check, at, plus, index);
        if (needs_itself(plus, plus.steps(index))) {
            check.fault(at.at("needs", 0),
                        fmt::format("\"{}\" waits for itself", plus.steps(index).id()),
                        "steps cannot need each other in a circle");
        }
        for (int add = 0; add < plus.steps(index).adds_size(); ++add) {
            auto const& each = plus.steps(index).adds(add);
            if (added.contains({each.stage(), plus.steps(index).dimension()})) {
                check.fault(at.at("adds", add),
                            "adds to a stage and dimension that the hospital has no figures for",
                            "write its baseline and maximum under stages");
            }
        }
    }
}

}  // namespace

void check_plus(Check const& check) {
    auto const& pack = check.pack();
    auto const hospitals = ids_of(pack.hospitals());
    std::set<std::string> seen;
    for (int index = 0; index < pack.plus_size(); ++index) {
        auto const place = check.at("plus", index);
        auto const& plus = pack.plus(index);
        check.known(place.at("hospital_id"), "hospital", plus.hospital_id(), hospitals);
        if (!seen.insert(plus.hospital_id()).second) {
            check.fault(place.at("hospital_id"),
                        fmt::format("two ladders of {}", plus.hospital_id()), "write one");
        }
        check_hospital(check, place, plus);
    }
    for (auto const& hospital : hospitals) {
        if (!seen.contains(hospital)) {
            check.lacks(fmt::format("no ladder of the hospital {}", hospital),
                        "with capacity rules every hospital has its figures under plus");
        }
    }
}

}  // namespace larm::rules
