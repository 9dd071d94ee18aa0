// The alarm minute by minute when nobody answers: the ladders of all steps that start with the
// alarm, in one table.
#include <fmt/format.h>

#include <map>
#include <vector>

#include "engine/rules/explain_parts.hpp"
#include "engine/rules/swedish.hpp"

namespace larm::rules {

void explain_timeline(Page& page, v1::RulePack const& pack) {
    page.paragraph(
        "Vid telefonsamtal ringer systemet själv. Larmdisk är en människa som får i uppdrag att "
        "ringa för hand. Den som saknar adress för ett sätt hoppas över där och nås på de andra.");
    page.gap();
    std::map<int, std::vector<std::string>> at;
    std::vector<std::string> again;
    for (auto const& step : pack.steps()) {
        if (step.start().trigger() != v1::TRIGGER_ALARM) {
            continue;
        }
        for (int index = 0; index < step.rungs_size(); ++index) {
            std::vector<std::string> told;
            for (auto const& notify : step.rungs(index).notify()) {
                told.push_back(notify_in_words(pack, step, notify));
            }
            std::string line;
            for (auto const& each : told) {
                line += (line.empty() ? "" : "; ") + each;
            }
            at[seconds_to(step, index)].push_back(line + " (" + step.title().sv() + ").");
        }
        again.push_back(step.title().sv() + ": " + every_in_words(step.repeat_every_s()) + ".");
    }
    for (auto const& [seconds, lines] : at) {
        auto label = capitalised(after_in_words(seconds));
        for (auto const& line : lines) {
            page.item(label, capitalised(line));
            label.clear();
        }
    }
    page.item("Sedan", "Varje stegs sista omgång upprepas tills någon svarar:");
    for (auto const& each : again) {
        page.item("", each);
    }
}

}  // namespace larm::rules
