// Roll-calls (provlarm): whom they ask, what becomes of their messages, who answers, and when they
// end. They come in no alarm's way: whoever is being alarmed is put off.
#include <fmt/format.h>

#include <algorithm>

#include "engine/core/decide_parts.hpp"
#include "engine/core/local_time.hpp"
#include "engine/core/party.hpp"
#include "engine/core/reach.hpp"
#include "engine/core/roll_call.hpp"

namespace larm::core {
namespace {

using Texts = google::protobuf::RepeatedPtrField<std::string>;

/// A UUIDv7 from the log: the time, and which event it is.
std::string roll_call_id(Context const& context) {
    auto const ms = static_cast<std::uint64_t>(context.now.us / 1000);
    return fmt::format("{:08x}-{:04x}-7000-8000-{:012x}", ms >> 16U, ms & 0xFFFFU,
                       context.state.seq() + 1);
}

bool is_wanted(Texts const& parties, std::string const& party) {
    return parties.empty() || std::ranges::find(parties, party) != parties.end();
}

std::vector<v1::Channel> channels_of(Duty const& duty,
                                     google::protobuf::RepeatedField<int> const& only) {
    std::vector<v1::Channel> channels;
    for (auto const& officer : duty.officers) {
        if (officer.officer_id() != duty.officer_id) {
            continue;
        }
        for (auto const channel : officer.channels()) {
            // A call by hand measures the one who calls.
            if (channel != v1::CHANNEL_OPERATOR &&
                (only.empty() || std::ranges::find(only, channel) != only.end())) {
                channels.push_back(static_cast<v1::Channel>(channel));
            }
        }
    }
    return channels;
}

bool is_being_asked(State const& state, std::string const& officer_id) {
    return std::ranges::any_of(state.roll_calls(), [&](RollCall const& each) {
        return each.is_open() && each.asks(officer_id);
    });
}

v1::Event start(Context const& context, Texts const& parties,
                google::protobuf::RepeatedField<int> const& channels, bool is_scheduled) {
    auto const& policy = context.state.active_pack()->rules.policy().roll_call();
    auto event = context.event();
    auto& started = *event.mutable_roll_call_started();
    started.set_roll_call_id(roll_call_id(context));
    started.set_scheduled(is_scheduled);
    started.set_answer_by_us((context.now + seconds(policy.answer_within_s())).us);
    started.set_message(policy.message());
    for (auto const* const each : context.state.duties_in_order()) {
        auto const& duty = *each;
        auto const& party = duty.party;
        if (!is_wanted(parties, party) || duty.officer_id.empty()) {
            continue;
        }
        if (is_being_alarmed(context.state, party)) {
            started.add_put_off(party);
            continue;
        }
        if (is_scheduled && is_being_asked(context.state, duty.officer_id)) {
            continue;  // measured at this very moment
        }
        auto const over =
            by_success(context.state.reach(), duty.officer_id, channels_of(duty, channels));
        if (over.empty()) {
            continue;
        }
        auto& ask = *started.add_asks();
        ask.set_party(party);
        ask.set_officer_id(duty.officer_id);
        ask.mutable_channels()->Assign(over.begin(), over.end());
    }
    return event;
}

v1::Event end(Context const& context, std::string const& id) {
    auto event = context.event();
    event.mutable_roll_call_ended()->set_roll_call_id(id);
    return event;
}

/// Every party of the actor's own organisation.
Texts own_parties(Context const& context) {
    Texts parties;
    for (auto const& [party, duty] : context.state.duties()) {
        if (organisation_of(party) == context.command.actor().organisation()) {
            *parties.Add() = party;
        }
    }
    return parties;
}

/// Which roll-call is in the way of one that would ask the same people, and until when: what
/// whoever is refused has to know.
std::optional<Rejection> refuse_overlap(State const& state, v1::RollCallStarted const& wanted) {
    constexpr int named_max = 3;
    for (auto const& call : state.roll_calls()) {
        if (!call.is_open()) {
            continue;
        }
        std::string both;
        int count = 0;
        for (auto const& ask : wanted.asks()) {
            if (call.asks(ask.officer_id()) && ++count <= named_max) {
                both += (both.empty() ? "" : ", ") + ask.party();
            }
        }
        if (count == 0) {
            continue;
        }
        if (count > named_max) {
            both += fmt::format(" (+{})", count - named_max);
        }
        auto const until = minute_text({call.started.answer_by_us()});
        return refusal(Code::failed_precondition, "parties",
                       fmt::format("a roll-call is under way: {} asks {} until {}; wait for its "
                                   "end, or end it",
                                   call.id(), both, until));
    }
    return std::nullopt;
}

/// The one that is meant where none is named.
std::expected<RollCall const*, Rejection> only_one_to_end(Context const& context) {
    RollCall const* found = nullptr;
    for (auto const& call : context.state.roll_calls()) {
        if (!call.is_open() || !might_start(context.command.actor(), call.started)) {
            continue;
        }
        if (found != nullptr) {
            return std::unexpected{refusal(Code::invalid_argument, "roll_call_id",
                                           "several roll-calls are under way: name one")};
        }
        found = &call;
    }
    if (found == nullptr) {
        return std::unexpected{refusal(Code::failed_precondition, "roll_call_id",
                                       "no roll-call is under way that the caller may end")};
    }
    return found;
}

/// The officer who is asked for the party; the one who says so himself, where he does.
std::string asked_officer(Context const& context, RollCall const& call, std::string const& party) {
    auto const self = officer_of_token(context.command.actor().token_id());
    for (auto const& ask : call.started.asks()) {
        if (ask.party() == party && (self.empty() || self == ask.officer_id())) {
            return ask.officer_id();
        }
    }
    return {};
}

}  // namespace

Outcome decide_start_roll_call(Context const& context, v1::StartRollCall const& request) {
    auto const* const pack = context.state.active_pack();
    if (pack == nullptr || !pack->rules.policy().has_roll_call()) {
        return std::unexpected{refusal(Code::failed_precondition, "",
                                       "the rule pack has no policy.roll_call: nothing says what "
                                       "is sent, and how long people have to answer")};
    }
    for (auto const& party : request.parties()) {
        if (!context.state.duties().contains(party)) {
            return std::unexpected{
                refusal(Code::not_found, "parties", "nobody can be on duty for " + party)};
        }
    }
    auto const all = request.parties().empty() && context.command.actor().role() != v1::ROLE_ADMIN;
    auto const parties = all ? own_parties(context) : request.parties();
    auto event = start(context, parties, request.channels(), false);
    if (event.roll_call_started().asks().empty()) {
        return std::unexpected{
            refusal(Code::failed_precondition, "parties",
                    event.roll_call_started().put_off().empty()
                        ? "none of them has somebody on duty with such a channel"
                        : "they are being alarmed; hold the roll-call when the alarm is over")};
    }
    if (auto refused = refuse_overlap(context.state, event.roll_call_started()); refused) {
        return std::unexpected{std::move(*refused)};
    }
    return Events{std::move(event)};
}

Outcome decide_end_roll_call(Context const& context, v1::EndRollCall const& request) {
    if (request.roll_call_id().empty()) {
        auto const found = only_one_to_end(context);
        if (!found) {
            return std::unexpected{found.error()};
        }
        return Events{end(context, (*found)->id())};
    }
    auto const* const call = context.state.roll_call(request.roll_call_id());
    if (call == nullptr) {
        return std::unexpected{refusal(Code::not_found, "roll_call_id", "no such roll-call")};
    }
    if (!call->is_open()) {
        return std::unexpected{
            refusal(Code::failed_precondition, "roll_call_id", "the roll-call is over already")};
    }
    return Events{end(context, call->id())};
}

Outcome decide_roll_call_answer(Context const& context, RollCall const& call,
                                std::string const& party, v1::Via via) {
    if (!call.is_open()) {
        return std::unexpected{
            refusal(Code::failed_precondition, "incident_id", "the roll-call is over")};
    }
    auto const officer = asked_officer(context, call, party);
    if (officer.empty()) {
        return std::unexpected{
            refusal(Code::not_found, "party", "the roll-call does not ask " + party)};
    }
    auto event = context.event();
    auto& answered = *event.mutable_roll_call_answered();
    answered.set_roll_call_id(call.id());
    answered.set_party(party);
    answered.set_officer_id(officer);
    answered.set_via(via_or_api(via));
    return Events{std::move(event)};
}

Outcome decide_roll_call_delivery(Context const& context, RollCall const& call,
                                  v1::RecordDelivery const& request) {
    for (auto const& ask : call.started.asks()) {
        auto const* const result = ask.party() == request.party()
                                       ? call.result(ask.officer_id(), request.channel())
                                       : nullptr;
        if (result == nullptr || !call.is_open()) {
            continue;
        }
        Delivery known;
        known.outcome = result->outcome();
        if (!known.is_news(request.outcome())) {
            continue;  // said twice, or late: what a device tells may come in any order
        }
        auto event = context.event();
        auto& delivered = *event.mutable_roll_call_delivered();
        delivered.set_roll_call_id(call.id());
        delivered.set_officer_id(ask.officer_id());
        delivered.set_channel(request.channel());
        delivered.set_outcome(request.outcome());
        delivered.set_detail(request.detail());
        return Events{std::move(event)};
    }
    return Events{};
}

void tend_roll_calls(Events& events, Context const& context) {
    auto const& state = context.state;
    for (auto const& call : state.roll_calls()) {
        auto const is_due =
            call.started.answer_by_us() <= context.now.us || call.is_answered_by_all();
        if (call.is_open() && is_due) {
            events.push_back(end(context, call.id()));
        }
    }
    auto const due = state.next_roll_call();
    if (!due.is_set() || due > context.now) {
        return;
    }
    auto event = start(context, {}, {}, true);
    auto& started = *event.mutable_roll_call_started();
    auto const late_max = seconds(state.active_pack()->rules.policy().overdue_limit_s());
    if (context.now - due > late_max) {
        started.clear_asks();  // an outage went over it: nobody expects it now
    }
    auto const id = started.roll_call_id();
    auto const is_empty = started.asks().empty();
    events.push_back(std::move(event));
    if (is_empty) {
        events.push_back(end(context, id));
    }
}

}  // namespace larm::core
