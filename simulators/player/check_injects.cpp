// Objectives and the list of injects: whether each can be told, and whether what it names exists.
#include <fmt/format.h>

#include <algorithm>

#include "engine/rules/names.hpp"
#include "engine/rules/pack_names.hpp"
#include "simulators/player/scenario_check.hpp"

namespace larm::player {
namespace {

std::vector<std::string> inject_ids(v1::Scenario const& script) {
    return rules::ids_of(script.injects());
}

void check_inject_id(ScenarioCheck const& check, rules::Place const& place, std::string const& id) {
    auto const known = inject_ids(check.script());
    if (!id.empty() && std::ranges::find(known, id) == known.end()) {
        check.fault(place, fmt::format("no inject \"{}\"", id), rules::did_you_mean(id, known));
    }
}

void check_what(ScenarioCheck const& check, rules::Place const& place, v1::InjectText const& what) {
    check.present(place.at("text"), "what.text", what.text());
    check.present(place.at("from"), "what.from", what.from());
    if (what.to().empty()) {
        check.fault(place, "nobody hears it", "e.g. to: \"tib@uppsala\"");
    }
    for (int index = 0; index < what.to_size(); ++index) {
        check.party(place.at("to", index), what.to(index), true);
    }
    if (what.method() == v1::INJECT_METHOD_UNSPECIFIED) {
        check.fault(place.at("method"), "method missing", "e.g. INJECT_METHOD_TELEPHONE");
    }
}

void check_inject(ScenarioCheck const& check, rules::Place const& place, v1::Inject const& inject) {
    auto const& script = check.script();
    if (!rules::is_id(inject.id()) || inject.id().starts_with('x')) {
        check.fault(place.at("id"), fmt::format("\"{}\" cannot be an inject's id", inject.id()),
                    "1 to 64 of a-z, 0-9, _ and -, not beginning with x");
    }
    if (std::ranges::count(script.injects(), inject.id(), &v1::Inject::id) > 1) {
        check.fault(place.at("id"), fmt::format("two injects \"{}\"", inject.id()));
    }
    if (inject.has_at_s()) {
        check.moment(place.at("at_s"), "at_s", inject.at_s());
    }
    for (auto const& [field, condition] :
         {std::pair{"when", &inject.when()}, std::pair{"unless", &inject.unless()}}) {
        if (condition->ByteSizeLong() > 0) {
            check_condition(check, place.at(field), *condition);
        }
    }
    check_what(check, place.at("what"), inject.what());
    check.present(place.at("expected_action"), "expected_action", inject.expected_action());
    for (int index = 0; index < inject.expects_size(); ++index) {
        check_expectation(check, place.at("expects", index), inject.expects(index),
                          Timed::by_its_place);
    }
    if (!inject.expects().empty()) {
        check.range(place.at("within_s"), "within_s", inject.within_s(), 1, seconds_max);
    } else if (!inject.contingency().empty()) {
        check.fault(place.at("contingency"), "a contingency, and nothing that the log can tell of",
                    "write expects { ... } and within_s");
    }
    check_inject_id(check, place.at("contingency"), inject.contingency());
    auto const known = rules::ids_of(script.objectives());
    for (int index = 0; index < inject.objectives_size(); ++index) {
        if (std::ranges::find(known, inject.objectives(index)) == known.end()) {
            check.fault(place.at("objectives", index),
                        fmt::format("no objective \"{}\"", inject.objectives(index)),
                        rules::did_you_mean(inject.objectives(index), known));
        }
    }
    for (int index = 0; index < inject.acts_size(); ++index) {
        check_act(check, place.at("acts", index), inject.acts(index));
    }
}

}  // namespace

void check_condition(ScenarioCheck const& check, rules::Place const& place,
                     v1::Condition const& condition) {
    if (condition.ByteSizeLong() == 0) {
        check.fault(place, "a condition of nothing", "e.g. all { chain_complete {} }");
    }
    for (int index = 0; index < condition.all_size(); ++index) {
        check_expectation(check, place.at("all", index), condition.all(index), Timed::by_its_place);
    }
    for (int index = 0; index < condition.none_size(); ++index) {
        check_expectation(check, place.at("none", index), condition.none(index),
                          Timed::by_its_place);
    }
    check_inject_id(check, place.at("told"), condition.told());
    check_inject_id(check, place.at("met"), condition.met());
    check_inject_id(check, place.at("missed"), condition.missed());
}

void check_injects(ScenarioCheck const& check) {
    auto const& script = check.script();
    for (int index = 0; index < script.objectives_size(); ++index) {
        auto const& objective = script.objectives(index);
        auto const place = check.top().at("objectives", index);
        if (!rules::is_id(objective.id())) {
            check.fault(place.at("id"), fmt::format("\"{}\" cannot be an id", objective.id()),
                        "1 to 64 of a-z, 0-9, _ and -");
        }
        check.present(place.at("title").at("sv"), "title.sv", objective.title().sv());
        check.present(place.at("title").at("en"), "title.en", objective.title().en());
    }
    for (int index = 0; index < script.injects_size(); ++index) {
        check_inject(check, check.top().at("injects", index), script.injects(index));
    }
}

}  // namespace larm::player
