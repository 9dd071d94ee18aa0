#include <fmt/format.h>

#include <algorithm>

#include "engine/core/plus_words.hpp"
#include "engine/rules/explain_parts.hpp"
#include "engine/rules/swedish.hpp"

namespace larm::rules {
namespace {

std::string dimension_in_words(v1::PlusDimension dimension) {
    return std::string{core::dimension_words(dimension).sv};
}

void explain_stages(Page& page, v1::RulePack const& pack) {
    for (auto const& rule : pack.capacity().stages()) {
        std::vector<std::string> binds;
        for (auto const dimension : rule.binds()) {
            binds.push_back(dimension_in_words(static_cast<v1::PlusDimension>(dimension)));
        }
        page.item(rule.title().sv(),
                  fmt::format(
                      "begränsas av {}. En uppgift gäller i {}; äldre räknas som okänd. {}",
                      joined(binds), minutes_in_words(rule.max_age_min()),
                      rule.stay_min() > 0
                          ? "En skadad upptar platsen i " + minutes_in_words(rule.stay_min()) + "."
                          : "En plats som tagits räknas inte som ledig igen."));
    }
}

void explain_needs(Page& page, v1::RulePack const& pack) {
    for (auto const& rule : pack.capacity().severities()) {
        std::vector<std::string> needs;
        for (auto const& need : rule.needs()) {
            needs.push_back(
                fmt::format("{} {} av 1000", stage_in_words(pack, need.stage()), need.permille()));
        }
        page.item(rule.title().sv(), "behöver " + joined(needs) + ". Fördelas efter " +
                                         stage_in_words(pack, rule.binding_stage()) + ".");
    }
}

void explain_arrivals(Page& page, v1::RulePack const& pack) {
    for (auto const& model : pack.capacity().arrivals()) {
        std::vector<std::string> const words{model.words().begin(), model.words().end()};
        page.item(words.empty() ? "Annars" : "När typen nämner " + joined(words),
                  fmt::format("kommer hälften inom {}, {} av 1000 själva till närmaste sjukhus och "
                              "övriga till de {} närmaste. När {} har kommit rättas det väntade "
                              "antalet, till mellan {} och {} av 1000.",
                              minutes_in_words(model.half_time_min()), model.nearest_permille(),
                              number_in_words(model.spread()), model.correct_from(),
                              model.correct_min_permille(), model.correct_max_permille()));
    }
}

void explain_levels(Page& page, v1::RulePack const& pack) {
    for (auto const level : {v1::READINESS_LEVEL_STAB, v1::READINESS_LEVEL_FORSTARKNING,
                             v1::READINESS_LEVEL_KATASTROF}) {
        std::vector<std::string> orders;
        for (auto const& rule : pack.capacity().levels()) {
            if (rule.level() == level) {
                orders.push_back(fmt::format("{} till och med steg {}",
                                             dimension_in_words(rule.dimension()),
                                             rule.up_to_order()));
            }
        }
        if (!orders.empty()) {
            page.item(capitalised(level_in_words(level)),
                      "beställer av sig självt " + joined(orders) +
                          ", på sjukhusen i den region som beslutar.");
        }
    }
}

void explain_ladder(Page& page, v1::RulePack const& pack, v1::HospitalPlus const& plus) {
    auto name = plus.hospital_id();
    for (auto const& hospital : pack.hospitals()) {
        name = hospital.id() == plus.hospital_id() ? hospital.name() : name;
    }
    page.subheading(name);
    for (auto const& step : plus.steps()) {
        std::vector<std::string> adds;
        for (auto const& add : step.adds()) {
            adds.push_back(fmt::format("{} {}", add.patients(), stage_in_words(pack, add.stage())));
        }
        page.item(
            fmt::format("{} {}", capitalised(dimension_in_words(step.dimension())), step.order()),
            fmt::format("{}. Ger {} på {}. Ansvarig: {}. {}", step.title(), joined(adds),
                        minutes_in_words(step.lead_min()), step.owner(), step.cost()));
    }
    page.bullets({plus.source()});
}

}  // namespace

void explain_capacity(Page& page, v1::RulePack const& pack) {
    page.paragraph(
        "Ett sjukhus kan ta emot så många som den knappaste av lokaler, utrustning, personal och "
        "styrning medger. Är en av dem okänd är det hela okänt. Systemet räknar och varnar; vad "
        "som ska göras beslutar varje region för sina sjukhus.");
    explain_stages(page, pack);
    explain_needs(page, pack);
    if (auto const& algorithm = pack.capacity().triage_algorithm(); !algorithm.empty()) {
        page.item("Triage", fmt::format("Svårighetsgraden sätts enligt {}, om den som rapporterar "
                                        "inte anger något annat. Systemet räknar bara med graden.",
                                        algorithm));
    }
    explain_arrivals(page, pack);
    explain_levels(page, pack);
    auto const& rules = pack.capacity();
    page.item(
        "Varning",
        fmt::format("när platserna ser ut att ta slut inom {}; den är över när {} "
                    "åter är lediga. Ett steg som inte är klart {} efter utlovad "
                    "tid räknas inte längre med.",
                    rules.horizons_min().empty() ? std::string{"0 minuter"}
                                                 : minutes_in_words(*rules.horizons_min().rbegin()),
                    number_in_words(rules.margin()), minutes_in_words(rules.overdue_after_min())));
    for (auto const& plus : pack.plus()) {
        explain_ladder(page, pack, plus);
    }
}

}  // namespace larm::rules
