#include "engine/larm/question.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>

#include "engine/core/check.hpp"
#include "engine/larm/output.hpp"

namespace larm::cli {
namespace {

enum class Step { rescind, stand_down, escalate, close, alarm_country, end_conference };

std::optional<Step> step_of(std::string_view method) {
    return method == "Rescind"            ? std::optional{Step::rescind}
           : method == "StandDown"        ? std::optional{Step::stand_down}
           : method == "EscalateNational" ? std::optional{Step::escalate}
           : method == "Close"            ? std::optional{Step::close}
           : method == "AlarmCountry"     ? std::optional{Step::alarm_country}
           : method == "EndConference"    ? std::optional{Step::end_conference}
                                          : std::nullopt;
}

/// "sju": a small number as it is read aloud.
std::string number(int count) {
    constexpr auto words =
        std::to_array<std::string_view>({"noll", "en", "två", "tre", "fyra", "fem", "sex", "sju",
                                         "åtta", "nio", "tio", "elva", "tolv"});
    auto const index = static_cast<std::size_t>(count);
    return count >= 0 && index < words.size() ? std::string{words[index]} : std::to_string(count);
}

std::string parties(int count) {
    return number(count) + (count == 1 ? " part" : " parter");
}

bool is_human(v1::PartyState state) {
    return state == v1::PARTY_STATE_ACKNOWLEDGED || state == v1::PARTY_STATE_ANSWERED;
}

/// Who has been told anything: exactly they are told of the end.
int alerted(v1::IncidentView const& incident) {
    std::map<std::string_view, bool> told;
    for (auto const& each : incident.parties()) {
        told[each.party()] |= each.state() != v1::PARTY_STATE_PENDING;
    }
    int count = 0;
    for (auto const& [party, is_told] : told) {
        count += is_told ? 1 : 0;
    }
    return count;
}

/// Whose latest chase no human has answered; steps stand in the order they began.
int silent(v1::IncidentView const& incident) {
    std::map<std::string_view, bool> answers;
    for (auto const& each : incident.parties()) {
        answers[each.party()] = is_human(each.state());
    }
    int count = 0;
    for (auto const& [party, has_answered] : answers) {
        count += has_answered ? 0 : 1;
    }
    return count;
}

/// Of the national organisations only the pack knows how many they are.
std::string national(report::Words const& words) {
    std::string names;
    if (auto const* const pack = words.pack(); pack != nullptr) {
        for (auto const& each : pack->rules.organisations()) {
            if (each.role() == v1::ROLE_NATIONAL) {
                names += (names.empty() ? "" : ", ") + each.name();
            }
        }
    }
    return names.empty() ? std::string{"det nationella stödet"} : names;
}

std::string heading_of(v1::IncidentView const& incident, report::Words const& words) {
    return fmt::format("{}, {}, {}. {}", words.organisation(incident.region_id()),
                       words.level(incident.level()), words.phase(incident.phase()),
                       incident.report().exact_location());
}

bool is_yes(std::string_view answer) {
    // Both letters, large or small: whoever is woken at night should not have to find Caps Lock,
    // and a lone Enter or "j" is no decision.
    auto const from = answer.find_first_not_of(" \t\r");
    auto const to = answer.find_last_not_of(" \t\r");
    auto const word =
        from == std::string_view::npos ? std::string_view{} : answer.substr(from, to - from + 1);
    return word == "JA" || word == "ja" || word == "Ja";
}

}  // namespace

bool is_asked_before(std::string_view method) {
    return step_of(method).has_value();
}

Question question_before(v1::ConfirmIncident const& confirm, report::Words const& words) {
    auto const* const pack = words.pack();
    auto const everybody =
        pack == nullptr ? std::string{"alla regioner"}
                        : fmt::format("alla {} regioner", number(pack->rules.regions_size()));
    auto const heading =
        fmt::format("{}\n{}, {}{}. {}", coloured(" SKARPT LARM ", Colour::alarm),
                    words.organisation(confirm.region_id()), words.level(confirm.level()),
                    confirm.mass_casualty() ? ", masskadehändelse" : "",
                    !confirm.incident_id().empty() ? std::string{}
                    : confirm.report().exact_location().empty()
                        ? std::string{"PLATS OKÄND: den står inte i larmet"}
                        : confirm.report().exact_location());
    return {heading, fmt::format("Om du skriver JA larmas {}.", everybody), "larma",
            "Inget larm har gått ut."};
}

std::optional<Question> question_before(v1::ChangeLevel const& change,
                                        v1::IncidentView const& incident,
                                        report::Words const& words) {
    if (change.level() >= incident.level()) {
        return std::nullopt;
    }
    return Question{heading_of(incident, words),
                    fmt::format("Om du skriver JA sänks beredskapsläget från {} till {}.",
                                words.level(incident.level()), words.level(change.level())),
                    "sänka beredskapsläget", "Beredskapsläget är inte ändrat."};
}

Question question_before(std::string_view method, v1::IncidentView const& incident,
                         report::Words const& words) {
    auto const heading = heading_of(incident, words);
    auto const step = step_of(method);
    LARM_CHECK(step.has_value());
    auto const told = parties(alerted(incident));
    switch (*step) {
        case Step::rescind:
            if (incident.phase() == v1::INCIDENT_PHASE_REPORTED) {
                return {heading,
                        "Om du skriver JA återkallas rapporten. Ingen har larmats. Det kan inte "
                        "ångras.",
                        "återkalla", "Rapporten står kvar."};
            }
            return {heading,
                    fmt::format("Om du skriver JA återkallas larmet som falskt: {} som har larmats "
                                "får veta det. Det kan inte ångras.",
                                told),
                    "återkalla", "Larmet gäller fortfarande."};
        case Step::stand_down:
            return {heading,
                    fmt::format("Om du skriver JA avslutas larmet: {} som har larmats får veta "
                                "det. Det kan inte ångras.",
                                told),
                    "avlarma", "Larmet gäller fortfarande."};
        case Step::escalate:
            return {heading,
                    fmt::format("Om du skriver JA tas det nationella steget, och detta larmas: {}. "
                                "Det kan inte ångras.",
                                national(words)),
                    "ta det nationella steget", "Det nationella steget är inte taget."};
        case Step::alarm_country:
            return {heading,
                    "Om du skriver JA larmas landets blodcentraler, och frågas vad de kan ge. Det "
                    "kan inte ångras.",
                    "larma landets blodcentraler", "Landets blodcentraler är inte larmade."};
        case Step::end_conference:
            return {heading,
                    "Om du skriver JA avslutas konferensen: inga fler beslut, ståndpunkter eller "
                    "upprop kan föras in i den. Det kan inte ångras; en ny kan kallas.",
                    "avsluta konferensen", "Konferensen pågår fortfarande."};
        case Step::close:
            return {heading,
                    "Om du skriver JA avslutas händelsen. " +
                        (incident.parties().empty() ? std::string{"Ingen har larmats."}
                         : silent(incident) == 0
                             ? std::string{"Alla parter har kvitterat."}
                             : fmt::format("Det finns {} som inte har kvitterat, och ingen "
                                           "påminns mer.",
                                           parties(silent(incident)))) +
                        " Det kan inte ångras.",
                    "avsluta", "Händelsen är fortfarande öppen."};
    }
    std::abort();
}

bool is_answered_yes(Question const& question) {
    fmt::print(stderr, "{}\n{}\nSkriv JA för att {}: ", question.heading, question.consequence,
               question.purpose);
    std::string answer;
    std::getline(std::cin, answer);
    if (is_yes(answer)) {
        return true;
    }
    print(
        fmt::format("Svaret var \"{}\", inte JA. {} Kör kommandot igen och svara JA för att {}.\n",
                    answer, question.undone, question.purpose));
    return false;
}

}  // namespace larm::cli
