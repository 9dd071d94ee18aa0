#include "engine/rules/explain.hpp"

#include <fmt/format.h>

#include <map>

#include "engine/core/step.hpp"
#include "engine/rules/explain_parts.hpp"
#include "engine/rules/pack_names.hpp"
#include "engine/rules/swedish.hpp"

namespace larm::rules {
namespace {

std::string hospitals_of(v1::RulePack const& pack, std::string const& region) {
    std::vector<std::string> hospitals;
    for (auto const& hospital : pack.hospitals()) {
        if (hospital.region_id() == region) {
            hospitals.push_back(fmt::format("{} ({}, {})", hospital.name(),
                                            hospital_type_in_words(hospital.type()),
                                            trauma_in_words(hospital.trauma())));
        }
    }
    return hospitals.empty() ? "Inga sjukhus är inlagda." : "Sjukhus: " + joined(hospitals) + ".";
}

std::string blood_centre_of(v1::RulePack const& pack, std::string const& region) {
    for (auto const& centre : pack.blood_centres()) {
        if (centre.region_id() != region) {
            continue;
        }
        auto const* const hospital = hospital_called(pack, centre.hospital_id());
        return fmt::format(" Blodcentral: {}{}{}.", centre.name(), hospital == nullptr ? "" : ", ",
                           hospital == nullptr ? "" : hospital->name());
    }
    return " Ingen blodcentral är inlagd.";
}

/// What the figures of hospitals and blood centres rest on, each source once.
std::vector<std::string> sources_of_places(v1::RulePack const& pack) {
    std::map<std::string, std::vector<std::string>> named;
    for (auto const& hospital : pack.hospitals()) {
        named[hospital.source()].push_back(hospital.name());
    }
    for (auto const& centre : pack.blood_centres()) {
        named[centre.source()].push_back(centre.name());
    }
    for (auto const& region : pack.regions()) {
        if (region.population() > 0) {
            named["Invånarantal: " + region.population_source()].push_back(region.name());
        }
    }
    std::vector<std::string> sources;
    for (auto const& [source, names] : named) {
        sources.push_back(joined(names) + ": " + (source.empty() ? "ingen källa." : source));
    }
    return sources;
}

void explain_places(Page& page, v1::RulePack const& pack) {
    page.heading("1. Vilka som ingår");
    for (auto const& region : pack.regions()) {
        auto text = hospitals_of(pack, region.id()) + blood_centre_of(pack, region.id());
        if (region.transports_total() > 0) {
            text += fmt::format(" Har {} i allt, och kan inte utlova fler.",
                                transports_in_words(region.transports_total()));
        }
        page.item(region.short_name(), region.name() + ". " + text);
    }
    for (auto const& organisation : pack.organisations()) {
        page.item("Utanför", organisation.name() + ", " + role_in_words(organisation.role()) + ".");
    }
    page.gap();
    page.paragraph("Vad uppgifterna bygger på:");
    page.bullets(sources_of_places(pack));
}

/// What is required, and what is followed up without being required.
void explain_completeness(Page& page, v1::RulePack const& pack) {
    page.heading("4. När larmet är komplett");
    page.paragraph("Larmet visas som komplett när allt detta är gjort:");
    std::vector<std::string> required;
    std::vector<std::string> others;
    for (auto const& step : pack.steps()) {
        auto const trigger = step.start().trigger();
        auto const always = trigger == v1::TRIGGER_ALARM || trigger == v1::TRIGGER_STEP_COMPLETE;
        if (step.required()) {
            required.push_back(step.title().sv() + ": " + complete_in_words(step) +
                               (always ? "" : " Krävs bara om steget har börjat."));
        } else if (!core::tells_the_end(step)) {
            others.push_back(step.title().sv());
        }
    }
    page.bullets(required);
    if (!others.empty()) {
        page.paragraph("Detta följs upp på samma sätt, men larmet kan vara komplett utan det: " +
                       joined(others) + ".");
    }
    page.paragraph(
        "Att larmet är komplett avslutar det inte. Det gör en människa, genom att "
        "avlarma eller återkalla.");
}

std::string promises_in_words(v1::RulePack const& pack) {
    auto const& policy = pack.policy();
    auto const asked = fmt::format("{} innan frågas givaren om löftet gäller med {}",
                                   duration_in_words(policy.reconfirm_before_s()),
                                   message_in_words(pack, policy.reconfirm_message()));
    auto const asks = policy.reconfirm_before_s() > 0;
    if (policy.commitment_valid_s() == 0) {
        return "Ett löfte om transporter gäller tills det tas tillbaka." +
               (asks ? " Har givaren själv satt en sluttid upphör löftet då, och " + asked + "."
                     : std::string{});
    }
    return fmt::format(
        "Ett löfte om transporter upphör efter {}, om givaren inte har satt en annan sluttid.{}",
        duration_in_words(policy.commitment_valid_s()),
        asks ? " " + capitalised(asked) + "." : std::string{});
}

void explain_policy(Page& page, v1::RulePack const& pack) {
    auto const& policy = pack.policy();
    page.heading("5. Vad som gäller hela kedjan");
    page.item(
        "Bekräftelse",
        policy.confirm_hold_s() == 0
            ? "Larmet går ut i samma stund som TiB bekräftar. Ett falskt larm återkallas."
            : fmt::format("När TiB har bekräftat dröjer larmet {}, och kan ångras under tiden.",
                          duration_in_words(policy.confirm_hold_s())));
    page.item("Dubbletter",
              policy.duplicate_window_s() == 0
                  ? "Ingen händelse visas som en möjlig dubblett."
                  : fmt::format("En ny händelse i samma region inom {} efter en annan som pågår "
                                "visas som en möjlig dubblett. Den stoppas aldrig.",
                                duration_in_words(policy.duplicate_window_s())));
    page.item("Avbrott",
              fmt::format("Har systemet legat nere går försenade påminnelser ut när det är i gång "
                          "igen. Är de mer än {} försenade väntar de på att en människa släpper "
                          "dem, så att en återläst säkerhetskopia aldrig larmar.{}",
                          duration_in_words(policy.overdue_limit_s()),
                          policy.has_on_held() ? " Att de väntar sägs en gång till " +
                                                     told_in_words(pack, policy.on_held()) + "."
                                               : std::string{}));
    if (policy.provisional_within_s() > 0) {
        page.item("Löften", promises_in_words(pack));
        page.item("Preliminärt",
                  fmt::format("Ett preliminärt löfte ska göras fast inom {}. Annars frågas givaren "
                              "igen.",
                              duration_in_words(policy.provisional_within_s())));
    }
    page.item("Svar",
              "Bara en människas svar stoppar påminnelserna. Att ett meddelande är skickat, "
              "framme eller hamnat i en telefonsvarare räknas inte.");
    page.item("Fel",
              "Går inget av ett försöks meddelanden fram kommer nästa försök genast. Går "
              "jouren över till någon annan börjar försöken om för den som inte har svarat.");
    explain_channels(page, pack);
    page.item("Ingen kontakt",
              "Den som inte har nåtts visas som okänd, aldrig som ett nej. Den drabbade regionens "
              "TiB får aldrig veta om sig själv att den inte svarar, utan frågas igen.");
}

}  // namespace

std::string explain(v1::RulePack const& pack) {
    Page page;
    page.title("Larmkedjan för " + pack.title().sv());
    page.paragraph(fmt::format("Regelpaket {}, version {}.", pack.name(), pack.version()));
    page.gap();
    page.paragraph(
        "Texten är gjord ur regelpaketet och säger allt som systemet gör av sig självt: "
        "vem som frågas, om vad, hur och när. Den utlovar aldrig något åt en region och "
        "fattar inga beslut. Den som godkänner texten godkänner reglerna.");
    explain_places(page, pack);
    page.heading("2. Larmet minut för minut, om ingen svarar");
    explain_timeline(page, pack);
    page.heading("3. Stegen");
    for (int index = 0; index < pack.steps_size(); ++index) {
        explain_step(page, pack, index);
    }
    explain_completeness(page, pack);
    explain_policy(page, pack);
    page.heading("6. Meddelandena");
    explain_messages(page, pack);
    int number = 6;
    auto const heading = [&](std::string_view text) {
        page.heading(fmt::format("{}. {}", ++number, text));
    };
    if (pack.has_blood()) {
        heading("Hur mycket blod som väntas gå åt");
        explain_blood(page, pack);
    }
    if (says_cooperation(pack)) {
        heading("Stöd, lägesbild och konferenser");
        explain_cooperation(page, pack);
    }
    if (!pack.indicators().empty()) {
        heading("Hur ett larm mäts efteråt");
        explain_indicators(page, pack);
    }
    if (pack.has_capacity()) {
        heading("Vad sjukhusen kan ta emot");
        explain_capacity(page, pack);
    }
    if (pack.has_transfers()) {
        heading("Hur patienter flyttas");
        explain_transfers(page, pack);
    }
    if (pack.has_triage()) {
        heading("Masskadetriage och vårdstandard");
        explain_triage(page, pack);
    }
    if (pack.has_readiness()) {
        heading("Vad paketet ska klara innan det tas i bruk");
        explain_readiness(page, pack);
    }
    if (!pack.sources().empty()) {
        heading("Källor");
        page.bullets({pack.sources().begin(), pack.sources().end()});
    }
    return page.text();
}

}  // namespace larm::rules
