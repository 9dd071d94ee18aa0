// Indicators, recommendations and decisions on triage and the standard of care in the timeline.
#include <fmt/format.h>

#include "engine/core/local_time.hpp"
#include "engine/core/party.hpp"
#include "engine/core/triage_view.hpp"
#include "engine/report/event_text_parts.hpp"

namespace larm::report {
namespace {

std::string in_words(Telling const& telling, v1::Text const& text) {
    return std::string{telling.words.say(text.sv(), text.en())};
}

std::string title_of(Telling const& telling, std::string const& region,
                     std::string const& indicator) {
    return telling.before == nullptr
               ? indicator
               : in_words(telling, core::indicator_in_words(*telling.before, region, indicator));
}

std::string_view standing(Telling const& telling, v1::IndicatorStanding standing) {
    switch (standing) {
        case v1::INDICATOR_STANDING_HOLDS: return telling.words.say("GÄLLER", "HOLDS");
        case v1::INDICATOR_STANDING_DOES_NOT: return telling.words.say("gäller inte", "does not");
        case v1::INDICATOR_STANDING_UNKNOWN:
        case v1::INDICATOR_STANDING_UNSPECIFIED:
        case v1::IndicatorStanding_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::IndicatorStanding_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return telling.words.say("okänd", "unknown");
}

std::string figures(Telling const& telling, v1::IndicatorTurn const& turn) {
    if (turn.standing() == v1::INDICATOR_STANDING_UNKNOWN) {
        return {};
    }
    auto const most =
        turn.value_max() == turn.value() ? std::string{} : fmt::format("-{}", turn.value_max());
    return fmt::format(" ({}{}, {} {})", turn.value(), most, telling.words.say("gräns", "limit"),
                       turn.threshold());
}

std::string turned_text(Telling const& telling) {
    std::string text;
    for (auto const& turn : telling.event.indicators_turned().turns()) {
        text += fmt::format("{}{}, {}: {}{}", text.empty() ? "" : "; ",
                            telling.words.organisation(turn.region_id()),
                            title_of(telling, turn.region_id(), turn.indicator_id()),
                            standing(telling, turn.standing()), figures(telling, turn));
    }
    return text;
}

std::string reasons(Telling const& telling, v1::TriageRecommendation const& recommendation) {
    std::string text;
    for (auto const& turn : recommendation.reasons()) {
        text += fmt::format("{}{}{}", text.empty() ? ": " : "; ",
                            title_of(telling, turn.region_id(), turn.indicator_id()),
                            figures(telling, turn));
    }
    return text;
}

std::string what(Telling const& telling, v1::TriageRecommendation const& recommendation) {
    return telling.before == nullptr
               ? recommendation.question_id()
               : in_words(telling, core::recommendation_in_words(*telling.before, recommendation));
}

std::string recommended_text(Telling const& telling) {
    auto const& recommendation = telling.event.triage_recommended().recommendation();
    return fmt::format(
        "{} {}: {}{}. {} {}",
        telling.words.say("Indikatorerna talar för, i", "The indicators speak for, in"),
        telling.words.organisation(recommendation.region_id()), what(telling, recommendation),
        reasons(telling, recommendation),
        recommendation.decided() == 0
            ? telling.words.say("Beslutet är", "The decision belongs to")
            : telling.words.say("Annat är beslutat av", "Decided otherwise by"),
        telling.words.party(recommendation.decider()));
}

std::string reminded_text(Telling const& telling) {
    auto const& reminded = telling.event.decision_reminded();
    auto const& recommendation = reminded.recommendation();
    auto const why =
        reminded.cause() == v1::REMIND_CAUSE_EXPIRED
            ? telling.words.say("tiden har gått ut", "its time is over")
            : telling.words.say("fler indikatorer gäller nu", "more indicators hold now");
    return fmt::format("{} {} {}: {} ({}){}", telling.words.party(recommendation.decider()),
                       telling.words.say("påminns om beslutet i", "is reminded of the decision in"),
                       telling.words.organisation(recommendation.region_id()),
                       what(telling, recommendation), why, reasons(telling, recommendation));
}

std::string withdrawn_text(Telling const& telling) {
    auto const& withdrawn = telling.event.recommendation_withdrawn();
    v1::TriageRecommendation recommendation;
    recommendation.set_region_id(withdrawn.region_id());
    recommendation.set_question_id(withdrawn.question_id());
    return fmt::format("{} {}: {}",
                       telling.words.say("Indikatorerna talar inte längre för, i",
                                         "The indicators no longer speak for, in"),
                       telling.words.organisation(withdrawn.region_id()),
                       what(telling, recommendation));
}

std::string decided_text(Telling const& telling, v1::TriageDecision const& decision) {
    std::string how;
    if (!decision.against().empty()) {
        how = telling.words.say(" (mot rekommendationen)", " (against the recommendation)");
    } else if (decision.follows().empty()) {
        how = telling.words.say(" (utan rekommendation)", " (without a recommendation)");
    }
    auto const until =
        decision.until_us() == 0
            ? std::string{}
            : fmt::format(" {} {}", telling.words.say("till", "until"),
                          core::clock_near({decision.until_us()}, {telling.event.at_us()}));
    return fmt::format("{} {} {}: {}{}{}{}{}", telling.words.party(decision.party()),
                       telling.words.say("BESLUTADE för", "DECIDED for"),
                       telling.words.organisation(decision.region_id()),
                       in_words(telling, core::decision_in_words(decision)), until, how,
                       Telling::because(decision.reason()), telling.over(decision.via(), {}));
}

/// Taken by voice it is the hospital's or the region's own word; who entered it stands after.
std::string reported_text(Telling const& telling) {
    auto const& words = telling.words;
    auto const& report = telling.event.indicator_reported().report();
    auto const is_region = report.hospital_id().empty();
    auto const where = words.organisation(is_region ? report.region_id() : report.hospital_id());
    auto const who = is_region ? words.party(core::make_party(v1::ROLE_TIB, report.region_id()))
                               : words.hospital(report.hospital_id());
    auto const begins = report.taken_by().empty()
                            ? fmt::format("{} {} {}, ", telling.actor(),
                                          words.say("rapporterade för", "reported for"), where)
                            : fmt::format("{} {} ", who, words.say("rapporterade", "reported"));
    return fmt::format("{}{}: {}{}{}", begins,
                       title_of(telling, report.region_id(), report.indicator_id()), report.value(),
                       telling.over(report.via(), report.taken_by()),
                       Telling::noted(report.note()));
}

}  // namespace

std::string triage_text(Telling const& telling) {
    auto const& event = telling.event;
    if (event.has_indicator_reported()) {
        return reported_text(telling);
    }
    if (event.has_indicators_turned()) {
        return turned_text(telling);
    }
    if (event.has_triage_recommended()) {
        return recommended_text(telling);
    }
    if (event.has_recommendation_withdrawn()) {
        return withdrawn_text(telling);
    }
    if (event.has_triage_decided()) {
        return decided_text(telling, event.triage_decided().decision());
    }
    if (event.has_care_standard_decided()) {
        return decided_text(telling, event.care_standard_decided().decision());
    }
    return event.has_decision_reminded() ? reminded_text(telling) : std::string{};
}

}  // namespace larm::report
