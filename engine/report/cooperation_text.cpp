// Support, supplies, situation reports and conferences in the timeline.
#include <fmt/format.h>

#include "engine/core/local_time.hpp"
#include "engine/core/party.hpp"
#include "engine/core/support.hpp"
#include "engine/report/event_text_parts.hpp"
#include "engine/report/support_words.hpp"

namespace larm::report {
namespace {

std::string region(Telling const& telling, std::string const& id) {
    return telling.words.party(core::make_party(v1::ROLE_TIB, id));
}

std::string requested_text(Telling const& telling) {
    auto const& request = telling.event.support_requested().request();
    std::string lines;
    for (auto const& line : request.lines()) {
        lines += fmt::format("{}{} {} ({})", lines.empty() ? "" : "; ", line.quantity(),
                             line.words(), support_kind(line.kind(), telling.words));
    }
    return fmt::format("{} {} {}: {}{}", telling.actor(),
                       telling.words.say("BEGÄRDE stöd", "ASKED for support"), request.request_id(),
                       lines, Telling::noted(request.note()));
}

std::string support_offered_text(Telling const& telling) {
    auto const& offered = telling.event.support_offered();
    auto const& offer = offered.offer();
    return fmt::format("{} {} {} ({}.{}){}{}{}", region(telling, offer.region_id()),
                       offer.provisional()
                           ? telling.words.say("erbjöd preliminärt", "offered provisionally")
                           : telling.words.say("erbjöd", "offered"),
                       offer.quantity(), offered.request_id(), offered.line(),
                       Telling::because(offer.conditions()),
                       telling.over(offer.via(), offer.taken_by()), Telling::noted(offer.note()));
}

std::string declined_text(Telling const& telling) {
    auto const& declined = telling.event.support_declined();
    std::string lines;
    for (auto const line : declined.lines()) {
        lines += fmt::format("{}{}.{}", lines.empty() ? "" : ", ", declined.request_id(), line);
    }
    auto const& no = declined.decline();
    return fmt::format("{} {} {}{}{}", region(telling, no.region_id()),
                       telling.words.say("AVBÖJDE stöd", "DECLINED support"), lines,
                       Telling::because(no.reason()), telling.over(no.via(), no.taken_by()));
}

/// Taken by voice it is the organisation's own word; who entered it stands after.
std::string supply_text(Telling const& telling) {
    auto const& words = telling.words;
    auto const& supply = telling.event.supply_reported().supply();
    auto const where = words.organisation(supply.organisation_id());
    auto const begins =
        supply.taken_by().empty()
            ? fmt::format("{} {} {}", telling.actor(), words.say("rapporterade", "reported"), where)
            : fmt::format("{} {}", where, words.say("rapporterade", "reported"));
    return fmt::format(
        "{}: {} {} {}{}{}", begins, supply.item(),
        days_in_words(supply.days_of_cover_tenths(), words), words.say("dygn kvar", "days left"),
        telling.over(supply.via(), supply.taken_by()), Telling::noted(supply.note()));
}

std::string support_text(Telling const& telling) {
    auto const& event = telling.event;
    auto const& words = telling.words;
    if (event.has_support_requested()) {
        return requested_text(telling);
    }
    if (event.has_support_offered()) {
        return support_offered_text(telling);
    }
    if (event.has_support_declined()) {
        return declined_text(telling);
    }
    if (event.has_support_accepted()) {
        auto const& taken = event.support_accepted();
        return fmt::format("{} {} {} {} {}{}", telling.actor(),
                           words.say("ACCEPTERADE", "ACCEPTED"), taken.count(),
                           words.say("av", "of"), taken.offer_id(), Telling::noted(taken.note()));
    }
    if (event.has_support_reported()) {
        auto const& reported = event.support_reported();
        return fmt::format(
            "{}: {} {} {} {}{}{}", region(telling, reported.region_id()), reported.count(),
            words.say("av", "of"), reported.offer_id(), support_report(reported.kind(), words),
            Telling::because(reported.reason()), telling.over(reported.via(), reported.taken_by()));
    }
    if (event.has_support_released()) {
        auto const& released = event.support_released();
        return fmt::format("{} {} {} {} {}{}", telling.actor(), words.say("släppte", "released"),
                           released.count(), words.say("av", "of"), released.offer_id(),
                           Telling::noted(released.note()));
    }
    auto const& cancelled = event.support_cancelled();
    return fmt::format("{} {} {}{}", telling.actor(),
                       words.say("begär inte längre stöd", "asks no longer for support"),
                       cancelled.request_id(), Telling::because(cancelled.reason()));
}

std::string conference_text(Telling const& telling) {
    auto const& event = telling.event;
    auto const& words = telling.words;
    if (event.has_conference_called()) {
        return fmt::format("{} {}: {}", telling.actor(),
                           words.say("KALLADE till konferens", "CALLED a conference"),
                           conference_in_words(event.conference_called().conference(), words));
    }
    if (event.has_conference_changed()) {
        return fmt::format(
            "{} {} {}{}", telling.actor(),
            words.say("ändrade konferensen", "changed the conference"),
            event.conference_changed().conference_id(),
            event.conference_changed().asked_anew()
                ? words.say("; deltagarna kallas på nytt", "; participants are called anew")
                : "");
    }
    if (event.has_attendance_reported()) {
        std::string present;
        for (auto const& who : event.attendance_reported().present()) {
            present += (present.empty() ? "" : ", ") + words.party(who);
        }
        return fmt::format("{} {}, {}: {}", words.say("Upprop", "Roll-call"),
                           event.attendance_reported().conference_id(),
                           words.say("närvarande", "present"),
                           present.empty() ? std::string{words.say("ingen", "nobody")} : present);
    }
    if (event.has_conference_decided()) {
        auto const& decided = event.conference_decided();
        return fmt::format("{} {}.{}: {}", words.say("Konferensbeslut", "Conference decision"),
                           decided.conference_id(), decided.decision().number(),
                           decided.decision().decision());
    }
    if (event.has_position_taken()) {
        auto const& taken = event.position_taken();
        return fmt::format("{} ({}.{}){}", position_in_words(taken.position(), words),
                           taken.conference_id(), taken.decision(),
                           telling.over(taken.position().via(), taken.position().taken_by()));
    }
    auto const& ended = event.conference_ended();
    auto text = fmt::format("{} {} {}", telling.actor(),
                            words.say("avslutade konferensen", "ended the conference"),
                            ended.conference_id());
    if (ended.next_at_us() != 0) {
        text += fmt::format("; {} {}", words.say("nästa kl", "next at"),
                            core::clock_near({ended.next_at_us()}, {event.at_us()}));
    }
    return text;
}

}  // namespace

std::string cooperation_text(Telling const& telling) {
    auto const& event = telling.event;
    auto const& words = telling.words;
    if (event.has_supply_reported()) {
        return supply_text(telling);
    }
    if (event.has_situation_filled()) {
        auto const& fill = event.situation_filled().fill();
        return fmt::format("{} {} \"{}\"{}", telling.actor(),
                           words.say("skrev i lägesbilden,", "wrote in the situation report,"),
                           fill.section(), Telling::because(fill.words()));
    }
    if (event.has_situation_sent()) {
        return fmt::format("{} {} {}{}", telling.actor(),
                           words.say("SKICKADE lägesbild", "SENT situation report"),
                           event.situation_sent().report().number(),
                           Telling::noted(event.situation_sent().report().note()));
    }
    auto const is_support = event.has_support_requested() || event.has_support_offered() ||
                            event.has_support_declined() || event.has_support_accepted() ||
                            event.has_support_reported() || event.has_support_released() ||
                            event.has_support_cancelled();
    return is_support ? support_text(telling) : conference_text(telling);
}

}  // namespace larm::report
