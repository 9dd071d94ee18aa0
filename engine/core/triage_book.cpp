#include "engine/core/triage_book.hpp"

#include <algorithm>

#include "engine/core/earlier.hpp"
#include "engine/core/triage_weigh.hpp"

namespace larm::core {
namespace {

bool is_same(v1::TriageRecommendation const& one, v1::TriageRecommendation const& other) {
    return one.region_id() == other.region_id() && one.question_id() == other.question_id() &&
           one.expired() == other.expired();
}

void save_cell(TriageCell const& cell, v1::IndicatorRecord& out) {
    *out.mutable_told() = cell.last;
    out.mutable_told()->set_standing(cell.told);
    out.set_told_at_us(cell.told_at.us);
    out.set_holds(cell.indicator.holds());
    out.set_since_us(cell.indicator.since().us);
    out.set_turning_since_us(cell.indicator.turning_since().us);
    for (auto const& step : cell.course.steps) {
        auto& saved = *out.add_course();
        saved.set_from_us(step.from.us);
        saved.set_value(step.value);
        saved.set_value_max(step.value + step.more);
    }
    out.set_known_until_us(cell.course.known_until.us);
    out.set_looked_at_us(cell.looked_at.us);
}

TriageCell load_cell(v1::IndicatorRecord const& saved) {
    TriageCell cell;
    cell.last = saved.told();
    cell.told = saved.told().standing();
    cell.told_at = {saved.told_at_us()};
    for (auto const& step : saved.course()) {
        cell.course.steps.push_back(
            {{step.from_us()}, step.value(), step.value_max() - step.value()});
    }
    cell.course.known_until = {saved.known_until_us()};
    cell.looked_at = {saved.looked_at_us()};
    std::optional<Figure> figure;
    if (auto const* const step = cell.course.at(cell.looked_at); step != nullptr) {
        figure = Figure{step->value, cell.looked_at, step->more, cell.course.known_until};
    } else if (saved.since_us() != 0) {
        figure = Figure{0, cell.looked_at, 0, cell.looked_at};  // it was known once
    }
    cell.indicator =
        Indicator::restored(figure, saved.holds(), {saved.since_us()}, {saved.turning_since_us()});
    return cell;
}

}  // namespace

void TriageBook::open() {
    cells.clear();
    for (auto const& region : terms->regions()) {
        cells.emplace_back(region.indicators.size());
    }
}

void TriageBook::weigh(Instant at) {
    weighs_since = cells.empty() || weigh_triage(*this, at).empty() ? Instant{} : at;
    find_due();
}

void TriageBook::find_due() {
    due = weighs_since;
    for (auto const& region : cells) {
        for (auto const& cell : region) {
            due = earlier(due, cell.due);
        }
    }
    if (!cells.empty()) {
        due = earlier(due, next_expiry(*this));
    }
}

v1::TriageMode TriageBook::mode(std::string_view region) const {
    auto mode = v1::TRIAGE_MODE_NORMAL;
    for (auto const& decision : decisions) {
        if (decision.region_id() == region && decision.mode() != v1::TRIAGE_MODE_UNSPECIFIED) {
            mode = decision.mode();
        }
    }
    return mode;
}

v1::CareStandard TriageBook::standard(std::string_view region) const {
    auto standard = v1::CARE_STANDARD_CONVENTIONAL;
    for (auto const& decision : decisions) {
        if (decision.region_id() == region &&
            decision.standard() != v1::CARE_STANDARD_UNSPECIFIED) {
            standard = decision.standard();
        }
    }
    return standard;
}

std::vector<std::string> TriageBook::rationed(std::string_view region) const {
    std::vector<std::string> items;
    for (auto const& decision : decisions) {
        if (decision.region_id() != region || decision.ration_item().empty()) {
            continue;
        }
        std::erase(items, decision.ration_item());
        if (!decision.ends()) {
            items.push_back(decision.ration_item());
        }
    }
    return items;
}

bool TriageBook::rations(std::string_view region, std::string_view item) const {
    auto const items = rationed(region);
    return std::ranges::find(items, item) != items.end();
}

v1::TriageDecision const* TriageBook::last(std::string_view region) const {
    v1::TriageDecision const* found = nullptr;
    for (auto const& decision : decisions) {
        found = decision.region_id() == region ? &decision : found;
    }
    return found;
}

v1::TriageRecommendation const* TriageBook::recommendation(std::string_view region,
                                                           std::string_view question) const {
    auto const found = std::ranges::find_if(standing, [&](auto const& each) {
        return each.region_id() == region && each.question_id() == question && each.expired() == 0;
    });
    return found == standing.end() ? nullptr : &*found;
}

bool TriageBook::waits_for(std::string_view decider) const {
    return std::ranges::any_of(standing, [&](auto const& each) {
        return each.decided() == 0 && each.decider() == decider;
    });
}

void TriageBook::fold(v1::IndicatorReport const& report) {
    auto const known = std::ranges::find_if(reports, [&](auto const& each) {
        return each.region_id() == report.region_id() &&
               each.indicator_id() == report.indicator_id() &&
               each.hospital_id() == report.hospital_id();
    });
    if (known == reports.end()) {
        reports.push_back(report);
    } else if (known->observed_at_us() <= report.observed_at_us()) {
        *known = report;
    }
}

void TriageBook::fold(v1::IndicatorsTurned const& turned, Instant at) {
    for (auto const& turn : turned.turns()) {
        auto const region = terms == nullptr ? std::nullopt : terms->region(turn.region_id());
        auto const index =
            region ? terms->regions()[*region].indicator(turn.indicator_id()) : std::nullopt;
        if (!index || cells.empty()) {
            continue;
        }
        auto& cell = cells[*region][*index];
        auto const& rule = terms->regions()[*region].indicators[*index].machine;
        cell.walk(rule, at);
        cell.told = turn.standing();
        cell.last = turn;
        cell.told_at = at;
        cell.find_due(rule);
    }
}

void TriageBook::fold(v1::TriageRecommendation const& recommendation) {
    recommended = std::max(recommended, recommendation.number());
    std::erase_if(standing, [&](auto const& each) { return is_same(each, recommendation); });
    standing.push_back(recommendation);
}

void TriageBook::fold(v1::RecommendationWithdrawn const& withdrawn) {
    std::erase_if(standing, [&](auto const& each) {
        return each.region_id() == withdrawn.region_id() && each.number() == withdrawn.number();
    });
}

void TriageBook::fold(v1::TriageDecision const& decision) {
    decisions.push_back(decision);
    for (auto& each : standing) {
        if (std::ranges::find(decision.against(), each.number()) == decision.against().end()) {
            continue;
        }
        each.set_decided(decision.number());
        auto const region = terms == nullptr ? std::nullopt : terms->region(each.region_id());
        auto const question =
            region ? terms->regions()[*region].question(each.question_id()) : std::nullopt;
        if (question && !cells.empty()) {
            each.clear_reasons();
            add_reasons(*this, *region, terms->regions()[*region].questions[*question], each);
        }
    }
    std::erase_if(standing, [&](auto const& each) {
        return std::ranges::find(decision.follows(), each.number()) != decision.follows().end();
    });
}

void TriageBook::fold(v1::DecisionReminded const& reminded) {
    fold(reminded.recommendation());
    auto const number = reminded.recommendation().expired();
    for (auto& decision : decisions) {
        if (decision.number() == number) {
            decision.set_reminded(true);
        }
    }
}

void TriageBook::save(v1::IncidentSnapshot& out) const {
    out.mutable_indicator_reports()->Add(reports.begin(), reports.end());
    for (std::size_t region = 0; region < cells.size(); ++region) {
        auto const& rules = terms->regions()[region];
        for (std::size_t index = 0; index < cells[region].size(); ++index) {
            auto& saved = *out.add_indicators();
            saved.set_region_id(rules.region_id);
            saved.set_indicator_id(rules.indicators[index].rule->id());
            save_cell(cells[region][index], saved);
        }
    }
    out.mutable_recommendations()->Add(standing.begin(), standing.end());
    out.mutable_triage_decisions()->Add(decisions.begin(), decisions.end());
    out.set_recommended(recommended);
    out.set_weighs_since_us(weighs_since.us);
}

void TriageBook::load(v1::IncidentSnapshot const& saved, TriageTerms const* of_pack) {
    reports.assign(saved.indicator_reports().begin(), saved.indicator_reports().end());
    standing.assign(saved.recommendations().begin(), saved.recommendations().end());
    decisions.assign(saved.triage_decisions().begin(), saved.triage_decisions().end());
    recommended = saved.recommended();
    terms = of_pack;
    if (of_pack == nullptr || saved.indicators().empty()) {
        return;
    }
    open();
    weighs_since = {saved.weighs_since_us()};
    for (auto const& record : saved.indicators()) {
        auto const region = terms->region(record.region_id());
        auto const index =
            region ? terms->regions()[*region].indicator(record.indicator_id()) : std::nullopt;
        if (index) {
            auto& cell = cells[*region][*index];
            cell = load_cell(record);
            cell.find_due(terms->regions()[*region].indicators[*index].machine);
        }
    }
    find_due();
}

}  // namespace larm::core
