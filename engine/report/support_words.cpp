#include "engine/report/support_words.hpp"

#include <fmt/format.h>

#include "engine/core/local_time.hpp"
#include "engine/core/support.hpp"

namespace larm::report {
namespace {

/// Said at `said_us`.
std::string at(std::int64_t at_us, std::int64_t said_us) {
    return core::clock_near({at_us}, {said_us});
}

std::string count(int number, std::string_view what) {
    return number == 0 ? std::string{} : fmt::format(", {} {}", number, what);
}

std::string offer_in_words(v1::SupportOfferRecord const& offer, Words const& words) {
    auto text = fmt::format("{} {} {}{}", words.organisation(offer.region_id()),
                            words.say("erbjuder", "offers"), offer.quantity(),
                            offer.provisional() ? words.say(" preliminärt", " provisionally") : "");
    text += fmt::format(" {} {}", words.say("klart", "ready"),
                        at(offer.ready_at_us(), offer.offered_at_us()));
    if (!offer.conditions().empty()) {
        text += fmt::format(" ({})", offer.conditions());
    }
    text += count(offer.waiting(), words.say("accepterade, ej avgångna", "accepted, not left"));
    text += count(offer.under_way(), words.say("under väg", "under way"));
    text += count(offer.arrived(), words.say("framme", "arrived"));
    text += count(offer.released(), words.say("släppta", "released"));
    text += count(offer.withdrawn(), words.say("tillbakatagna", "withdrawn"));
    return offer.return_asked() ? text.append(words.say(", begärs åter", ", asked back")) : text;
}

}  // namespace

std::string_view support_kind(v1::SupportKind kind, Words const& words) {
    switch (kind) {
        case v1::SUPPORT_KIND_MATERIEL: return words.say("materiel", "materiel");
        case v1::SUPPORT_KIND_TEAM: return words.say("personal", "team");
        case v1::SUPPORT_KIND_HELICOPTER: return words.say("helikopter", "helicopter");
        case v1::SUPPORT_KIND_ICU_TRANSPORT:
            return words.say("intensivvårdstransport", "ICU transport");
        case v1::SUPPORT_KIND_UNSPECIFIED:
        case v1::SupportKind_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::SupportKind_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return words.say("stöd", "support");
}

std::string_view support_report(v1::SupportReportKind kind, Words const& words) {
    switch (kind) {
        case v1::SUPPORT_REPORT_KIND_UNDER_WAY: return words.say("under väg", "under way");
        case v1::SUPPORT_REPORT_KIND_ARRIVED: return words.say("framme", "arrived");
        case v1::SUPPORT_REPORT_KIND_WITHDRAWN: return words.say("tas tillbaka", "withdrawn");
        case v1::SUPPORT_REPORT_KIND_RETURN_ASKED: return words.say("begärs åter", "asked back");
        case v1::SUPPORT_REPORT_KIND_UNSPECIFIED:
        case v1::SupportReportKind_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::SupportReportKind_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {};
}

std::string support_line_in_words(v1::SupportRequestRecord const& request,
                                  v1::SupportLineRecord const& line, Words const& words) {
    auto text =
        fmt::format("{}.{} {} {} {} {} ({}) {} {}", request.request_id(), line.line(),
                    words.organisation(request.region_id()), words.say("begär", "asks for"),
                    line.quantity(), line.words(), support_kind(line.kind(), words),
                    words.say("senast", "by"), at(line.needed_at_us(), request.requested_at_us()));
    text += line.place().empty() ? "" : ", " + line.place();
    if (line.cancelled()) {
        text += fmt::format(" {}: {}", words.say("(begärs inte längre)", "(asked for no longer)"),
                            line.cancel_reason());
    }
    for (auto const& offer : line.offers()) {
        text += "; " + offer_in_words(offer, words);
    }
    for (auto const& no : line.declines()) {
        text += fmt::format("; {} {}: {}", words.organisation(no.region_id()),
                            words.say("avböjer", "declines"), no.reason());
    }
    int awaited = 0;
    for (auto const& region : line.asked_region_ids()) {
        awaited += core::awaits_answer(line, region) ? 1 : 0;
    }
    return awaited == 0
               ? text
               : fmt::format(
                     "{}; {} {}", text, awaited,
                     awaited == 1
                         ? words.say("region har inte svarat", "region has not answered")
                         : words.say("regioner har inte svarat", "regions have not answered"));
}

std::string days_in_words(int tenths, Words const& words) {
    return fmt::format("{}{}{}", tenths / 10, words.say(",", "."), tenths % 10);
}

/// With the date: what was counted may be days old.
std::string supply_in_words(v1::SupplyView const& supply, Words const& words) {
    auto const& record = supply.record();
    auto const what = fmt::format("{}: {}", words.organisation(record.organisation_id()),
                                  in(words.language(), supply.title()));
    if (supply.stale()) {
        return fmt::format("{}, {} {}", what, words.say("läget okänt sedan", "unknown since"),
                           at(record.stale_at_us(), 0));
    }
    return fmt::format("{} {} {} {} ({} {})", what, words.say("räcker", "lasts"),
                       days_in_words(record.days_of_cover_tenths(), words),
                       words.say("dygn", "days"), words.say("uppgift från", "as of"),
                       at(record.observed_at_us(), 0));
}

std::string position_in_words(v1::PositionRecord const& position, Words const& words) {
    auto const who = words.party(position.party());
    auto const because = position.words().empty() ? std::string{} : ": " + position.words();
    switch (position.position()) {
        case v1::POSITION_SUPPORTS:
            return fmt::format("{} {}{}", who, words.say("står bakom", "stands behind it"),
                               because);
        case v1::POSITION_RESERVATION:
            return fmt::format("{} {}{}", who, words.say("har förbehåll", "has a reservation"),
                               because);
        case v1::POSITION_ASIDE:
            return fmt::format("{} {}{}", who, words.say("står utanför", "stands aside"), because);
        case v1::POSITION_UNSPECIFIED:
        case v1::Position_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Position_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return who;
}

std::string conference_in_words(v1::ConferenceRecord const& record, Words const& words) {
    auto const when =
        fmt::format("{} {} {} {}", words.say("Konferens", "Conference"), record.conference_id(),
                    words.say("kl", "at"), at(record.starts_at_us(), record.called_at_us()));
    auto const why = record.telephony_down()
                         ? words.say("telefonin ligger nere", "telephony is down")
                         : std::string_view{};
    if (record.means() == v1::CONFERENCE_MEANS_RAKEL) {
        return fmt::format("{}{}{}, {} {}, {}", when, why.empty() ? "" : ", ", why,
                           words.say("Rakel talgrupp", "Rakel talk group"), record.talk_group(),
                           words.say("en minut åt gången", "one minute at a time"));
    }
    auto text = fmt::format("{}, tel {}", when, record.phone());
    if (!record.code().empty()) {
        text += fmt::format(" {} {}", words.say("kod", "code"), record.code());
    }
    if (!record.talk_group().empty()) {
        text += fmt::format(
            "; {} {}, {}",
            words.say("vid telefonbortfall Rakel talgrupp", "if telephony fails Rakel talk group"),
            record.talk_group(), words.say("en minut åt gången", "one minute at a time"));
    }
    return text;
}

std::string attendance_in_words(v1::ParticipantView const& participant, Words const& words) {
    auto const because =
        participant.reason().empty() ? std::string{} : fmt::format(" ({})", participant.reason());
    switch (participant.attendance()) {
        case v1::ATTENDANCE_CALLED: return std::string{words.say("kallad", "called")};
        case v1::ATTENDANCE_SEEN:
            return std::string{words.say("har sett kallelsen", "has seen the call")};
        case v1::ATTENDANCE_DECLINED:
            return std::string{words.say("kan inte", "cannot come")} + because;
        case v1::ATTENDANCE_PRESENT: return std::string{words.say("närvarande", "present")};
        case v1::ATTENDANCE_MISSING: return std::string{words.say("SAKNAS", "MISSING")} + because;
        case v1::ATTENDANCE_UNSPECIFIED:
        case v1::Attendance_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Attendance_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {};
}

}  // namespace larm::report
