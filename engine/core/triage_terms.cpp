#include "engine/core/triage_terms.hpp"

#include <algorithm>

#include "engine/core/pack.hpp"
#include "engine/core/party.hpp"

namespace larm::core {
namespace {

IndicatorRule machine_of(v1::TriageIndicator const& rule) {
    // Ages are in what it is made of: the course of a value says until when it is known.
    return {.threshold = rule.threshold(),
            .holds_above = !rule.below(),
            .hysteresis = rule.hysteresis(),
            .dwell = seconds(rule.dwell_s()),
            .dwell_back = seconds(rule.dwell_back_s()),
            .max_age = {}};
}

void add_indicators(TriageRegionTerms& region, v1::TriageSet const& set) {
    for (auto const& rule : set.indicators()) {
        if (auto const known = region.indicator(rule.id()); known) {
            region.indicators[*known] = {&rule, machine_of(rule)};
        } else {
            region.indicators.push_back({&rule, machine_of(rule)});
        }
    }
}

std::vector<std::size_t> indices(TriageRegionTerms const& region,
                                 google::protobuf::RepeatedPtrField<std::string> const& ids) {
    std::vector<std::size_t> found;
    for (auto const& id : ids) {
        if (auto const index = region.indicator(id); index) {
            found.push_back(*index);
        }
    }
    return found;
}

WhenTerms when_of(TriageRegionTerms const& region, v1::RecommendWhen const& rule) {
    return {rule.at_least(), indices(region, rule.of()), indices(region, rule.alone())};
}

void add_questions(TriageRegionTerms& region, v1::TriageSet const& set) {
    for (auto const& rule : set.questions()) {
        if (auto const known = region.question(rule.id()); known) {
            region.questions[*known].rule = &rule;
        } else {
            region.questions.push_back({&rule, {}, {}});
        }
    }
}

TriageRegionTerms terms_of(Pack const& pack, std::string const& id) {
    auto const& rules = pack.rules.triage();
    TriageRegionTerms region;
    region.region_id = id;
    v1::TriageDecider const* decider = nullptr;
    for (auto const* const set : {triage_set(rules, {}), triage_set(rules, id)}) {
        if (set == nullptr) {
            continue;
        }
        add_indicators(region, *set);
        add_questions(region, *set);
        decider = set->has_decider() ? &set->decider() : decider;
    }
    for (auto& question : region.questions) {
        question.enter = when_of(region, question.rule->enter());
        question.back = when_of(region, question.rule->back());
    }
    if (decider != nullptr) {
        region.decider = make_party(
            decider->role(), decider->organisation_id().empty() ? id : decider->organisation_id());
        region.step = pack.step_index(decider->step());
    }
    return region;
}

}  // namespace

v1::TriageSet const* triage_set(v1::TriageRules const& rules, std::string_view region) {
    auto const found = std::ranges::find(rules.sets(), region, &v1::TriageSet::region_id);
    return found == rules.sets().end() ? nullptr : &*found;
}

std::optional<std::size_t> TriageRegionTerms::indicator(std::string_view id) const {
    for (std::size_t index = 0; index < indicators.size(); ++index) {
        if (indicators[index].rule->id() == id) {
            return index;
        }
    }
    return std::nullopt;
}

std::optional<std::size_t> TriageRegionTerms::question(std::string_view id) const {
    for (std::size_t index = 0; index < questions.size(); ++index) {
        if (questions[index].rule->id() == id) {
            return index;
        }
    }
    return std::nullopt;
}

TriageTerms::TriageTerms(Pack const& pack) {
    if (!pack.rules.has_triage()) {
        return;
    }
    for (auto const& region : pack.rules.regions()) {
        regions_.push_back(terms_of(pack, region.id()));
    }
}

std::optional<std::size_t> TriageTerms::region(std::string_view id) const {
    for (std::size_t index = 0; index < regions_.size(); ++index) {
        if (regions_[index].region_id == id) {
            return index;
        }
    }
    return std::nullopt;
}

}  // namespace larm::core
