#include "engine/larm/triage_text.hpp"

#include <fmt/format.h>

#include "engine/core/triage_terms.hpp"
#include "engine/core/triage_view.hpp"
#include "engine/larm/output.hpp"

namespace larm::cli {
namespace {

/// "masskadetriage, anpassad vård"
template <typename Region>
std::string mode_and_standard(Region const& region) {
    v1::TriageDecision mode;
    mode.set_mode(region.mode());
    v1::TriageDecision standard;
    standard.set_standard(region.standard());
    auto text = core::decision_in_words(mode).sv() + ", " + core::decision_in_words(standard).sv();
    for (auto const& item : region.rationed_items()) {
        text += ", ransonering av " + item;
    }
    return text;
}

Cell standing(v1::IndicatorStanding standing) {
    switch (standing) {
        case v1::INDICATOR_STANDING_HOLDS: return {"GÄLLER", Colour::red};
        case v1::INDICATOR_STANDING_DOES_NOT: return {"gäller inte", Colour::plain};
        case v1::INDICATOR_STANDING_UNKNOWN:
        case v1::INDICATOR_STANDING_UNSPECIFIED:
        case v1::IndicatorStanding_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::IndicatorStanding_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {"OKÄND", Colour::yellow};
}

/// The rules say where an indicator's value comes from, and with that what it counts.
enum class Unit : std::uint8_t { count, permille, tenths_of_days };

Unit unit_of(v1::TriageSource source) {
    switch (source) {
        case v1::TRIAGE_SOURCE_STAGE_LOAD:
        case v1::TRIAGE_SOURCE_UNKNOWN_HOSPITALS:
        case v1::TRIAGE_SOURCE_TRANSPORT_LOAD:
        case v1::TRIAGE_SOURCE_BLOOD_LACK: return Unit::permille;
        case v1::TRIAGE_SOURCE_SUPPLY_COVER: return Unit::tenths_of_days;
        case v1::TRIAGE_SOURCE_SHORTFALLS:
        case v1::TRIAGE_SOURCE_SEVERE_WAITING:
        case v1::TRIAGE_SOURCE_SEVERE_EXPECTED:
        case v1::TRIAGE_SOURCE_FACILITIES:
        case v1::TRIAGE_SOURCE_REPORTED:
        case v1::TRIAGE_SOURCE_UNSPECIFIED:
        case v1::TriageSource_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::TriageSource_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return Unit::count;
}

std::string tenths(std::int64_t value) {
    return value % 10 == 0 ? fmt::format("{}", value / 10)
                           : fmt::format("{},{}", value / 10, value % 10);
}

/// So much as the engine reckons with; what is beyond it has no figure.
constexpr std::int64_t most_permille = 9'999;

std::string with_unit(std::int64_t value, Unit unit) {
    switch (unit) {
        case Unit::permille: return value >= most_permille ? "mer än 999 %" : tenths(value) + " %";
        case Unit::tenths_of_days: return tenths(value) + " dygn";
        case Unit::count: break;
    }
    return fmt::format("{}", value);
}

std::string value_of(v1::IndicatorView const& indicator, Unit unit) {
    if (!indicator.known()) {
        return "-";
    }
    auto const text = indicator.value_max() == indicator.value()
                          ? with_unit(indicator.value(), unit)
                          : fmt::format("{} till {}", with_unit(indicator.value(), unit),
                                        with_unit(indicator.value_max(), unit));
    for (auto const& scale : indicator.scale()) {
        if (scale.value() == indicator.value() && indicator.value_max() == indicator.value()) {
            return text + " " + scale.title().sv();
        }
    }
    return text;
}

/// When it turns if nothing changes: the dwell is over then, or the value too old.
std::string turns(v1::IndicatorView const& indicator) {
    auto const at = indicator.turns_at();
    if (at == 0) {
        return {};
    }
    auto const gets_old = indicator.known_until() != 0 && at >= indicator.known_until();
    auto const to = gets_old                                                  ? "OKÄND"
                    : indicator.standing() == v1::INDICATOR_STANDING_HOLDS    ? "gäller inte"
                    : indicator.standing() == v1::INDICATOR_STANDING_DOES_NOT ? "GÄLLER"
                                                                              : "";
    return fmt::format("{} {}", local_time(at), to);
}

std::string age(std::int64_t seconds) {
    constexpr std::int64_t minute = 60;
    return seconds < 2 * minute ? fmt::format("{} s", seconds)
                                : fmt::format("{} min", seconds / minute);
}

std::string indicators(v1::TriageRegionView const& region, core::TriageTerms const& terms) {
    std::vector<std::vector<Cell>> rows;
    auto const at = terms.region(region.region_id());
    for (auto const& indicator : region.indicators()) {
        auto unit = Unit::count;
        if (auto const* const of = at ? &terms.regions()[*at] : nullptr; of != nullptr) {
            if (auto const found = of->indicator(indicator.indicator_id()); found) {
                unit = unit_of(of->indicators[*found].rule->source());
            }
        }
        auto const limit = fmt::format(
            "{} {}", indicator.below() ? "<=" : ">=", with_unit(indicator.threshold(), unit));
        rows.push_back({{indicator.title().sv()},
                        standing(indicator.standing()),
                        {value_of(indicator, unit)},
                        {limit},
                        {indicator.since() == 0 ? "" : local_time(indicator.since())},
                        {turns(indicator), Colour::yellow},
                        {indicator.observed_at() == 0 ? "" : age(indicator.age_s())}});
    }
    return table({"INDIKATOR", "LÄGE", "VÄRDE", "GRÄNS", "SEDAN", "VÄNDER", "ÅLDER"}, rows);
}

std::string question(v1::TriageRegionView const& region, v1::TriageQuestionView const& question,
                     report::Words const& words) {
    auto text = fmt::format("  {}: {} av minst {} gäller, {} okända", question.title().sv(),
                            question.holding(), question.at_least(), question.unknown());
    if (question.in_effect()) {
        text += ". I KRAFT";
    }
    if (!question.has_recommendation()) {
        return text + "\n";
    }
    auto const& recommendation = question.recommendation();
    text += fmt::format(". {} sedan {}",
                        recommendation.back() ? "Återgång rekommenderas" : "REKOMMENDERAS",
                        local_time(recommendation.since_us()));
    if (question.open()) {
        return coloured(text + ". ATT BESLUTA: " + words.party(region.decider()), Colour::alarm) +
               "\n    " + question.text().sv() + "\n";
    }
    return text + fmt::format(". Beslut {} står emot\n", recommendation.decided());
}

std::string decision(v1::TriageDecision const& decision, report::Words const& words) {
    auto const how = !decision.against().empty()  ? " mot rekommendationen"
                     : decision.follows().empty() ? " utan rekommendation"
                                                  : "";
    auto const until =
        decision.until_us() == 0 ? std::string{} : ", omprövas " + local_time(decision.until_us());
    return fmt::format("  {} {}: {}{}: {}{}\n", local_time(decision.decided_at_us()),
                       words.party(decision.party()), core::decision_in_words(decision).sv(), how,
                       decision.reason(), until);
}

}  // namespace

std::string triage_text(v1::GetTriageReply const& reply, report::Words const& words) {
    if (!reply.has_rules()) {
        return "Händelsens regler säger ingenting om masskadetriage.\n";
    }
    auto const terms =
        words.pack() == nullptr ? core::TriageTerms{} : core::TriageTerms{*words.pack()};
    std::string text;
    for (auto const& region : reply.regions()) {
        text += text.empty() ? "" : "\n";
        text += coloured(fmt::format("{}: {}\n", words.organisation(region.region_id()),
                                     mode_and_standard(region)),
                         Colour::bold);
        text += indicators(region, terms);
        for (auto const& each : region.questions()) {
            text += question(region, each, words);
        }
        for (auto const& each : region.decisions()) {
            text += decision(each, words);
        }
    }
    return text;
}

std::string region_triage_lines(v1::IncidentView const& incident, report::Words const& words) {
    std::string text;
    for (auto const& region : incident.triage()) {
        auto line = fmt::format("{}: {}", words.organisation(region.region_id()),
                                mode_and_standard(region));
        if (region.decided_at() != 0) {
            line += fmt::format(" ({} {})", words.party(region.decided_by()),
                                local_time(region.decided_at()));
        }
        for (auto const& open : region.open()) {
            line += ". ATT BESLUTA: " + open.sv();
        }
        text += line + "\n";
    }
    return text;
}

}  // namespace larm::cli
