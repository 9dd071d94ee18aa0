#include "engine/server/calls_query.hpp"

#include <algorithm>
#include <vector>

#include "engine/core/calls.hpp"
#include "engine/core/party.hpp"
#include "engine/core/view.hpp"
#include "engine/delivery/call_script.hpp"
#include "engine/delivery/delivery_id.hpp"

namespace larm::server {
namespace {

/// The stricken region's duty officers and admins: nobody else needs other people's numbers.
bool may_see(core::Incident const& incident, v1::Actor const& caller) {
    return caller.role() == v1::ROLE_ADMIN || caller.organisation() == incident.region_id;
}

void add_person(QueryContext const& context, std::string const& party, v1::CallView& call) {
    auto& person = *call.add_people();
    person.set_party(party);
    auto const duty = context.state.duties().find(party);
    if (duty == context.state.duties().end() || context.book == nullptr) {
        return;
    }
    auto const& officer = duty->second.officer_id;
    person.set_officer_id(officer);
    person.set_name(context.book->name(officer));
    for (auto const channel : {v1::CHANNEL_VOICE, v1::CHANNEL_SMS}) {
        for (auto const& number : context.book->addresses(officer, channel)) {
            auto const& known = person.numbers();
            if (std::ranges::find(known, number) == known.end()) {
                person.add_numbers(number);
            }
        }
    }
}

v1::CallView view_of(QueryContext const& context, core::Call const& call) {
    v1::CallView view;
    auto const step =
        call.chase == nullptr ? std::string{} : call.incident->pack->step(call.chase->step).id();
    view.set_delivery_id(delivery::delivery_id({.incident_id = call.incident->id,
                                                .step = step,
                                                .party = call.party(),
                                                .attempt = call.delivery->attempt,
                                                .recipient = call.delivery->recipient,
                                                .channel = call.delivery->channel}));
    view.set_incident_id(call.incident->id);
    view.set_step(step);
    view.set_party(call.party());
    view.set_attempt(call.delivery->attempt);
    view.set_since(call.since().us);
    view.set_calls(call.calls().unanswered);
    view.set_note(call.calls().note);
    view.set_asks(call.asks());
    add_person(context, call.callee(), view);
    auto const organisation = core::organisation_of(call.party());
    for (auto const role : {v1::ROLE_TIB, v1::ROLE_DEPUTY}) {
        auto const other = core::make_party(role, organisation);
        auto const is_tib_or_deputy = core::role_of(call.party()) == v1::ROLE_TIB ||
                                      core::role_of(call.party()) == v1::ROLE_DEPUTY;
        // Of an end each who has heard of the alarm has a row, and nobody else is told; but which
        // of the two came to the telephone then is not known.
        auto const may_have_heard = call.asks() != v1::CALL_ASKS_END ||
                                    call.incident->is_reached_by_hand_alone(call.party());
        if (is_tib_or_deputy && may_have_heard && other != call.callee() &&
            context.state.duties().contains(other)) {
            add_person(context, other, view);  // who does not answer has somebody in their place
        }
    }
    for (auto const& delivery :
         call.chase == nullptr ? call.incident->notices : call.chase->deliveries) {
        if (!delivery.why.empty()) {
            *view.add_failed() = core::delivery_view(delivery);
        }
    }
    auto script = delivery::call_script(call);
    view.set_say(std::move(script.say));
    view.set_ask(std::move(script.ask));
    return view;
}

}  // namespace

v1::ListCallsReply list_calls(QueryContext const& context) {
    v1::ListCallsReply reply;
    reply.set_seq(context.state.seq());
    std::vector<core::Call> calls;
    for (auto const& incident : context.state.incidents()) {
        if (!incident.is_closed() && may_see(incident, context.caller)) {
            std::ranges::copy(core::calls_to_make(incident), std::back_inserter(calls));
        }
    }
    std::ranges::stable_sort(calls, {}, [](auto const& call) { return call.since().us; });
    for (auto const& call : calls) {
        *reply.add_calls() = view_of(context, call);
    }
    return reply;
}

}  // namespace larm::server
