// What an alarm is measured by afterwards. What the log knows of an indicator is engine/report's.
#include <fmt/format.h>

#include <set>

#include "engine/rules/check_pack.hpp"

namespace larm::rules {
namespace {

constexpr int day_s = 24 * 3600;
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
void check_ids(Check const& check) {
    std::set<int> seen;
    for (int index = 0; index < check.pack().indicators_size(); ++index) {
        auto const id = check.pack().indicators(index).id();
        auto const place = check.at("indicators", index).at("id");
        if (id == v1::REGIONAL_INDICATOR_UNSPECIFIED) {
            check.fault(place, "indicator without id");
        } else if (!seen.insert(id).second) {
            check.fault(place, fmt::format("two of the id {}", name_of(id)),
                        "each indicator has an id of its own");
        }
    }
    for (int id = v1::RegionalIndicator_MIN + 1; id <= v1::RegionalIndicator_MAX; ++id) {
        if (!seen.contains(id)) {
            check.lacks(fmt::format("no indicator {}", name_of(id)),
                        "a pack has all of the table's indicators, or none");
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
    for (int index = 0; index < pack.indicators_size(); ++index) {
        check_indicator(check, index);
    }
    check_ids(check);
    check_scale(check);
}

}  // namespace larm::rules
