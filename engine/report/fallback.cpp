#include "engine/report/fallback.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/local_time.hpp"
#include "engine/core/party.hpp"
#include "engine/report/words.hpp"

namespace larm::report {
namespace {

using Document = PaperDocument;

void heading(Document& document, int level, std::string text) {
    document.blocks.emplace_back(PaperHeading{level, std::move(text)});
}

void text(Document& document, std::string words, bool is_strong = false) {
    document.blocks.emplace_back(PaperText{std::move(words), is_strong});
}

int minimum_transports(core::Pack const& pack) {
    auto const step = pack.transport_step();
    return step < 0 ? 0 : pack.step(step).minimum();
}

void what_to_do(Document& document, core::Pack const& pack, v1::Region const& region) {
    heading(document, 1, fmt::format("Reservpärm för {}", region.name()));
    text(document,
         "Används när systemet, strömmen eller nätet är borta. Arbeta uppifrån och ned, "
         "skriv klockslag vid varje åtgärd, och spara pappren.",
         true);
    PaperTable steps{{"", "Gör så här", "Klart kl"}, {}, {1, 11, 3}, true};
    steps.rows = {
        {"1",
         "Bekräfta särskild händelse. Skriv plats, typ, beredskapsläge och skadeutfall i "
         "lägesrapporten (sista sidan).",
         ""},
        {"2",
         fmt::format("Ring TiB i alla regioner efter ringlistan. Svarar ingen: ställföreträdaren, "
                     "sedan Rakel. Fråga: har du uppfattat larmet? Hur många "
                     "sekundärtransporter ställer ni upp med? Minst {} per region.",
                     minimum_transports(pack)),
         ""},
        {"3",
         "Ring den egna regionens blodcentral. Blodcentralen avgör själv om landets övriga "
         "blodcentraler larmas.",
         ""},
        {"4", "Ta ställning till nationellt masskadelarm.", ""},
        {"5",
         "För åtagandetavlan. Räkna bara det som en människa har lovat. Ring igen efter 10 "
         "minuter till den som inte har svarat.",
         ""},
        {"6", "Avlarma exakt dem som har larmats, och pricka av dem.", ""}};
    document.blocks.emplace_back(std::move(steps));
}

/// Those on duty first.
void add_people(PaperTable& table, core::State const& state, std::string const& party,
                Words const& words, FindPerson const& find) {
    auto const duty = state.duties().find(party);
    if (duty == state.duties().end()) {
        table.rows.push_back({words.party(party), "ingen inlagd", "", "", ""});
        return;
    }
    auto officers = duty->second.officers;
    std::ranges::stable_partition(
        officers, [&](auto const& each) { return each.officer_id() == duty->second.officer_id; });
    for (auto const& officer : officers) {
        auto const person = find(officer.officer_id());
        auto const is_on_duty = officer.officer_id() == duty->second.officer_id;
        table.rows.push_back({words.party(party) + (is_on_duty ? " (i tjänst)" : ""),
                              person.name.empty() ? officer.officer_id() : person.name,
                              person.phone, person.rakel, ""});
    }
}

void call_list(Document& document, core::State const& state, core::Pack const& pack,
               v1::Region const& own, FindPerson const& find) {
    Words const words{&pack, Language::swedish};
    heading(document, 1, "Ringlista");
    auto const list = [&](std::string title, std::vector<std::string> const& parties) {
        heading(document, 2, std::move(title));
        PaperTable table{
            {"Vem", "Namn", "Telefon", "Rakel", "Svar, kl"}, {}, {6, 5, 4, 3, 4}, true};
        for (auto const& party : parties) {
            add_people(table, state, party, words, find);
        }
        document.blocks.emplace_back(std::move(table));
    };
    list("Den egna regionen",
         {core::make_party(v1::ROLE_TIB, own.id()), core::make_party(v1::ROLE_DEPUTY, own.id()),
          core::make_party(v1::ROLE_BLOOD, own.id())});
    for (auto const& region : pack.rules.regions()) {
        if (region.id() != own.id()) {
            list(region.name(), {core::make_party(v1::ROLE_TIB, region.id()),
                                 core::make_party(v1::ROLE_DEPUTY, region.id())});
        }
    }
    std::vector<std::string> others;
    for (auto const& organisation : pack.rules.organisations()) {
        others.push_back(core::make_party(organisation.role(), organisation.id()));
    }
    for (auto const& region : pack.rules.regions()) {
        if (region.id() != own.id()) {
            others.push_back(core::make_party(v1::ROLE_BLOOD, region.id()));
        }
    }
    list("Nationellt, och de andra regionernas blodcentraler", others);
}

void commitment_board(Document& document, core::Pack const& pack) {
    heading(document, 1, "Åtagandetavla: sekundärtransporter");
    text(document, fmt::format("Minst {} per region. Det som är preliminärt räknas inte.",
                               minimum_transports(pack)));
    PaperTable table{{"Region", "Kvitterat kl", "Utlovade", "Preliminära", "Slag, klara kl",
                      "Avböjt, skäl", "Taget av"},
                     {},
                     {4, 3, 3, 3, 5, 4, 3},
                     true};
    for (auto const& region : pack.rules.regions()) {
        table.rows.push_back({region.short_name(), "", "", "", "", "", ""});
    }
    table.rows.push_back({"Summa", "", "", "", "", "", ""});
    document.blocks.emplace_back(std::move(table));
}

void situation_report(Document& document) {
    heading(document, 1, "Lägesrapport (METHANE)");
    text(document, "Aldrig uppgifter som pekar ut en patient.");
    PaperTable table{{"Fråga", "Svar", "Kl"}, {}, {5, 9, 2}, true};
    for (auto const* const question :
         {"M  Stor olycka bekräftad, eller beredskap", "E  Exakt plats", "T  Typ av händelse",
          "H  Risker på platsen", "A  Vägar in och ut",
          "N  Antal: döda / svårt / måttligt / lindrigt skadade",
          "E  Räddningsresurser på plats och begärda",
          "Beredskapsläge: stab / förstärkning / "
          "katastrof",
          "Nationellt masskadelarm: ja / nej, av vem", "Nästa avstämning"}) {
        table.rows.push_back({question, "", ""});
    }
    document.blocks.emplace_back(std::move(table));
}

std::string state_of(core::Incident const& incident, std::string const& region) {
    auto const* const chase =
        incident.chase(incident.pack->transport_step(), core::make_party(v1::ROLE_TIB, region));
    if (chase == nullptr) {
        return "inte tillfrågad";
    }
    return chase->acknowledged_at.is_set()
               ? "kvitterat " + core::clock_text(core::local_time(chase->acknowledged_at))
               : "okänt: ingen människa har svarat";
}

void open_incidents(Document& document, core::State const& state) {
    for (auto const& incident : state.incidents()) {
        if (incident.pack == nullptr || incident.is_closed()) {
            continue;
        }
        Words const words{incident.pack, Language::swedish};
        heading(document, 1, fmt::format("Pågående: {}", words.organisation(incident.region_id)));
        auto const confirmed = core::local_time(incident.confirmed_at);
        text(document,
             fmt::format("Bekräftad {} {}. {}. Läget när sidan skrevs:", core::date_text(confirmed),
                         core::clock_text(confirmed), words.level(incident.level)),
             true);
        PaperTable table{
            {"Region", "TiB", "Utlovade", "Behövs", "Sedan dess"}, {}, {4, 6, 2, 2, 6}, true};
        for (auto const& region : incident.pack->rules.regions()) {
            auto const* const transports = incident.transports_of(region.id());
            table.rows.push_back({region.short_name(), state_of(incident, region.id()),
                                  std::to_string(transports == nullptr ? 0 : transports->firm()),
                                  std::to_string(incident.required_transports(region.id())), ""});
        }
        document.blocks.emplace_back(std::move(table));
    }
}

}  // namespace

PaperDocument fallback_pack(core::State const& state, std::string_view region_id,
                            FindPerson const& find, core::Instant now) {
    Document document;
    auto const* const pack = state.active_pack();
    auto const* const region = pack == nullptr ? nullptr : pack->region(region_id);
    if (region == nullptr) {
        return document;
    }
    auto const printed = core::local_time(now);
    document.title = fmt::format("Reservpärm {}", region->name());
    document.footer =
        fmt::format("Larmkedja, {}. Skriven {} {}. Regler {} {}. Gäller tills en nyare skrivs ut.",
                    region->name(), core::date_text(printed), core::clock_text(printed),
                    pack->rules.name(), pack->rules.version());
    what_to_do(document, *pack, *region);
    open_incidents(document, state);
    call_list(document, state, *pack, *region, find);
    commitment_board(document, *pack);
    situation_report(document);
    return document;
}

}  // namespace larm::report
