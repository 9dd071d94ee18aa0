#include "engine/delivery/call_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "engine/core/party.hpp"
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
        asked.answer = call.chase->answer.substr(std::min(no.size(), call.chase->answer.size()));
    }
    // The state holds the pack for longer than this lasts.
    std::shared_ptr<core::Pack const> const pack{std::shared_ptr<void>{}, incident.pack};
    v1::MessageTemplate message;
    message.mutable_title()->set_sv(form);
    return render(message, facts_of(incident, pack), asked).title_sv;
}

/// How many transports the party's region still lacks while it may promise some.
int lacking(core::Call const& call) {
    auto const role = core::role_of(call.party());
    auto const decides = role == v1::ROLE_TIB || role == v1::ROLE_DEPUTY;
    return decides && call.incident->is_running()
               ? call.incident->missing_transports(core::organisation_of(call.party()))
               : 0;
}

std::string asked_for_answer(core::Call const& call) {
    auto const& step = call.incident->pack->step(call.chase->step);
    switch (step.expects()) {
        case v1::EXPECTS_NATIONAL_DECISION:
            return "Tar du det nationella steget, eller avböjer du tills vidare? Av vilket skäl?";
        case v1::EXPECTS_SHORTFALL_DECISION:
            return "Godtar du bristen på transporter, eller ordnar du dem på annat sätt?";
        case v1::EXPECTS_ACKNOWLEDGEMENT:
        case v1::EXPECTS_TRANSPORTS:
        case v1::EXPECTS_UNSPECIFIED:
        case v1::Expects_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Expects_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    std::string ask = "Har du uppfattat det?";
    if (auto const count = lacking(call); count > 0) {
        ask += fmt::format(" Hur många sekundärtransporter lovar ni? {} saknas.", count);
    }
    return ask;
}

}  // namespace

CallScript call_script(core::Call const& call) {
    if (call.chase == nullptr) {
        return {
            filled(call, title_of(*call.incident, call.delivery->message) + " ({region}, {place})"),
            "Släpper du försöken igen, eller avlarmar du?"};
    }
    auto const& step = call.incident->pack->step(call.chase->step);
    auto const trigger = step.start().trigger();
    if (trigger == v1::TRIGGER_STAND_DOWN || trigger == v1::TRIGGER_RESCIND) {
        auto const over = title_of(*call.incident, step.message()) +
                          ". Vad: {type}. Var: {place}. Klockan {time}. Skäl: {reason}.";
        return {filled(call, over), fmt::format("Har du uppfattat det? {}", read_it_back)};
    }
    auto const about = title_of(*call.incident, step.message()) +
                       ". Vad: {type}. Var: {place}. Läge: {level}. Skadeutfall: {casualties}. "
                       "Larmat klockan {time}.";
    if (call.chase->answer.starts_with(no)) {
        return {filled(call, "Ni har svarat nej: {answer}. Det gäller " + about),
                fmt::format("Vad behöver ni, och vad kan ni ge? {}", read_it_back)};
    }
    return {filled(call, about), fmt::format("{} {}", asked_for_answer(call), read_it_back)};
}

}  // namespace larm::delivery
