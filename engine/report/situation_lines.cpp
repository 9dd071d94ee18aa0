// What the log knows of each section of a situation report. Nothing is guessed: what is not known
// is no line, or says UPPGIFT SAKNAS where the rest of it is known.
#include <fmt/format.h>

#include <algorithm>

#include "engine/core/local_time.hpp"
#include "engine/core/party.hpp"
#include "engine/core/support.hpp"
#include "engine/core/vehicles_counted.hpp"
#include "engine/core/view.hpp"
#include "engine/report/care_lines.hpp"
#include "engine/report/situation.hpp"
#include "engine/report/support_words.hpp"
#include "engine/report/triage_lines.hpp"

namespace larm::report {
namespace {

using Lines = std::vector<std::string>;
using Facts = v1::SituationFacts;

std::string item(Words const& words, std::string_view sv, std::string_view en,
                 std::string const& value) {
    return fmt::format("{}: {}", words.say(sv, en),
                       value.empty() ? std::string{words.say(gap_sv, gap_en)} : value);
}

Lines methane(Facts const& facts, Words const& words) {
    auto const& incident = facts.incident();
    if (incident.reports() == 0 && !incident.has_report()) {
        return {};
    }
    auto const& report = incident.report();
    return {
        item(words, "M, allvarlig händelse", "M, major incident", report.major_incident()),
        item(words, "E, plats", "E, exact location", report.exact_location()),
        item(words, "T, typ av händelse", "T, type", report.type()),
        item(words, "H, risker", "H, hazards", report.hazards()),
        item(words, "A, vägar till och från", "A, access", report.access()),
        item(words, "N, skadade " + methane_source(facts, {words.pack(), Language::swedish}),
             "N, casualties " + methane_source(facts, {words.pack(), Language::english}),
             words.casualties(report.casualties())),
        item(words, "E, blåljusresurser", "E, emergency services", report.emergency_services())};
}

Lines command(Facts const& facts, Words const& words) {
    auto const& incident = facts.incident();
    Lines lines{fmt::format("{}: {}", words.say("Drabbad region", "Stricken region"),
                            words.organisation(incident.region_id())),
                fmt::format("{}: {}{}", words.say("Beredskapsläge", "Readiness level"),
                            words.level(incident.level()),
                            incident.mass_casualty()
                                ? words.say(", masskadehändelse", ", mass-casualty incident")
                                : "")};
    auto const step = [&](std::int64_t when, std::string_view sv, std::string_view en) {
        if (when != 0) {
            lines.push_back(fmt::format("{} {}", words.say(sv, en), time_said(when, facts)));
        }
    };
    step(incident.reported_at(), "Rapporterad", "Reported");
    step(incident.confirmed_at(), "Bekräftad", "Confirmed");
    step(incident.alarm_at(), "Larmkedjan startad", "Alarm chain started");
    step(incident.chain_complete_at(), "Larmkedjan komplett", "Chain complete");
    step(incident.ended_at(), "Larmet avslutat", "Alarm ended");
    return lines;
}

std::string_view state_in_words(v1::PartyView const& party, Words const& words) {
    if (core::reaches_nobody(party)) {
        return words.say("LARMET NÅR INGEN, ring", "THE ALARM REACHES NOBODY, call");
    }
    switch (party.state()) {
        case v1::PARTY_STATE_ACKNOWLEDGED: return words.say("har kvitterat", "has acknowledged");
        case v1::PARTY_STATE_ANSWERED: return words.say("har svarat", "has answered");
        case v1::PARTY_STATE_UNREACHABLE:
            return words.say("EJ NÅDD, läget okänt", "NOT REACHED, standing unknown");
        case v1::PARTY_STATE_SENT:
            return words.say("larm skickat, har inte svarat", "alarm sent, has not answered");
        case v1::PARTY_STATE_DELIVERED:
            return words.say("larmet framme, har inte svarat", "alarm delivered, has not answered");
        case v1::PARTY_STATE_PENDING:
        case v1::PARTY_STATE_UNSPECIFIED:
        case v1::PartyState_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::PartyState_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return words.say("larm inte skickat än", "alarm not sent yet");
}

/// By the steps that the alarm itself began.
Lines parties(Facts const& facts, Words const& words) {
    Lines lines;
    for (auto const& party : facts.incident().parties()) {
        auto const* const pack = words.pack();
        auto const step = pack == nullptr ? -1 : pack->step_index(party.step());
        if (step < 0 || pack->step(step).start().trigger() != v1::TRIGGER_ALARM ||
            pack->step(step).expects() != v1::EXPECTS_ACKNOWLEDGEMENT) {
            continue;
        }
        lines.push_back(fmt::format("{}: {} {}", words.party(party.party()),
                                    state_in_words(party, words), time_said(party.since(), facts)));
    }
    return lines;
}

Lines transports(Facts const& facts, Words const& words) {
    Lines lines;
    int committed = 0;
    int required = 0;
    for (auto const& region : facts.incident().transports()) {
        auto const given = core::vehicles_counted(region);
        committed += given;
        required += region.required();
        auto line = fmt::format("{}: {} {} {} {}", words.organisation(region.region_id()), given,
                                words.say("av", "of"), region.required(),
                                words.say("utlovade", "promised"));
        if (region.provisional() > 0) {
            line += fmt::format(", {} {}", region.provisional(),
                                words.say("preliminära", "provisional"));
        }
        if (region.departed() > 0) {
            line += fmt::format(", {} {}", region.departed(), words.say("har åkt", "have left"));
        }
        if (region.released() > 0) {
            line += fmt::format(", {} {}", region.released(), words.say("släppta", "released"));
        }
        if (region.declined() > 0) {
            line += fmt::format(", {} {} ({})", region.declined(), words.say("avböjda", "declined"),
                                region.decline_reason());
        }
        lines.push_back(std::move(line));
    }
    if (!lines.empty()) {
        lines.insert(lines.begin(),
                     fmt::format("{}: {} {} {}", words.say("Totalt utlovade", "Promised in all"),
                                 committed, words.say("av", "of"), required));
    }
    return lines;
}

Lines national(Facts const& facts, Words const& words) {
    auto const& incident = facts.incident();
    if (incident.national_taken()) {
        return {std::string{words.say("Nationellt masskadelarm är begärt.",
                                      "The national mass-casualty alarm has been asked for.")}};
    }
    return {std::string{incident.national_declined()
                            ? words.say("Nationellt masskadelarm är avböjt tills vidare.",
                                        "The national alarm has been declined for now.")
                            : words.say("Ingen har tagit ställning till nationellt masskadelarm.",
                                        "Nobody has decided on the national alarm.")}};
}

Lines support(Facts const& facts, Words const& words) {
    Lines lines;
    for (auto const& request : facts.support()) {
        for (auto const& line : request.lines()) {
            lines.push_back(support_line_in_words(request, line, words));
        }
    }
    if (lines.empty()) {
        lines.emplace_back(words.say("Inget stöd är begärt.", "No support has been asked for."));
    }
    return lines;
}

constexpr int supplies_told_max = 50;

Lines supplies(Facts const& facts, Words const& words) {
    Lines lines;
    for (auto const& supply : facts.supplies()) {
        if (std::ssize(lines) == supplies_told_max) {  // what runs short first comes first
            lines.push_back(fmt::format("{} {} {}", words.say("och", "and"),
                                        facts.supplies_size() - supplies_told_max,
                                        words.say("artiklar till", "items more")));
            break;
        }
        lines.push_back(supply_in_words(supply, words));
    }
    if (lines.empty()) {
        lines.emplace_back(
            words.say("Ingen brist är rapporterad.", "No shortage has been reported."));
    }
    return lines;
}

Lines decisions(Facts const& facts, Words const& words) {
    Lines lines;
    for (auto const& conference : facts.conferences()) {
        for (auto const& decision : conference.record().decisions()) {
            auto line = fmt::format("{} {}.{}: {}", time_said(decision.decided_at_us(), facts),
                                    conference.record().conference_id(), decision.number(),
                                    decision.decision());
            for (auto const& position : decision.positions()) {
                line += "; " + position_in_words(position, words);
            }
            lines.push_back(std::move(line));
        }
    }
    if (lines.empty()) {
        lines.emplace_back(words.say("Inget konferensbeslut är protokollfört.",
                                     "No decision of a conference is on record."));
    }
    return lines;
}

Lines contact(Facts const& facts, Words const& words) {
    Lines lines{
        fmt::format("{}: {}", words.say("Händelsen leds av", "The incident is led by"),
                    words.party(core::make_party(v1::ROLE_TIB, facts.incident().region_id())))};
    for (auto const& conference : facts.conferences()) {
        auto const& record = conference.record();
        if (record.ended_at_us() == 0) {
            lines.push_back(conference_in_words(record, words));
        } else if (record.next_at_us() > facts.at_us()) {
            lines.push_back(fmt::format("{} {}",
                                        words.say("Nästa konferens kl", "Next conference at"),
                                        core::clock_near({record.next_at_us()}, {facts.at_us()})));
        }
    }
    return lines;
}

}  // namespace

std::vector<std::string> situation_lines(v1::SituationSource source, Facts const& facts,
                                         Words const& words) {
    switch (source) {
        case v1::SITUATION_SOURCE_METHANE: return methane(facts, words);
        case v1::SITUATION_SOURCE_COMMAND: return command(facts, words);
        case v1::SITUATION_SOURCE_PARTIES: return parties(facts, words);
        case v1::SITUATION_SOURCE_TRANSPORTS: return transports(facts, words);
        case v1::SITUATION_SOURCE_NATIONAL: return national(facts, words);
        case v1::SITUATION_SOURCE_CASUALTIES: return casualty_lines(facts, words);
        case v1::SITUATION_SOURCE_SUPPORT: return support(facts, words);
        case v1::SITUATION_SOURCE_SUPPLIES: return supplies(facts, words);
        case v1::SITUATION_SOURCE_DECISIONS: return decisions(facts, words);
        case v1::SITUATION_SOURCE_CONTACT: return contact(facts, words);
        case v1::SITUATION_SOURCE_TRIAGE: return triage_lines(facts, words);
        case v1::SITUATION_SOURCE_CAPACITY: return capacity_lines(facts, words);
        case v1::SITUATION_SOURCE_TRANSFERS: return transfer_lines(facts, words);
        case v1::SITUATION_SOURCE_BLOOD: return blood_lines(facts, words);
        case v1::SITUATION_SOURCE_FREE_TEXT:
        case v1::SITUATION_SOURCE_UNSPECIFIED:
        case v1::SituationSource_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::SituationSource_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {};
}

}  // namespace larm::report
