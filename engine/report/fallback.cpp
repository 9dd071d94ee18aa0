#include "engine/report/fallback.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "engine/core/known_report.hpp"
#include "engine/core/local_time.hpp"
#include "engine/core/party.hpp"
#include "engine/report/words.hpp"

namespace larm::report {
namespace {

using Document = PaperDocument;

/// Open incidents that a pack tells of.
constexpr std::size_t shown_max = 10;

int minimum_transports(core::Pack const& pack) {
    auto const step = pack.transport_step();
    return step < 0 ? 0 : pack.step(step).minimum();
}

void what_to_do(Document& document, core::Pack const& pack, v1::Region const& region) {
    document.add_heading(1, fmt::format("Reservpärm för {}", region.name()));
    document.add_text(
        "Används när systemet, strömmen eller nätet är borta. Arbeta uppifrån och ned, "
        "skriv klockslag vid varje åtgärd, och spara pappren.",
        true);
    PaperTable steps{{"", "Gör så här", "Klart kl"}, {}, {1, 15, 3}, RowHeight::line};
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
         "För åtagandetavlan. Räkna bara det som en människa har lovat. Ring igen, om och om "
         "igen, till den som inte har svarat.",
         ""},
        {"6", "Avlarma exakt dem som har larmats, och pricka av dem i ringlistan.", ""}};
    document.blocks.emplace_back(std::move(steps));
}

/// In groups, as it is read aloud, and in one line: "+46 70 174 06 05". What is built otherwise
/// stays as it is.
std::string in_groups(std::string const& number) {
    constexpr std::string_view swedish_mobile = "+467";
    if (!number.starts_with(swedish_mobile) || number.size() != 12) {
        return number;
    }
    auto const part = [&](std::size_t from, std::size_t size) { return number.substr(from, size); };
    return fmt::format("{0}{5}{1}{5}{2}{5}{3}{5}{4}", part(0, 3), part(3, 2), part(5, 3),
                       part(8, 2), part(10, 2), "\u00a0");
}

/// Those on duty first.
void add_people(PaperTable& table, core::State const& state, std::string const& party,
                Words const& words, FindPerson const& find) {
    auto const duty = state.duties().find(party);
    if (duty == state.duties().end()) {
        table.rows.push_back({words.party(party), "ingen inlagd", "", "", "", ""});
        return;
    }
    auto officers = duty->second.officers;
    std::ranges::stable_partition(
        officers, [&](auto const& each) { return each.officer_id() == duty->second.officer_id; });
    for (auto const& officer : officers) {
        auto const person = find(officer.officer_id());
        auto const is_on_duty = officer.officer_id() == duty->second.officer_id;
        table.rows.push_back({words.party(party) + (is_on_duty ? ", i tjänst" : ""),
                              person.name.empty() ? officer.officer_id() : person.name,
                              in_groups(person.phone), person.rakel, "", ""});
    }
}

void call_list(Document& document, core::State const& state, core::Pack const& pack,
               v1::Region const& own, FindPerson const& find) {
    Words const words{&pack, Language::swedish};
    document.add_heading(1, "Ringlista");
    auto const list = [&](std::string title, std::vector<std::string> const& parties) {
        document.add_heading(2, std::move(title));
        PaperTable table{{"Vem", "Namn", "Telefon", "Rakel", "Svar kl", "Avlarmad"},
                         {},
                         {10, 9, 11, 6, 5, 6},
                         RowHeight::line,
                         2};
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

/// What a sheet is about, by hand: a loose sheet must not be taken for another's.
void sheet_head(Document& document) {
    document.blocks.emplace_back(PaperTable{{"Händelse", "Datum", "Förd av", "Blad nr"},
                                            {{"", "", "", ""}},
                                            {6, 3, 5, 2},
                                            RowHeight::line});
}

void commitment_board(Document& document, core::Pack const& pack) {
    document.add_heading(1, "Åtagandetavla: sekundärtransporter");
    document.add_text(fmt::format("Minst {} per region. Det som är preliminärt räknas inte.",
                                  minimum_transports(pack)));
    sheet_head(document);
    PaperTable table{{"Region", "Kvitterat kl", "Utlovade", "Prelim.", "Slag, klara kl",
                      "Avböjt, skäl", "Taget av"},
                     {},
                     {7, 5, 5, 4, 7, 6, 5},
                     RowHeight::box,
                     0};
    for (auto const& region : pack.rules.regions()) {
        table.rows.push_back({region.short_name(), "", "", "", "", "", ""});
    }
    table.rows.push_back({"Summa", "", "", "", "", "", ""});
    document.blocks.emplace_back(std::move(table));
}

void situation_report(Document& document) {
    document.add_heading(1, "Lägesrapport (METHANE)");
    document.add_text("Aldrig uppgifter som pekar ut en patient.");
    sheet_head(document);
    PaperTable table{{"Fråga", "Svar", "Kl"}, {}, {6, 11, 2}, RowHeight::box};
    for (auto const* const question :
         {"M  Stor olycka bekräftad, eller beredskap", "E  Exakt plats", "T  Typ av händelse",
          "H  Risker på platsen", "A  Vägar in och ut",
          "N  Antal: döda / svårt / måttligt / lindrigt skadade",
          "E  Räddningsresurser på plats och begärda",
          "Beredskapsläge: stab / förstärkning / katastrof",
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

std::string promised(core::Incident const& incident, std::string const& region) {
    auto const* const transports = incident.transports_of(region);
    if (transports == nullptr) {
        return "0";
    }
    auto text = std::to_string(transports->firm());
    if (transports->provisional() > 0) {
        text += fmt::format(" (+{} prelim.)", transports->provisional());
    }
    return text;
}

std::string moment(core::Instant at) {
    auto const local = core::local_time(at);
    return core::date_text(local) + " " + core::clock_text(local);
}

std::string or_unknown(std::string const& said) {
    return said.empty() ? "okänt" : said;
}

/// What is known of it in a few lines: a sheet is read by whoever takes over in the dark.
void about(Document& document, core::Incident const& incident, Words const& words) {
    document.add_text(fmt::format("Bekräftad {}, {}. Just då: {}.", moment(incident.confirmed_at),
                                  words.level(incident.level), words.phase(incident.phase)),
                      true);
    if (!incident.reports.empty()) {
        auto const report = core::known_report(incident.reports);
        document.add_text(fmt::format(
            "Plats: {}. Typ: {}. Skadade: {}.", or_unknown(report.exact_location()),
            or_unknown(report.type()), or_unknown(words.casualties(report.casualties()))));
    }
    if (incident.has_ended()) {
        std::string unseen;
        for (auto const& party : incident.not_told_of_the_end()) {
            unseen += (unseen.empty() ? "" : ", ") + words.party(party);
        }
        document.add_text(unseen.empty()
                              ? std::string{"Alla som larmet nådde har sett avlarmningen."}
                              : fmt::format("Har inte sett avlarmningen: {}.", unseen),
                          true);
    }
}

void open_incident(Document& document, core::Incident const& incident) {
    Words const words{incident.pack, Language::swedish};
    document.add_heading(2, fmt::format("Pågående: {}", words.organisation(incident.region_id)));
    about(document, incident, words);
    PaperTable table{{"Region", "TiB", "Utlovade", "Behövs", "Sedan dess"},
                     {},
                     {4, 6, 3, 2, 5},
                     RowHeight::line};
    for (auto const& region : incident.pack->rules.regions()) {
        table.rows.push_back({region.short_name(), state_of(incident, region.id()),
                              promised(incident, region.id()),
                              std::to_string(incident.required_transports(region.id())), ""});
    }
    document.blocks.emplace_back(std::move(table));
}

/// The latest first: paper has an end, and so has the time of whoever makes it.
void open_incidents(Document& document, core::State const& state) {
    std::size_t shown = 0;
    auto open = state.open_incidents();
    std::erase_if(open, [](auto const* each) { return each->pack == nullptr; });
    for (auto const* const incident : open | std::views::reverse | std::views::take(shown_max)) {
        open_incident(document, *incident);
        ++shown;
    }
    if (open.empty()) {
        document.add_text("Ingen händelse pågick när pärmen skrevs.");
    } else if (open.size() > shown) {
        document.add_text(fmt::format("Ytterligare {} händelser pågår.", open.size() - shown),
                          true);
    }
}

}  // namespace

std::vector<std::string> fallback_regions(core::State const& state) {
    std::vector<std::string> regions;
    if (auto const* const pack = state.active_pack(); pack != nullptr) {
        for (auto const& region : pack->rules.regions()) {
            regions.push_back(region.id());
        }
    }
    return regions;
}

PaperDocument fallback_pack(core::State const& state, std::string_view region_id,
                            FindPerson const& find, core::Instant now) {
    Document document;
    auto const* const pack = state.active_pack();
    auto const* const region = pack == nullptr ? nullptr : pack->region(region_id);
    if (region == nullptr) {
        return document;
    }
    document.title = fmt::format("Reservpärm {}", region->name());
    document.footer = fmt::format("{}. Regler {} {}. Gäller tills en nyare skrivs ut.",
                                  document.title, pack->rules.name(), pack->rules.version());
    document.written =
        fmt::format("Skriven {}, ur journalen till och med post {}.", moment(now), state.seq());
    what_to_do(document, *pack, *region);
    open_incidents(document, state);
    call_list(document, state, *pack, *region, find);
    commitment_board(document, *pack);
    situation_report(document);
    return document;
}

}  // namespace larm::report
