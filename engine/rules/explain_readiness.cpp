#include <fmt/format.h>

#include "engine/rules/explain_parts.hpp"
#include "engine/rules/swedish.hpp"

namespace larm::rules {

void explain_readiness(Page& page, v1::RulePack const& pack) {
    auto const& readiness = pack.readiness();
    page.paragraph(
        "Innan paketet tas i bruk spelas scenarierna nedan mot det och mot kontaktlistan bredvid "
        "det, med simulerade människor. Vad som inte höll sägs med scenario, förväntan och rad.");
    for (auto const& scenario : readiness.scenarios()) {
        page.item(scenario.scenario_id(), scenario.seeds() == 1
                                              ? std::string{"Spelas en gång."}
                                              : fmt::format("Spelas {} gånger, med olika slump.",
                                                            number_in_words(scenario.seeds())));
    }
    page.item(
        "Om något inte höll",
        readiness.must_hold()
            ? "Paketet tas inte i bruk vid en omläsning; det gamla gäller. Vid start sägs det "
              "bara, så att ingen start fördröjs."
            : "Det sägs, och paketet tas i bruk ändå.");
    page.bullets({readiness.source()});
}

}  // namespace larm::rules
