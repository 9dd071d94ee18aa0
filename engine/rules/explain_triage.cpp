// By what indicators mass-casualty triage and another standard of care are recommended, and whose
// decision they are, in plain Swedish.
#include <fmt/format.h>

#include "engine/core/party.hpp"
#include "engine/rules/explain_parts.hpp"
#include "engine/rules/pack_names.hpp"
#include "engine/rules/swedish.hpp"

namespace larm::rules {
namespace {

std::string source_in_words(v1::RulePack const& pack, v1::TriageIndicator const& rule) {
    auto const stage = stage_in_words(pack, rule.stage());
    switch (rule.source()) {
        case v1::TRIAGE_SOURCE_STAGE_LOAD:
            return fmt::format("{}: behov hos dem som väntas, i tusendelar av lediga platser",
                               stage);
        case v1::TRIAGE_SOURCE_SHORTFALLS:
            return fmt::format("{}: antal sjukhus som väntas få för få platser{}", stage,
                               rule.horizon_min() == 0
                                   ? std::string{}
                                   : " inom " + duration_in_words(rule.horizon_min() * 60));
        case v1::TRIAGE_SOURCE_UNKNOWN_HOSPITALS:
            return fmt::format("{}: sjukhus med okänt läge, i tusendelar", stage);
        case v1::TRIAGE_SOURCE_SEVERE_WAITING: return "antal svårt skadade kvar på skadeplats";
        case v1::TRIAGE_SOURCE_SEVERE_EXPECTED:
            return "antal svårt skadade som kommit eller väntas till regionens sjukhus";
        case v1::TRIAGE_SOURCE_TRANSPORT_LOAD:
            return fmt::format("{}: de som inte får plats, i tusendelar av utlovade transporter",
                               stage);
        case v1::TRIAGE_SOURCE_SUPPLY_COVER:
            return fmt::format("kortaste uthållighet för {}, i tiondels dygn",
                               rule.item().empty() ? "någon artikel" : rule.item());
        case v1::TRIAGE_SOURCE_BLOOD_LACK:
            return blood_product_in_words(rule.product()) + ": brist, i tusendelar av behovet";
        case v1::TRIAGE_SOURCE_FACILITIES:
            return "antal sjukhus som är stängda, utryms eller inte fungerar fullt ut";
        case v1::TRIAGE_SOURCE_REPORTED: return "rapporteras av en människa";
        case v1::TRIAGE_SOURCE_UNSPECIFIED:
        case v1::TriageSource_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::TriageSource_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "ingenting";
}

std::string scale_in_words(v1::TriageIndicator const& rule) {
    std::vector<std::string> values;
    for (auto const& value : rule.scale()) {
        values.push_back(fmt::format("{} {}", value.value(), value.title().sv()));
    }
    return values.empty() ? std::string{} : " Skala: " + joined(values) + ".";
}

std::string indicator_in_words(v1::RulePack const& pack, v1::TriageIndicator const& rule) {
    auto const back =
        rule.below() ? rule.threshold() + rule.hysteresis() : rule.threshold() - rule.hysteresis();
    auto text =
        fmt::format("{}. Gäller vid {} och {} i {}; upphör {} {} i {}.",
                    capitalised(source_in_words(pack, rule)), rule.threshold(),
                    rule.below() ? "därunder" : "därover", duration_in_words(rule.dwell_s()),
                    rule.below() ? "över" : "under", back, duration_in_words(rule.dwell_back_s()));
    if (rule.max_age_s() > 0) {
        text += fmt::format(" Äldre än {} är okänt.", duration_in_words(rule.max_age_s()));
    }
    if (rule.known_permille() > 0) {
        text += fmt::format(" Känt så länge minst {} av tusen platser är kända.",
                            rule.known_permille());
    }
    return text + scale_in_words(rule) + " " + rule.fact();
}

template <typename Sets>
std::string title_of(Sets const& sets, std::string const& id) {
    for (auto const& set : sets) {
        for (auto const& indicator : set.indicators()) {
            if (indicator.id() == id) {
                return indicator.title().sv();
            }
        }
    }
    return id;
}

std::string when_in_words(v1::RulePack const& pack, v1::RecommendWhen const& when,
                          std::string_view verb) {
    std::string text;
    auto const titles = [&](auto const& ids) {
        std::vector<std::string> found;
        for (auto const& id : ids) {
            found.push_back(title_of(pack.triage().sets(), id));
        }
        return joined(found);
    };
    if (!when.of().empty()) {
        text = fmt::format("minst {} av {} {}: {}", number_in_words(when.at_least()),
                           number_in_words(when.of_size()), verb, titles(when.of()));
    }
    if (!when.alone().empty()) {
        text += fmt::format("{}ensamt {}: {}", text.empty() ? "" : "; eller ", verb,
                            titles(when.alone()));
    }
    return text;
}

std::string decider_in_words(v1::RulePack const& pack, v1::TriageDecider const& decider) {
    auto const who =
        decider.organisation_id().empty()
            ? role_in_words(decider.role()) + " i den region det gäller"
            : party_in_words(pack, core::make_party(decider.role(), decider.organisation_id()));
    auto const* const step = step_called(pack, decider.step());
    return fmt::format("{}. Frågas och påminns enligt steget \"{}\".", capitalised(who),
                       step == nullptr ? decider.step() : step->title().sv());
}

void explain_set(Page& page, v1::RulePack const& pack, v1::TriageSet const& set) {
    auto const* const region = region_called(pack, set.region_id());
    page.subheading(set.region_id().empty()
                        ? "I alla regioner"
                        : "I " + (region == nullptr ? set.region_id() : region->name()) +
                              ", i stället eller därtill");
    if (set.has_decider()) {
        page.item("Beslutar", decider_in_words(pack, set.decider()));
    }
    for (auto const& indicator : set.indicators()) {
        page.item(indicator.title().sv(), indicator_in_words(pack, indicator));
    }
    for (auto const& question : set.questions()) {
        page.item(
            capitalised(question.title().sv()),
            fmt::format("Rekommenderas när {}. Återgång rekommenderas när {}. {}",
                        when_in_words(pack, question.enter(), "gäller"),
                        when_in_words(pack, question.back(), "inte gäller"), question.source()));
        page.detail("Text", question.text().sv());
        page.detail("Återgång", question.text_back().sv());
    }
}

}  // namespace

void explain_triage(Page& page, v1::RulePack const& pack) {
    page.paragraph(
        "Systemet rekommenderar och påminner, och beslutar ingenting: en namngiven människa "
        "beslutar, med, utan eller mot en rekommendation. En indikator som är okänd eller för "
        "gammal talar varken för eller emot, och tar aldrig ensam tillbaka en rekommendation.");
    for (auto const& set : pack.triage().sets()) {
        explain_set(page, pack, set);
    }
    page.bullets({pack.triage().sources().begin(), pack.triage().sources().end()});
}

}  // namespace larm::rules
