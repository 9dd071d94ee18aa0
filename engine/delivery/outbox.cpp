#include "engine/delivery/outbox.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "engine/core/check.hpp"
#include "engine/core/mutation.hpp"

namespace larm::delivery {
namespace {

/// Where a pack tells one recipient twice over one channel in the same attempt, the first counts:
/// the two would have one id, and a device shows an id once.
using Told = std::set<std::pair<std::string_view, v1::Channel>>;

bool is_human(v1::PartyState state) {
    return state == v1::PARTY_STATE_ACKNOWLEDGED || state == v1::PARTY_STATE_ANSWERED;
}

/// What was asked before is asked no more. The notices of the stand-down itself come in events of
/// their own, later.
bool ends_all_chases(v1::Event const& event) {
    return event.has_incident_stood_down() || event.has_incident_rescinded() ||
           event.has_incident_closed() || event.has_chases_held() || event.has_chases_resumed();
}

/// The core holds what came due longer ago than the pack allows.
bool is_held(core::Incident const& incident, core::Instant now) {
    auto const limit = core::seconds(incident.pack->rules.policy().overdue_limit_s());
    auto const quiet_since = std::max(incident.next_due, incident.updated_at);
    return incident.chases_held || (incident.next_due.is_set() && now - quiet_since > limit);
}

/// Queued without an outcome, and no human has answered since. Where the instants are the same it
/// is sent: once too often is better than never.
bool is_unsettled(core::Chase const& chase, core::Delivery const& delivery) {
    return !delivery.has_outcome() && !(is_human(chase.state) && delivery.queued_at < chase.since);
}

/// From when on what was queued and is asked no more is still told after a start; nothing: none of
/// it. What was said before an end does not matter any more, but whoever is on the way then is
/// diverted after it too, and a hospital that closes is told of.
std::optional<core::Instant> told_after_end(core::Incident const& incident) {
    return incident.has_ended() && !incident.is_closed() ? std::optional{incident.ended_at}
                                                         : std::nullopt;
}

std::optional<core::Instant> told_since(core::Incident const& incident, core::Chase const& chase) {
    return incident.still_asks(chase.step) ? core::Instant{} : told_after_end(incident);
}

/// Whether the event says something of the chase.
bool is_in(v1::Event const& event, core::Incident const& incident, core::Chase const& chase) {
    auto const& step = incident.pack->step(chase.step).id();
    return std::ranges::any_of(event.chases(), [&](auto const& update) {
        return update.step() == step && update.party() == chase.party;
    });
}

bool has_channel(core::Duty const& duty, v1::Channel channel) {
    auto const officer = std::ranges::find_if(
        duty.officers, [&](auto const& each) { return each.officer_id() == duty.officer_id; });
    return officer != duty.officers.end() &&
           std::ranges::find(officer->channels(), channel) != officer->channels().end();
}

}  // namespace

template <Kind K>
Outbox<K>::Outbox(Channels<K> channels, RecordTo record_to, LaneOptions options)
    : record_to_{std::move(record_to)} {
    for (auto& [which, channel] : channels) {
        lanes_.emplace(which,
                       std::make_unique<Lane<K>>(which, std::move(channel), record_to_, options));
    }
}

template <Kind K>
Outbox<K>::~Outbox() {
    stop(std::chrono::milliseconds{0});
}

template <Kind K>
void Outbox<K>::take(core::State const& state, v1::Event const& event) {
    if (event.has_rule_pack_activated() && state.active_pack() != nullptr) {
        static_cast<void>(pinned(*state.active_pack()));  // copied now rather than in an alarm
    }
    if (ends_all_chases(event)) {
        leaves_.take_all(event.incident_id());
    }
    if (event.has_incident_closed()) {
        leaves_.forget(event.incident_id());
    }
    if (event.has_chases_held()) {
        tell_of_hold(state, event);
    } else if (event.has_capacity_warned()) {
        tell_of_capacity(state, event);
    }
    if (event.chases().empty() && !event.has_chases_resumed()) {
        return;
    }
    auto const* const incident = state.incident(event.incident_id());
    LARM_CHECK(incident != nullptr && incident->pack != nullptr);
    std::shared_ptr<Facts const> facts;
    if (event.has_chases_resumed()) {
        // The event asks anew whoever is still asked; what others were to be told when it was held,
        // of a no or of what was taken back, is told now.
        for (auto const& chase : incident->chases) {
            if (!is_in(event, *incident, chase)) {
                resume_chase(state, *incident, chase, facts);
            }
        }
    }
    for (auto const& update : event.chases()) {
        if (update.notices().empty()) {
            if (is_human(update.state())) {  // what waits to leave has been answered
                leaves_.take(event.incident_id(), update);
            }
            continue;
        }
        if (event.has_party_answered()) {  // a no: others are told of it, the party no more
            leaves_.take(event.incident_id(), update);
        } else if (event.has_duty_accepted()) {  // what waits is addressed to who has been relieved
            leaves_.take(event.incident_id(), update, event.duty_accepted().party());
        }
        if (facts == nullptr) {
            facts = facts_now(*incident);
        }
        auto const* const chase =
            incident->chase(incident->pack->step_index(update.step()), update.party());
        LARM_CHECK(chase != nullptr);
        auto asked = asked_of(*incident, *chase, update.missing());
        send(state, std::make_shared<Ask const>(Ask{facts, std::move(asked), update.attempt()}),
             update.notices());
    }
}

/// The declarer is told that the alarm waits for a human; of the incident, not of a chase.
template <Kind K>
void Outbox<K>::tell_of_hold(core::State const& state, v1::Event const& event) {
    auto const* const incident = state.incident(event.incident_id());
    LARM_CHECK(incident != nullptr && incident->pack != nullptr);
    auto const& held = event.chases_held();
    auto const facts = held.notices().empty() ? nullptr : facts_now(*incident);
    for (auto const& notice : held.notices()) {
        auto asked = asked_of_incident(notice.recipient(), {event.at_us()});
        auto const ask = std::make_shared<Ask const>(Ask{facts, std::move(asked), held.hold()});
        Notices one;
        *one.Add() = notice;
        send(state, ask, one);
    }
}

/// A region's TiB is told of what stands against one of its hospitals; the same.
template <Kind K>
void Outbox<K>::tell_of_capacity(core::State const& state, v1::Event const& event) {
    auto const* const incident = state.incident(event.incident_id());
    LARM_CHECK(incident != nullptr && incident->pack != nullptr);
    auto const& warned = event.capacity_warned();
    if (!warned.notices().empty()) {
        auto asked = asked_of_warning(state, *incident, warned.warning(), {event.at_us()});
        send(state,
             std::make_shared<Ask const>(
                 Ask{facts_now(*incident), std::move(asked), warned.number()}),
             warned.notices());
    }
}

template <Kind K>
void Outbox<K>::resume_notices(core::State const& state, core::Incident const& incident) {
    auto const since = incident.has_ended() ? told_after_end(incident) : core::Instant{};
    for (auto const& notice : incident.capacity_notices) {
        for (auto const& delivery : notice.deliveries) {
            if (!delivery.has_outcome() && since && delivery.queued_at > *since) {
                auto asked = asked_of_warning(state, incident, notice.warning, delivery.queued_at);
                deliver(state, {.ask = std::make_shared<Ask const>(
                                    Ask{facts_now(incident), std::move(asked), notice.number}),
                                .recipient = delivery.recipient,
                                .officer_id = {},
                                .message = delivery.message,
                                .channel = delivery.channel});
            }
        }
    }
    for (auto const& notice : incident.notices) {
        if (notice.has_outcome()) {
            continue;
        }
        auto asked = asked_of_incident(notice.recipient, notice.queued_at);
        deliver(state, {.ask = std::make_shared<Ask const>(
                            Ask{facts_now(incident), std::move(asked), notice.attempt}),
                        .recipient = notice.recipient,
                        .officer_id = {},
                        .message = notice.message,
                        .channel = notice.channel});
    }
}

template <Kind K>
void Outbox<K>::resume(core::State const& state, core::Instant now) {
    if (state.active_pack() != nullptr) {
        static_cast<void>(pinned(*state.active_pack()));
    }
    for (auto const& incident : state.incidents()) {
        if (incident.pack == nullptr) {
            continue;
        }
        resume_notices(state, incident);
        if (is_held(incident, now)) {
            continue;
        }
        std::shared_ptr<Facts const> facts;
        for (auto const& chase : incident.chases) {
            resume_chase(state, incident, chase, facts);
        }
    }
}

template <Kind K>
void Outbox<K>::resume_chase(core::State const& state, core::Incident const& incident,
                             core::Chase const& chase, std::shared_ptr<Facts const>& facts) {
    auto const since = told_since(incident, chase);
    if (!since) {
        return;
    }
    std::shared_ptr<Ask const> ask;  // deliveries of one attempt stand together
    Told told;
    for (auto const& delivery : chase.deliveries) {
        if (mutated(Mutation::sends_nothing_again) || !is_unsettled(chase, delivery) ||
            delivery.queued_at <= *since ||
            !told.emplace(delivery.recipient, delivery.channel).second) {
            continue;
        }
        if (facts == nullptr) {
            facts = facts_now(incident);
        }
        if (ask == nullptr || ask->attempt != delivery.attempt) {
            auto asked = asked_of(incident, chase, chase.missing);
            ask = std::make_shared<Ask const>(Ask{facts, std::move(asked), delivery.attempt});
        }
        deliver(state, {.ask = ask,
                        .recipient = delivery.recipient,
                        .officer_id = {},
                        .message = delivery.message,
                        .channel = delivery.channel});
    }
}

template <Kind K>
void Outbox<K>::send(core::State const& state, std::shared_ptr<Ask const> const& ask,
                     Notices const& notices) {
    Told told;
    for (auto const& notice : notices) {
        for (auto const channel : notice.channels()) {
            if (told.emplace(notice.recipient(), static_cast<v1::Channel>(channel)).second) {
                deliver(state, {.ask = ask,
                                .recipient = notice.recipient(),
                                .officer_id = {},
                                .message = notice.message(),
                                .channel = static_cast<v1::Channel>(channel)});
            }
        }
    }
}

/// To whoever is on duty now. What cannot leave fails at once, so that the chase climbs.
template <Kind K>
void Outbox<K>::deliver(core::State const& state, Work work) {
    auto const fail = [&](v1::RecordDelivery about, std::string detail) {
        Report{std::move(about), record_to_}(v1::DELIVERY_OUTCOME_FAILED, std::move(detail));
    };
    auto const duty = state.duties().find(work.recipient);
    if (duty == state.duties().end() || duty->second.officer_id.empty()) {
        return fail(record_of(work), fmt::format("nobody is on duty for {}", work.recipient));
    }
    work.officer_id = duty->second.officer_id;
    auto const word = channel_word(work.channel);
    if (!has_channel(duty->second, work.channel)) {
        return fail(record_of(work),
                    fmt::format("{} has no {} in the roster", work.officer_id, word));
    }
    auto const lane = lanes_.find(work.channel);
    if (lane == lanes_.end()) {
        return fail(record_of(work), fmt::format("there is no channel {} here", word));
    }
    work.leave = leaves_.give(work);
    switch (lane->second->push(work)) {
        case Pushed::full:
            work.leave->let_go(work.ask->attempt);
            return fail(record_of(work), fmt::format("the queue of channel {} is full", word));
        case Pushed::queued:
        case Pushed::closed: break;  // closed: it stands in the journal, for the next start
    }
}

template <Kind K>
std::shared_ptr<core::Pack const> Outbox<K>::pinned(core::Pack const& pack) {
    auto& kept = packs_[pack.hash];
    if (kept == nullptr) {
        kept = std::make_shared<core::Pack const>(pack);
    }
    return kept;
}

template <Kind K>
std::shared_ptr<Facts const> Outbox<K>::facts_now(core::Incident const& incident) {
    return std::make_shared<Facts const>(facts_of(incident, pinned(*incident.pack)));
}

template <Kind K>
std::size_t Outbox<K>::stop(std::chrono::milliseconds drain) {
    auto const until = std::chrono::steady_clock::now() + drain;
    std::size_t abandoned = 0;
    for (auto const& [which, lane] : lanes_) {
        lane->close();
    }
    for (auto const& [which, lane] : lanes_) {
        abandoned += lane->finish(until);
    }
    return abandoned;
}

template <Kind K>
void Outbox<K>::tend() {
    for (auto const& [which, lane] : lanes_) {
        lane->tend();
    }
}

template <Kind K>
std::map<v1::Channel, LaneCounts> Outbox<K>::counts() const {
    std::map<v1::Channel, LaneCounts> counts;
    for (auto const& [which, lane] : lanes_) {
        counts.emplace(which, lane->counts());
    }
    return counts;
}

template class Outbox<Live>;
template class Outbox<Exercise>;
template class Outbox<RollCall>;

}  // namespace larm::delivery
