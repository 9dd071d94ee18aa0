#include "engine/report/event_text.hpp"

#include <fmt/format.h>

#include "engine/report/event_text_parts.hpp"

namespace larm::report {
namespace {

std::string joined(std::string const& first, std::string const& second) {
    return first.empty() || second.empty() ? first + second : first + ", " + second;
}

std::string scene(Telling const& telling, v1::Methane const& report) {
    auto text = joined(report.type(), report.exact_location());
    auto const hurt = telling.words.casualties(report.casualties());
    return hurt.empty() ? text : text.empty() ? hurt : fmt::format("{} ({})", text, hurt);
}

std::string reported_text(Telling const& telling) {
    return fmt::format("{} {}: {}", telling.actor(), telling.words.say("rapporterade", "reported"),
                       scene(telling, telling.event.incident_reported().report()));
}

std::string confirmed_text(Telling const& telling) {
    auto const& words = telling.words;
    auto const& confirmed = telling.event.incident_confirmed();
    auto text = fmt::format("{} {}, {}", telling.actor(),
                            words.say("BEKRÄFTADE särskild händelse", "CONFIRMED a major incident"),
                            words.level(confirmed.level()));
    if (confirmed.mass_casualty()) {
        text += words.say(", masskadehändelse", ", mass-casualty");
    }
    if (confirmed.has_report()) {
        text += ": " + scene(telling, confirmed.report());
    }
    if (!confirmed.suspected_duplicate_of().empty()) {
        text += words.say(" OBS: kan vara samma händelse som en som redan pågår.",
                          " NOTE: may be the same as one that is already open.");
    }
    return text;
}

std::string national_text(Telling const& telling) {
    auto const& decided = telling.event.national_decided();
    return fmt::format("{} {}{}", telling.actor(),
                       decided.taken()
                           ? telling.words.say("eskalerade till nationellt masskadelarm",
                                               "escalated to the national mass-casualty alarm")
                           : telling.words.say("avböjde det nationella steget tills vidare",
                                               "declined the national step for now"),
                       Telling::because(decided.reason()));
}

std::string closed_text(Telling const& telling) {
    auto const& closed = telling.event.incident_closed();
    auto text = fmt::format("{} {}{}", telling.actor(),
                            telling.words.say("avslutade händelsen", "closed the incident"),
                            Telling::because(closed.reason()));
    std::string missed;
    for (auto const& party : closed.not_reached()) {
        missed = joined(missed, telling.words.party(party));
    }
    if (!missed.empty()) {
        text += fmt::format("; {}: {}", telling.words.say("ej nådda", "not reached"), missed);
    }
    return text;
}

std::string plain(Telling const& telling, std::string_view sv, std::string_view en,
                  std::string const& reason = {}) {
    return fmt::format("{} {}{}", telling.actor(), telling.words.say(sv, en),
                       Telling::because(reason));
}

/// Said once more it is on record, and nothing has changed.
std::string level_text(Telling const& telling) {
    auto const level = telling.event.level_changed().level();
    auto const was_so = telling.before != nullptr && telling.before->level == level;
    // Its steps may all the same be ordered anew, where they had been called off.
    return plain(telling,
                 was_so ? "sade beredskapsläget på nytt, det var redan"
                        : "ändrade beredskapsläget till",
                 was_so ? "said the readiness level anew, it was already"
                        : "changed the readiness level to") +
           " " + telling.words.level(level);
}

/// Of a report that nobody has confirmed there is no alarm to call back.
std::string rescinded_text(Telling const& telling) {
    auto const was_alarmed =
        telling.before == nullptr || telling.before->phase != v1::INCIDENT_PHASE_REPORTED;
    return plain(
        telling,
        was_alarmed ? "ÅTERKALLADE larmet" : "återkallade rapporten, inget larm hade gått ut",
        was_alarmed ? "CALLED the alarm BACK" : "called the report back, no alarm had gone out",
        telling.event.incident_rescinded().reason());
}

std::string text_of(Telling const& telling) {
    auto const& event = telling.event;
    auto const& words = telling.words;
    switch (event.kind_case()) {
        case v1::Event::kRulePackActivated:
            return fmt::format("{} {} {}", words.say("Regelpaket i bruk:", "Rule pack in use:"),
                               event.rule_pack_activated().name(),
                               event.rule_pack_activated().version());
        case v1::Event::kDutyOffered:
            return fmt::format("{} {} {}", words.party(event.duty_offered().party()),
                               words.say("erbjöd sin jour till", "offered the duty to"),
                               event.duty_offered().officer_id());
        case v1::Event::kDutyAccepted:
            return fmt::format("{} {} {}", event.duty_accepted().officer_id(),
                               words.say("tog över som", "took over as"),
                               words.party(event.duty_accepted().party()));
        case v1::Event::kClockSkewNoticed:
            return fmt::format("{} {} s",
                               words.say("Klockorna gick isär:", "The clocks went apart:"),
                               event.clock_skew_noticed().skew_us() / 1'000'000);
        case v1::Event::kIncidentReported: return reported_text(telling);
        case v1::Event::kIncidentConfirmed: return confirmed_text(telling);
        case v1::Event::kLevelChanged: return level_text(telling);
        case v1::Event::kIncidentRescinded: return rescinded_text(telling);
        case v1::Event::kNationalDecided: return national_text(telling);
        case v1::Event::kIncidentStoodDown:
            return plain(telling, "AVLARMADE", "STOOD the alarm DOWN",
                         event.incident_stood_down().reason());
        case v1::Event::kIncidentClosed: return closed_text(telling);
        case v1::Event::kChasesHeld:
            return std::string{words.say("Försöken hålls tills en människa släpper dem",
                                         "Attempts are held until a human lets them run")};
        case v1::Event::kChasesResumed:
            return plain(telling, "släppte försöken igen", "let the attempts run again");
        case v1::Event::kStepStarted: return step_text(telling);
        case v1::Event::kChaseEscalated: return escalation_text(telling);
        case v1::Event::kPartyAcknowledged: return acknowledgement_text(telling);
        case v1::Event::kPartyAnswered: return answer_text(telling);
        case v1::Event::kDeliveryRecorded: return delivery_text(telling);
        case v1::Event::kContactsCorrected: return corrected_text(telling);
        case v1::Event::kCallReported: return call_text(telling);
        case v1::Event::kTransportsCommitted:
        case v1::Event::kTransportsDeclined:
        case v1::Event::kTransportsRevoked:
        case v1::Event::kTransportsReconfirmed:
        case v1::Event::kTransportsDeparted:
        case v1::Event::kTransportsReleased:
        case v1::Event::kCommitmentExpired:
        case v1::Event::kShortfallAccepted:
        case v1::Event::kReconfirmAsked: return transport_text(telling);
        case v1::Event::kBloodStockReported:
        case v1::Event::kBloodCountryAlarmed:
        case v1::Event::kBloodOffered:
        case v1::Event::kBloodOfferWithdrawn:
        case v1::Event::kBloodAccepted:
        case v1::Event::kBloodTransportReported: return blood_text(telling);
        case v1::Event::kContactsChanged:
        case v1::Event::kContactsWithdrawn:
        case v1::Event::kDutyPlanned:
        case v1::Event::kDutyReminded:
        case v1::Event::kDeviceDropped:
        case v1::Event::kRollCallStarted:
        case v1::Event::kRollCallDelivered:
        case v1::Event::kRollCallAnswered:
        case v1::Event::kRollCallEnded: return people_text(telling);
        case v1::Event::kCapacityReported:
        case v1::Event::kStepsChanged:
        case v1::Event::kStepExercised:
        case v1::Event::kCapacityWarned:
        case v1::Event::kShortfallPassed:
        case v1::Event::kCasualtiesReported:
        case v1::Event::kArrivalsReported: return capacity_text(telling);
        case v1::Event::kTransfersProposed:
        case v1::Event::kTransfersReviewed:
        case v1::Event::kTransfersChanged: return transfers_text(telling);
        case v1::Event::kIndicatorReported:
        case v1::Event::kIndicatorsTurned:
        case v1::Event::kTriageRecommended:
        case v1::Event::kRecommendationWithdrawn:
        case v1::Event::kTriageDecided:
        case v1::Event::kCareStandardDecided:
        case v1::Event::kDecisionReminded: return triage_text(telling);
        case v1::Event::kSupportRequested:
        case v1::Event::kSupportOffered:
        case v1::Event::kSupportDeclined:
        case v1::Event::kSupportAccepted:
        case v1::Event::kSupportReported:
        case v1::Event::kSupportReleased:
        case v1::Event::kSupportCancelled:
        case v1::Event::kSupplyReported:
        case v1::Event::kSituationFilled:
        case v1::Event::kSituationSent:
        case v1::Event::kConferenceCalled:
        case v1::Event::kConferenceChanged:
        case v1::Event::kAttendanceReported:
        case v1::Event::kConferenceDecided:
        case v1::Event::kPositionTaken:
        case v1::Event::kConferenceEnded: return cooperation_text(telling);
        case v1::Event::kExerciseOpened:
        case v1::Event::kExerciseMoved:
        case v1::Event::kPaceChanged:
        case v1::Event::kSkippedAhead:
        case v1::Event::kInjectGiven:
        case v1::Event::kInjectSkipped:
        case v1::Event::kInjectJudged:
        case v1::Event::kPartyHandedOver:
        case v1::Event::kObservationNoted: return exercise_text(telling);
        case v1::Event::kRulePackChunk:
        case v1::Event::kDutySeeded:
        case v1::Event::KIND_NOT_SET: break;
    }
    return {};
}

}  // namespace

std::string event_text(v1::Event const& event, core::Incident const* before, Words const& words,
                       Duties const* duties) {
    auto text = text_of({event, before, words, duties});
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    }
    return text;
}

}  // namespace larm::report
