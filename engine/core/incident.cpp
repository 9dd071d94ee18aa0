#include "engine/core/incident.hpp"

#include <algorithm>

#include "engine/core/carrying.hpp"
#include "engine/core/check.hpp"
#include "engine/core/conference.hpp"
#include "engine/core/earlier.hpp"
#include "engine/core/party.hpp"
#include "engine/core/support.hpp"

namespace larm::core {
namespace {

void take_earlier(Instant& earliest, Instant candidate) {
    earliest = earlier(earliest, candidate);
}

/// When nothing of the latest attempt is hoped for any more; not set where something is.
Instant unproven_at(Chase const& chase) {
    Instant latest;
    for (auto const& delivery : chase.deliveries) {
        if (delivery.attempt != chase.attempt || delivery.outcome == v1::DELIVERY_OUTCOME_FAILED) {
            continue;
        }
        if (!delivery.receipt_due.is_set()) {
            return {};
        }
        latest = std::max(latest, delivery.receipt_due);
    }
    return latest;
}

int rank(v1::DeliveryOutcome outcome) {
    switch (outcome) {
        case v1::DELIVERY_OUTCOME_HANDED_OVER: return 1;
        case v1::DELIVERY_OUTCOME_ACCEPTED: return 2;
        case v1::DELIVERY_OUTCOME_RECEIVED: return 3;
        case v1::DELIVERY_OUTCOME_SEEN: return 4;
        case v1::DELIVERY_OUTCOME_FAILED: return 5;
        case v1::DELIVERY_OUTCOME_UNSPECIFIED:
        case v1::DeliveryOutcome_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::DeliveryOutcome_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return 0;
}

}  // namespace

bool Delivery::is_news(v1::DeliveryOutcome next) const {
    if (outcome == v1::DELIVERY_OUTCOME_FAILED) {
        return next == v1::DELIVERY_OUTCOME_RECEIVED || next == v1::DELIVERY_OUTCOME_SEEN;
    }
    return rank(next) > rank(outcome);
}

bool Incident::is_open() const {
    return phase == v1::INCIDENT_PHASE_REPORTED || phase == v1::INCIDENT_PHASE_CONFIRMED ||
           phase == v1::INCIDENT_PHASE_RUNNING;
}

bool Incident::has_ended() const {
    return phase == v1::INCIDENT_PHASE_STOOD_DOWN || phase == v1::INCIDENT_PHASE_RESCINDED;
}

Chase const* Incident::chase(int step, std::string_view party) const {
    auto const index = static_cast<std::size_t>(step);
    if (step < 0 || index >= places_.size()) {
        return nullptr;
    }
    auto const found = places_[index].find(party);
    return found == places_[index].end() ? nullptr : &chases[found->second];
}

Chase* Incident::chase(int step, std::string_view party) {
    return const_cast<Chase*>(std::as_const(*this).chase(step, party));
}

Chase& Incident::add_chase(Chase fresh) {
    LARM_CHECK(fresh.step >= 0);
    auto const index = static_cast<std::size_t>(fresh.step);
    places_.resize(std::max(places_.size(), index + 1));
    places_[index].emplace(fresh.party, chases.size());
    return chases.emplace_back(std::move(fresh));
}

void Incident::note_alerted(std::string const& recipient) {
    if (is_alerted_.insert(recipient).second) {
        alerted.push_back(recipient);
    }
}

Turn Incident::turn_now(Instant at) const {
    auto promised = 0;
    for (auto const& region : transports) {
        promised += region.firm() + region.released();
    }
    return {.at = at,
            .phase = phase,
            .level = level,
            .reports = reports.size(),
            .promised = promised,
            .chain_complete = chain_complete_at.is_set(),
            .national_taken = national_taken,
            .reason = reason};
}

Transports const* Incident::transports_of(std::string_view region) const {
    for (auto const& each : transports) {
        if (each.region_id == region) {
            return &each;
        }
    }
    return nullptr;
}

Transports& Incident::transports_or_new(std::string_view region) {
    for (auto& each : transports) {
        if (each.region_id == region) {
            return each;
        }
    }
    Transports fresh;
    fresh.region_id = region;
    return transports.emplace_back(std::move(fresh));
}

int Incident::required_transports(std::string_view region) const {
    for (auto const& chase : chases) {
        auto const& step = pack->step(chase.step);
        if (step.expects() == v1::EXPECTS_TRANSPORTS && organisation_of(chase.party) == region) {
            return step.minimum();
        }
    }
    return 0;
}

int Incident::missing_transports(std::string_view region) const {
    auto const required = required_transports(region);
    auto const* const given = transports_of(region);
    return given == nullptr ? required : given->missing(required);
}

bool Incident::has_open_shortfall() const {
    return std::ranges::any_of(transports, [this](auto const& each) {
        return each.declined && missing_transports(each.region_id) > each.accepted_missing;
    });
}

v1::BloodAlarmSnapshot const* Incident::blood_alarm_of(std::string_view party) const {
    for (auto const& alarm : blood.alarms()) {
        if (alarm.asked().party() == party) {
            return &alarm;
        }
    }
    return nullptr;
}

v1::BloodAlarmSnapshot const* Incident::last_blood_alarm() const {
    v1::BloodAlarmSnapshot const* last = nullptr;
    for (auto const& alarm : blood.alarms()) {
        last = last == nullptr || alarm.at_us() >= last->at_us() ? &alarm : last;
    }
    return last;
}

v1::BloodOfferSnapshot const* Incident::blood_offer(std::string_view offer_id) const {
    for (auto const& offer : blood.offers()) {
        if (offer.given().offer_id() == offer_id) {
            return &offer;
        }
    }
    return nullptr;
}

Instant Incident::due_at(Chase const& chase) const {
    auto due = chase.next_due;
    // After the last rung the same is done again: not sooner for want of a receipt.
    if (due.is_set() && chase.rung >= 0 && chase.rung + 1 < pack->step(chase.step).rungs_size()) {
        take_earlier(due, unproven_at(chase));
    }
    return due;
}

bool Incident::is_satisfied(Chase const& chase) const {
    if (chase.shortfall_accepted) {
        return true;
    }
    switch (pack->step(chase.step).expects()) {
        case v1::EXPECTS_ACKNOWLEDGEMENT:
            return chase.acknowledged_at.is_set() ||
                   (pack->step(chase.step).start().trigger() == v1::TRIGGER_CONFERENCE_CALLED &&
                    !is_called(*this, chase.party));
        case v1::EXPECTS_TRANSPORTS: {
            auto const minimum = pack->step(chase.step).minimum();
            auto const* const given = transports_of(organisation_of(chase.party));
            return given != nullptr && given->missing(minimum) <= given->accepted_missing;
        }
        case v1::EXPECTS_NATIONAL_DECISION: return national_taken || national_declined;
        case v1::EXPECTS_SHORTFALL_DECISION: return !has_open_shortfall();
        // A later alarm asks anew, and then what was said before is no answer to it.
        case v1::EXPECTS_BLOOD_OFFER: return chase.state == v1::PARTY_STATE_ANSWERED;
        case v1::EXPECTS_SUPPORT_OFFER:
            return awaited_lines(support, organisation_of(chase.party)) == 0;
        case v1::EXPECTS_TRANSFER_ANSWER:
            return awaited_persons(*pack, casualties.moves, organisation_of(chase.party)) == 0;
        case v1::EXPECTS_SITUATION_REPORT: return !situations.empty();
        case v1::EXPECTS_TRIAGE_DECISION: return !triage.waits_for(chase.party);
        case v1::EXPECTS_UNSPECIFIED:
        case v1::Expects_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Expects_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return false;
}

bool Incident::is_step_complete(int step) const {
    if (!started[static_cast<std::size_t>(step)]) {
        return false;
    }
    return std::ranges::all_of(
        chases, [&](auto const& chase) { return chase.step != step || is_satisfied(chase); });
}

bool Incident::is_chain_complete() const {
    if (pack == nullptr || phase == v1::INCIDENT_PHASE_CONFIRMED) {
        return false;
    }
    for (int step = 0; step < pack->rules.steps_size(); ++step) {
        if (!pack->step(step).required()) {
            continue;
        }
        auto const trigger = pack->step(step).start().trigger();
        // A step that only some courses of events start is required once it has started.
        auto const always = trigger == v1::TRIGGER_ALARM || trigger == v1::TRIGGER_STEP_COMPLETE;
        if ((always || started[static_cast<std::size_t>(step)]) && !is_step_complete(step)) {
            return false;
        }
    }
    return true;
}

bool Incident::is_ready(int step) const {
    if (started[static_cast<std::size_t>(step)]) {
        return false;
    }
    auto const& start = pack->step(step).start();
    auto const running = is_running();
    switch (start.trigger()) {
        case v1::TRIGGER_ALARM: return phase == v1::INCIDENT_PHASE_CONFIRMED || running;
        case v1::TRIGGER_STEP_COMPLETE: {
            auto const awaited = pack->step_index(start.after_step());
            return running && awaited >= 0 && is_step_complete(awaited);
        }
        case v1::TRIGGER_NATIONAL_TAKEN: return running && national_taken;
        case v1::TRIGGER_SHORTFALL: return running && has_open_shortfall();
        case v1::TRIGGER_BLOOD_ALARM: return running && !blood.alarms().empty();
        case v1::TRIGGER_STAND_DOWN: return phase == v1::INCIDENT_PHASE_STOOD_DOWN;
        case v1::TRIGGER_RESCIND: return phase == v1::INCIDENT_PHASE_RESCINDED;
        case v1::TRIGGER_SITUATION_SENT:
            // Nobody outside hears of it before a human has taken the national step.
            return running && !situations.empty() &&
                   (national_taken || pack->step(step).audience().role() != v1::ROLE_NATIONAL);
        case v1::TRIGGER_SUPPORT_REQUESTED:  // begun by the decision itself, which knows whom to
                                             // ask
        case v1::TRIGGER_CONFERENCE_CALLED:
        case v1::TRIGGER_TRANSFERS_PROPOSED:
        case v1::TRIGGER_TRIAGE_RECOMMENDED:
        case v1::TRIGGER_UNSPECIFIED:
        case v1::Trigger_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Trigger_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return false;
}

bool Incident::still_asks(int step) const {
    auto const trigger = pack->step(step).start().trigger();
    if (phase == v1::INCIDENT_PHASE_STOOD_DOWN) {
        return trigger == v1::TRIGGER_STAND_DOWN;
    }
    if (phase == v1::INCIDENT_PHASE_RESCINDED) {
        return trigger == v1::TRIGGER_RESCIND;
    }
    return !is_closed();
}

Instant Incident::promises_due() const {
    Instant due;
    if (!is_running()) {
        return due;
    }
    for (auto const& region : transports) {
        for (auto const& commitment : region.commitments) {
            if (vehicles_unused(casualties.moves, commitment) > 0) {
                take_earlier(due, commitment.expires_at);
                take_earlier(due, commitment.reconfirm_asked ? Instant{} : commitment.reconfirm_at);
            }
        }
    }
    return due;
}

void Incident::refresh() {
    next_due = {};
    chases_due_.assign({});
    if (pack == nullptr || is_closed()) {
        return;
    }
    if (!is_chain_complete()) {
        chain_complete_at = {};
    } else if (!chain_complete_at.is_set()) {
        chain_complete_at = updated_at;
    }
    if (chases_held) {
        return;  // until a human lets them run again
    }
    others_due_ = promises_due();
    has_ready_step_ = false;
    auto const held_back = phase == v1::INCIDENT_PHASE_CONFIRMED;
    for (int step = 0; step < pack->rules.steps_size(); ++step) {
        if (is_ready(step)) {
            has_ready_step_ = true;
            take_earlier(others_due_, std::max(updated_at, held_back ? alarm_at : updated_at));
        }
    }
    std::vector<Instant> dues;
    dues.reserve(chases.size());
    for (auto const& chase : chases) {
        dues.push_back(due_at(chase));
    }
    chases_due_.assign(dues);
    take_due();
}

void Incident::take_due() {
    next_due = others_due_;
    take_earlier(next_due, chases_due_.top());
    if (is_running()) {
        take_earlier(next_due, capacity_due);
        take_earlier(next_due, transfers_due(*this));
        take_earlier(next_due, triage.due);
    }
}

void Incident::refresh_capacity() {
    if (pack != nullptr && !is_closed() && !chases_held) {
        take_due();
    }
}

void Incident::refresh_chases(v1::Event const& event) {
    // A step that is ready is due when the last event was, and so moves with each.
    if (chases_due_.size() != chases.size() || chases.empty() || chases_held || has_ready_step_) {
        return refresh();
    }
    for (auto const& update : event.chases()) {
        refresh_chase(update.step(), update.party());
    }
    if (event.has_delivery_recorded()) {
        refresh_chase(event.delivery_recorded().step(), event.delivery_recorded().party());
    }
    take_due();
}

void Incident::refresh_chase(std::string_view step, std::string_view party) {
    if (auto const* const found = chase(pack->step_index(step), party); found != nullptr) {
        chases_due_.set(static_cast<std::size_t>(found - chases.data()), due_at(*found));
    }
}

}  // namespace larm::core
