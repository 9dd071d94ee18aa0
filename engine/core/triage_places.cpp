#include "engine/core/triage_places.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "engine/core/check.hpp"
#include "engine/core/earlier.hpp"

namespace larm::core {
namespace {

/// Millionths of places of those who have come after `minute`.
std::int64_t come_after(HospitalNow const& hospital, std::size_t stage, std::int64_t minute) {
    std::int64_t sum = 0;
    for (auto const& stream : hospital.streams) {
        if (stream.come.empty() || stream.terms == nullptr) {
            continue;
        }
        auto const there = stream.come_by(minute);
        auto const& need = stream.terms->stage(stage).need_permille;
        for (std::size_t severity = 0; severity < severity_count; ++severity) {
            sum += need[severity] * (stream.come.back().milli[severity] - there[severity]);
        }
    }
    return sum;
}

void count(StagePlaces& out, HospitalNow const& hospital, StageTerms const& terms,
           std::size_t stage) {
    auto least = std::numeric_limits<std::int64_t>::max();
    std::optional<std::int64_t> counted;  // figures are most often of one report, and of one minute
    std::int64_t come = 0;
    for (std::size_t dimension = 0; dimension < dimension_count; ++dimension) {
        if (!terms.binds[dimension]) {
            continue;
        }
        auto const& figure = hospital.figures[stage][dimension];
        if (!figure.is_reported) {
            out.stale_at = {};
            return;
        }
        auto const said = std::int64_t{figure.free} + figure.since;
        auto const free = hospital.takes_nobody ? std::min<std::int64_t>(0, said) : said;
        if (auto const observed = minute_of(figure.observed_at); counted != observed) {
            counted = observed;
            come = come_after(hospital, stage, observed);
        }
        least = std::min(least, free * 1'000'000 - come);
        out.stale_at = earlier(out.stale_at, figure.observed_at + terms.max_age + Duration{1});
    }
    if (out.stale_at.is_set()) {
        out.free = static_cast<int>(whole(least));
    }
}

HospitalPlaces counted(Capacity const& capacity, std::size_t hospital) {
    HospitalPlaces places;
    auto const& now = capacity.now(hospital);
    for (std::size_t stage = 0; stage < stage_count; ++stage) {
        auto const& terms = capacity.terms().stage(stage);
        auto& out = places.stages[stage];
        out.most = terms.is_known ? capacity.terms().most(hospital, stage) : 0;
        if (out.most > 0) {
            count(out, now, terms, stage);
        }
    }
    auto const* const record = capacity.record(hospital);
    if (record == nullptr) {
        return places;
    }
    for (auto const& shortfall : record->shortfalls()) {
        if (is_stage(shortfall.stage())) {
            places.stages[index_of(shortfall.stage())].short_at = {shortfall.short_at_us()};
        }
    }
    places.is_troubled =
        std::ranges::any_of(record->reports(), [](v1::CapacityReport const& report) {
            return report.facility() > v1::FACILITY_STATUS_NORMAL;
        });
    return places;
}

}  // namespace

void TriagePlaces::reset(Capacity const& capacity) {
    auto const& terms = capacity.terms();
    hospitals_.assign(terms.hospitals().size(), {});
    regions_.clear();
    by_region_.clear();
    for (std::size_t hospital = 0; hospital < terms.hospitals().size(); ++hospital) {
        auto const& region = terms.hospitals()[hospital].rule->region_id();
        regions_.push_back(&*by_region_.try_emplace(region).first);
        regions_.back()->second.hospitals.push_back(hospital);
        hospitals_[hospital] = counted(capacity, hospital);
    }
    for (auto& [id, region] : by_region_) {
        for (std::size_t stage = 0; stage < stage_count; ++stage) {
            sort_stage(region, stage);
        }
    }
}

bool TriagePlaces::renew(Capacity const& capacity, std::size_t hospital) {
    auto fresh = counted(capacity, hospital);
    auto& known = hospitals_[hospital];
    if (fresh == known) {
        return false;
    }
    std::swap(fresh, known);
    auto& region = regions_[hospital]->second;
    for (std::size_t stage = 0; stage < stage_count; ++stage) {
        if (fresh.stages[stage] != known.stages[stage]) {
            put(region.stages[stage], fresh.stages[stage], known.stages[stage]);
        }
    }
    return true;
}

/// In the place of what it was, or where it belongs by its age.
void TriagePlaces::put(RegionStage& sorted, StagePlaces const& former, StagePlaces const& now) {
    if (former.most > 0) {
        auto const at = std::ranges::find(sorted.hospitals, former);
        LARM_CHECK(at != sorted.hospitals.end());
        sorted.hospitals.erase(at);
    }
    if (now.most > 0) {
        sorted.hospitals.insert(
            std::ranges::upper_bound(sorted.hospitals, now.stale_at, {}, &StagePlaces::stale_at),
            now);
    }
    sorted.most += now.most - former.most;
}

void TriagePlaces::sort_stage(RegionPlaces& region, std::size_t stage) const {
    auto& sorted = region.stages[stage];
    sorted.hospitals.clear();
    sorted.most = 0;
    for (auto const hospital : region.hospitals) {
        auto const& places = hospitals_[hospital].stages[stage];
        if (places.most > 0) {
            sorted.hospitals.push_back(places);
            sorted.most += places.most;
        }
    }
    // Of those of the same age the order does not matter: they fall away together.
    std::ranges::sort(sorted.hospitals, {}, &StagePlaces::stale_at);
}

RegionPlaces const& TriagePlaces::in_region(std::string_view region) const {
    static RegionPlaces const none;
    auto const found = by_region_.find(region);
    return found == by_region_.end() ? none : found->second;
}

}  // namespace larm::core
