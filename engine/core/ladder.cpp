#include "engine/core/ladder.hpp"

#include <algorithm>
#include <ranges>
#include <utility>
#include <vector>

#include "engine/core/blood.hpp"
#include "engine/core/mutation.hpp"
#include "engine/core/party.hpp"
#include "engine/core/step.hpp"

namespace larm::core::ladder {
namespace {

bool is_human(v1::PartyState state) {
    return state == v1::PARTY_STATE_ACKNOWLEDGED || state == v1::PARTY_STATE_ANSWERED;
}

std::string declarer(Incident const& incident) {
    return make_party(v1::ROLE_TIB, incident.region_id);
}

std::string recipient_of(v1::Notify const& notify, Incident const& incident,
                         std::string const& party) {
    switch (notify.who()) {
        case v1::RECIPIENT_DEPUTY: return make_party(v1::ROLE_DEPUTY, organisation_of(party));
        case v1::RECIPIENT_DECLARER: return declarer(incident);
        case v1::RECIPIENT_BLOOD_ASKER: {
            auto const standing = blood::standing_alarms(incident.blood);
            return standing.empty() ? party : standing.front().alarm->asked().party();
        }
        case v1::RECIPIENT_PARTY:
        case v1::RECIPIENT_UNSPECIFIED:
        case v1::Recipient_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Recipient_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return party;
}

bool tells_party(v1::Rung const& rung) {
    return std::ranges::any_of(
        rung.notify(), [](auto const& notify) { return notify.who() == v1::RECIPIENT_PARTY; });
}

/// A notice for each whom it is for: all the blood centres whose alarms stand, else one.
std::vector<v1::Notice> notices_of(v1::Notify const& notify, Incident const& incident,
                                   std::string const& party) {
    std::vector<v1::Notice> notices{notice_of(notify, incident, party)};
    if (notify.who() == v1::RECIPIENT_BLOOD_ASKER) {
        for (auto const& each : blood::standing_alarms(incident.blood) | std::views::drop(1)) {
            notices.push_back(notices.front());
            notices.back().set_recipient(each.alarm->asked().party());
        }
    }
    return notices;
}

/// The declarer is never told that he himself does not answer: he is asked again instead, once.
void add_notices(v1::ChaseUpdate& update, v1::Rung const& rung, v1::Step const& step,
                 Incident const& incident) {
    for (auto const& notify : rung.notify()) {
        auto const of_himself = notify.who() == v1::RECIPIENT_DECLARER &&
                                recipient_of(notify, incident, update.party()) == update.party();
        if (of_himself && tells_party(rung)) {
            continue;
        }
        for (auto& notice : notices_of(notify, incident, update.party())) {
            if (notify.message().empty() || of_himself) {
                notice.set_message(step.message());
            }
            *update.add_notices() = std::move(notice);
        }
    }
}

/// An outage must not make a ladder's rungs fall on people at once: what is late moves the rest on.
Instant next_after(Instant due, Duration interval, Instant now) {
    auto const planned = due + interval;
    return planned > now ? planned : now + interval;
}

Duration interval_after(v1::Step const& step, int rung) {
    if (rung + 1 < step.rungs_size()) {
        auto const here = rung < 0 ? 0 : step.rungs(rung).after_s();
        return seconds(step.rungs(rung + 1).after_s() - here);
    }
    return seconds(step.repeat_every_s());
}

void climb(v1::ChaseUpdate& update, Incident const& incident, v1::Step const& step, int rung,
           Instant due, Instant now) {
    update.set_rung(rung);
    update.set_attempt(update.attempt() + 1);
    add_notices(update, step.rungs(rung), step, incident);
    if (step.rungs(rung).marks_unreachable() && !is_human(update.state())) {
        update.set_state(v1::PARTY_STATE_UNREACHABLE);
    }
    update.set_next_due_us(next_after(due, interval_after(step, rung), now).us);
}

bool knows_already(Incident const& incident, v1::Step const& step, std::string_view party) {
    return party == declarer(incident) &&
           (step.start().trigger() == v1::TRIGGER_ALARM || tells_the_end(step));
}

/// Whoever nothing automatic has reached is called at once, beside all that is tried.
void add_by_hand(v1::ChaseUpdate& update, Incident const& incident, v1::Step const& step) {
    auto notice = notice_of(step.by_hand(), incident, update.party());
    if (notice.message().empty()) {
        notice.set_message(step.message());
    }
    update.set_attempt(std::max(1, update.attempt()));
    *update.add_notices() = std::move(notice);
}

/// Once the alarm has been called off nothing but having seen it is asked of anybody.
void set_acknowledged(v1::ChaseUpdate& update, Incident const& incident, v1::Step const& step,
                      Instant now) {
    auto const done = step.expects() == v1::EXPECTS_ACKNOWLEDGEMENT || incident.has_ended();
    update.set_state(v1::PARTY_STATE_ACKNOWLEDGED);
    update.set_rung(-1);
    update.set_next_due_us(done ? 0 : (now + seconds(step.answer_within_s())).us);
}

}  // namespace

v1::Notice notice_of(v1::Notify const& notify, Incident const& incident, std::string const& party) {
    v1::Notice notice;
    notice.set_recipient(recipient_of(notify, incident, party));
    notice.mutable_channels()->CopyFrom(notify.channels());
    notice.set_message(notify.message());
    return notice;
}

v1::ChaseUpdate current(Incident const& incident, Chase const& chase) {
    v1::ChaseUpdate update;
    update.set_step(incident.pack->step(chase.step).id());
    update.set_party(chase.party);
    update.set_state(chase.state);
    update.set_next_due_us(chase.next_due.us);
    update.set_rung(chase.rung);
    update.set_attempt(chase.attempt);
    update.set_missing(chase.missing);
    return update;
}

v1::ChaseUpdate begin(Incident const& incident, int step_index, std::string_view party,
                      Instant now) {
    auto const& step = incident.pack->step(step_index);
    v1::ChaseUpdate update;
    update.set_step(step.id());
    update.set_party(std::string{party});
    update.set_state(v1::PARTY_STATE_PENDING);
    update.set_rung(-1);
    update.set_missing(step.expects() == v1::EXPECTS_TRANSPORTS ? step.minimum() : 0);
    if (knows_already(incident, step, party)) {
        set_acknowledged(update, incident, step, now);
        return update;
    }
    if (step.rungs(0).after_s() == 0) {
        climb(update, incident, step, 0, now, now);
    } else {
        update.set_next_due_us((now + interval_after(step, -1)).us);
    }
    if (step.has_by_hand() && incident.is_reached_by_hand_alone(party)) {
        add_by_hand(update, incident, step);
    }
    return update;
}

v1::ChaseUpdate ask_anew(Incident const& incident, int step, std::string_view party, Instant now) {
    auto update = begin(incident, step, party, now);
    if (auto const* const chase = incident.chase(step, party); chase != nullptr) {
        update.set_attempt(chase->attempt + update.attempt());
    }
    return update;
}

void ask_anew(std::vector<v1::Event>& events, v1::Event start, Incident const& incident, int step,
              std::vector<v1::ChaseUpdate> asked) {
    auto const has_begun = incident.started[static_cast<std::size_t>(step)];
    auto& chases = *(has_begun ? events.front() : start).mutable_chases();
    for (auto& update : asked) {
        *chases.Add() = std::move(update);
    }
    if (!has_begun) {
        start.mutable_step_started()->set_step(incident.pack->step(step).id());
        events.push_back(std::move(start));
    }
}

v1::ChaseUpdate escalate(Incident const& incident, Chase const& chase, Instant due, Instant now) {
    auto const& step = incident.pack->step(chase.step);
    auto update = current(incident, chase);
    auto const rung = chase.rung + 1 < step.rungs_size() ? chase.rung + 1 : chase.rung;
    climb(update, incident, step, rung, due, now);
    return update;
}

std::optional<v1::ChaseUpdate> acknowledge(Incident const& incident, Chase const& chase,
                                           Instant now) {
    if (is_human(chase.state)) {
        return std::nullopt;
    }
    auto update = current(incident, chase);
    auto const& step = incident.pack->step(chase.step);
    set_acknowledged(update, incident, step, now);
    auto const may_be_over = step.expects() == v1::EXPECTS_SUPPORT_OFFER ||
                             step.expects() == v1::EXPECTS_TRANSFER_ANSWER ||
                             step.expects() == v1::EXPECTS_TRIAGE_DECISION;
    if (may_be_over && incident.is_satisfied(chase)) {
        update.set_next_due_us(0);  // nothing is wanted of the party any more
    }
    return update;
}

v1::ChaseUpdate settle(Incident const& incident, Chase const& chase) {
    auto update = current(incident, chase);
    update.set_state(v1::PARTY_STATE_ANSWERED);
    update.set_next_due_us(0);
    update.set_rung(-1);
    return update;
}

v1::ChaseUpdate decline(Incident const& incident, Chase const& chase) {
    auto update = settle(incident, chase);
    auto const& step = incident.pack->step(chase.step);
    // Once the alarm is over, a no to what it asked concerns nobody; a no to its end does.
    auto const is_over = incident.has_ended() && !tells_the_end(step);
    if (!step.has_on_decline() || is_over) {
        return update;
    }
    for (auto& notice : notices_of(step.on_decline(), incident, chase.party)) {
        if (notice.recipient() != chase.party) {
            update.set_attempt(chase.attempt + 1);
            *update.add_notices() = std::move(notice);
        }
    }
    return update;
}

void tell(v1::ChaseUpdate& update, Incident const& incident, v1::Notify const& notify,
          std::string const& recipient) {
    if (notify.channels().empty() || recipient == update.party()) {
        return;
    }
    update.set_attempt(update.attempt() + 1);
    auto& notice = *update.add_notices();
    notice = notice_of(notify, incident, update.party());
    notice.set_recipient(recipient);
}

v1::ChaseUpdate restart(Incident const& incident, Chase const& chase, Instant now) {
    auto update = current(incident, chase);
    if (update.state() == v1::PARTY_STATE_UNREACHABLE) {
        update.set_state(v1::PARTY_STATE_PENDING);  // whoever is asked now has not been tried
    }
    climb(update, incident, incident.pack->step(chase.step), 0, now, now);
    return update;
}

v1::ChaseUpdate weigh_transports(Incident const& incident, Chase const& chase, int missing,
                                 int provisional, Instant now) {
    auto const& step = incident.pack->step(chase.step);
    auto update = settle(incident, chase);
    update.set_missing(missing);
    if (missing == 0) {
        return update;
    }
    if (provisional >= missing) {
        auto const within = seconds(incident.pack->rules.policy().provisional_within_s());
        update.set_next_due_us((now + within).us);
        return update;
    }
    set_acknowledged(update, incident, step, now);
    return update;
}

void imply_acknowledgement(v1::Event& event, Incident const& incident, std::string_view party,
                           int except_step, Instant now, Heard heard) {
    for (auto const& chase : incident.chases) {
        auto const is_theirs = chase.party == party || mutated(Mutation::acknowledges_for_all);
        if (!is_theirs || chase.step == except_step ||
            calls_a_conference(incident.pack->step(chase.step))) {
            continue;
        }
        // Who has seen the end has not, by that, seen what never came to them, nor the other way.
        auto const is_end = tells_the_end(incident.pack->step(chase.step));
        auto const is_unheard =
            heard == Heard::alarm_alone ? is_end : !is_end && !chase.has_asked_its_party();
        if (incident.has_ended() && is_unheard) {
            continue;
        }
        if (auto update = acknowledge(incident, chase, now); update) {
            *event.add_chases() = std::move(*update);
        }
    }
}

bool is_told_of_the_end(Incident const& incident, std::string_view party) {
    return std::ranges::any_of(incident.chases, [&](Chase const& chase) {
        return chase.party == party && tells_the_end(incident.pack->step(chase.step));
    });
}

void tell_the_end(v1::Event& event, Incident const& incident, std::string const& party, Instant now,
                  bool by_voice) {
    for (int index = 0; incident.has_ended() && index < incident.pack->rules.steps_size();
         ++index) {
        auto const& step = incident.pack->step(index);
        auto const is_told = incident.started[static_cast<std::size_t>(index)] &&
                             incident.still_asks(index) && tells_the_end(step);
        if (!is_told || incident.chase(index, party) != nullptr) {
            continue;
        }
        auto update = begin(incident, index, party, now);
        // As of before this event: a call that it is about has reached the party by hand.
        if (by_voice && step.has_by_hand() && !incident.is_reached_by_hand_alone(party)) {
            add_by_hand(update, incident, step);
        }
        *event.add_chases() = std::move(update);
    }
}

void reopen_shortfall(v1::Event& event, Incident const& incident, Instant now) {
    for (auto const& chase : incident.chases) {
        if (incident.pack->step(chase.step).expects() != v1::EXPECTS_SHORTFALL_DECISION ||
            chase.next_due.is_set()) {
            continue;
        }
        *event.add_chases() = ask_anew(incident, chase.step, chase.party, now);
    }
}

}  // namespace larm::core::ladder
