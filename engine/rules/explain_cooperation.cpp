// Support, supplies, the situation report and conferences in plain Swedish.
#include <fmt/format.h>

#include "engine/rules/explain_parts.hpp"
#include "engine/rules/swedish.hpp"

namespace larm::rules {
namespace {

std::string days(int tenths) {
    return fmt::format("{},{} dygn", tenths / 10, tenths % 10);
}

void explain_supplies(Page& page, v1::SupportRules const& rules) {
    page.subheading("Stöd mellan regioner och brister");
    page.item("Stöd",
              "En region kan begära materiel, personal, helikopter eller intensivvårdstransport. "
              "Varje tillfrågad region svarar för sig själv, rad för rad. Systemet erbjuder och "
              "accepterar ingenting.");
    for (auto const& item : rules.items()) {
        page.item(item.title().sv(),
                  fmt::format("Brist under {}. En uppgift äldre än {} räknas som okänd. {}",
                              days(item.short_below_tenths()),
                              duration_in_words(item.max_age_minutes() * 60), item.source()));
    }
    page.item("Annat", fmt::format("Brist under {}. En uppgift äldre än {} räknas som okänd.",
                                   days(rules.other_short_below_tenths()),
                                   duration_in_words(rules.other_max_age_minutes() * 60)));
    page.item("Källa", rules.source());
}

std::string_view source_in_words(v1::SituationSource source) {
    switch (source) {
        case v1::SITUATION_SOURCE_FREE_TEXT: return "skrivs av en människa";
        case v1::SITUATION_SOURCE_METHANE: return "senaste rapporten enligt METHANE";
        case v1::SITUATION_SOURCE_COMMAND: return "beredskapsläge och tider";
        case v1::SITUATION_SOURCE_PARTIES:
            return "vilka som har kvitterat, och vilka som ej är nådda";
        case v1::SITUATION_SOURCE_TRANSPORTS: return "utlovade sekundärtransporter";
        case v1::SITUATION_SOURCE_NATIONAL: return "det nationella steget";
        case v1::SITUATION_SOURCE_CASUALTIES:
            return "skadeutfallet, som skadeplats och sjukhus har räknat";
        case v1::SITUATION_SOURCE_CAPACITY: return "kapaciteten";
        case v1::SITUATION_SOURCE_TRANSFERS: return "omfördelningen";
        case v1::SITUATION_SOURCE_TRIAGE: return "masskadetriage och vårdstandard";
        case v1::SITUATION_SOURCE_BLOOD: return "blodläget";
        case v1::SITUATION_SOURCE_SUPPORT: return "begärt och erbjudet stöd";
        case v1::SITUATION_SOURCE_SUPPLIES: return "rapporterade brister";
        case v1::SITUATION_SOURCE_DECISIONS: return "konferensernas beslut";
        case v1::SITUATION_SOURCE_CONTACT: return "kontaktvägar";
        case v1::SITUATION_SOURCE_UNSPECIFIED:
        case v1::SituationSource_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::SituationSource_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "ingenting";
}

std::string section_in_words(v1::SituationSection const& section) {
    std::vector<std::string> roles;
    for (auto const role : section.filled_by()) {
        roles.push_back(role_in_words(static_cast<v1::Role>(role)));
    }
    auto text = capitalised(std::string{source_in_words(section.source())}) + ".";
    if (!roles.empty()) {
        text += " Fylls i av " + joined(roles) + ".";
    }
    text += section.marks_gap() ? " Saknas uppgift står det UPPGIFT SAKNAS."
                                : " Saknas uppgift utelämnas avsnittet.";
    return section.hint().sv().empty() ? text : text + " " + section.hint().sv();
}

void explain_situation(Page& page, v1::SituationRules const& rules) {
    page.subheading(fmt::format("{} (mall {})", rules.title().sv(), rules.version()));
    page.item("Skickas", "Av den drabbade regionens TiB, aldrig av systemet. " +
                             (rules.repeat_every_s() == 0
                                  ? std::string{"Ingen påminns om nästa."}
                                  : fmt::format("Nästa påminns det om efter {}.",
                                                duration_in_words(rules.repeat_every_s()))));
    for (auto const& section : rules.sections()) {
        page.item(section.title().sv(), section_in_words(section));
    }
    page.item("Källa", rules.source());
}

std::vector<std::string> texts(google::protobuf::RepeatedPtrField<v1::Text> const& list) {
    std::vector<std::string> found;
    for (auto const& text : list) {
        found.push_back(text.sv());
    }
    return found;
}

void explain_conference(Page& page, v1::ConferenceRules const& rules) {
    page.subheading("Samverkanskonferenser");
    for (auto const& agenda : rules.agendas()) {
        std::vector<std::string> points;
        for (auto const& point : agenda.points()) {
            points.push_back(point.title().sv());
        }
        page.item(agenda.title().sv(),
                  fmt::format("Syfte: {}. Mål: {}. Arbetsgång: {}.", agenda.purpose().sv(),
                              agenda.goal().sv(), joined(points)));
    }
    if (!rules.phone().empty()) {
        page.item("Telefon",
                  rules.phone() + (rules.code().empty() ? "" : ", kod " + rules.code()) + ".");
    }
    if (!rules.talk_group().empty()) {
        page.item("Vid telefonbortfall",
                  fmt::format("Rakel talgrupp {}, högst {} åt gången. {}", rules.talk_group(),
                              duration_in_words(rules.talk_group_turn_s()),
                              joined(texts(rules.talk_group_rules()))));
    }
    if (!rules.rules().empty()) {
        page.item("Regler", joined(texts(rules.rules())) + ".");
    }
    page.item("Källa", rules.source());
}

}  // namespace

bool says_cooperation(v1::RulePack const& pack) {
    return pack.has_support() || pack.has_situation() || pack.has_conference();
}

void explain_cooperation(Page& page, v1::RulePack const& pack) {
    if (pack.has_support()) {
        explain_supplies(page, pack.support());
    }
    if (pack.has_situation()) {
        explain_situation(page, pack.situation());
    }
    if (pack.has_conference()) {
        explain_conference(page, pack.conference());
    }
}

}  // namespace larm::rules
