#include "engine/larm/triage_text.hpp"

#include <fmt/format.h>

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

std::string value_of(v1::IndicatorView const& indicator) {
    if (!indicator.known()) {
        return "-";
    }
    auto const text = indicator.value_max() == indicator.value()
                          ? fmt::format("{}", indicator.value())
                          : fmt::format("{}-{}", indicator.value(), indicator.value_max());
    for (auto const& scale : indicator.scale()) {
        if (scale.value() == indicator.value() && indicator.value_max() == indicator.value()) {
            return text + " " + scale.title().sv();
        }
    }
    return text;
}

std::string indicators(v1::TriageRegionView const& region) {
    std::vector<std::vector<Cell>> rows;
    for (auto const& indicator : region.indicators()) {
        auto const limit =
            fmt::format("{} {}", indicator.below() ? "<=" : ">=", indicator.threshold());
        rows.push_back(
            {{indicator.title().sv()},
             standing(indicator.standing()),
             {value_of(indicator)},
             {limit},
             {indicator.since() == 0 ? "" : local_time(indicator.since())},
             {indicator.observed_at() == 0 ? "" : fmt::format("{} s", indicator.age_s())}});
    }
    return table({"INDIKATOR", "LÄGE", "VÄRDE", "GRÄNS", "SEDAN", "ÅLDER"}, rows);
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
    std::string text;
    for (auto const& region : reply.regions()) {
        text += text.empty() ? "" : "\n";
        text += coloured(fmt::format("{}: {}\n", words.organisation(region.region_id()),
                                     mode_and_standard(region)),
                         Colour::bold);
        text += indicators(region);
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
