// The duty of a party and its hand-over: offered by one, accepted by another, open chases moving
// with it.
#include <algorithm>

#include "engine/core/decide_parts.hpp"
#include "engine/core/ladder.hpp"

namespace larm::core {
namespace {

bool same_channels(v1::DutySeeded const& left, v1::DutySeeded const& right) {
    return std::ranges::equal(left.channels(), right.channels());
}

/// Whether the contacts say something of the officer that the journal does not.
bool is_news(State const& state, v1::DutySeeded const& officer) {
    auto const duty = state.duties().find(officer.party());
    if (duty == state.duties().end()) {
        return true;
    }
    auto const known = std::ranges::find_if(duty->second.officers, [&](auto const& each) {
        return each.officer_id() == officer.officer_id();
    });
    return known == duty->second.officers.end() || !same_channels(*known, officer);
}

bool knows_officer(Duty const& duty, std::string const& officer_id) {
    return std::ranges::any_of(
        duty.officers, [&](auto const& officer) { return officer.officer_id() == officer_id; });
}

}  // namespace

Outcome decide_offer_duty(Context const& context, v1::OfferDuty const& request) {
    auto const duty = context.state.duties().find(request.party());
    if (duty == context.state.duties().end() ||
        !knows_officer(duty->second, request.to_officer_id())) {
        return std::unexpected{refusal(Code::not_found, "to_officer_id",
                                       "no such officer can be on duty for " + request.party())};
    }
    if (duty->second.officer_id == request.to_officer_id()) {
        return std::unexpected{
            refusal(Code::failed_precondition, "to_officer_id", "this officer has the duty")};
    }
    auto event = context.event();
    auto& offered = *event.mutable_duty_offered();
    offered.set_party(request.party());
    offered.set_officer_id(request.to_officer_id());
    offered.set_note(request.note());
    return Events{std::move(event)};
}

Outcome decide_accept_duty(Context const& context, v1::AcceptDuty const& request) {
    auto const duty = context.state.duties().find(request.party());
    if (duty == context.state.duties().end() || duty->second.offered_to != request.officer_id()) {
        return std::unexpected{refusal(Code::failed_precondition, "officer_id",
                                       "the duty has not been offered to this officer")};
    }
    if (duty->second.offered_by == context.command.actor().token_id()) {
        return std::unexpected{refusal(Code::permission_denied, "officer_id",
                                       "whoever takes the duty over accepts it, with a token of "
                                       "their own")};
    }
    Events events;
    auto accepted = context.event();
    accepted.mutable_duty_accepted()->set_party(request.party());
    accepted.mutable_duty_accepted()->set_officer_id(request.officer_id());
    events.push_back(accepted);
    for (auto const& incident : context.state.incidents()) {
        auto moved = context.event(incident.id);
        *moved.mutable_duty_accepted() = accepted.duty_accepted();
        for (auto const& chase : incident.chases) {
            auto const waits = chase.next_due.is_set() && !chase.acknowledged_at.is_set();
            if (waits && chase.party == request.party()) {
                *moved.add_chases() = ladder::restart(incident, chase, context.now);
            }
        }
        if (!moved.chases().empty()) {
            events.push_back(std::move(moved));
        }
    }
    return events;
}

Outcome decide_seed_duty(Context const& context, v1::SeedDuty const& request) {
    Events events;
    for (auto const& officer : request.officers()) {
        if (is_news(context.state, officer)) {
            *events.emplace_back(context.event()).mutable_duty_seeded() = officer;
        }
    }
    return events;
}

}  // namespace larm::core
