// Values that are made of single observations, each of which gets too old by itself: sites,
// supplies, stocks of blood, and what humans say.
#include <algorithm>
#include <limits>

#include "engine/core/blood.hpp"
#include "engine/core/known_casualties.hpp"
#include "engine/core/party.hpp"
#include "engine/core/scene_now.hpp"
#include "engine/core/triage_read_parts.hpp"

namespace larm::core::triage {
namespace {

struct Observation {
    Instant stale_at;
    std::int64_t value = 0;
};

/// More than any count.
constexpr std::int64_t any_more = 1'000'000;

/// What counts as known, at least and at most, of the first so many that have become too old.
template <typename Value>
Course as_they_age(std::vector<Observation> observations, Value const& value) {
    Course course;
    std::ranges::sort(observations, {}, &Observation::stale_at);
    Instant from;
    for (std::size_t stale = 0; stale < observations.size(); ++stale) {
        if (stale == 0 || observations[stale].stale_at != from) {
            auto const [least, most] = value(observations, stale);
            course.steps.push_back({from, least, most - least});
        }
        from = observations[stale].stale_at;
    }
    course.known_until = from == Instant::never() ? Instant{} : from;
    return course;
}

Instant aged(std::int64_t observed_us, int max_age_s) {
    return Instant{observed_us} + seconds(max_age_s) + Duration{1};
}

std::int64_t least_of(std::vector<Observation> const& all, std::size_t from) {
    auto least = std::numeric_limits<std::int64_t>::max();
    for (auto index = from; index < all.size(); ++index) {
        least = std::min(least, all[index].value);
    }
    return least;
}

std::int64_t most_of(std::vector<Observation> const& all, std::size_t from) {
    auto most = std::numeric_limits<std::int64_t>::min();
    for (auto index = from; index < all.size(); ++index) {
        most = std::max(most, all[index].value);
    }
    return most;
}

void add_supplies(std::vector<Observation>& out, TriageSight const& sight,
                  std::string const& organisation, std::string const& item) {
    for (auto found = sight.supplies.lower_bound({organisation, item});
         found != sight.supplies.end() && found->first.first == organisation; ++found) {
        if (!item.empty() && found->first.second != item) {
            return;
        }
        auto const& record = found->second;
        out.push_back({record.stale_at_us() == 0 ? Instant::never() : Instant{record.stale_at_us()},
                       record.days_of_cover_tenths()});
    }
}

std::int64_t units_of_product(blood::Units const& units, v1::BloodProduct product) {
    std::int64_t sum = 0;
    for (auto const& [kind, count] : units) {
        sum += kind.first == product ? count : 0;
    }
    return sum;
}

}  // namespace

Course severe_waiting(TriageSight const& sight, TriageRegionTerms const& region,
                      v1::TriageIndicator const& rule) {
    constexpr auto severe = index_of(v1::SEVERITY_SEVERE);
    std::vector<Observation> sites;
    for (auto const& site : sight.incident.casualties.sites) {
        // A site that is empty, or whose last were moved away, stays so until somebody says
        // otherwise.
        auto const waiting = scene_now(sight.incident.casualties, site).at_scene[severe];
        sites.push_back(
            {waiting == 0 ? Instant::never() : aged(site.observed_at_us(), rule.max_age_s()),
             waiting});
    }
    if (!sites.empty() && sight.incident.region_id != region.region_id) {
        return Course{{Course::Step{}}, {}};
    }
    return as_they_age(std::move(sites), [](auto const& all, std::size_t stale) {
        std::int64_t sum = 0;
        for (auto index = stale; index < all.size(); ++index) {
            sum += all[index].value;
        }
        return std::pair{sum, sum + (stale == 0 ? 0 : any_more)};
    });
}

Course supply_cover(TriageSight const& sight, TriageRegionTerms const& region,
                    v1::TriageIndicator const& rule) {
    std::vector<Observation> supplies;
    add_supplies(supplies, sight, region.region_id, rule.item());
    for (auto const& hospital : sight.incident.pack->rules.hospitals()) {
        if (hospital.region_id() == region.region_id) {
            add_supplies(supplies, sight, hospital.id(), rule.item());
        }
    }
    return as_they_age(std::move(supplies), [](auto const& all, std::size_t stale) {
        auto const known = least_of(all, stale);
        return std::pair{stale == 0 ? known : 0, known};
    });
}

Course blood_lack(TriageSight const& sight, TriageRegionTerms const& region,
                  v1::TriageIndicator const& rule) {
    auto const& rules = sight.incident.pack->rules;
    auto const casualties = known_casualties(sight.incident);
    auto const party = make_party(v1::ROLE_BLOOD, region.region_id);
    auto const counted = sight.blood_stocks.find(party);
    if (region.region_id != sight.incident.region_id || !rules.has_blood() || !casualties ||
        counted == sight.blood_stocks.end()) {
        return {};
    }
    std::int64_t needed = 0;
    for (auto const& need :
         blood::need_of(rules.blood(), blood::expected_of(rules.blood(), *casualties))) {
        needed += need.kind.first == rule.product() ? need.units : 0;
    }
    auto has = units_of_product(blood::units_of(counted->second.lines()), rule.product());
    for (auto const& offer : sight.incident.blood.offers()) {
        // What has arrived is in the next count.
        auto const is_coming = offer.given().to() == party && offer.withdrawn_at_us() == 0 &&
                               (offer.arrived_at_us() == 0 ||
                                offer.arrived_at_us() > counted->second.observed_at_us());
        has += is_coming ? units_of_product(blood::units_of(offer.accepted()), rule.product()) : 0;
    }
    auto const lacks = std::max<std::int64_t>(0, needed - has);
    Course course;
    course.steps.push_back({{}, needed == 0 ? 0 : lacks * 1000 / needed, 0});
    course.known_until = aged(counted->second.observed_at_us(), rules.blood().stock_max_age_s());
    return course;
}

Course reported(TriageSight const& sight, TriageRegionTerms const& region,
                v1::TriageIndicator const& rule) {
    std::vector<Observation> said;
    for (auto const& report : sight.incident.triage.reports) {
        if (report.region_id() == region.region_id && report.indicator_id() == rule.id()) {
            said.push_back({aged(report.observed_at_us(), rule.max_age_s()), report.value()});
        }
    }
    auto const& scale = rule.scale();
    return as_they_age(std::move(said), [&](auto const& all, std::size_t stale) {
        if (rule.below()) {
            auto const known = least_of(all, stale);
            auto const lowest = scale.empty() ? known : scale.begin()->value();
            return std::pair{stale == 0 ? known : std::min(known, lowest), known};
        }
        auto const known = most_of(all, stale);
        auto const highest = scale.empty() ? known : scale.rbegin()->value();
        return std::pair{known, stale == 0 ? known : std::max(known, highest)};
    });
}

}  // namespace larm::core::triage
