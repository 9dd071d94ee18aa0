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
    return known == duty->second.officers.end() || !same_channels(*known, officer) ||
           !officer.corrected().empty();
}

bool knows_officer(Duty const& duty, std::string const& officer_id) {
    return std::ranges::any_of(
        duty.officers, [&](auto const& officer) { return officer.officer_id() == officer_id; });
}

/// A recipient, and the channels over which it can be reached now and could not before.
struct Correction {
    std::string recipient;
    std::vector<v1::Channel> channels;
};

std::vector<v1::Channel> news_of(v1::DutySeeded const* known, v1::DutySeeded const& officer) {
    std::vector<v1::Channel> channels;
    for (auto const number : officer.channels()) {
        auto const channel = static_cast<v1::Channel>(number);
        auto const& corrected = officer.corrected();
        auto const is_new =
            known == nullptr ||
            std::ranges::find(known->channels(), channel) == known->channels().end() ||
            std::ranges::find(corrected, channel) != corrected.end();
        if (is_new) {
            channels.push_back(channel);
        }
    }
    return channels;
}

/// What `officer` corrects: nothing where another has the duty.
Correction correction_by(State const& state, v1::DutySeeded const& officer) {
    auto const duty = state.duties().find(officer.party());
    if (duty == state.duties().end() || duty->second.officer_id.empty()) {
        return {officer.party(),
                officer.on_duty() ? news_of(nullptr, officer) : std::vector<v1::Channel>{}};
    }
    auto const& officers = duty->second.officers;
    auto const known = std::ranges::find_if(
        officers, [&](auto const& each) { return each.officer_id() == officer.officer_id(); });
    if (known == officers.end() || duty->second.officer_id != officer.officer_id()) {
        return {officer.party(), {}};
    }
    return {officer.party(), news_of(&*known, officer)};
}

bool is_corrected(std::vector<Correction> const& corrections, Delivery const& delivery) {
    return std::ranges::any_of(corrections, [&](auto const& each) {
        return each.recipient == delivery.recipient &&
               std::ranges::find(each.channels, delivery.channel) != each.channels.end();
    });
}

/// What has not arrived goes again; when the next rung comes stays as it was.
std::optional<v1::ChaseUpdate> send_again(Incident const& incident, Chase const& chase,
                                          std::vector<Correction> const& corrections) {
    auto update = ladder::current(incident, chase);
    update.set_attempt(chase.attempt + 1);
    for (auto const& delivery : chase.deliveries) {
        auto const is_answered =
            chase.acknowledged_at.is_set() && delivery.queued_at < chase.acknowledged_at;
        // A provider accepts a wrong number too. What a device has received went to the right one,
        // and what still waits will.
        auto const went_wrong = delivery.outcome == v1::DELIVERY_OUTCOME_FAILED ||
                                delivery.outcome == v1::DELIVERY_OUTCOME_ACCEPTED;
        if (went_wrong && !is_answered && is_corrected(corrections, delivery)) {
            auto& notice = *update.add_notices();
            notice.set_recipient(delivery.recipient);
            notice.add_channels(delivery.channel);
            notice.set_message(delivery.message);
        }
    }
    if (update.notices().empty()) {
        return std::nullopt;
    }
    return update;
}

void correct_open_chases(Events& events, Context const& context,
                         std::vector<Correction> const& corrections) {
    for (auto const& incident : context.state.incidents()) {
        if (incident.is_closed() || incident.chases_held) {
            continue;
        }
        auto event = context.event(incident.id);
        for (auto const& chase : incident.chases) {
            if (!chase.next_due.is_set()) {
                continue;
            }
            if (auto update = send_again(incident, chase, corrections); update) {
                *event.add_chases() = std::move(*update);
            }
        }
        if (event.chases().empty()) {
            continue;
        }
        for (auto const& each : corrections) {
            event.mutable_contacts_corrected()->add_recipients(each.recipient);
        }
        events.push_back(std::move(event));
    }
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
    return take_duty(context, request.party(), request.officer_id());
}

Events take_duty(Context const& context, std::string const& party, std::string const& officer_id) {
    Events events;
    auto accepted = context.event();
    accepted.mutable_duty_accepted()->set_party(party);
    accepted.mutable_duty_accepted()->set_officer_id(officer_id);
    events.push_back(accepted);
    for (auto const& incident : context.state.incidents()) {
        auto moved = context.event(incident.id);
        *moved.mutable_duty_accepted() = accepted.duty_accepted();
        for (auto const& chase : incident.chases) {
            auto const waits = chase.next_due.is_set() && !chase.acknowledged_at.is_set();
            if (waits && chase.party == party) {
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
    google::protobuf::RepeatedPtrField<v1::DutySeeded> news;
    for (auto const& officer : request.officers()) {
        if (is_news(context.state, officer)) {
            *events.emplace_back(context.event()).mutable_duty_seeded() = officer;
            *news.Add() = officer;
        }
    }
    correct_chases(events, context, news);
    return events;
}

void correct_chases(Events& events, Context const& context,
                    google::protobuf::RepeatedPtrField<v1::DutySeeded> const& officers) {
    std::vector<Correction> corrections;
    for (auto const& officer : officers) {
        if (auto correction = correction_by(context.state, officer); !correction.channels.empty()) {
            corrections.push_back(std::move(correction));
        }
    }
    if (!corrections.empty()) {
        correct_open_chases(events, context, corrections);
    }
}

}  // namespace larm::core
