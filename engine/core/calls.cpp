#include "engine/core/calls.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "engine/core/party.hpp"
#include "engine/core/step.hpp"

namespace larm::core {
namespace {

/// The latest that asks for a call; one that has failed has come on no list.
Delivery const* asking(std::vector<Delivery> const& deliveries, Calls const& calls) {
    Delivery const* latest = nullptr;
    for (auto const& delivery : deliveries) {
        if (delivery.channel == v1::CHANNEL_OPERATOR &&
            delivery.outcome != v1::DELIVERY_OUTCOME_FAILED &&
            delivery.attempt > calls.done_attempt &&
            (latest == nullptr || delivery.attempt >= latest->attempt)) {
            latest = &delivery;
        }
    }
    return latest;
}

bool has_said_no(Chase const& chase) {
    return chase.answer.starts_with("decline");
}

/// A human has answered after the call was asked for. A no asks for one itself, in the same
/// instant; it stands until it is seen to, or taken back.
bool is_answered(Chase const& chase, Delivery const& delivery) {
    auto const is_human =
        chase.state == v1::PARTY_STATE_ACKNOWLEDGED || chase.state == v1::PARTY_STATE_ANSWERED;
    if (!is_human) {
        return false;
    }
    return delivery.queued_at < chase.since ||
           (chase.state == v1::PARTY_STATE_ANSWERED && !has_said_no(chase));
}

}  // namespace

std::string const& Call::party() const {
    return chase == nullptr ? delivery->recipient : chase->party;
}

std::string const& Call::callee() const {
    auto const& told = delivery->recipient;
    auto const is_deputy =
        role_of(told) == v1::ROLE_DEPUTY && organisation_of(told) == organisation_of(party());
    return is_deputy ? told : party();
}

Calls const& Call::calls() const {
    return chase == nullptr ? incident->calls : chase->calls;
}

Instant Call::since() const {
    return chase == nullptr ? delivery->queued_at : chase->started_at;
}

int Call::lacking() const {
    auto const role = role_of(party());
    auto const decides = role == v1::ROLE_TIB || role == v1::ROLE_DEPUTY;
    return decides && incident->is_running()
               ? incident->missing_transports(organisation_of(party()))
               : 0;
}

v1::CallAsks Call::asks() const {
    if (chase == nullptr) {
        return v1::CALL_ASKS_RESUME;
    }
    auto const& step = incident->pack->step(chase->step);
    if (tells_the_end(step)) {
        return v1::CALL_ASKS_END;
    }
    if (has_said_no(*chase)) {
        return v1::CALL_ASKS_NEEDS;
    }
    switch (step.expects()) {
        case v1::EXPECTS_NATIONAL_DECISION: return v1::CALL_ASKS_NATIONAL_DECISION;
        case v1::EXPECTS_SHORTFALL_DECISION: return v1::CALL_ASKS_SHORTFALL_DECISION;
        case v1::EXPECTS_BLOOD_OFFER: return v1::CALL_ASKS_BLOOD_OFFER;
        case v1::EXPECTS_TRANSFER_ANSWER: return v1::CALL_ASKS_TRANSFERS;
        case v1::EXPECTS_SUPPORT_OFFER: return v1::CALL_ASKS_SUPPORT;
        case v1::EXPECTS_SITUATION_REPORT: return v1::CALL_ASKS_SITUATION;
        case v1::EXPECTS_TRIAGE_DECISION: return v1::CALL_ASKS_TRIAGE_DECISION;
        case v1::EXPECTS_ACKNOWLEDGEMENT:
        case v1::EXPECTS_TRANSPORTS:
        case v1::EXPECTS_UNSPECIFIED:
        case v1::Expects_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Expects_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return lacking() > 0 ? v1::CALL_ASKS_TRANSPORTS : v1::CALL_ASKS_ACKNOWLEDGEMENT;
}

std::vector<Call> calls_to_make(Incident const& incident) {
    std::vector<Call> calls;
    if (incident.pack == nullptr) {
        return calls;
    }
    if (auto const* const notice = asking(incident.notices, incident.calls); notice != nullptr) {
        calls.push_back({&incident, nullptr, notice});
    }
    // Nobody is woken to hear of the end of what never came to them.
    std::set<std::string> told;
    if (incident.has_ended()) {
        std::ranges::copy(incident.told_of_the_alarm(), std::inserter(told, told.end()));
    }
    for (auto const& chase : incident.chases) {
        auto const* const delivery = asking(chase.deliveries, chase.calls);
        if (delivery != nullptr && incident.still_asks(chase.step) &&
            !is_answered(chase, *delivery) &&
            (!incident.has_ended() || told.contains(chase.party))) {
            calls.push_back({&incident, &chase, delivery});
        }
    }
    return calls;
}

}  // namespace larm::core
