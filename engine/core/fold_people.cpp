// Folding what is of the world and not of an incident: who has which duty, who can be reached over
// what, roll-calls. Nothing is decided here.
#include <algorithm>
#include <ranges>
#include <set>

#include "engine/core/earlier.hpp"
#include "engine/core/roster.hpp"
#include "engine/core/state.hpp"

namespace larm::core {
namespace {

bool is_of_roll_call(v1::Event const& event) {
    return event.has_roll_call_started() || event.has_roll_call_delivered() ||
           event.has_roll_call_answered() || event.has_roll_call_ended();
}

}  // namespace

void State::evolve_people(v1::Event const& event) {
    using Event = v1::Event;
    Instant const at{event.at_us()};
    auto const kind = event.kind_case();
    if (kind == Event::kDutySeeded) {
        seed_officer(event.duty_seeded(), at);
    } else if (kind == Event::kContactsChanged) {
        fold_contacts(event.contacts_changed(), at);
        if (event.contacts_changed().number() != 0) {
            contacts_decided_by_ = event.cause().actor().token_id();
        }
    } else if (kind == Event::kDutyOffered) {
        auto const& offered = event.duty_offered();
        auto& duty = duty_of(offered.party());
        duty.offered_to = offered.officer_id();
        duty.offered_by = event.cause().actor().token_id();
        duty.remind_at = {offered.remind_at_us()};
        if (!event.has_cause()) {  // the engine's own, because a shift has begun
            duty.offered_shift = latest_begun(duty, at);
        }
    } else if (kind == Event::kDutyReminded) {
        duty_of(event.duty_reminded().party()).remind_at = {event.duty_reminded().remind_at_us()};
    } else if (kind == Event::kDutyAccepted) {
        auto& duty = duty_of(event.duty_accepted().party());
        duty.officer_id = event.duty_accepted().officer_id();
        duty.since = at;
        duty.offered_to.clear();
        duty.offered_by.clear();
        duty.remind_at = {};
        if (!duty.shifts.empty()) {
            duty.offered_shift = std::max(duty.offered_shift, latest_begun(duty, at));
        }
    } else if (kind == Event::kDutyPlanned) {
        auto const& planned = event.duty_planned();
        duty_of(planned.party()).shifts.assign(planned.shifts().begin(), planned.shifts().end());
    } else if (kind == Event::kContactsWithdrawn) {
        contacts_withdrawn_ = event.contacts_withdrawn();
        contacts_withdrawn_by_ = event.cause().actor().token_id();
    } else if (is_of_roll_call(event)) {
        fold_roll_call(event);
    } else {
        return;  // the most frequent events of the world say nothing of people
    }
    schedule_tending();
}

void State::fold_roll_call(v1::Event const& event) {
    using Event = v1::Event;
    Instant const at{event.at_us()};
    auto const kind = event.kind_case();
    auto const each = [this](std::string const& id, auto const& change) {
        auto const found = std::ranges::find(roll_calls_, id, &RollCall::id);
        if (found != roll_calls_.end()) {
            change(*found);
        }
    };
    if (kind == Event::kRollCallStarted) {
        begin_roll_call(event.roll_call_started(), at);
    } else if (kind == Event::kRollCallDelivered) {
        auto const& delivered = event.roll_call_delivered();
        each(delivered.roll_call_id(), [&](RollCall& call) { fold(call, delivered); });
    } else if (kind == Event::kRollCallAnswered) {
        auto const& answered = event.roll_call_answered();
        each(answered.roll_call_id(), [&](RollCall& call) { fold(call, answered, at); });
    } else if (kind == Event::kRollCallEnded) {
        each(event.roll_call_ended().roll_call_id(),
             [&](RollCall& call) { fold_end(call, event, reach_); });
    }
}

/// One that is over stays for as long as it is the last to have asked somebody who is still there:
/// a roll-call of one person takes nothing away of what the others have shown.
void State::begin_roll_call(v1::RollCallStarted const& started, Instant at) {
    std::set<std::string> asked_later;
    auto const is_still_there = [this](v1::RollCallAsk const& ask) {
        auto const duty = duties_.find(ask.party());
        return duty != duties_.end() &&
               std::ranges::any_of(duty->second.officers, [&](auto const& officer) {
                   return officer.officer_id() == ask.officer_id();
               });
    };
    auto const says_the_last = [&](RollCall const& call) {
        auto is_last = false;
        for (auto const& ask : call.started.asks()) {
            auto const is_new = asked_later.insert(ask.officer_id()).second;
            is_last = is_last || (is_new && is_still_there(ask));
        }
        return is_last;
    };
    RollCall fresh;
    fold(fresh, started, at);
    static_cast<void>(says_the_last(fresh));
    std::vector<RollCall> kept;
    for (auto& call : roll_calls_ | std::views::reverse) {
        if (says_the_last(call) || call.is_open()) {
            kept.push_back(std::move(call));
        }
    }
    std::ranges::reverse(kept);
    roll_calls_ = std::move(kept);
    roll_calls_.push_back(std::move(fresh));
    if (started.scheduled()) {
        roll_call_after_ = at;
    }
}

void State::seed_officer(v1::DutySeeded const& seeded, Instant at) {
    auto& duty = duty_of(seeded.party());
    auto const known = std::ranges::find_if(duty.officers, [&](auto const& officer) {
        return officer.officer_id() == seeded.officer_id();
    });
    if (known == duty.officers.end()) {
        duty.officers.push_back(seeded);
        duty.officers.back().clear_corrected();  // news, no part of what holds
    } else {
        *known = seeded;  // reachable over other channels than before
        known->clear_corrected();
    }
    if (seeded.on_duty() && duty.officer_id.empty()) {
        duty.officer_id = seeded.officer_id();
        duty.since = at;
    }
}

void State::fold_contacts(v1::ContactsChanged const& changed, Instant at) {
    if (changed.number() != 0) {
        contacts_number_ = changed.number();
        contacts_rolled_back_ = changed.rolled_back();
        contacts_hash_ = changed.hash();
    }
    for (auto const& officer : changed.officers()) {
        seed_officer(officer, at);
    }
    for (auto const& gone : changed.removed()) {
        auto& duty = duty_of(gone.party());
        std::erase_if(duty.officers, [&](auto const& officer) {
            return officer.officer_id() == gone.officer_id();
        });
        std::erase_if(duty.shifts,
                      [&](auto const& shift) { return shift.officer_id() == gone.officer_id(); });
        if (duty.offered_to == gone.officer_id()) {
            duty.offered_to.clear();
            duty.offered_by.clear();
            duty.remind_at = {};
        }
        std::erase_if(reach_,
                      [&](auto const& each) { return each.first.first == gone.officer_id(); });
    }
    // What was said of the old address proves nothing of the new one.
    for (auto const& officer : changed.officers()) {
        for (auto const channel : officer.corrected()) {
            reach_.erase({officer.officer_id(), static_cast<v1::Channel>(channel)});
        }
    }
}

void State::schedule_tending() {
    next_roll_call_ = active_ == nullptr
                          ? Instant{}
                          : next_time(active_->rules.policy().roll_call(), roll_call_after_);
    next_tending_ = next_roll_call_;
    for (auto const& call : roll_calls_) {
        if (call.is_open()) {
            next_tending_ = earlier(next_tending_, call.is_answered_by_all()
                                                       ? call.started_at
                                                       : Instant{call.started.answer_by_us()});
        }
    }
    for (auto const& [party, duty] : duties_) {
        next_tending_ = earlier(next_tending_, duty.remind_at);
        next_tending_ = earlier(next_tending_, next_offer(duty));
    }
}

}  // namespace larm::core
