#include "engine/delivery/question.hpp"

#include <algorithm>

#include "engine/core/party.hpp"
#include "engine/core/step.hpp"

namespace larm::delivery {
namespace {

/// In whose place a deputy is told; empty for everybody else.
std::string told_for(std::string_view party) {
    return core::role_of(party) == v1::ROLE_DEPUTY
               ? core::make_party(v1::ROLE_TIB, core::organisation_of(party))
               : std::string{};
}

bool is_of_alarm(v1::Step const& step) {
    auto const expects = step.expects();
    return !core::is_asked_again(step) &&
           (expects == v1::EXPECTS_ACKNOWLEDGEMENT || expects == v1::EXPECTS_TRANSPORTS);
}

core::Chase const* asked_itself(core::Incident const& incident, std::string_view party,
                                std::string_view question) {
    core::Chase const* found = nullptr;
    for (auto const& chase : incident.chases) {
        if (chase.party == party && question_of(incident.pack->step(chase.step)) == question &&
            (found == nullptr || incident.has_ended())) {
            found = &chase;
        }
    }
    return found;
}

}  // namespace

std::string question_of(v1::Step const& step) {
    return is_of_alarm(step) ? std::string{} : step.id();
}

std::string question_of(core::Incident const& incident, std::string_view step) {
    auto const index = incident.pack->step_index(step);
    return index < 0 || incident.has_ended() ? std::string{}
                                             : question_of(incident.pack->step(index));
}

core::Chase const* chase_asked(core::Incident const& incident, std::string_view party,
                               std::string_view question) {
    auto const* const own = asked_itself(incident, party, question);
    auto const tib = told_for(party);
    return own != nullptr || tib.empty() ? own : asked_itself(incident, tib, question);
}

std::vector<std::string> questions_to(core::Incident const& incident, std::string_view party) {
    std::vector<std::string> questions{std::string{}};
    auto const tib = told_for(party);
    for (auto const& chase : incident.chases) {
        auto question = question_of(incident.pack->step(chase.step));
        if ((chase.party == party || chase.party == tib) &&
            std::ranges::find(questions, question) == questions.end()) {
            questions.push_back(std::move(question));
        }
    }
    return questions;
}

bool takes_no(v1::Step const& step) {
    return is_of_alarm(step) || step.expects() == v1::EXPECTS_BLOOD_OFFER;
}

std::string_view how_to_answer(v1::Step const& step) {
    switch (step.expects()) {
        case v1::EXPECTS_TRANSFER_ANSWER: return "Ta emot eller avböj patienterna i larmkonsolen.";
        case v1::EXPECTS_SUPPORT_OFFER: return "Erbjud eller avböj stödet i larmkonsolen.";
        case v1::EXPECTS_TRIAGE_DECISION: return "Beslutet tas i larmkonsolen av den som utsetts.";
        case v1::EXPECTS_SITUATION_REPORT: return "Lägesbilden skickas i larmkonsolen.";
        case v1::EXPECTS_NATIONAL_DECISION:
        case v1::EXPECTS_SHORTFALL_DECISION: return "Beslutet tas i larmkonsolen.";
        case v1::EXPECTS_ACKNOWLEDGEMENT:
            return step.start().trigger() == v1::TRIGGER_CONFERENCE_CALLED
                       ? "Kan du inte komma: säg det i larmkonsolen."
                       : "";
        case v1::EXPECTS_TRANSPORTS:
        case v1::EXPECTS_BLOOD_OFFER:
        case v1::EXPECTS_UNSPECIFIED:
        case v1::Expects_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Expects_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "";
}

}  // namespace larm::delivery
