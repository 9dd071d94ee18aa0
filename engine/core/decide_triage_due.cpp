// What the engine says of triage by itself, when its time has come: that indicators have turned,
// what it recommends by them, that this is so no longer, and that somebody has to look again. It
// decides nothing.
#include <algorithm>
#include <map>

#include "engine/core/decide_parts.hpp"
#include "engine/core/ladder.hpp"
#include "engine/core/triage_weigh.hpp"

namespace larm::core {
namespace {

v1::IndicatorTurn turn_of(TriageRegionTerms const& region, std::size_t index, TriageCell cell,
                          Instant now) {
    auto const& terms = region.indicators[index];
    cell.walk(terms.machine, now);
    v1::IndicatorTurn turn;
    turn.set_region_id(region.region_id);
    turn.set_indicator_id(terms.rule->id());
    turn.set_standing(cell.standing(terms.machine, now));
    turn.set_threshold(terms.rule->threshold());
    if (auto const* const step = cell.course.at(now); step != nullptr) {
        turn.set_value(step->value);
        turn.set_value_max(step->value + step->more);
        turn.set_since_us(cell.indicator.since().us);
    } else {
        auto const lost = cell.course.known_until;
        turn.set_since_us(lost.is_set() && lost <= now ? lost.us : now.us);
    }
    return turn;
}

/// All whose time has come, in one event.
void turn_indicators(Events& events, Context const& context, Incident const& incident,
                     TriageBook& ahead) {
    auto event = context.event(incident.id);
    auto& turned = *event.mutable_indicators_turned();
    for (std::size_t region = 0; region < ahead.cells.size(); ++region) {
        auto const& terms = ahead.terms->regions()[region];
        for (std::size_t index = 0; index < ahead.cells[region].size(); ++index) {
            auto const& cell = ahead.cells[region][index];
            if (cell.due.is_set() && cell.due <= context.now) {
                *turned.add_turns() = turn_of(terms, index, cell, context.now);
            }
        }
    }
    if (!turned.turns().empty()) {
        ahead.fold(turned, context.now);
        events.push_back(std::move(event));
    }
}

int step_of(TriageBook const& book, v1::TriageRecommendation const& recommendation) {
    auto const region = book.terms->region(recommendation.region_id());
    return region ? book.terms->regions()[*region].step : -1;
}

/// From whom nothing is wanted any more nothing is awaited; what is known of them stays.
void leave_in_peace(v1::Event& event, Incident const& incident, TriageBook const& ahead,
                    std::string const& decider) {
    if (ahead.waits_for(decider)) {
        return;
    }
    for (auto const& chase : incident.chases) {
        if (chase.party == decider && chase.next_due.is_set() &&
            incident.pack->step(chase.step).expects() == v1::EXPECTS_TRIAGE_DECISION) {
            auto& update = *event.add_chases() = ladder::current(incident, chase);
            update.set_next_due_us(0);
        }
    }
}

v1::Event said(Context const& context, Incident const& incident, TriageBook& ahead,
               TriageWeighed const& weighed) {
    auto event = context.event(incident.id);
    auto recommendation = weighed.recommendation;
    if (recommendation.number() == 0) {
        recommendation.set_number(ahead.recommended + 1);
        recommendation.set_since_us(context.now.us);
    }
    switch (weighed.kind) {
        case TriageWeighed::Kind::recommend:
            ahead.fold(recommendation);
            *event.mutable_triage_recommended()->mutable_recommendation() =
                std::move(recommendation);
            break;
        case TriageWeighed::Kind::remind: {
            auto& reminded = *event.mutable_decision_reminded();
            reminded.set_cause(weighed.cause);
            *reminded.mutable_recommendation() = std::move(recommendation);
            ahead.fold(reminded);
            break;
        }
        case TriageWeighed::Kind::withdraw: {
            auto& withdrawn = *event.mutable_recommendation_withdrawn();
            withdrawn.set_region_id(recommendation.region_id());
            withdrawn.set_question_id(recommendation.question_id());
            withdrawn.set_number(recommendation.number());
            ahead.fold(withdrawn);
            leave_in_peace(event, incident, ahead, recommendation.decider());
            break;
        }
    }
    return event;
}

/// Each decider once for each step, however much there is to decide.
void ask(Events& events, Context const& context, Incident const& incident,
         std::map<int, std::vector<std::string>> const& deciders) {
    for (auto const& [step, parties] : deciders) {
        std::vector<v1::ChaseUpdate> asked;
        for (auto const& party : parties) {
            asked.push_back(ladder::ask_anew(incident, step, party, context.now));
        }
        auto start = context.event(incident.id);
        ladder::ask_anew(events, std::move(start), incident, step, std::move(asked));
    }
}

void say_what_follows(Events& events, Context const& context, Incident const& incident,
                      TriageBook& ahead) {
    Events asking;
    Events others;
    std::map<int, std::vector<std::string>> deciders;
    for (auto const& weighed : weigh_triage(ahead, context.now)) {
        auto event = said(context, incident, ahead, weighed);
        if (weighed.kind == TriageWeighed::Kind::withdraw) {
            others.push_back(std::move(event));
            continue;
        }
        asking.push_back(std::move(event));
        auto const step = step_of(ahead, weighed.recommendation);
        auto& parties = deciders[step];
        if (step >= 0 &&
            std::ranges::find(parties, weighed.recommendation.decider()) == parties.end()) {
            parties.push_back(weighed.recommendation.decider());
        }
    }
    deciders.erase(-1);
    // Taken back before something new is asked: the same party may be asked about that.
    events.insert(events.end(), std::make_move_iterator(others.begin()),
                  std::make_move_iterator(others.end()));
    if (!asking.empty()) {
        ask(asking, context, incident, deciders);
        events.insert(events.end(), std::make_move_iterator(asking.begin()),
                      std::make_move_iterator(asking.end()));
    }
}

}  // namespace

void tend_triage(Events& events, Context const& context, Incident const& incident) {
    auto const due = incident.triage.due;
    if (!incident.is_running() || !due.is_set() || due > context.now) {
        return;
    }
    auto ahead = incident.triage;
    turn_indicators(events, context, incident, ahead);
    say_what_follows(events, context, incident, ahead);
}

}  // namespace larm::core
