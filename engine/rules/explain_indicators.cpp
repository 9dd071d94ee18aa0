#include <fmt/format.h>

#include <algorithm>

#include "engine/core/indicator_keys.hpp"
#include "engine/rules/explain_parts.hpp"
#include "engine/rules/swedish.hpp"

namespace larm::rules {
namespace {

/// Each source once, in the order they come.
std::vector<std::string> sources_of(v1::RulePack const& pack) {
    std::vector<std::string> sources;
    auto const add = [&sources](std::string const& source) {
        if (std::ranges::find(sources, source) == sources.end()) {
            sources.push_back(source);
        }
    };
    for (auto const& indicator : pack.indicators()) {
        add(indicator.source());
    }
    add(pack.indicator_scale().source());
    return sources;
}

int count_of(v1::RulePack const& pack, v1::IndicatorScope scope) {
    return static_cast<int>(std::ranges::count(pack.indicators(), scope, &core::scope_of));
}

void explain_scope(Page& page, v1::RulePack const& pack, v1::IndicatorScope scope,
                   std::string_view heading) {
    if (count_of(pack, scope) == 0) {
        return;
    }
    page.subheading(heading);
    for (auto const& indicator : pack.indicators()) {
        if (core::scope_of(indicator) == scope) {
            page.item("Inom " + duration_in_words(indicator.standard_s()),
                      indicator.title().sv() + ".");
        }
    }
}

/// "22", "22 (prehospitalt 18)"
std::string points_max(v1::RulePack const& pack) {
    auto const regional = 2 * count_of(pack, v1::INDICATOR_SCOPE_REGIONAL);
    auto const prehospital = 2 * count_of(pack, v1::INDICATOR_SCOPE_PREHOSPITAL);
    return prehospital == 0 || prehospital == regional
               ? std::to_string(regional)
               : fmt::format("{} (prehospitalt {})", regional, prehospital);
}

}  // namespace

void explain_indicators(Page& page, v1::RulePack const& pack) {
    page.paragraph(
        "När larmet är över kan loggen mätas mot dessa tider, räknade från den första rapporten; "
        "på "
        "ett sjukhus från det att sjukhuset larmades. Mätningen påverkar inget larm. Det som "
        "loggen "
        "inte vet tas från observatörer, och annars sägs det vara ej mätbart, aldrig ogjort.");
    explain_scope(page, pack, v1::INDICATOR_SCOPE_REGIONAL, "Regional ledning");
    explain_scope(page, pack, v1::INDICATOR_SCOPE_PREHOSPITAL, "Prehospital ledning");
    explain_scope(page, pack, v1::INDICATOR_SCOPE_HOSPITAL, "Sjukhusledning, varje larmat sjukhus");
    page.gap();
    auto const& scale = pack.indicator_scale();
    page.item("Poäng",
              fmt::format("2 inom tiden, 1 om det gjordes senare men inom {} gånger tiden, annars "
                          "0. Mer än {} av {} är godtagbart, och sägs bara när allt har mätts.",
                          number_in_words(scale.late_within_times()), scale.acceptable_over(),
                          points_max(pack)));
    page.bullets(sources_of(pack));
}

}  // namespace larm::rules
