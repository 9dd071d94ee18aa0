#include <fmt/format.h>

#include <algorithm>

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

}  // namespace

void explain_indicators(Page& page, v1::RulePack const& pack) {
    page.paragraph(
        "När larmet är över kan loggen mätas mot dessa tider, räknade från den första rapporten. "
        "Mätningen påverkar inget larm. Det som loggen inte vet sägs vara ej mätbart, aldrig "
        "ogjort.");
    for (auto const& indicator : pack.indicators()) {
        page.item("Inom " + duration_in_words(indicator.standard_s()),
                  indicator.title().sv() + ".");
    }
    auto const& scale = pack.indicator_scale();
    page.item("Poäng",
              fmt::format("2 inom tiden, 1 om det gjordes senare men inom {} gånger tiden, annars "
                          "0. Mer än {} av {} är godtagbart, och sägs bara när allt har mätts.",
                          number_in_words(scale.late_within_times()), scale.acceptable_over(),
                          2 * pack.indicators_size()));
    page.bullets(sources_of(pack));
}

}  // namespace larm::rules
