#include "engine/core/triage_view.hpp"

#include <algorithm>

#include "engine/core/nearest.hpp"
#include "engine/core/triage_weigh.hpp"

namespace larm::core {
namespace {

v1::Text text(std::string sv, std::string en) {
    v1::Text made;
    made.set_sv(std::move(sv));
    made.set_en(std::move(en));
    return made;
}

v1::Text standard_in_words(v1::CareStandard standard) {
    switch (standard) {
        case v1::CARE_STANDARD_CONVENTIONAL: return text("normal vård", "conventional care");
        case v1::CARE_STANDARD_CONTINGENCY: return text("anpassad vård", "contingency care");
        case v1::CARE_STANDARD_CRISIS: return text("krisstandard", "crisis standard of care");
        case v1::CARE_STANDARD_UNSPECIFIED:
        case v1::CareStandard_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::CareStandard_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {};
}

/// When the newest of it was seen.
std::int64_t observed_at(Incident const& incident, std::string_view region,
                         v1::TriageIndicator const& rule, TriageCell const& cell) {
    std::int64_t latest = 0;
    if (rule.source() != v1::TRIAGE_SOURCE_REPORTED) {
        return cell.course.steps.empty() ? 0 : cell.looked_at.us;
    }
    for (auto const& report : incident.triage.reports) {
        if (report.region_id() == region && report.indicator_id() == rule.id()) {
            latest = std::max(latest, report.observed_at_us());
        }
    }
    return latest;
}

void fill_indicator(v1::IndicatorView& out, Incident const& incident,
                    TriageRegionTerms const& region, std::size_t index, TriageCell const& cell,
                    Instant now) {
    auto const& rule = *region.indicators[index].rule;
    out.set_indicator_id(rule.id());
    *out.mutable_title() = rule.title();
    out.set_standing(cell.told);
    out.set_since(cell.last.since_us());
    if (auto const* const step = cell.course.at(now); step != nullptr) {
        out.set_known(true);
        out.set_value(step->value);
        out.set_value_max(step->value + step->more);
    }
    out.set_threshold(rule.threshold());
    out.set_below(rule.below());
    out.set_hysteresis(rule.hysteresis());
    out.set_observed_at(observed_at(incident, region.region_id, rule, cell));
    out.set_age_s(out.observed_at() == 0
                      ? 0
                      : std::max<std::int64_t>(0, now.us - out.observed_at()) / 1'000'000);
    out.set_known_until(cell.course.known_until.us);
    out.set_turns_at(incident.is_running() ? cell.due.us : 0);
    for (auto const& value : rule.scale()) {
        auto& scale = *out.add_scale();
        scale.set_value(value.value());
        *scale.mutable_title() = value.title();
    }
    for (auto const& report : incident.triage.reports) {
        if (report.region_id() == region.region_id && report.indicator_id() == rule.id()) {
            *out.add_reports() = report;
        }
    }
    out.set_fact(rule.fact());
}

void fill_question(v1::TriageQuestionView& out, Incident const& incident, std::size_t region,
                   TriageQuestionTerms const& question) {
    auto const& book = incident.triage;
    auto const& id = book.terms->regions()[region].region_id;
    out.set_question_id(question.rule->id());
    *out.mutable_title() = question.rule->title();
    out.set_in_effect(in_effect(book, id, *question.rule));
    if (auto const* const standing = book.recommendation(id, question.rule->id());
        standing != nullptr) {
        *out.mutable_recommendation() = *standing;
        out.set_open(standing->decided() == 0);
    }
    if (!book.cells.empty()) {
        auto const count = count_indicators(book, region, question.enter);
        out.set_holding(count.holding);
        out.set_unknown(count.unknown);
    }
    out.set_at_least(question.enter.at_least);
    *out.mutable_text() = out.in_effect() ? question.rule->text_back() : question.rule->text();
}

}  // namespace

v1::Text indicator_in_words(Incident const& incident, std::string_view region,
                            std::string_view indicator) {
    auto const* const terms = incident.triage.terms;
    auto const at = terms == nullptr ? std::nullopt : terms->region(region);
    auto const index = at ? terms->regions()[*at].indicator(indicator) : std::nullopt;
    return index ? terms->regions()[*at].indicators[*index].rule->title()
                 : text(std::string{indicator}, std::string{indicator});
}

v1::Text decision_in_words(v1::TriageDecision const& decision) {
    if (decision.mode() != v1::TRIAGE_MODE_UNSPECIFIED) {
        return decision.mode() == v1::TRIAGE_MODE_MASS_CASUALTY
                   ? text("masskadetriage", "mass-casualty triage")
                   : text("normal triage", "normal triage");
    }
    if (decision.standard() != v1::CARE_STANDARD_UNSPECIFIED) {
        return standard_in_words(decision.standard());
    }
    return decision.ends() ? text("ingen ransonering av " + decision.ration_item(),
                                  "no rationing of " + decision.ration_item())
                           : text("ransonering av " + decision.ration_item(),
                                  "rationing of " + decision.ration_item());
}

v1::Text recommendation_in_words(Incident const& incident,
                                 v1::TriageRecommendation const& recommendation) {
    auto const& book = incident.triage;
    if (recommendation.expired() > 0 &&
        recommendation.expired() <= static_cast<int>(book.decisions.size())) {
        auto const words = decision_in_words(
            book.decisions[static_cast<std::size_t>(recommendation.expired()) - 1]);
        return text("beslutet om " + words.sv() + " har löpt ut",
                    "the decision on " + words.en() + " has run out");
    }
    auto const at =
        book.terms == nullptr ? std::nullopt : book.terms->region(recommendation.region_id());
    auto const index =
        at ? book.terms->regions()[*at].question(recommendation.question_id()) : std::nullopt;
    auto const title = index ? book.terms->regions()[*at].questions[*index].rule->title()
                             : text(recommendation.question_id(), recommendation.question_id());
    return recommendation.back() ? text("återgång från " + title.sv(), "return from " + title.en())
                                 : title;
}

v1::TriageRegionView triage_region_view(Incident const& incident, std::size_t region, Instant now) {
    auto const& book = incident.triage;
    auto const& terms = book.terms->regions()[region];
    v1::TriageRegionView out;
    out.set_region_id(terms.region_id);
    out.set_mode(book.mode(terms.region_id));
    out.set_standard(book.standard(terms.region_id));
    for (auto& item : book.rationed(terms.region_id)) {
        *out.add_rationed_items() = std::move(item);
    }
    out.set_decider(terms.decider);
    for (std::size_t index = 0; index < terms.indicators.size(); ++index) {
        auto const cell = book.cells.empty() ? TriageCell{} : book.cells[region][index];
        fill_indicator(*out.add_indicators(), incident, terms, index, cell, now);
    }
    for (auto const& question : terms.questions) {
        fill_question(*out.add_questions(), incident, region, question);
    }
    for (auto decision = book.decisions.rbegin(); decision != book.decisions.rend(); ++decision) {
        if (decision->region_id() == terms.region_id) {
            *out.add_decisions() = *decision;
        }
    }
    return out;
}

std::expected<v1::GetTriageReply, Rejection> triage_view(State const& state,
                                                         v1::GetTriage const& request,
                                                         Instant now) {
    auto const* const incident = state.incident(request.incident_id());
    if (incident == nullptr) {
        return std::unexpected{refusal(Code::not_found, "incident_id", "no such incident")};
    }
    if (incident->pack != nullptr && !request.region_id().empty() &&
        incident->pack->region(request.region_id()) == nullptr) {
        return std::unexpected{refusal(Code::invalid_argument, "region_id",
                                       no_region(incident->pack, request.region_id()))};
    }
    v1::GetTriageReply reply;
    reply.set_seq(state.seq());
    reply.set_at(now.us);
    auto const* const terms = incident->triage.terms;
    reply.set_has_rules(terms != nullptr);
    for (std::size_t region = 0; terms != nullptr && region < terms->regions().size(); ++region) {
        if (request.region_id().empty() ||
            request.region_id() == terms->regions()[region].region_id) {
            *reply.add_regions() = triage_region_view(*incident, region, now);
        }
    }
    return reply;
}

void add_region_triage(Incident const& incident, v1::IncidentView& out) {
    auto const& book = incident.triage;
    for (std::size_t region = 0; book.terms != nullptr && region < book.terms->regions().size();
         ++region) {
        auto const& id = book.terms->regions()[region].region_id;
        auto const* const last = book.last(id);
        auto const is_open = [&](auto const& each) {
            return each.region_id() == id && each.decided() == 0;
        };
        if (last == nullptr && std::ranges::none_of(book.standing, is_open)) {
            continue;
        }
        auto& seen = *out.add_triage();
        seen.set_region_id(id);
        seen.set_mode(book.mode(id));
        seen.set_standard(book.standard(id));
        for (auto& item : book.rationed(id)) {
            *seen.add_rationed_items() = std::move(item);
        }
        if (last != nullptr) {
            seen.set_decided_at(last->decided_at_us());
            seen.set_decided_by(last->party());
        }
        for (auto const& each : book.standing) {
            if (is_open(each)) {
                *seen.add_open() = recommendation_in_words(incident, each);
            }
        }
    }
}

}  // namespace larm::core
