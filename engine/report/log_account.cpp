#include "engine/report/log_account.hpp"

#include <algorithm>

#include "engine/core/capacity.hpp"
#include "engine/core/care.hpp"

namespace larm::report {
namespace {

constexpr auto minute = core::seconds(60);
/// Points of a course at the most: every minute of twelve hours.
constexpr std::int64_t looks_max = 720;

/// The minute after `at`: what happens within a minute is seen at its end.
core::Instant end_of_minute(core::Instant at) {
    return {(at.us / minute.us + 1) * minute.us};
}

bool is_received(v1::DeliveryOutcome outcome) {
    return outcome == v1::DELIVERY_OUTCOME_RECEIVED || outcome == v1::DELIVERY_OUTCOME_SEEN;
}

}  // namespace

LogAccount::LogAccount(core::Instant from, core::Instant until)
    : next_look_{end_of_minute(from)},
      look_every_{((until - from).us / minute.us / looks_max + 1) * minute.us} {}

void LogAccount::tell(v1::Event const& event, std::int64_t seq) {
    look_until({event.at_us()});
    score_.tell(event, seq);
    note_asked(event);
    note_humans(event);
    auto const* const incident = state().incident(event.incident_id());
    if (incident != nullptr && incident->pack != nullptr) {
        note_quota(*incident, {event.at_us()});
    }
}

/// A look sees what happened before it, and nothing of its own time.
void LogAccount::look_until(core::Instant at) {
    for (; next_look_ <= at; next_look_ = next_look_ + look_every_) {
        look(next_look_);
    }
}

void LogAccount::look(core::Instant at) {
    auto const& capacity = state().capacity();
    auto const& terms = capacity.terms();
    for (std::size_t hospital = 0; hospital < terms.hospitals().size(); ++hospital) {
        auto const& id = terms.hospitals()[hospital].rule->id();
        for (std::size_t stage = 0; stage < core::stage_count; ++stage) {
            if (!terms.stage(stage).is_known) {
                continue;
            }
            auto const now = core::effective(capacity.now(hospital), terms.stage(stage), stage, at);
            auto const key = std::pair{id, core::stage_at(stage)};
            auto const found = courses_.find(key);
            if (found == courses_.end() && !now) {
                continue;  // a course begins when something is known
            }
            auto& course = found == courses_.end() ? courses_[key] : found->second;
            auto const* const last = course.points().empty() ? nullptr : &*course.points().rbegin();
            if (last == nullptr || last->has_places() != now.has_value() ||
                (now && last->places() != now->free)) {
                auto& point = *course.add_points();
                point.set_at_us(at.us);
                if (now) {
                    point.set_places(now->free);
                }
            }
        }
    }
}

void LogAccount::note_asked(v1::Event const& event) {
    for (auto const& update : event.chases()) {
        if (!update.notices().empty()) {
            auto& asked = asked_[{event.incident_id(), update.step(), update.party()}];
            asked.attempts += 1;
            if (!asked.asked_at.is_set()) {
                asked.asked_at = {event.at_us()};
            }
        }
    }
    auto const& recorded = event.delivery_recorded();
    if (event.has_delivery_recorded() && is_received(recorded.outcome())) {
        auto const found = asked_.find({event.incident_id(), recorded.step(), recorded.party()});
        if (found != asked_.end() && !found->second.received_at.is_set()) {
            found->second.received_at = {event.at_us()};
        }
    }
}

void LogAccount::note_humans(v1::Event const& event) {
    if (event.has_exercise_opened()) {
        auto const& humans = event.exercise_opened().exercise().humans();
        humans_.insert(humans.begin(), humans.end());
    } else if (event.has_party_handed_over() && event.party_handed_over().to_human()) {
        humans_.insert(event.party_handed_over().party());
    }
}

void LogAccount::note_quota(core::Incident const& incident, core::Instant at) {
    auto course = std::ranges::find(quotas_, incident.id, &v1::QuotaCourse::incident_id);
    if (course == quotas_.end()) {
        course = quotas_.emplace(quotas_.end());
        course->set_incident_id(incident.id);
    }
    auto asked = 0;
    auto regions = 0;
    auto promised = 0;
    auto regions_met = 0;
    for (auto const& region : incident.pack->rules.regions()) {
        auto const* const transports = incident.transports_of(region.id());
        auto const required = incident.required_transports(region.id());
        auto const is_met = required > 0 && incident.missing_transports(region.id()) == 0;
        promised += transports == nullptr ? 0 : transports->firm();
        regions_met += is_met ? 1 : 0;
        asked += required;
        regions += required > 0 ? 1 : 0;
    }
    // Nobody is asked before the step has begun.
    course->set_asked(std::max(course->asked(), asked));
    course->set_regions(std::max(course->regions(), regions));
    auto const& points = course->points();
    if (points.empty() || points.rbegin()->promised() != promised ||
        points.rbegin()->regions_met() != regions_met) {
        auto& point = *course->add_points();
        point.set_at_us(at.us);
        point.set_promised(promised);
        point.set_regions_met(regions_met);
    }
}

void LogAccount::write(v1::AfterAction& report) {
    look(state().at());
    *report.mutable_score() = score_.report();
    write_answers(report);
    for (auto& [key, course] : courses_) {
        course.set_hospital_id(key.first);
        course.set_stage(key.second);
        *report.add_courses() = std::move(course);
    }
    courses_.clear();
    report.mutable_quotas()->Assign(quotas_.begin(), quotas_.end());
}

void LogAccount::write_answers(v1::AfterAction& report) const {
    for (auto const& incident : state().incidents()) {
        for (auto const& chase : incident.chases) {
            auto const& step = incident.pack->step(chase.step).id();
            auto const asked = asked_.find({incident.id, step, chase.party});
            if (asked == asked_.end() && !chase.acknowledged_at.is_set()) {
                continue;  // nobody has asked it, and it has said nothing
            }
            auto& row = *report.add_answers();
            row.set_incident_id(incident.id);
            row.set_step(step);
            row.set_party(chase.party);
            if (asked != asked_.end()) {
                row.set_asked_at_us(asked->second.asked_at.us);
                row.set_received_at_us(asked->second.received_at.us);
                row.set_attempts(asked->second.attempts);
            }
            row.set_acknowledged_at_us(chase.acknowledged_at.us);
            row.set_answered_at_us(chase.answered_at.us);
            row.set_via(chase.via);
            row.set_human(humans_.contains(chase.party));
        }
    }
}

}  // namespace larm::report
