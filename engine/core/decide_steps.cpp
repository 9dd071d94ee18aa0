// The ladders: ordering steps, and how it goes with them. Whoever orders a step that needs others
// first orders those too: nobody who is woken at night should have to work out the order by hand.
#include <algorithm>
#include <set>

#include "engine/core/decide_hospital.hpp"

namespace larm::core {
namespace {

/// Two turns are one time done; the latest four times.
constexpr int turns_max = 8;

v1::StepState state_of(v1::StepRecord const* record) {
    return record == nullptr ? v1::STEP_STATE_NONE : record->state();
}

bool can_be_ordered(v1::StepState state) {
    return state == v1::STEP_STATE_NONE || state == v1::STEP_STATE_FAILED ||
           state == v1::STEP_STATE_STEPPING_DOWN;
}

bool can_follow(v1::StepState now, v1::StepState next) {
    using enum v1::StepState;
    switch (next) {
        case STEP_STATE_ACCEPTED: return now == STEP_STATE_ORDERED || now == STEP_STATE_ACCEPTED;
        case STEP_STATE_DONE:
        case STEP_STATE_FAILED: return now == STEP_STATE_ORDERED || now == STEP_STATE_ACCEPTED;
        case STEP_STATE_STEPPING_DOWN: return now == STEP_STATE_DONE;
        case STEP_STATE_NONE:
            return now == STEP_STATE_ORDERED || now == STEP_STATE_ACCEPTED ||
                   now == STEP_STATE_FAILED || now == STEP_STATE_STEPPING_DOWN;
        case STEP_STATE_ORDERED:
        case STEP_STATE_UNSPECIFIED:
        case StepState_INT_MIN_SENTINEL_DO_NOT_USE_:
        case StepState_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return false;
}

/// As it stands, or as one that was never ordered.
v1::StepRecord record_of(Context const& context, std::string const& hospital,
                         std::string const& step) {
    if (auto const* const known = context.state.capacity().step(hospital, step); known != nullptr) {
        return *known;
    }
    v1::StepRecord fresh;
    fresh.set_hospital_id(hospital);
    fresh.set_step_id(step);
    fresh.set_state(v1::STEP_STATE_NONE);
    return fresh;
}

/// The step in its new state, with what the former one said of it gone.
void move(v1::StepRecord& record, Context const& context, v1::StepState next) {
    auto const was_done = record.state() == v1::STEP_STATE_DONE;
    if (was_done != (next == v1::STEP_STATE_DONE)) {
        record.add_turned_at_us(context.now.us);
        if (record.turned_at_us_size() > turns_max) {
            auto& turns = *record.mutable_turned_at_us();
            turns.erase(turns.begin(), turns.begin() + 2);
        }
    }
    record.set_state(next);
    record.set_since_us(context.now.us);
    record.clear_ready_at_us();
    record.clear_reason();
    record.clear_overdue();
    record.set_said_by(context.command.actor().token_id());
}

/// The steps asked for and those that they need, in the ladder's order, as far as they can be
/// ordered.
std::vector<std::size_t> with_needed(Context const& context, HospitalTerms const& hospital,
                                     std::vector<std::size_t> asked) {
    std::set<std::size_t> all;
    while (!asked.empty()) {
        auto const step = asked.back();
        asked.pop_back();
        auto const& rule = *hospital.steps[step].rule;
        auto const* const known = context.state.capacity().step(hospital.rule->id(), rule.id());
        if (!can_be_ordered(state_of(known)) || !all.insert(step).second) {
            continue;
        }
        for (auto const& id : rule.needs()) {
            if (auto const needed = hospital.step(id); needed) {
                asked.push_back(*needed);
            }
        }
    }
    return {all.begin(), all.end()};
}

void order(v1::StepsChanged& changed, Context const& context, HospitalTerms const& hospital,
           std::size_t step, std::string const& incident_id) {
    auto record = record_of(context, hospital.rule->id(), hospital.steps[step].rule->id());
    move(record, context, v1::STEP_STATE_ORDERED);
    record.set_ordered_at_us(context.now.us);
    record.set_incident_id(incident_id);
    record.clear_by_level();
    record.clear_note();
    record.clear_taken_by();
    record.clear_via();
    *changed.add_steps() = std::move(record);
}

bool is_ordered_by(v1::CapacityRules const& rules, v1::ReadinessLevel level,
                   v1::PlusStep const& step) {
    return std::ranges::any_of(rules.levels(), [&](auto const& each) {
        return each.level() == level && each.dimension() == step.dimension() &&
               step.order() <= each.up_to_order();
    });
}

/// The level orders it, or something that needs it.
bool is_wanted_by(v1::CapacityRules const& rules, v1::ReadinessLevel level,
                  HospitalTerms const& hospital, v1::PlusStep const& step) {
    return is_ordered_by(rules, level, step) ||
           std::ranges::any_of(hospital.steps, [&](auto const& other) {
               auto const& needs = other.rule->needs();
               return std::ranges::find(needs, step.id()) != needs.end() &&
                      is_wanted_by(rules, level, hospital, *other.rule);
           });
}

/// Another alarm of the region, whose level orders the step too; nullptr: there is none.
Incident const* other_that_orders(State const& state, Incident const& incident,
                                  v1::StepRecord const& step) {
    auto const& terms = state.capacity().terms();
    auto const hospital = terms.hospital(step.hospital_id());
    auto const known = hospital ? terms.hospitals()[*hospital].step(step.step_id()) : std::nullopt;
    if (!known) {
        return nullptr;
    }
    auto const& own = terms.hospitals()[*hospital];
    auto const found = std::ranges::find_if(state.incidents(), [&](Incident const& other) {
        return other.id != incident.id && other.pack != nullptr && other.is_open() &&
               other.region_id == incident.region_id &&
               is_wanted_by(other.pack->rules.capacity(), other.level, own,
                            *own.steps[*known].rule);
    });
    return found == state.incidents().end() ? nullptr : &*found;
}

}  // namespace

Outcome decide_order_steps(Context const& context, v1::OrderSteps const& request) {
    auto const found = hospital_of(context, request.hospital_id());
    if (!found) {
        return std::unexpected{found.error()};
    }
    if (!request.incident_id().empty()) {
        auto const incident = incident_of(context, request);
        if (!incident) {
            return std::unexpected{incident.error()};
        }
        if ((*incident)->pack == nullptr || !(*incident)->is_open()) {
            return std::unexpected{refusal(Code::failed_precondition, "incident_id",
                                           "the incident is not confirmed, or over; leave it out "
                                           "to order the steps all the same")};
        }
    }
    auto const& hospital = context.state.capacity().terms().hospitals()[*found];
    std::vector<std::size_t> asked;
    for (int index = 0; index < request.step_ids_size(); ++index) {
        auto const step = hospital.step(request.step_ids(index));
        if (!step) {
            return std::unexpected{refusal(Code::not_found,
                                           "step_ids[" + std::to_string(index) + "]",
                                           request.hospital_id() + " has no step '" +
                                               request.step_ids(index) + "' on its ladder")};
        }
        asked.push_back(*step);
    }
    auto event = context.event(request.incident_id());
    auto& changed = *event.mutable_steps_changed();
    for (auto const step : with_needed(context, hospital, std::move(asked))) {
        order(changed, context, hospital, step, request.incident_id());
        sign(*changed.mutable_steps()->rbegin(), context, request, request.hospital_id());
    }
    if (changed.steps().empty()) {
        return std::unexpected{
            refusal(Code::failed_precondition, "step_ids",
                    request.step_ids().empty()
                        ? "names no step"
                        : "it is ordered, under way or done already at " + request.hospital_id())};
    }
    return Events{std::move(event)};
}

Outcome decide_report_step(Context const& context, v1::ReportStep const& request) {
    auto const found = hospital_of(context, request.hospital_id());
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& hospital = context.state.capacity().terms().hospitals()[*found];
    auto const step = hospital.step(request.step_id());
    if (!step) {
        return std::unexpected{refusal(
            Code::not_found, "step_id",
            request.hospital_id() + " has no step '" + request.step_id() + "' on its ladder")};
    }
    auto record = record_of(context, request.hospital_id(), request.step_id());
    if (!can_follow(record.state(), request.state())) {
        return std::unexpected{refusal(Code::failed_precondition, "state",
                                       "the step is " + v1::StepState_Name(record.state()) +
                                           ", and " + v1::StepState_Name(request.state()) +
                                           " cannot follow on that")};
    }
    if (request.state() == v1::STEP_STATE_FAILED && request.reason().empty()) {
        return std::unexpected{refusal(Code::invalid_argument, "reason", "say why it failed")};
    }
    move(record, context, request.state());
    auto const& rule = *hospital.steps[*step].rule;
    auto const is_way_up = request.state() == v1::STEP_STATE_ACCEPTED;
    if (is_way_up || request.state() == v1::STEP_STATE_STEPPING_DOWN) {
        auto const usual = is_way_up ? rule.lead_min() : rule.lead_down_min();
        auto const minutes = request.ready_in_minutes() > 0 ? request.ready_in_minutes() : usual;
        record.set_ready_at_us((context.now + seconds(std::int64_t{60} * minutes)).us);
    }
    record.set_reason(request.reason());
    sign(record, context, request, request.hospital_id());
    // Of the incident as long as it is there: who follows it sees how its orders go.
    auto const* const incident = context.state.incident(record.incident_id());
    auto const is_of_incident = incident != nullptr && !incident->is_closed();
    auto event = context.event(is_of_incident ? record.incident_id() : std::string{});
    *event.mutable_steps_changed()->add_steps() = std::move(record);
    return Events{std::move(event)};
}

void order_by_level(Events& events, Context const& context, std::string const& incident_id,
                    std::string const& region, v1::ReadinessLevel level,
                    v1::CapacityRules const& rules) {
    auto const& terms = context.state.capacity().terms();
    if (!terms.is_known()) {
        return;
    }
    auto event = context.event(incident_id);
    auto& changed = *event.mutable_steps_changed();
    for (auto const& hospital : terms.hospitals()) {
        if (hospital.rule->region_id() != region) {
            continue;
        }
        std::vector<std::size_t> asked;
        for (std::size_t step = 0; step < hospital.steps.size(); ++step) {
            auto const& rule = *hospital.steps[step].rule;
            auto const* const known = context.state.capacity().step(hospital.rule->id(), rule.id());
            auto const has_failed = state_of(known) == v1::STEP_STATE_FAILED;
            if (is_ordered_by(rules, level, rule) &&
                !has_failed) {  // what has failed is a human's to order again
                asked.push_back(step);
            }
        }
        for (auto const step : with_needed(context, hospital, std::move(asked))) {
            order(changed, context, hospital, step, incident_id);
            changed.mutable_steps()->rbegin()->set_by_level(level);
        }
    }
    if (!changed.steps().empty()) {
        events.push_back(std::move(event));
    }
}

void call_off_orders(Events& events, Context const& context, Incident const& incident) {
    auto event = context.event(incident.id);
    auto& changed = *event.mutable_steps_changed();
    for (auto const& [id, known] : context.state.capacity().records()) {
        for (auto const& step : known.steps()) {
            if (step.incident_id() == incident.id && step.state() == v1::STEP_STATE_ORDERED &&
                step.by_level() != v1::READINESS_LEVEL_UNSPECIFIED) {
                auto record = step;
                if (auto const* const other = other_that_orders(context.state, incident, step);
                    other != nullptr) {
                    record.set_incident_id(other->id);  // ordered once, for both
                    record.set_by_level(other->level);
                } else {
                    move(record, context, v1::STEP_STATE_NONE);
                }
                *changed.add_steps() = std::move(record);
            }
        }
    }
    if (!changed.steps().empty()) {
        events.push_back(std::move(event));
    }
}

}  // namespace larm::core
