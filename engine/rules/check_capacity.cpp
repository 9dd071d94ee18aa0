// What hospitals can take: stages, what casualties need, how they come, how far it is. The ladders
// are in check_plus.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "engine/rules/check_capacity.hpp"
#include "engine/rules/check_pack.hpp"
#include "engine/rules/names.hpp"
#include "engine/rules/pack_names.hpp"

namespace larm::rules {
namespace {

constexpr std::size_t algorithm_bytes_max = 64;  ///< As in ReportCasualties.

/// BedType of EDXL-HAVE 1.0.
constexpr std::array<std::string_view, 14> bed_types{
    "AdultICU",       "PediatricICU",     "NeonatalICU",          "EmergencyDepartment",
    "NurseryBeds",    "MedicalSurgical",  "RehabLongTermCare",    "Burn",
    "Pediatrics",     "AdultPsychiatric", "PediatricPsychiatric", "NegativeFlowIsolation",
    "OtherIsolation", "OperatingRooms"};

void check_titles(Check const& check, Place const& place, v1::Text const& title) {
    check.present(place.at("title").at("sv"), "title in Swedish", title.sv());
    check.present(place.at("title").at("en"), "title in English", title.en());
}

void check_stage(Check const& check, Place const& place, v1::StageRule const& rule) {
    check_titles(check, place, rule.title());
    check.range(place.at("max_age_min"), "max_age_min", rule.max_age_min(), 1, day_min);
    check.range(place.at("stay_min"), "stay_min", rule.stay_min(), 0, 2 * day_min);
    check.present(place.at("source"), "source", rule.source());
    if (rule.binds().empty()) {
        check.fault(place, "nothing binds the stage",
                    "write binds: [PLUS_DIMENSION_STAFF], or others");
    }
    std::set<int> seen;
    for (int index = 0; index < rule.binds_size(); ++index) {
        auto const at = place.at("binds", index);
        if (rule.binds(index) == v1::PLUS_DIMENSION_UNSPECIFIED) {
            check.fault(at, "PLUS_DIMENSION_UNSPECIFIED is no dimension");
        } else if (!seen.insert(rule.binds(index)).second) {
            check.fault(at, "the same dimension twice", "name each once");
        }
    }
    if (!rule.have_bed_type().empty() &&
        std::ranges::find(bed_types, rule.have_bed_type()) == bed_types.end()) {
        check.fault(place.at("have_bed_type"),
                    fmt::format("HAVE has no bed type \"{}\"", rule.have_bed_type()),
                    did_you_mean(rule.have_bed_type(), {bed_types.begin(), bed_types.end()}));
    }
}

void check_stages(Check const& check, Place const& capacity) {
    auto const& rules = check.pack().capacity();
    if (rules.stages().empty()) {
        check.fault(capacity, "no care stages", "write stages { ... }");
    }
    std::set<int> seen;
    for (int index = 0; index < rules.stages_size(); ++index) {
        auto const place = capacity.at("stages", index);
        auto const stage = rules.stages(index).stage();
        if (stage == v1::CARE_STAGE_UNSPECIFIED) {
            check.fault(place.at("stage"), "stage missing");
        } else if (!seen.insert(stage).second) {
            check.fault(place.at("stage"), fmt::format("two of {}", v1::CareStage_Name(stage)),
                        "each stage has rules of its own once");
        }
        check_stage(check, place, rules.stages(index));
    }
}

void check_severity(Check const& check, Place const& place, v1::SeverityRule const& rule) {
    check_titles(check, place, rule.title());
    check.present(place.at("source"), "source", rule.source());
    auto binds = false;
    for (int index = 0; index < rule.needs_size(); ++index) {
        auto const at = place.at("needs", index);
        check_known_stage(check, at.at("stage"), rule.needs(index).stage());
        check.range(at.at("permille"), "permille", rule.needs(index).permille(), 1, 1000);
        binds = binds || rule.needs(index).stage() == rule.binding_stage();
    }
    check_known_stage(check, place.at("binding_stage"), rule.binding_stage());
    if (!binds && rule.binding_stage() != v1::CARE_STAGE_UNSPECIFIED) {
        check.fault(place.at("binding_stage"), "nobody of this severity needs the stage that binds",
                    "write it among needs");
    }
}

void check_severities(Check const& check, Place const& capacity) {
    auto const& rules = check.pack().capacity();
    std::set<int> seen;
    for (int index = 0; index < rules.severities_size(); ++index) {
        auto const place = capacity.at("severities", index);
        auto const severity = rules.severities(index).severity();
        if (severity == v1::SEVERITY_UNSPECIFIED || !seen.insert(severity).second) {
            check.fault(place.at("severity"), severity == v1::SEVERITY_UNSPECIFIED
                                                  ? "severity missing"
                                                  : "the same severity twice");
        }
        check_severity(check, place, rules.severities(index));
    }
    for (auto const severity : {v1::SEVERITY_SEVERE, v1::SEVERITY_MODERATE, v1::SEVERITY_MINOR}) {
        if (!seen.contains(severity)) {
            check.fault(capacity, fmt::format("no {}", v1::Severity_Name(severity)),
                        "say what casualties of each severity need");
        }
    }
}

void check_levels(Check const& check, Place const& capacity) {
    auto const& rules = check.pack().capacity();
    std::set<std::pair<int, int>> seen;
    for (int index = 0; index < rules.levels_size(); ++index) {
        auto const place = capacity.at("levels", index);
        auto const& rule = rules.levels(index);
        if (rule.level() == v1::READINESS_LEVEL_UNSPECIFIED) {
            check.fault(place.at("level"), "level missing");
        }
        if (rule.dimension() == v1::PLUS_DIMENSION_UNSPECIFIED) {
            check.fault(place.at("dimension"), "dimension missing");
        }
        check.range(place.at("up_to_order"), "up_to_order", rule.up_to_order(), 1, 100);
        if (!seen.emplace(rule.level(), rule.dimension()).second) {
            check.fault(place, "the same level and dimension twice", "write it once");
        }
    }
}

void check_arrival(Check const& check, Place const& place, v1::ArrivalModel const& model) {
    check.range(place.at("half_time_min"), "half_time_min", model.half_time_min(), 1, 600);
    check.range(place.at("nearest_permille"), "nearest_permille", model.nearest_permille(), 0,
                1000);
    check.range(place.at("spread"), "spread", model.spread(), 1, 50);
    check.range(place.at("correct_from"), "correct_from", model.correct_from(), 1, 10'000);
    check.range(place.at("correct_min_permille"), "correct_min_permille",
                model.correct_min_permille(), 1, 1000);
    check.range(place.at("correct_max_permille"), "correct_max_permille",
                model.correct_max_permille(), 1000, 10'000);
    check.present(place.at("source"), "source", model.source());
}

void check_arrivals(Check const& check, Place const& capacity) {
    auto const& rules = check.pack().capacity();
    auto const ids = ids_of(rules.arrivals());
    auto defaults = 0;
    for (int index = 0; index < rules.arrivals_size(); ++index) {
        auto const place = capacity.at("arrivals", index);
        check.id(place.at("id"), "arrival model", rules.arrivals(index).id(), ids, index);
        check_arrival(check, place, rules.arrivals(index));
        if (rules.arrivals(index).words().empty() && ++defaults > 1) {
            check.fault(place, "a second model without words",
                        "one model without words is the default; give the others words");
        }
    }
    if (defaults == 0) {
        check.fault(capacity, "no arrival model for whatever has none of its own",
                    "write one without words");
    }
}

void check_travel(Check const& check, Place const& place) {
    auto const& rule = check.pack().capacity().travel();
    check.range(place.at("detour_permille"), "detour_permille", rule.detour_permille(), 1000, 3000);
    check.range(place.at("road_kmh"), "road_kmh", rule.road_kmh(), 10, 200);
    check.range(place.at("road_start_min"), "road_start_min", rule.road_start_min(), 0, 120);
    check.range(place.at("air_kmh"), "air_kmh", rule.air_kmh(), 50, 500);
    check.range(place.at("air_start_min"), "air_start_min", rule.air_start_min(), 0, 120);
    check.present(place.at("source"), "source", rule.source());
}

void check_horizons(Check const& check, Place const& capacity) {
    auto const& horizons = check.pack().capacity().horizons_min();
    if (horizons.empty() || horizons.Get(0) != 0) {
        check.fault(horizons.empty() ? capacity : capacity.at("horizons_min", 0),
                    "the first horizon is not now",
                    "write horizons_min: [0, 30, 60, 120], or others");
    }
    for (int index = 1; index < horizons.size(); ++index) {
        if (horizons.Get(index) <= horizons.Get(index - 1) || horizons.Get(index) > day_min) {
            check.fault(capacity.at("horizons_min", index),
                        fmt::format("{} minutes", horizons.Get(index)),
                        "each horizon is later than the one before, and within a day");
        }
    }
}

void check_warning(Check const& check, Place const& place) {
    auto const& warning = check.pack().capacity().on_warning();
    check.known(place.at("message"), "message template", warning.message(),
                ids_of(check.pack().messages()));
    if (warning.channels().empty()) {
        check.fault(place, "nobody is told: no channel",
                    "write channels: [CHANNEL_PUSH, CHANNEL_SMS], or others");
    }
    std::set<int> seen;
    for (int index = 0; index < warning.channels_size(); ++index) {
        auto const channel = warning.channels(index);
        auto const at = place.at("channels", index);
        if (channel == v1::CHANNEL_UNSPECIFIED || channel == v1::CHANNEL_OPERATOR) {
            check.fault(at,
                        fmt::format("{} cannot be used here",
                                    v1::Channel_Name(static_cast<v1::Channel>(channel))),
                        "a warning of capacity is no call to make by hand");
        } else if (!seen.insert(channel).second) {
            check.fault(at, "the same channel twice", "name each once");
        }
    }
}

void check_ways(Check const& check) {
    auto const& pack = check.pack();
    auto const hospitals = ids_of(pack.hospitals());
    std::set<std::pair<std::string, std::string>> seen;
    for (int index = 0; index < pack.ways_size(); ++index) {
        auto const place = check.at("ways", index);
        auto const& way = pack.ways(index);
        check.known(place.at("from"), "hospital", way.from(), hospitals);
        check.known(place.at("to"), "hospital", way.to(), hospitals);
        check.range(place.at("road_min"), "road_min", way.road_min(), 1, day_min);
        check.range(place.at("air_min"), "air_min", way.air_min(), 1, day_min);
        if (way.from() == way.to()) {
            check.fault(place, "a way from a hospital to itself");
        } else if (!seen.emplace(std::minmax(way.from(), way.to())).second) {
            check.fault(place, fmt::format("the way between {} and {} twice", way.from(), way.to()),
                        "a way holds in both directions: write it once");
        }
    }
}

}  // namespace

void check_known_stage(Check const& check, Place const& place, v1::CareStage stage) {
    auto const& stages = check.pack().capacity().stages();
    if (stage == v1::CARE_STAGE_UNSPECIFIED) {
        check.fault(place, "stage missing");
    } else if (check.is_whole() &&
               std::ranges::find(stages, stage, &v1::StageRule::stage) == stages.end()) {
        check.fault(place, fmt::format("the pack has no rules for {}", v1::CareStage_Name(stage)),
                    "write them under capacity, stages");
    }
}

void check_capacity(Check const& check) {
    auto const& pack = check.pack();
    if (!pack.has_capacity()) {
        if (!pack.plus().empty()) {
            check.fault(check.at("plus", 0), "ladders without capacity rules",
                        "write capacity { ... } too, or remove them");
        }
        if (!pack.ways().empty()) {
            check.fault(check.at("ways", 0), "ways without capacity rules",
                        "write capacity { ... } too, or remove them");
        }
        return;
    }
    auto const capacity = check.at("capacity");
    check_stages(check, capacity);
    check_severities(check, capacity);
    check_levels(check, capacity);
    check_arrivals(check, capacity);
    check_travel(check, capacity.at("travel"));
    check_horizons(check, capacity);
    check.range(capacity.at("margin"), "margin", pack.capacity().margin(), 0, 1000);
    check.range(capacity.at("overdue_after_min"), "overdue_after_min",
                pack.capacity().overdue_after_min(), 0, 600);
    if (auto const bytes = pack.capacity().triage_algorithm().size(); bytes > algorithm_bytes_max) {
        check.fault(capacity.at("triage_algorithm"),
                    fmt::format("a triage algorithm's name of {} bytes", bytes),
                    fmt::format("a name has at most {}", algorithm_bytes_max));
    }
    if (pack.capacity().has_on_warning()) {
        check_warning(check, capacity.at("on_warning"));
    }
    check_ways(check);
    check_plus(check);
}

}  // namespace larm::rules
