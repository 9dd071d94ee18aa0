#include "engine/core/triage_weigh.hpp"

#include <algorithm>

#include "engine/core/earlier.hpp"

namespace larm::core {
namespace {

enum class Sight : std::uint8_t {
    strict,  ///< What is unknown speaks for nothing: as something is recommended anew.
    lenient  ///< What is unknown counts as it was when it was known: it takes nothing back.
};

bool speaks(TriageCell const& cell, v1::IndicatorStanding wanted, Sight sight) {
    if (cell.told != v1::INDICATOR_STANDING_UNKNOWN) {
        return cell.told == wanted;
    }
    auto const held =
        cell.indicator.holds() ? v1::INDICATOR_STANDING_HOLDS : v1::INDICATOR_STANDING_DOES_NOT;
    return sight == Sight::lenient && held == wanted;
}

bool is_met(std::vector<TriageCell> const& cells, WhenTerms const& when,
            v1::IndicatorStanding wanted, Sight sight) {
    auto const does = [&](std::size_t index) { return speaks(cells[index], wanted, sight); };
    return (when.at_least > 0 && std::ranges::count_if(when.of, does) >= when.at_least) ||
           std::ranges::any_of(when.alone, does);
}

bool enters(std::vector<TriageCell> const& cells, TriageQuestionTerms const& question,
            Sight sight) {
    return is_met(cells, question.enter, v1::INDICATOR_STANDING_HOLDS, sight);
}

bool returns(std::vector<TriageCell> const& cells, TriageQuestionTerms const& question,
             Sight sight) {
    return is_met(cells, question.back, v1::INDICATOR_STANDING_DOES_NOT, sight);
}

v1::TriageRecommendation fresh(TriageBook const& book, std::size_t region,
                               TriageQuestionTerms const& question, bool back) {
    auto const& terms = book.terms->regions()[region];
    v1::TriageRecommendation made;
    made.set_region_id(terms.region_id);
    made.set_question_id(question.rule->id());
    made.set_back(back);
    made.set_decider(terms.decider);
    add_reasons(book, region, question, made);
    return made;
}

/// More holds than when it was decided otherwise.
bool is_worse(TriageBook const& book, std::size_t region, TriageQuestionTerms const& question,
              v1::TriageRecommendation const& standing) {
    v1::TriageRecommendation now;
    add_reasons(book, region, question, now);
    return now.reasons_size() > standing.reasons_size();
}

void weigh_standing(std::vector<TriageWeighed>& found, TriageBook const& book, std::size_t region,
                    TriageQuestionTerms const& question, v1::TriageRecommendation const& standing) {
    auto const& cells = book.cells[region];
    auto const still = standing.back() ? returns(cells, question, Sight::lenient) &&
                                             !enters(cells, question, Sight::strict)
                                       : enters(cells, question, Sight::lenient);
    if (!still) {
        found.push_back({TriageWeighed::Kind::withdraw, v1::REMIND_CAUSE_UNSPECIFIED, standing});
    } else if (!standing.back() && standing.decided() != 0 &&
               is_worse(book, region, question, standing)) {
        auto again = fresh(book, region, question, false);
        again.set_number(standing.number());
        again.set_since_us(standing.since_us());
        found.push_back({TriageWeighed::Kind::remind, v1::REMIND_CAUSE_WORSE, std::move(again)});
    }
}

void weigh_question(std::vector<TriageWeighed>& found, TriageBook const& book, std::size_t region,
                    TriageQuestionTerms const& question) {
    auto const& terms = book.terms->regions()[region];
    auto const* const standing = book.recommendation(terms.region_id, question.rule->id());
    if (standing != nullptr) {
        weigh_standing(found, book, region, question, *standing);
        return;
    }
    auto const& cells = book.cells[region];
    auto const is_so = in_effect(book, terms.region_id, *question.rule);
    auto const is_wanted =
        is_so ? returns(cells, question, Sight::strict) && !enters(cells, question, Sight::lenient)
              : enters(cells, question, Sight::strict);
    if (is_wanted) {
        found.push_back({TriageWeighed::Kind::recommend, v1::REMIND_CAUSE_UNSPECIFIED,
                         fresh(book, region, question, is_so)});
    }
}

/// Whether a later decision on the same has taken its place.
bool is_last_word(TriageBook const& book, v1::TriageDecision const& decision) {
    return std::ranges::none_of(book.decisions, [&](auto const& later) {
        return later.number() > decision.number() && later.region_id() == decision.region_id() &&
               later.ration_item() == decision.ration_item() &&
               (later.mode() != 0) == (decision.mode() != 0);
    });
}

void weigh_expired(std::vector<TriageWeighed>& found, TriageBook const& book, Instant now) {
    for (auto const& decision : book.decisions) {
        if (decision.until_us() == 0 || decision.until_us() > now.us || decision.reminded() ||
            !is_last_word(book, decision)) {
            continue;
        }
        v1::TriageRecommendation reminder;
        reminder.set_region_id(decision.region_id());
        reminder.set_decider(decision.party());
        reminder.set_back(true);
        reminder.set_expired(decision.number());
        found.push_back(
            {TriageWeighed::Kind::remind, v1::REMIND_CAUSE_EXPIRED, std::move(reminder)});
    }
}

}  // namespace

bool in_effect(TriageBook const& book, std::string_view region,
               v1::TriageQuestion const& question) {
    switch (question.target_case()) {
        case v1::TriageQuestion::kMode: return book.mode(region) == question.mode();
        case v1::TriageQuestion::kStandard: return book.standard(region) >= question.standard();
        case v1::TriageQuestion::kRationItem: return book.rations(region, question.ration_item());
        case v1::TriageQuestion::TARGET_NOT_SET: break;
    }
    return false;
}

bool is_about(v1::TriageDecision const& decision, v1::TriageQuestion const& question) {
    switch (question.target_case()) {
        case v1::TriageQuestion::kMode: return decision.mode() != v1::TRIAGE_MODE_UNSPECIFIED;
        case v1::TriageQuestion::kStandard:
            return decision.standard() != v1::CARE_STANDARD_UNSPECIFIED;
        case v1::TriageQuestion::kRationItem:
            return decision.ration_item() == question.ration_item();
        case v1::TriageQuestion::TARGET_NOT_SET: break;
    }
    return false;
}

TriageCount count_indicators(TriageBook const& book, std::size_t region, WhenTerms const& when) {
    TriageCount count;
    for (auto const* const some : {&when.of, &when.alone}) {
        for (auto const index : *some) {
            auto const is_again =
                some == &when.alone && std::ranges::find(when.of, index) != when.of.end();
            auto const told = book.cells[region][index].told;
            count.holding += static_cast<int>(!is_again && told == v1::INDICATOR_STANDING_HOLDS);
            count.unknown += static_cast<int>(!is_again && told == v1::INDICATOR_STANDING_UNKNOWN);
        }
    }
    return count;
}

void add_reasons(TriageBook const& book, std::size_t region, TriageQuestionTerms const& question,
                 v1::TriageRecommendation& out) {
    auto const& when = out.back() ? question.back : question.enter;
    auto const wanted = out.back() ? v1::INDICATOR_STANDING_DOES_NOT : v1::INDICATOR_STANDING_HOLDS;
    auto const& cells = book.cells[region];
    for (std::size_t index = 0; index < cells.size(); ++index) {
        auto const is_named = std::ranges::find(when.of, index) != when.of.end() ||
                              std::ranges::find(when.alone, index) != when.alone.end();
        if (is_named && cells[index].told == wanted) {
            *out.add_reasons() = cells[index].last;
        }
    }
}

Instant next_expiry(TriageBook const& book) {
    Instant next;
    for (auto const& decision : book.decisions) {
        if (decision.until_us() != 0 && !decision.reminded() && is_last_word(book, decision)) {
            next = earlier(next, {decision.until_us()});
        }
    }
    return next;
}

std::vector<TriageWeighed> weigh_triage(TriageBook const& book, Instant now) {
    std::vector<TriageWeighed> found;
    for (std::size_t region = 0; region < book.cells.size(); ++region) {
        for (auto const& question : book.terms->regions()[region].questions) {
            weigh_question(found, book, region, question);
        }
    }
    weigh_expired(found, book, now);
    return found;
}

}  // namespace larm::core
