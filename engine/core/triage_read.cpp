#include "engine/core/triage_read.hpp"

#include <algorithm>

#include "engine/core/earlier.hpp"
#include "engine/core/transfers.hpp"
#include "engine/core/triage_read_parts.hpp"

namespace larm::core {
namespace triage {
namespace {

constexpr std::int64_t permille = 1000;
/// Where nothing is left to divide by; a pack's thresholds lie below it.
constexpr std::int64_t beyond_measure = 9'999;

/// Over the hospitals of a region. As one of them gets too old the bounds go apart, and never the
/// other way: what is unknown turns nothing.
struct Sums {
    std::int64_t free = 0;          ///< At least: of those that are known.
    std::int64_t free_most = 0;     ///< With what the others have at the most.
    std::int64_t missing = 0;       ///< At least: of those that are known.
    std::int64_t missing_most = 0;  ///< With what the others lacked when they were last known.
    std::int64_t known_most = 0;    ///< What those have at the most that are known.
    std::int64_t unknown = 0;       ///< Hospitals.

    void know(StagePlaces const& one) {
        free += std::max(one.free, 0);
        free_most += std::max(one.free, 0);
        missing += std::max(-one.free, 0);
        missing_most += std::max(-one.free, 0);
        known_most += one.most;
    }
    void lose(StagePlaces const& one) {
        free -= std::max(one.free, 0);
        free_most += std::max(one.most - std::max(one.free, 0), 0);
        missing -= std::max(-one.free, 0);
        known_most -= one.most;
        ++unknown;
    }
};

void add_step(Course& course, Instant from, std::int64_t value, std::int64_t more) {
    if (!course.steps.empty() && course.steps.back().from == from) {
        course.steps.pop_back();
    }
    if (course.steps.empty() || course.steps.back().value != value ||
        course.steps.back().more != more) {
        course.steps.push_back({from, value, more});
    }
}

/// The value from ever, and each time that a hospital's figures get too old; `value` gives it at
/// least and at most. Known while so many of a thousand places are.
template <typename Value>
Course as_they_age(RegionStage const& region, int known_permille, Value const& value,
                   Course course) {
    course.steps.reserve(region.hospitals.size() + 1);
    Sums sums;
    for (auto const& one : region.hospitals) {
        sums.know(one);
    }
    auto const enough = [&] {
        return region.most > 0 && sums.known_most > 0 &&
               sums.known_most * permille >= known_permille * region.most;
    };
    Instant from;
    for (std::size_t index = 0;; ++index) {
        auto const is_last = index == region.hospitals.size();
        auto const next = is_last ? Instant{} : region.hospitals[index].stale_at;
        if (is_last || next != from) {
            if (!enough()) {
                course.known_until = course.steps.empty() ? Instant{} : from;
                return course;
            }
            auto const [least, most] = value(sums);
            add_step(course, from, least, most - least);
        }
        if (is_last) {
            return course;
        }
        from = next;
        sums.lose(region.hospitals[index]);
    }
}

RegionPlaces const& places_in(TriageSight const& sight, std::string_view region) {
    return sight.here != nullptr ? *sight.here : sight.places.in_region(region);
}

/// Persons whom the region's hospitals have been promised, and who are not there yet: the plan of
/// who is expected is made without them.
Counts promised(TriageSight const& sight, std::string_view region) {
    Counts counts{};
    for (auto const& move : sight.incident.casualties.moves) {
        if (is_promised(move) && sight.incident.pack->region_of(move.to_hospital_id()) == region) {
            counts[index_of(move.severity())] += move.count();
        }
    }
    return counts;
}

/// Thousandths of persons who are expected at the region's hospitals.
Counts expected_in(TriageSight const& sight, ArrivalPlan const& plan, std::string_view region) {
    Counts milli{};
    if (plan.terms == &sight.capacity.terms()) {  // so it is but for a pack that came in between
        for (auto const hospital : places_in(sight, region).hospitals) {
            auto const found =
                std::ranges::lower_bound(plan.hospitals, hospital, {}, &Expected::hospital);
            if (found != plan.hospitals.end() && found->hospital == hospital) {
                milli = sum(milli, found->milli);
            }
        }
        return milli;
    }
    for (auto const& expected : plan.hospitals) {
        if (plan.terms->hospitals()[expected.hospital].rule->region_id() == region) {
            milli = sum(milli, expected.milli);
        }
    }
    return milli;
}

/// Millionths of places that those need who are expected at the region's hospitals.
std::int64_t needed(TriageSight const& sight, std::string_view region, std::size_t stage) {
    auto const& plan = sight.capacity.plan(sight.number);
    auto const coming = promised(sight, region);
    auto const& by_promise = sight.capacity.terms_of(sight.number).stage(stage).need_permille;
    std::int64_t sum = 0;
    for (std::size_t severity = 0; severity < severity_count; ++severity) {
        sum += by_promise[severity] * coming[severity] * permille;
    }
    if (plan.hospitals.empty()) {
        return sum;
    }
    auto const expected = expected_in(sight, plan, region);
    auto const& need = plan.terms->stage(stage).need_permille;
    for (std::size_t severity = 0; severity < severity_count; ++severity) {
        sum += need[severity] * expected[severity];
    }
    return sum;
}

/// Rounded down.
std::int64_t ratio(std::int64_t millionths, std::int64_t by) {
    if (millionths <= 0) {
        return 0;
    }
    return by <= 0 ? beyond_measure : std::min(beyond_measure, millionths / (permille * by));
}

Course stage_load(TriageSight const& sight, TriageRegionTerms const& region,
                  v1::TriageIndicator const& rule, Course course) {
    auto const stage = index_of(rule.stage());
    auto const need = needed(sight, region.region_id, stage);
    return as_they_age(
        places_in(sight, region.region_id).stages[stage], rule.known_permille(),
        [need](Sums const& sums) {
            auto const least = need + sums.missing * 1'000'000;
            auto const most = need + sums.missing_most * 1'000'000;
            return std::pair{ratio(least, sums.free_most), ratio(most, sums.free)};
        },
        std::move(course));
}

Course transport_load(TriageSight const& sight, TriageRegionTerms const& region,
                      v1::TriageIndicator const& rule, Course course) {
    auto const stage = index_of(rule.stage());
    auto const need = needed(sight, region.region_id, stage);
    std::int64_t vehicles = 0;
    for (auto const& each : sight.incident.transports) {
        vehicles += each.firm();
    }
    return as_they_age(
        places_in(sight, region.region_id).stages[stage], rule.known_permille(),
        [need, vehicles](Sums const& sums) {
            auto const least = need + (sums.missing - sums.free_most) * 1'000'000;
            auto const most = need + (sums.missing_most - sums.free) * 1'000'000;
            return std::pair{ratio(least, vehicles), ratio(most, vehicles)};
        },
        std::move(course));
}

Course unknown_hospitals(TriageSight const& sight, TriageRegionTerms const& region,
                         v1::TriageIndicator const& rule, Course course) {
    auto const& all = places_in(sight, region.region_id).stages[index_of(rule.stage())];
    if (all.hospitals.empty()) {
        return course;
    }
    auto const count = static_cast<std::int64_t>(all.hospitals.size());
    add_step(course, {}, 0, 0);
    for (std::size_t index = 0; index < all.hospitals.size(); ++index) {
        add_step(course, all.hospitals[index].stale_at,
                 static_cast<std::int64_t>(index + 1) * permille / count, 0);
    }
    return course;
}

/// Those that come within the horizon count from then on; of what is too old nobody knows whether
/// it still comes.
Course shortfalls(TriageSight const& sight, TriageRegionTerms const& region,
                  v1::TriageIndicator const& rule, Course course) {
    auto const& all = places_in(sight, region.region_id).stages[index_of(rule.stage())];
    auto const horizon = seconds(std::int64_t{60} * rule.horizon_min());
    auto const unknown = [](Sums const& sums) { return std::pair{std::int64_t{0}, sums.unknown}; };
    auto const is_short = [](StagePlaces const& one) { return one.short_at.is_set(); };
    if (std::ranges::none_of(all.hospitals, is_short)) {
        return as_they_age(all, rule.known_permille(), unknown, std::move(course));
    }
    auto const ages = as_they_age(all, rule.known_permille(), unknown, {});
    std::vector<Instant> times;
    times.reserve(ages.steps.size() + all.hospitals.size());
    for (auto const& step : ages.steps) {
        times.push_back(step.from);
    }
    auto const in_sight = [&](StagePlaces const& one) {
        return rule.horizon_min() > 0 ? one.short_at - horizon : Instant{};
    };
    for (auto const& one : all.hospitals) {
        if (is_short(one)) {
            times.push_back(in_sight(one));
        }
    }
    std::ranges::sort(times);
    course.known_until = ages.known_until;
    for (auto const at : times) {
        auto const* const age = ages.at(at);
        if (age == nullptr) {
            break;
        }
        std::int64_t count = 0;
        for (auto const& one : all.hospitals) {
            count += static_cast<std::int64_t>(is_short(one) && in_sight(one) <= at &&
                                               one.stale_at > at);
        }
        add_step(course, at, count, age->more);
    }
    return course;
}

Course facilities(TriageSight const& sight, TriageRegionTerms const& region, Course course) {
    auto const& hospitals = places_in(sight, region.region_id).hospitals;
    if (!hospitals.empty()) {
        add_step(course, {},
                 std::ranges::count_if(
                     hospitals,
                     [&](std::size_t hospital) { return sight.places.at(hospital).is_troubled; }),
                 0);
    }
    return course;
}

Course severe_expected(TriageSight const& sight, TriageRegionTerms const& region, Course course) {
    auto const& plan = sight.capacity.plan(sight.number);
    if (plan.model == nullptr || plan.total == Counts{}) {
        return course;
    }
    constexpr auto severe = index_of(v1::SEVERITY_SEVERE);
    auto const milli = expected_in(sight, plan, region.region_id)[severe];
    auto come = promised(sight, region.region_id)[severe];
    for (auto const hospital : places_in(sight, region.region_id).hospitals) {
        auto const& id = sight.capacity.terms().hospitals()[hospital].rule->id();
        come += sight.incident.casualties.arrived_at(id)[severe] +
                sight.incident.casualties.arrived_uncounted(id)[severe];
    }
    add_step(course, {}, come + (milli + permille / 2) / permille, 0);
    return course;
}

}  // namespace

Course of_hospitals(TriageSight const& sight, TriageRegionTerms const& region,
                    v1::TriageIndicator const& rule, Course course) {
    if (!sight.capacity.terms().is_known()) {
        return {};
    }
    auto const source = rule.source();
    if (source == v1::TRIAGE_SOURCE_FACILITIES) {
        return facilities(sight, region, std::move(course));
    }
    if (source == v1::TRIAGE_SOURCE_SEVERE_EXPECTED) {
        return severe_expected(sight, region, std::move(course));
    }
    if (!is_stage(rule.stage())) {
        return {};
    }
    if (source == v1::TRIAGE_SOURCE_STAGE_LOAD) {
        return stage_load(sight, region, rule, std::move(course));
    }
    if (source == v1::TRIAGE_SOURCE_TRANSPORT_LOAD) {
        return transport_load(sight, region, rule, std::move(course));
    }
    return source == v1::TRIAGE_SOURCE_SHORTFALLS
               ? shortfalls(sight, region, rule, std::move(course))
               : unknown_hospitals(sight, region, rule, std::move(course));
}

}  // namespace triage

unsigned inputs_of(v1::TriageSource source) {
    using enum TriageInput;
    auto const bits = [](auto... inputs) { return (static_cast<unsigned>(inputs) | ...); };
    switch (source) {
        case v1::TRIAGE_SOURCE_STAGE_LOAD: return bits(hospitals, casualties);
        case v1::TRIAGE_SOURCE_TRANSPORT_LOAD: return bits(hospitals, casualties, transports);
        case v1::TRIAGE_SOURCE_SHORTFALLS:
        case v1::TRIAGE_SOURCE_UNKNOWN_HOSPITALS:
        case v1::TRIAGE_SOURCE_FACILITIES: return bits(hospitals);
        case v1::TRIAGE_SOURCE_SEVERE_WAITING:
        case v1::TRIAGE_SOURCE_SEVERE_EXPECTED: return bits(casualties);
        case v1::TRIAGE_SOURCE_SUPPLY_COVER: return bits(supplies);
        case v1::TRIAGE_SOURCE_BLOOD_LACK: return bits(blood, casualties);
        case v1::TRIAGE_SOURCE_REPORTED: return bits(reports);
        case v1::TRIAGE_SOURCE_UNSPECIFIED:
        case v1::TriageSource_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::TriageSource_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return 0;
}

Course read_course(TriageSight const& sight, TriageRegionTerms const& region,
                   v1::TriageIndicator const& rule, Course former) {
    switch (rule.source()) {
        case v1::TRIAGE_SOURCE_STAGE_LOAD:
        case v1::TRIAGE_SOURCE_TRANSPORT_LOAD:
        case v1::TRIAGE_SOURCE_SHORTFALLS:
        case v1::TRIAGE_SOURCE_UNKNOWN_HOSPITALS:
        case v1::TRIAGE_SOURCE_FACILITIES:
        case v1::TRIAGE_SOURCE_SEVERE_EXPECTED:
            former.steps.clear();
            former.known_until = {};
            return triage::of_hospitals(sight, region, rule, std::move(former));
        case v1::TRIAGE_SOURCE_SEVERE_WAITING: return triage::severe_waiting(sight, region, rule);
        case v1::TRIAGE_SOURCE_SUPPLY_COVER: return triage::supply_cover(sight, region, rule);
        case v1::TRIAGE_SOURCE_BLOOD_LACK: return triage::blood_lack(sight, region, rule);
        case v1::TRIAGE_SOURCE_REPORTED: return triage::reported(sight, region, rule);
        case v1::TRIAGE_SOURCE_UNSPECIFIED:
        case v1::TriageSource_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::TriageSource_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {};
}

}  // namespace larm::core
