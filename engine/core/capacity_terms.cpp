#include "engine/core/capacity_terms.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace larm::core {
namespace {

/// To the nearest hundred-thousandth of a degree, about a metre: the one place where the pack's
/// floating point is read.
std::int64_t e5(double degrees) {
    return std::llround(degrees * 100'000.0);
}

Position position_of(v1::SitePlace const& place) {
    return {place.latitude_e5(), place.longitude_e5()};
}

}  // namespace

bool has_position(v1::SitePlace const& place) {
    return place.latitude_e5() != 0 || place.longitude_e5() != 0;
}

std::optional<std::size_t> HospitalTerms::step(std::string_view id) const {
    auto const found =
        std::ranges::find_if(steps, [id](auto const& each) { return each.rule->id() == id; });
    return found == steps.end() ? std::nullopt
                                : std::optional{static_cast<std::size_t>(found - steps.begin())};
}

CapacityTerms::CapacityTerms(v1::RulePack const& rules) {
    if (!rules.has_capacity()) {
        return;
    }
    rules_ = &rules;
    read_stages(rules.capacity());
    read_hospitals();
    read_ways();
    for (auto const horizon : rules.capacity().horizons_min()) {
        horizon_min_ = std::max<std::int64_t>(horizon_min_, horizon);
    }
}

void CapacityTerms::read_stages(v1::CapacityRules const& rules) {
    for (auto const& rule : rules.stages()) {
        if (!is_stage(rule.stage())) {
            continue;
        }
        auto& stage = stages_[index_of(rule.stage())];
        stage.is_known = true;
        stage.max_age = seconds(std::int64_t{60} * rule.max_age_min());
        stage.stay_min = rule.stay_min();
        for (auto const dimension : rule.binds()) {
            if (is_dimension(static_cast<v1::PlusDimension>(dimension))) {
                stage.binds[index_of(static_cast<v1::PlusDimension>(dimension))] = true;
            }
        }
    }
    for (auto const& rule : rules.severities()) {
        if (rule.severity() == v1::SEVERITY_UNSPECIFIED ||
            static_cast<std::size_t>(rule.severity()) > severity_count) {
            continue;
        }
        auto const severity = index_of(rule.severity());
        for (auto const& need : rule.needs()) {
            if (is_stage(need.stage())) {
                stages_[index_of(need.stage())].need_permille[severity] = need.permille();
            }
        }
        binding_stages_[severity] =
            is_stage(rule.binding_stage()) ? index_of(rule.binding_stage()) : 0;
    }
}

void CapacityTerms::read_hospitals() {
    for (auto const& rule : rules_->hospitals()) {
        auto& hospital = hospitals_.emplace_back();
        hospital.rule = &rule;
        hospital.position = {e5(rule.latitude()), e5(rule.longitude())};
        index_.emplace_back(rule.id(), hospitals_.size() - 1);
    }
    std::ranges::sort(index_);
    for (auto const& plus : rules_->plus()) {
        auto const found = this->hospital(plus.hospital_id());
        if (!found) {
            continue;
        }
        auto& hospital = hospitals_[*found];
        for (auto const& stage : plus.stages()) {
            for (auto const& each : stage.dimensions()) {
                if (is_stage(stage.stage()) && is_dimension(each.dimension())) {
                    hospital.baseline[index_of(stage.stage())][index_of(each.dimension())] =
                        each.baseline();
                    hospital.maximum[index_of(stage.stage())][index_of(each.dimension())] =
                        each.maximum();
                }
            }
        }
        for (auto const& step : plus.steps()) {
            if (!is_dimension(step.dimension())) {
                continue;
            }
            auto& terms = hospital.steps.emplace_back();
            terms.rule = &step;
            terms.dimension = index_of(step.dimension());
            for (auto const& add : step.adds()) {
                if (is_stage(add.stage())) {
                    terms.adds[index_of(add.stage())] += add.patients();
                }
            }
        }
    }
    for (auto& hospital : hospitals_) {
        for (std::size_t stage = 0; stage < stage_count; ++stage) {
            hospital.most[stage] = least_maximum(hospital, stage);
        }
    }
}

void CapacityTerms::read_ways() {
    auto const count = hospitals_.size();
    ways_.assign(count * count, {});
    for (std::size_t from = 0; from < count; ++from) {
        for (std::size_t to = from + 1; to < count; ++to) {
            auto const metres = metres_between(hospitals_[from].position, hospitals_[to].position);
            set_way(
                from, to,
                {road_minutes(rules().travel(), metres), air_minutes(rules().travel(), metres)});
        }
    }
    for (auto const& way : rules_->ways()) {
        auto const from = hospital(way.from());
        auto const to = hospital(way.to());
        if (from && to) {
            set_way(*from, *to, {way.road_min(), way.air_min()});
        }
    }
}

void CapacityTerms::set_way(std::size_t from, std::size_t to, Minutes minutes) {
    ways_[from * hospitals_.size() + to] = minutes;
    ways_[to * hospitals_.size() + from] = minutes;
}

std::optional<std::size_t> CapacityTerms::hospital(std::string_view id) const {
    auto const found =
        std::ranges::lower_bound(index_, id, {}, [](auto const& each) { return each.first; });
    return found == index_.end() || found->first != id ? std::nullopt
                                                       : std::optional{found->second};
}

int CapacityTerms::least_maximum(HospitalTerms const& hospital, std::size_t stage) const {
    auto least = std::numeric_limits<int>::max();
    for (std::size_t dimension = 0; dimension < dimension_count; ++dimension) {
        if (stages_[stage].binds[dimension]) {
            least = std::min(least, hospital.maximum[stage][dimension]);
        }
    }
    return least == std::numeric_limits<int>::max() ? 0 : least;
}

int CapacityTerms::road(std::size_t from, std::size_t to) const {
    return ways_[from * hospitals_.size() + to].road;
}

int CapacityTerms::air(std::size_t from, std::size_t to) const {
    return ways_[from * hospitals_.size() + to].air;
}

std::optional<int> CapacityTerms::road_from(v1::SitePlace const& place, std::size_t to) const {
    if (has_position(place)) {
        return road_minutes(rules().travel(),
                            metres_between(position_of(place), hospitals_[to].position));
    }
    auto const near = hospital(place.near_hospital_id());
    return near ? std::optional{place.minutes() + road(*near, to)} : std::nullopt;
}

std::optional<int> CapacityTerms::air_from(v1::SitePlace const& place, std::size_t to) const {
    if (has_position(place)) {
        return air_minutes(rules().travel(),
                           metres_between(position_of(place), hospitals_[to].position));
    }
    auto const near = hospital(place.near_hospital_id());
    return near ? std::optional{place.minutes() + air(*near, to)} : std::nullopt;
}

}  // namespace larm::core
