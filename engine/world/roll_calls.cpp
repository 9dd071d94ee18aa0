#include "engine/world/roll_calls.hpp"

#include <memory>

namespace larm::world {
namespace {

std::shared_ptr<core::Pack const> pack_of(core::State const& state) {
    auto const* const active = state.active_pack();
    return active == nullptr ? nullptr : std::make_shared<core::Pack const>(*active);
}

void offer(delivery::DutyOutbox& outbox, core::State const& state, v1::Event const& event,
           std::string const& officer_id, v1::Notice const& notice, std::int64_t seq) {
    auto const pack = notice.channels().empty() ? nullptr : pack_of(state);
    if (pack == nullptr) {
        return;
    }
    for (auto const channel : notice.channels()) {
        outbox.send({.roll_call_id = {},
                     .party = notice.recipient(),
                     .officer_id = officer_id,
                     .channel = static_cast<v1::Channel>(channel),
                     .message = notice.message(),
                     .pack = pack,
                     .began = {event.at_us()},
                     .seq = seq});
    }
}

void ask(delivery::RollCallOutbox& outbox, core::State const& state,
         v1::RollCallStarted const& started, core::Instant at, bool only_unreported) {
    auto const pack = pack_of(state);
    if (pack == nullptr) {
        return;
    }
    auto const* const call = state.roll_call(started.roll_call_id());
    for (auto const& ask : started.asks()) {
        for (auto const number : ask.channels()) {
            auto const channel = static_cast<v1::Channel>(number);
            auto const* const result =
                call == nullptr ? nullptr : call->result(ask.officer_id(), channel);
            // What was only handed over may have been on its way when we stopped: it goes again,
            // under the same id.
            auto const is_known =
                result != nullptr && (result->answered_at_us() != 0 ||
                                      (result->outcome() != v1::DELIVERY_OUTCOME_UNSPECIFIED &&
                                       result->outcome() != v1::DELIVERY_OUTCOME_HANDED_OVER));
            if (only_unreported && is_known) {
                continue;
            }
            outbox.send({.roll_call_id = started.roll_call_id(),
                         .party = ask.party(),
                         .officer_id = ask.officer_id(),
                         .channel = channel,
                         .message = started.message(),
                         .pack = pack,
                         .began = at});
        }
    }
}

}  // namespace

void tell(delivery::RollCallOutbox& outbox, delivery::DutyOutbox& offers, core::State const& state,
          v1::Event const& event, std::int64_t seq) {
    if (event.has_roll_call_started()) {
        ask(outbox, state, event.roll_call_started(), {event.at_us()}, false);
    } else if (event.has_roll_call_answered()) {
        outbox.settle(event.roll_call_answered().roll_call_id(),
                      event.roll_call_answered().officer_id());
    } else if (event.has_roll_call_ended()) {
        outbox.end(event.roll_call_ended().roll_call_id());
    } else if (event.has_duty_offered()) {
        auto const& offered = event.duty_offered();
        offer(offers, state, event, offered.officer_id(), offered.notice(), seq);
    } else if (event.has_duty_reminded()) {
        auto const& reminded = event.duty_reminded();
        offer(offers, state, event, reminded.officer_id(), reminded.notice(), seq);
    } else if (event.has_device_dropped()) {
        auto const& dropped = event.device_dropped();
        offer(offers, state, event, dropped.officer_id(), dropped.notice(), seq);
    }
}

void tell_again(delivery::RollCallOutbox& outbox, core::State const& state) {
    for (auto const& call : state.roll_calls()) {
        if (call.is_open()) {
            ask(outbox, state, call.started, call.started_at, true);
        }
    }
}

}  // namespace larm::world
