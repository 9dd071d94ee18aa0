// What humans say of indicators, and what they decide: by what patients are put in order, the
// standard of care, rationing. With, without or against what is recommended.
#include <algorithm>

#include "engine/core/decide_hospital.hpp"
#include "engine/core/ladder.hpp"
#include "engine/core/resource_name.hpp"
#include "engine/core/triage_weigh.hpp"

namespace larm::core {
namespace {

struct AboutTriage {
    Incident const* incident = nullptr;
    TriageRegionTerms const* region = nullptr;
};

/// A region of an incident that has been alarmed, whose rules say something of triage.
template <typename Request>
std::expected<AboutTriage, Rejection> about_triage(Context const& context, Request const& request) {
    auto const incident = unclosed_incident_of(context, request);
    if (!incident) {
        return std::unexpected{incident.error()};
    }
    auto const* const terms = (*incident)->triage.terms;
    if (!(*incident)->is_running() && !(*incident)->has_ended()) {
        return std::unexpected{
            refusal(Code::failed_precondition, "incident_id", "the alarm has not gone out")};
    }
    if (terms == nullptr) {
        return std::unexpected{refusal(Code::failed_precondition, "incident_id",
                                       "the incident's rules say nothing of triage")};
    }
    auto const region = terms->region(request.region_id());
    if (!region) {
        return std::unexpected{refusal(Code::invalid_argument, "region_id",
                                       no_region((*incident)->pack, request.region_id()))};
    }
    return AboutTriage{*incident, &terms->regions()[*region]};
}

bool is_on_scale(v1::TriageIndicator const& rule, std::int64_t value) {
    return std::ranges::find(rule.scale(), value, &v1::TriageScale::value) != rule.scale().end();
}

/// "1 (Konventionell), 2 (Ansträngd)"
std::string scale_of(v1::TriageIndicator const& rule) {
    std::string text;
    for (auto const& each : rule.scale()) {
        text += (text.empty() ? "" : ", ") + std::to_string(each.value()) +
                (each.title().sv().empty() ? "" : " (" + each.title().sv() + ")");
    }
    return text;
}

std::string no_indicator(TriageRegionTerms const& region, std::string const& id) {
    std::vector<Named> known;
    for (auto const& each : region.indicators) {
        known.push_back({each.rule->id(), each.rule->title().sv()});
    }
    return "no indicator '" + id + "'; nearest: " + nearest(id, known);
}

std::optional<Rejection> refuse_report(AboutTriage const& about, v1::ReportIndicator const& request,
                                       Instant observed) {
    auto const index = about.region->indicator(request.indicator_id());
    if (!index) {
        return refusal(Code::not_found, "indicator_id",
                       no_indicator(*about.region, request.indicator_id()));
    }
    auto const& rule = *about.region->indicators[*index].rule;
    if (rule.source() != v1::TRIAGE_SOURCE_REPORTED) {
        return refusal(Code::failed_precondition, "indicator_id",
                       "it is worked out from what is reported; nobody says it");
    }
    if (!is_on_scale(rule, request.value())) {
        return refusal(Code::invalid_argument, "value",
                       "is not on the indicator's scale: " + scale_of(rule));
    }
    auto const& hospital = request.hospital_id();
    if (!hospital.empty() &&
        (about.incident->pack->hospital(hospital) == nullptr ||
         about.incident->pack->region_of(hospital) != about.region->region_id)) {
        return refusal(Code::invalid_argument, "hospital_id",
                       "no hospital '" + hospital + "' in the region");
    }
    for (auto const& known : about.incident->triage.reports) {
        if (known.region_id() == request.region_id() && known.hospital_id() == hospital &&
            known.indicator_id() == request.indicator_id() &&
            known.observed_at_us() > observed.us) {
            return seen_later("observed_at");
        }
    }
    return std::nullopt;
}

/// Whether the decision does what was recommended.
bool does_it(v1::TriageDecision const& decision, v1::TriageQuestion const& question, bool back) {
    auto is_so = false;
    switch (question.target_case()) {
        case v1::TriageQuestion::kMode: is_so = decision.mode() == question.mode(); break;
        case v1::TriageQuestion::kStandard:
            is_so = decision.standard() >= question.standard();
            break;
        case v1::TriageQuestion::kRationItem: is_so = !decision.ends(); break;
        case v1::TriageQuestion::TARGET_NOT_SET: break;
    }
    return is_so != back;
}

bool is_on_the_same(v1::TriageDecision const& one, v1::TriageDecision const& other) {
    return one.region_id() == other.region_id() && one.ration_item() == other.ration_item() &&
           (one.mode() != 0) == (other.mode() != 0);
}

/// How it stands to what is recommended in its region.
void compare(v1::TriageDecision& decision, AboutTriage const& about) {
    auto const& book = about.incident->triage;
    for (auto const& standing : book.standing) {
        if (standing.region_id() != decision.region_id()) {
            continue;
        }
        if (standing.expired() != 0) {
            auto const& earlier = book.decisions[static_cast<std::size_t>(standing.expired()) - 1];
            if (is_on_the_same(earlier, decision)) {
                decision.add_follows(standing.number());
            }
            continue;
        }
        auto const question = about.region->question(standing.question_id());
        if (!question || !is_about(decision, *about.region->questions[*question].rule)) {
            continue;
        }
        if (does_it(decision, *about.region->questions[*question].rule, standing.back())) {
            decision.add_follows(standing.number());
        } else {
            decision.add_against(standing.number());
        }
    }
}

/// Whoever has decided is asked no more, unless something else waits for them.
void tend_chases(v1::Event& event, Context const& context, Incident const& incident,
                 v1::TriageDecision const& decision) {
    auto const& book = incident.triage;
    auto const is_decided = [&](v1::TriageRecommendation const& each) {
        auto const has = [&](auto const& numbers) {
            return std::ranges::find(numbers, each.number()) != numbers.end();
        };
        return each.decided() != 0 || has(decision.follows()) || has(decision.against());
    };
    auto const waits = std::ranges::any_of(book.standing, [&](auto const& each) {
        return each.decider() == decision.party() && !is_decided(each);
    });
    auto at_step = -1;
    for (auto const& chase : incident.chases) {
        if (chase.party != decision.party() || !incident.still_asks(chase.step) ||
            incident.pack->step(chase.step).expects() != v1::EXPECTS_TRIAGE_DECISION) {
            continue;
        }
        at_step = chase.step;
        if (!waits) {
            *event.add_chases() = ladder::settle(incident, chase);
        } else if (auto seen = ladder::acknowledge(incident, chase, context.now); seen) {
            *event.add_chases() = std::move(*seen);
        }
    }
    ladder::imply_acknowledgement(event, incident, decision.party(), at_step, context.now);
}

/// What the indicators say against the decision is known to whoever takes it: it is written down
/// as decided on, and nobody is asked about it at once.
void note_against(Events& events, Context const& context, AboutTriage const& about,
                  v1::TriageDecision const& decision) {
    if (!about.incident->is_running()) {
        return;
    }
    auto ahead = about.incident->triage;
    ahead.fold(decision);
    for (auto& weighed : weigh_triage(ahead, context.now)) {
        auto& recommendation = weighed.recommendation;
        auto const question = about.region->question(recommendation.question_id());
        if (weighed.kind != TriageWeighed::Kind::recommend ||
            recommendation.region_id() != decision.region_id() || !question ||
            !is_about(decision, *about.region->questions[*question].rule)) {
            continue;
        }
        recommendation.set_number(ahead.recommended + 1);
        recommendation.set_since_us(context.now.us);
        recommendation.set_decided(decision.number());
        ahead.fold(recommendation);
        auto event = context.event(about.incident->id);
        *event.mutable_triage_recommended()->mutable_recommendation() = recommendation;
        events.push_back(std::move(event));
    }
}

/// How what is rationed is spelt already, by the rules or by an earlier decision of the region:
/// blanks and capitals make no other item. As it is said where it is new.
std::string ration_item(AboutTriage const& about, std::string const& said) {
    auto const name = resource_name(said);
    // What stands under just these words is meant by them, also where it could not be said anew.
    if (about.incident->triage.rations(about.region->region_id, said)) {
        return said;
    }
    for (auto const& question : about.region->questions) {
        if (resource_name(question.rule->ration_item()) == name) {
            return question.rule->ration_item();
        }
    }
    for (auto const& item : about.incident->pack->rules.support().items()) {
        if (resource_name(item.id()) == name) {
            return item.id();
        }
    }
    for (auto const& decision : about.incident->triage.decisions) {
        if (decision.region_id() == about.region->region_id &&
            resource_name(decision.ration_item()) == name) {
            return decision.ration_item();
        }
    }
    return name.empty() ? name : said;
}

template <typename Request>
v1::TriageDecision decision_of(Context const& context, AboutTriage const& about,
                               Request const& request) {
    v1::TriageDecision decision;
    decision.set_number(static_cast<int>(about.incident->triage.decisions.size()) + 1);
    decision.set_region_id(request.region_id());
    decision.set_reason(request.reason());
    decision.set_decided_at_us(context.now.us);
    decision.set_party(about.region->decider);
    decision.set_decided_by(context.command.actor().token_id());
    decision.set_via(via_or_api(request.via()));
    return decision;
}

}  // namespace

Outcome decide_report_indicator(Context const& context, v1::ReportIndicator const& request) {
    auto const about = about_triage(context, request);
    if (!about) {
        return std::unexpected{about.error()};
    }
    auto const observed = observed_at(context, request.observed_at(), "observed_at");
    if (!observed) {
        return std::unexpected{observed.error()};
    }
    if (auto refused = refuse_report(*about, request, *observed); refused) {
        return std::unexpected{std::move(*refused)};
    }
    auto event = context.event(about->incident->id);
    auto& report = *event.mutable_indicator_reported()->mutable_report();
    report.set_region_id(request.region_id());
    report.set_indicator_id(request.indicator_id());
    report.set_hospital_id(request.hospital_id());
    report.set_value(request.value());
    report.set_observed_at_us(observed->us);
    report.set_reported_at_us(context.now.us);
    report.set_reported_by(context.command.actor().token_id());
    auto const speaker = request.hospital_id().empty()
                             ? make_party(v1::ROLE_TIB, request.region_id())
                             : make_party(v1::ROLE_HOSPITAL, request.hospital_id());
    report.set_via(via_or_api(request.via()));
    report.set_taken_by(context.taken_by(report.via(), speaker));
    report.set_note(request.note());
    return Events{std::move(event)};
}

Outcome decide_triage_mode(Context const& context, v1::DecideTriage const& request) {
    auto const about = about_triage(context, request);
    if (!about) {
        return std::unexpected{about.error()};
    }
    auto decision = decision_of(context, *about, request);
    decision.set_mode(request.mode());
    compare(decision, *about);
    auto event = context.event(about->incident->id);
    tend_chases(event, context, *about->incident, decision);
    *event.mutable_triage_decided()->mutable_decision() = decision;
    Events events{std::move(event)};
    note_against(events, context, *about, decision);
    return events;
}

Outcome decide_care_standard(Context const& context, v1::DecideCareStandard const& request) {
    auto const about = about_triage(context, request);
    if (!about) {
        return std::unexpected{about.error()};
    }
    auto const is_standard = request.standard() != v1::CARE_STANDARD_UNSPECIFIED;
    auto const item = ration_item(*about, request.ration_item());
    if (is_standard == !item.empty()) {
        return std::unexpected{refusal(Code::invalid_argument, "standard",
                                       "decide on the standard of care or on one item that is "
                                       "rationed: one of both")};
    }
    if (is_standard && request.ends()) {
        return std::unexpected{
            refusal(Code::invalid_argument, "ends", "a standard ends when another is decided")};
    }
    if (request.until() != 0 && Instant{request.until()} <= context.now) {
        return std::unexpected{refusal(Code::invalid_argument, "until", "is over already")};
    }
    auto decision = decision_of(context, *about, request);
    decision.set_standard(request.standard());
    decision.set_ration_item(item);
    decision.set_ends(request.ends());
    decision.set_until_us(request.until());
    compare(decision, *about);
    auto const is_asked = decision.follows_size() + decision.against_size() > 0 ||
                          std::ranges::any_of(about->region->questions, [&](auto const& question) {
                              return question.rule->ration_item() == item;
                          });
    if (!is_standard && request.ends() && !is_asked &&
        !about->incident->triage.rations(request.region_id(), item)) {
        return std::unexpected{
            refusal(Code::failed_precondition, "ration_item", "it is not rationed")};
    }
    auto event = context.event(about->incident->id);
    tend_chases(event, context, *about->incident, decision);
    *event.mutable_care_standard_decided()->mutable_decision() = decision;
    Events events{std::move(event)};
    note_against(events, context, *about, decision);
    return events;
}

}  // namespace larm::core
