// What an alarm is measured by afterwards. What the log knows of an indicator is engine/report's.
#include <fmt/format.h>

#include <map>
#include <set>
#include <vector>

#include "engine/core/indicator_keys.hpp"
#include "engine/rules/check_pack.hpp"

namespace larm::rules {
namespace {

constexpr int points_each = 2;

std::string name_of(int id) {
    return v1::RegionalIndicator_Name(static_cast<v1::RegionalIndicator>(id));
}

void check_indicator(Check const& check, int index) {
    auto const place = check.at("indicators", index);
    auto const& indicator = check.pack().indicators(index);
    check.present(place.at("title").at("sv"), "title in Swedish", indicator.title().sv());
    check.present(place.at("title").at("en"), "title in English", indicator.title().en());
    check.present(place.at("source"), "source", indicator.source());
    check.range(place.at("standard_s"), "standard_s", indicator.standard_s(), 1, day_s);
}

/// The table's sum is over the whole column: a pack that left one out could never reach it.
constexpr auto all_or_none = "a pack has all of the table's indicators of a scope, or none";

struct Seen {
    std::set<int> ids;
    std::map<v1::IndicatorScope, std::set<std::string>> keys;
};

void check_id(Check const& check, int index, Seen& seen) {
    auto const& indicator = check.pack().indicators(index);
    auto const place = check.at("indicators", index);
    if (!indicator.key().empty()) {
        check.fault(place.at("key"), "a regional indicator with a key",
                    "it has an id; or write which scope it is of");
    }
    if (indicator.id() == v1::REGIONAL_INDICATOR_UNSPECIFIED) {
        check.fault(place.at("id"), "indicator without id");
    } else if (!seen.ids.insert(indicator.id()).second) {
        check.fault(place.at("id"), fmt::format("two of the id {}", name_of(indicator.id())),
                    "each indicator has an id of its own");
    }
}

void check_key(Check const& check, int index, Seen& seen) {
    auto const& indicator = check.pack().indicators(index);
    auto const place = check.at("indicators", index);
    if (indicator.id() != v1::REGIONAL_INDICATOR_UNSPECIFIED) {
        check.fault(place.at("id"), fmt::format("{} is regional", name_of(indicator.id())),
                    "an indicator of another scope has a key, and no id");
    }
    auto const known = core::indicator_keys(indicator.scope());
    check.known(place.at("key"), "key", indicator.key(), {known.begin(), known.end()});
    if (!indicator.key().empty() && !seen.keys[indicator.scope()].insert(indicator.key()).second) {
        check.fault(place.at("key"), fmt::format("two of the key \"{}\"", indicator.key()),
                    "each indicator has a key of its own");
    }
}

void check_columns(Check const& check, Seen const& seen) {
    for (int id = v1::RegionalIndicator_MIN + 1; id <= v1::RegionalIndicator_MAX; ++id) {
        if (!seen.ids.contains(id)) {
            check.lacks(fmt::format("no indicator {}", name_of(id)), all_or_none);
        }
    }
    for (auto const& [scope, keys] : seen.keys) {
        for (auto const key : core::indicator_keys(scope)) {
            if (!keys.contains(std::string{key})) {
                check.lacks(
                    fmt::format("no indicator \"{}\" of {}", key, v1::IndicatorScope_Name(scope)),
                    all_or_none);
            }
        }
    }
}

void check_scale(Check const& check) {
    auto const& pack = check.pack();
    if (!pack.has_indicator_scale()) {
        check.lacks("no indicator_scale", "write indicator_scale { ... }");
        return;
    }
    auto const place = check.at("indicator_scale");
    auto const& scale = pack.indicator_scale();
    check.range(place.at("late_within_times"), "late_within_times", scale.late_within_times(), 1,
                10);
    check.range(place.at("acceptable_over"), "acceptable_over", scale.acceptable_over(), 1,
                points_each * v1::RegionalIndicator_MAX - 1);
    check.present(place.at("source"), "source", scale.source());
}

}  // namespace

void check_indicators(Check const& check) {
    auto const& pack = check.pack();
    if (pack.indicators().empty()) {
        if (pack.has_indicator_scale()) {
            check.fault(check.at("indicator_scale"), "a scale without indicators",
                        "write the indicators too, or remove it");
        }
        return;
    }
    Seen seen;
    for (int index = 0; index < pack.indicators_size(); ++index) {
        check_indicator(check, index);
        if (core::scope_of(pack.indicators(index)) == v1::INDICATOR_SCOPE_REGIONAL) {
            check_id(check, index, seen);
        } else {
            check_key(check, index, seen);
        }
    }
    check_columns(check, seen);
    check_scale(check);
}

}  // namespace larm::rules
