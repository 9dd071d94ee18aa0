#include <fmt/format.h>

#include "engine/rules/explain_parts.hpp"
#include "engine/rules/swedish.hpp"

namespace larm::rules {
namespace {

std::string severity_in_words(v1::RulePack const& pack, v1::Severity severity) {
    for (auto const& rule : pack.capacity().severities()) {
        if (rule.severity() == severity) {
            return rule.title().sv();
        }
    }
    return v1::Severity_Name(severity);
}

void explain_costs(Page& page, v1::RulePack const& pack) {
    for (auto const& rule : pack.transfers().severities()) {
        page.item(severity_in_words(pack, rule.severity()),
                  fmt::format("varje minut till ankomst kostar {}, att inte flyttas {}. {}",
                              rule.per_minute(), rule.left_behind(),
                              rule.secondary() ? "Flyttas vid behov också mellan sjukhus."
                                               : "Flyttas inte mellan sjukhus."));
    }
}

void explain_vehicles(Page& page, v1::RulePack const& pack) {
    for (auto const& kind : pack.transfers().vehicles()) {
        std::vector<std::string> carries;
        for (auto const severity : kind.carries()) {
            carries.push_back(severity_in_words(pack, static_cast<v1::Severity>(severity)));
        }
        std::vector<std::string> const words{kind.words().begin(), kind.words().end()};
        page.item(
            kind.title().sv(),
            fmt::format("{}: {} {}, {}{}. Lastning {}, åter redo {} efter ankomst. {}",
                        words.empty() ? "Övriga löften" : "Löften som nämner " + joined(words),
                        number_in_words(kind.places()), kind.places() == 1 ? "plats" : "platser",
                        joined(carries), kind.flies() ? ", flyger" : "",
                        minutes_in_words(kind.load_min()), minutes_in_words(kind.turnaround_min()),
                        kind.source()));
    }
    auto const& scene = pack.transfers().scene();
    if (scene.count() > 0) {
        page.item("På skadeplatsen",
                  fmt::format("räknas med {} egna ambulanser, från {} efter den första rapporten. "
                              "{}",
                              number_in_words(scene.count()), minutes_in_words(scene.ready_min()),
                              scene.source()));
    }
}

void explain_shares(Page& page, v1::RulePack const& pack) {
    for (auto const& share : pack.transfers().shares()) {
        auto name = share.region_id().empty() ? std::string{"Andra regioner"} : share.region_id();
        for (auto const& region : pack.regions()) {
            name = region.id() == share.region_id() ? region.name() : name;
        }
        page.item(name,
                  fmt::format("ger högst {} av 1000 lediga platser av varje slag till en händelse "
                              "i en annan region; del av en plats räknas som en.",
                              share.permille()));
    }
}

}  // namespace

void explain_transfers(Page& page, v1::RulePack const& pack) {
    auto const& rules = pack.transfers();
    page.paragraph(
        "Systemet föreslår vart patienter kan föras, från skadeplatsen och mellan sjukhus, med "
        "vilka fordon. Förslaget är det billigaste som ryms i de platser, fordon och patienter som "
        "är kända: varje minut till ankomst kostar, och att lämna någon kostar mest. Den "
        "mottagande "
        "regionen svarar; ingenting flyttas av sig självt, och det som är accepterat rörs inte.");
    explain_costs(page, pack);
    explain_vehicles(page, pack);
    explain_shares(page, pack);
    page.item(
        "Nytt förslag",
        fmt::format("när något har ändrats, dock inte oftare än var {}, och annars senast "
                    "{} efter förra genomgången. En ny skadeplats väntar högst {} sekunder. Den "
                    "som har mist sin plats eller sitt fordon väntar inte. Ett förslag som står "
                    "byts bara om det har blivit omöjligt eller om det nya är minst {} av 1000 "
                    "bättre.",
                    minutes_in_words(rules.rhythm_min()), minutes_in_words(rules.look_again_min()),
                    rules.gap_s(), rules.margin_permille()));
    page.item("Platser", fmt::format("räknas som de väntas vara om {}; okänt räknas som ingen.",
                                     minutes_in_words(rules.horizon_min())));
    if (rules.unreported_for_min() > 0) {
        page.item(
            "Innan någon har rapporterat",
            fmt::format("räknas det som ett sjukhus inte har sagt något om med {} av 1000 av "
                        "det vanliga, aldrig mer än det sade sist, i {} från den första rapporten "
                        "om händelsen. Förslaget säger att det är antaget.",
                        rules.unreported_permille(), minutes_in_words(rules.unreported_for_min())));
    }
    page.item("Efter ett nej", fmt::format("föreslås ingenting liknande där på {}.",
                                           minutes_in_words(rules.decline_hold_min())));
    page.item("Fel besked", rules.undo_within_min() > 0
                                ? fmt::format("att patienter har åkt eller är framme kan ångras i "
                                              "{}.",
                                              minutes_in_words(rules.undo_within_min()))
                                : std::string{"att patienter har åkt eller är framme kan inte "
                                              "ångras."});
    page.bullets({rules.source()});
}

}  // namespace larm::rules
