// By what indicators mass-casualty triage and another standard of care are recommended, and whose
// decision they are: figures that make sense, names that exist, and a step that the core can ask
// by.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/core/pack.hpp"
#include "engine/core/party.hpp"
#include "engine/core/triage_terms.hpp"
#include "engine/rules/check_pack.hpp"
#include "engine/rules/names.hpp"
#include "engine/rules/pack_names.hpp"

namespace larm::rules {
namespace {

constexpr int scale_max = 20;

bool needs_stage(v1::TriageSource source) {
    return source == v1::TRIAGE_SOURCE_STAGE_LOAD || source == v1::TRIAGE_SOURCE_SHORTFALLS ||
           source == v1::TRIAGE_SOURCE_UNKNOWN_HOSPITALS ||
           source == v1::TRIAGE_SOURCE_TRANSPORT_LOAD;
}

bool needs_known(v1::TriageSource source) {
    return needs_stage(source) && source != v1::TRIAGE_SOURCE_UNKNOWN_HOSPITALS;
}

bool needs_capacity(v1::TriageSource source) {
    return needs_stage(source) || source == v1::TRIAGE_SOURCE_SEVERE_EXPECTED ||
           source == v1::TRIAGE_SOURCE_FACILITIES;
}

bool needs_age(v1::TriageSource source) {
    return source == v1::TRIAGE_SOURCE_REPORTED || source == v1::TRIAGE_SOURCE_SEVERE_WAITING;
}

/// What the source does not read must not stand there: somebody would believe it to be read.
void check_unread(Check const& check, Place const& place, bool is_read, bool is_written,
                  std::string_view what) {
    if (is_written && !is_read) {
        check.fault(place.at(what), fmt::format("{} means nothing to this source", what),
                    "leave it out");
    }
}

void check_scale(Check const& check, Place const& place, v1::TriageIndicator const& rule) {
    auto const is_reported = rule.source() == v1::TRIAGE_SOURCE_REPORTED;
    check_unread(check, place, is_reported, !rule.scale().empty(), "scale");
    if (!is_reported) {
        return;
    }
    if (rule.scale_size() < 2 || rule.scale_size() > scale_max) {
        check.fault(
            place, fmt::format("a scale of {} values", rule.scale_size()),
            fmt::format("write scale {{ value: 0 title {{ ... }} }}, 2 to {} of them", scale_max));
        return;
    }
    for (int index = 0; index < rule.scale_size(); ++index) {
        auto const at = place.at("scale", index);
        check.present(at.at("title").at("sv"), "title in Swedish", rule.scale(index).title().sv());
        if (index > 0 && rule.scale(index).value() <= rule.scale(index - 1).value()) {
            check.fault(at.at("value"), "comes before the one before it",
                        "each is greater than the one before");
        }
    }
    auto const& first = *rule.scale().begin();
    auto const& last = *rule.scale().rbegin();
    auto const turns = rule.below()
                           ? rule.threshold() >= first.value() && rule.threshold() < last.value()
                           : rule.threshold() > first.value() && rule.threshold() <= last.value();
    if (!turns) {
        check.fault(place.at("threshold"), "the scale lies on one side of the threshold",
                    "some of its values must hold and others not");
    }
}

void check_source(Check const& check, Place const& place, v1::TriageIndicator const& rule) {
    auto const source = rule.source();
    if (source == v1::TRIAGE_SOURCE_UNSPECIFIED) {
        check.fault(place.at("source"),
                    fmt::format("\"{}\" does not say where its value comes from", rule.id()),
                    "write source: TRIAGE_SOURCE_REPORTED for what a human says");
        return;
    }
    auto const& stages = check.pack().capacity().stages();
    if (needs_stage(source) &&
        std::ranges::find(stages, rule.stage(), &v1::StageRule::stage) == stages.end() &&
        check.is_whole()) {
        check.fault(
            place.at("stage"),
            rule.stage() == v1::CARE_STAGE_UNSPECIFIED
                ? std::string{"stage missing"}
                : fmt::format("the pack has no rules for {}", v1::CareStage_Name(rule.stage())),
            "name a stage of capacity { stages { ... } }");
    }
    if (needs_capacity(source) && !check.pack().has_capacity() && check.is_whole()) {
        check.fault(place.at("source"), "the pack says nothing of capacity",
                    "its value could never be known");
    }
    if (source == v1::TRIAGE_SOURCE_BLOOD_LACK) {
        auto const& needs = check.pack().blood().needs();
        if (std::ranges::find(needs, rule.product(), &v1::BloodNeedRule::product) == needs.end() &&
            check.is_whole()) {
            check.fault(place.at("product"), "the pack does not say how much of it is needed",
                        "name a product of blood { needs { ... } }");
        }
    }
    if (source == v1::TRIAGE_SOURCE_SUPPLY_COVER && !rule.item().empty()) {
        check.known(place.at("item"), "supply", rule.item(),
                    ids_of(check.pack().support().items()));
    }
    check_unread(check, place, needs_stage(source), rule.stage() != v1::CARE_STAGE_UNSPECIFIED,
                 "stage");
    check_unread(check, place, source == v1::TRIAGE_SOURCE_SUPPLY_COVER, !rule.item().empty(),
                 "item");
    check_unread(check, place, source == v1::TRIAGE_SOURCE_BLOOD_LACK,
                 rule.product() != v1::BLOOD_PRODUCT_UNSPECIFIED, "product");
    check_unread(check, place, needs_age(source), rule.max_age_s() != 0, "max_age_s");
    check_unread(check, place, source == v1::TRIAGE_SOURCE_SHORTFALLS, rule.horizon_min() != 0,
                 "horizon_min");
    check_unread(check, place, needs_known(source), rule.known_permille() != 0, "known_permille");
}

void check_indicator(Check const& check, Place const& place, v1::TriageIndicator const& rule) {
    check.present(place.at("title").at("sv"), "title in Swedish", rule.title().sv());
    check.present(place.at("title").at("en"), "title in English", rule.title().en());
    check.present(place.at("fact"), "fact", rule.fact());
    check_source(check, place, rule);
    check_scale(check, place, rule);
    if (rule.hysteresis() < 0) {
        check.fault(place.at("hysteresis"), fmt::format("hysteresis is {}", rule.hysteresis()),
                    "it is how far beyond the threshold, back, a value must be to cease: 0 or "
                    "more");
    }
    if (!rule.below() && rule.threshold() <= 0) {
        check.fault(place.at("threshold"), fmt::format("holds from {} on", rule.threshold()),
                    "no value lies below 0, so it would always hold");
    }
    if (!rule.below() && rule.threshold() - rule.hysteresis() <= 0 && rule.hysteresis() > 0) {
        check.fault(place.at("hysteresis"), "no value is so far back that it ceases",
                    "threshold less hysteresis must be more than 0");
    }
    check.range(place.at("dwell_s"), "dwell_s", rule.dwell_s(), 0, day_s);
    check.range(place.at("dwell_back_s"), "dwell_back_s", rule.dwell_back_s(), 0, day_s);
    if (needs_age(rule.source())) {
        check.range(place.at("max_age_s"), "max_age_s", rule.max_age_s(), 60, day_s);
        if (rule.max_age_s() >= 60 && rule.dwell_s() >= rule.max_age_s()) {
            check.fault(place.at("dwell_s"), "one observation gets too old before it holds",
                        "make dwell_s less than max_age_s");
        }
    }
    if (rule.source() == v1::TRIAGE_SOURCE_SHORTFALLS) {
        check.range(place.at("horizon_min"), "horizon_min", rule.horizon_min(), 0, day_min);
    }
    if (needs_known(rule.source())) {
        check.range(place.at("known_permille"), "known_permille", rule.known_permille(), 1, 1000);
    }
}

void check_when(Check const& check, Place const& place, v1::RecommendWhen const& when,
                std::vector<std::string> const& known) {
    std::set<std::string> seen;
    auto const names = [&](auto const& list, std::string_view field) {
        for (int index = 0; index < list.size(); ++index) {
            auto const at = place.at(field, index);
            check.known(at, "indicator", list.Get(index), known);
            if (!seen.insert(fmt::format("{} {}", field, list.Get(index))).second) {
                check.fault(at, fmt::format("\"{}\" twice", list.Get(index)), "name each once");
            }
        }
    };
    names(when.of(), "of");
    names(when.alone(), "alone");
    if (when.of().empty() && when.alone().empty()) {
        check.fault(place, "nothing makes it recommended",
                    "write at_least: 2 of: [...], or alone: [...]");
    } else if (!when.of().empty()) {
        check.range(place.at("at_least"), "at_least", when.at_least(), 1, when.of_size());
    }
}

void check_target(Check const& check, Place const& place, v1::TriageQuestion const& question) {
    switch (question.target_case()) {
        case v1::TriageQuestion::kMode:
            if (question.mode() != v1::TRIAGE_MODE_MASS_CASUALTY) {
                check.fault(place.at("mode"), "only another mode than the normal is recommended",
                            "write mode: TRIAGE_MODE_MASS_CASUALTY; the return has its own rule");
            }
            break;
        case v1::TriageQuestion::kStandard:
            if (question.standard() < v1::CARE_STANDARD_CONTINGENCY) {
                check.fault(place.at("standard"),
                            "only another standard than the normal is recommended",
                            "write CARE_STANDARD_CONTINGENCY or CARE_STANDARD_CRISIS; the return "
                            "has its own rule");
            }
            break;
        case v1::TriageQuestion::kRationItem:
            check.present(place.at("ration_item"), "ration_item", question.ration_item());
            break;
        case v1::TriageQuestion::TARGET_NOT_SET:
            check.fault(place,
                        fmt::format("\"{}\" does not say what is to be decided", question.id()),
                        "write mode, standard or ration_item");
            break;
    }
}

void check_question(Check const& check, Place const& place, v1::TriageQuestion const& question,
                    std::vector<std::string> const& indicators) {
    check.present(place.at("title").at("sv"), "title in Swedish", question.title().sv());
    check.present(place.at("title").at("en"), "title in English", question.title().en());
    check.present(place.at("text").at("sv"), "text for whoever decides, in Swedish",
                  question.text().sv());
    check.present(place.at("text_back").at("sv"), "text for the return, in Swedish",
                  question.text_back().sv());
    check.present(place.at("source"), "source", question.source());
    check_target(check, place, question);
    check_when(check, place.at("enter"), question.enter(), indicators);
    check_when(check, place.at("back"), question.back(), indicators);
}

/// Everybody who can be asked, as far as the pack knows.
bool is_there(v1::RulePack const& pack, v1::Role role, std::string const& organisation) {
    if (role == v1::ROLE_HOSPITAL) {
        return hospital_called(pack, organisation) != nullptr;
    }
    return (role == v1::ROLE_TIB || role == v1::ROLE_DEPUTY) &&
           region_called(pack, organisation) != nullptr;
}

void check_decider(Check const& check, Place const& place, v1::TriageSet const& set) {
    auto const& decider = set.decider();
    auto const at = place.at("decider");
    auto const& organisation = decider.organisation_id();
    if (decider.role() != v1::ROLE_TIB && decider.role() != v1::ROLE_DEPUTY &&
        decider.role() != v1::ROLE_HOSPITAL) {
        check.fault(at.at("role"), v1::Role_Name(decider.role()) + " decides on no triage",
                    "ROLE_TIB, ROLE_DEPUTY or ROLE_HOSPITAL");
    } else if (decider.role() == v1::ROLE_HOSPITAL && organisation.empty()) {
        check.fault(at, "a hospital's command decides, and no hospital is named",
                    "write organisation_id");
    } else if (!organisation.empty() && check.is_whole() &&
               !is_there(check.pack(), decider.role(), organisation)) {
        check.fault(at.at("organisation_id"),
                    fmt::format("nobody is {}", core::make_party(decider.role(), organisation)),
                    "name a region or hospital of the pack");
    }
    std::vector<std::string> steps;
    for (auto const& step : check.pack().steps()) {
        if (step.start().trigger() == v1::TRIGGER_TRIAGE_RECOMMENDED) {
            steps.push_back(step.id());
        }
    }
    check.known(at.at("step"), "step with TRIGGER_TRIAGE_RECOMMENDED", decider.step(), steps);
}

/// The default's with the region's own; what the region may name.
std::vector<std::string> indicators_of(v1::TriageRules const& rules, v1::TriageSet const& set) {
    auto ids = ids_of(set.indicators());
    if (auto const* const base = core::triage_set(rules, {}); base != nullptr && base != &set) {
        auto const more = ids_of(base->indicators());
        ids.insert(ids.end(), more.begin(), more.end());
    }
    return ids;
}

void check_set(Check const& check, Place const& place, v1::TriageSet const& set) {
    auto const is_default = set.region_id().empty();
    if (!is_default) {
        check.known(place.at("region_id"), "region", set.region_id(),
                    ids_of(check.pack().regions()));
    }
    if (set.has_decider()) {
        check_decider(check, place, set);
    } else if (is_default) {
        check.fault(place, "nobody decides", "write decider { role: ROLE_TIB step: ... }");
    }
    auto const ids = ids_of(set.indicators());
    for (int index = 0; index < set.indicators_size(); ++index) {
        auto const at = place.at("indicators", index);
        check.id(at.at("id"), "indicator", set.indicators(index).id(), ids, index);
        check_indicator(check, at, set.indicators(index));
    }
    auto const questions = ids_of(set.questions());
    auto const known = indicators_of(check.pack().triage(), set);
    for (int index = 0; index < set.questions_size(); ++index) {
        auto const at = place.at("questions", index);
        check.id(at.at("id"), "question", set.questions(index).id(), questions, index);
        check_question(check, at, set.questions(index), known);
    }
}

}  // namespace

void check_triage(Check const& check) {
    if (!check.pack().has_triage()) {
        return;
    }
    auto const place = check.at("triage");
    auto const& rules = check.pack().triage();
    std::set<std::string> regions;
    for (int index = 0; index < rules.sets_size(); ++index) {
        auto const at = place.at("sets", index);
        if (!regions.insert(rules.sets(index).region_id()).second) {
            check.fault(at,
                        rules.sets(index).region_id().empty()
                            ? std::string{"two sets that hold for every region"}
                            : fmt::format("two sets of {}", rules.sets(index).region_id()),
                        "put them together");
        }
        check_set(check, at, rules.sets(index));
    }
    if (!regions.contains("")) {
        check.fault(place, "no set holds for every region",
                    "write one sets { ... } without region_id");
    }
    if (rules.sources().empty()) {
        check.fault(place, "no sources", "write sources: what the indicators rest on");
    }
}

}  // namespace larm::rules
