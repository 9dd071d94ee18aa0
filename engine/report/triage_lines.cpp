#include "engine/report/triage_lines.hpp"

#include <fmt/format.h>

#include "engine/core/local_time.hpp"

namespace larm::report {
namespace {

std::string_view standard(v1::CareStandard standard, Words const& words) {
    switch (standard) {
        case v1::CARE_STANDARD_CONTINGENCY: return words.say("anpassad vård", "contingency care");
        case v1::CARE_STANDARD_CRISIS: return words.say("KRISSTANDARD", "CRISIS STANDARD");
        case v1::CARE_STANDARD_CONVENTIONAL:
        case v1::CARE_STANDARD_UNSPECIFIED:
        case v1::CareStandard_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::CareStandard_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return words.say("normal vård", "conventional care");
}

std::string holding(v1::TriageRegionView const& region, Words const& words) {
    std::string text;
    auto unknown = 0;
    for (auto const& indicator : region.indicators()) {
        unknown += static_cast<int>(indicator.standing() == v1::INDICATOR_STANDING_UNKNOWN);
        if (indicator.standing() == v1::INDICATOR_STANDING_HOLDS) {
            text += fmt::format("{}{}", text.empty() ? "" : ", ",
                                words.say(indicator.title().sv(), indicator.title().en()));
        }
    }
    return fmt::format("{}: {}. {}: {}",
                       words.say("Indikatorer som gäller", "Indicators that hold"),
                       text.empty() ? std::string{words.say("inga", "none")} : text,
                       words.say("Okända", "Unknown"), unknown);
}

}  // namespace

std::vector<std::string> triage_lines(v1::SituationFacts const& facts, Words const& words) {
    std::vector<std::string> lines;
    for (auto const& each : facts.triage()) {
        auto const& region = each.region();
        auto line = fmt::format("{}: {}, {}", words.organisation(region.region_id()),
                                region.mode() == v1::TRIAGE_MODE_MASS_CASUALTY
                                    ? words.say("MASSKADETRIAGE", "MASS-CASUALTY TRIAGE")
                                    : words.say("normal triage", "normal triage"),
                                standard(region.standard(), words));
        for (auto const& item : region.rationed_items()) {
            line += fmt::format(", {} {}", words.say("ransonering av", "rationing of"), item);
        }
        if (!region.decisions().empty()) {
            auto const& last = region.decisions(0);
            line += fmt::format(". {} {} {}", words.say("Beslutat av", "Decided by"),
                                words.party(last.party()),
                                core::clock_near({last.decided_at_us()}, {facts.at_us()}));
        }
        for (auto const& open : each.open()) {
            line += fmt::format(". {}: {} ({})", words.say("ATT BESLUTA", "TO DECIDE"),
                                words.say(open.sv(), open.en()), words.party(region.decider()));
        }
        lines.push_back(fmt::format("{}. {}", line, holding(region, words)));
    }
    return lines;
}

}  // namespace larm::report
