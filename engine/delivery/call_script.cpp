#include "engine/delivery/call_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "engine/delivery/render.hpp"

namespace larm::delivery {
namespace {

constexpr std::string_view no = "decline: ";
constexpr auto read_it_back = "Läs tillbaka svaret.";

/// The template whose title says what it is about.
std::string title_of(core::Incident const& incident, std::string const& message) {
    for (auto const& form : incident.pack->rules.messages()) {
        if (form.id() == message) {
            return form.title().sv();
        }
    }
    return "Masskadelarm: {region}";
}

/// Filled as any message is; a title, since that becomes one line.
std::string filled(core::Call const& call, std::string const& form) {
    auto const& incident = *call.incident;
    Asked asked{
        .step = {}, .party = call.party(), .missing = 0, .since = call.since(), .answer = {}};
    if (call.chase != nullptr) {
        asked.step = incident.pack->step(call.chase->step).id();
        asked.missing = call.chase->missing;
        asked.matter = matter_of(incident, *call.chase);
        note_asked_again(asked, incident, *call.chase);
        asked.answer = call.chase->answer.substr(std::min(no.size(), call.chase->answer.size()));
    }
    // The state holds the pack for longer than this lasts.
    std::shared_ptr<core::Pack const> const pack{std::shared_ptr<void>{}, incident.pack};
    v1::MessageTemplate message;
    message.mutable_title()->set_sv(form);
    return render(message, facts_of(incident, pack), asked).title_sv;
}

/// What the alarm of a chase is about.
std::string alarm(core::Call const& call) {
    return title_of(*call.incident, call.incident->pack->step(call.chase->step).message()) +
           ". Vad: {type}. Var: {place}. Läge: {level}. Skadeutfall: {casualties}. "
           "Larmat klockan {time}.";
}

std::string end_of_the_alarm(core::Call const& call) {
    return title_of(*call.incident, call.incident->pack->step(call.chase->step).message()) +
           ". Vad: {type}. Var: {place}. Klockan {time}. Skäl: {reason}.";
}

constexpr std::string_view has_heard = "Har du uppfattat det?";

}  // namespace

CallScript call_script(core::Call const& call) {
    auto const asking = [&](std::string const& say, std::string_view ask) {
        return CallScript{filled(call, say), fmt::format("{} {}", ask, read_it_back)};
    };
    switch (call.asks()) {
        case v1::CALL_ASKS_RESUME:
            return {filled(call, title_of(*call.incident, call.delivery->message) +
                                     " ({region}, {place})"),
                    "Släpper du försöken igen, eller avlarmar du?"};
        case v1::CALL_ASKS_END: return asking(end_of_the_alarm(call), has_heard);
        case v1::CALL_ASKS_NEEDS:
            return asking("Ni har svarat nej: {answer}. Det gäller " + alarm(call),
                          "Vad behöver ni, och vad kan ni ge?");
        case v1::CALL_ASKS_NATIONAL_DECISION:
            return asking(
                alarm(call),
                "Tar du det nationella steget, eller avböjer du tills vidare? Av vilket skäl?");
        case v1::CALL_ASKS_SHORTFALL_DECISION:
            return asking(alarm(call),
                          "Godtar du bristen på transporter, eller ordnar du dem på annat sätt?");
        case v1::CALL_ASKS_TRANSPORTS:
            return asking(alarm(call),
                          fmt::format("{} Hur många sekundärtransporter lovar ni? {} saknas.",
                                      has_heard, call.lacking()));
        case v1::CALL_ASKS_BLOOD_OFFER:
            return asking(alarm(call), fmt::format("{} Vad kan ni ge, per blodgrupp, och när kan "
                                                   "det skickas? Om inget: varför?",
                                                   has_heard));
        case v1::CALL_ASKS_TRANSFERS:
            return asking(alarm(call) + " Patienter till er: {matter}.",
                          "Tar ni emot dem? Om inte: vilka inte, och varför?");
        case v1::CALL_ASKS_TRIAGE_DECISION:
            return asking(alarm(call) + " Att besluta: {matter}.",
                          "Vad beslutar du, och av vilket skäl? Att fortsätta som nu är också ett "
                          "beslut.");
        case v1::CALL_ASKS_SUPPORT:
            return asking(alarm(call) + " Stöd: {matter}.",
                          "Vad kan ni ge av det, hur mycket och när, eller varför inte?");
        case v1::CALL_ASKS_SITUATION: return asking(alarm(call), "Skickar du lägesbilden?");
        case v1::CALL_ASKS_ACKNOWLEDGEMENT:
        case v1::CALL_ASKS_UNSPECIFIED:
        case v1::CallAsks_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::CallAsks_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return asking(alarm(call), has_heard);
}

}  // namespace larm::delivery
