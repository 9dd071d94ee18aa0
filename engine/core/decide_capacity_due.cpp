// What the engine says of hospitals by itself, when its time has come: too few places ahead, a step
// that is not done in time, and that what was told of has passed. It tells; it orders nothing.
#include <algorithm>

#include "engine/core/decide_parts.hpp"
#include "engine/core/next_step.hpp"
#include "engine/core/party.hpp"
#include "engine/core/transfers.hpp"
#include "engine/core/unexpecting.hpp"

namespace larm::core {
namespace {

/// What is so of one stage now, whatever was foreseen; nothing where enough places are known.
std::optional<v1::ShortfallRecord> shortfall_now(Context const& context, Incident const& incident,
                                                 std::size_t hospital, std::size_t stage) {
    auto const& capacity = context.state.capacity();
    auto const& terms = capacity.terms();
    auto const& now = capacity.now(hospital);
    auto const minute = minute_of(context.now);
    if (!effective(now, terms.stage(stage), stage, context.now)) {
        return std::nullopt;
    }
    auto const full = full_and_unexpecting(now, terms.stage(stage), stage, context.now);
    auto const horizon = capacity.terms_of(context.state.number_of(incident)).horizon_min();
    auto const ahead = look_ahead(now, terms.stage(stage), stage, {}, minute,
                                  minute + horizon + outlook_step_min - 1);
    if (ahead.first_short == 0 && !full) {
        return std::nullopt;
    }
    auto const binding = ahead.first_short == 0 ? full->binding : ahead.binding;
    v1::ShortfallRecord record;
    record.set_hospital_id(terms.hospitals()[hospital].rule->id());
    record.set_stage(stage_at(stage));
    record.set_short_at_us(ahead.first_short == 0 ? context.now.us
                                                  : at_minute(ahead.first_short).us);
    record.set_missing(ahead.missing);  // 0: full, and nobody lacks a place yet
    record.set_binding(binding);
    record.set_next_step(next_step(capacity, hospital, stage, binding));
    record.set_incident_id(incident.id);
    record.set_foreseen_at_us(context.now.us);
    return record;
}

void add_overdue(v1::CapacityWarning& warning, Context const& context, std::size_t hospital,
                 std::size_t speaker) {
    auto const& capacity = context.state.capacity();
    auto const until = context.now - capacity.terms_of(speaker).overdue_after();
    auto const& id = capacity.terms().hospitals()[hospital].rule->id();
    for (auto const& step : capacity.record(id)->steps()) {
        auto const is_due = !step.overdue() && step.ready_at_us() <= until.us &&
                            capacity.speaker_of(hospital, step) == speaker;
        if (step.state() == v1::STEP_STATE_ACCEPTED && (step.overdue() || is_due)) {
            warning.add_overdue_step_ids(step.step_id());
        }
    }
}

/// The TiB of the hospital's region; nobody where the pack says so.
void tell(v1::CapacityWarned& warned, Incident const& incident, std::string const& region) {
    auto const& policy = incident.pack->rules.capacity().on_warning();
    if (policy.message().empty() || policy.channels().empty()) {
        return;
    }
    auto& notice = *warned.add_notices();
    notice.set_recipient(make_party(v1::ROLE_TIB, region));
    *notice.mutable_channels() = policy.channels();
    notice.set_message(policy.message());
}

/// Whoever leads has patients on the road to where places lack, or about to leave for it: only they
/// can turn them.
bool sends_there(Incident const& incident, CapacityTerms const& own,
                 v1::CapacityWarning const& warning) {
    return std::ranges::any_of(incident.casualties.moves, [&](auto const& move) {
        auto const stage = stage_at(own.binding_stage(index_of(move.severity())));
        return is_promised(move) && move.to_hospital_id() == warning.hospital_id() &&
               std::ranges::any_of(warning.shortfalls(), [&](auto const& shortfall) {
                   return shortfall.stage() == stage;
               });
    });
}

/// One hospital's, in one message.
void tend_hospital(Events& events, Context const& context, Incident const& incident,
                   std::size_t hospital, int& number) {
    auto const& capacity = context.state.capacity();
    auto const& terms = capacity.terms();
    auto const& rule = *terms.hospitals()[hospital].rule;
    auto const number_of_incident = context.state.number_of(incident);
    auto const& record = *capacity.record(rule.id());
    v1::CapacityWarning warning;
    warning.set_hospital_id(rule.id());
    std::vector<v1::CareStage> passed;
    auto is_news = false;
    for (auto const& due : capacity.dues(hospital)) {
        if (due.incident != number_of_incident || due.at > context.now) {
            continue;
        }
        if (!due.stage) {
            is_news = true;
        } else if (auto found = shortfall_now(context, incident, hospital, *due.stage); found) {
            *warning.add_shortfalls() = std::move(*found);
            is_news = true;
        } else {
            passed.push_back(stage_at(*due.stage));
        }
    }
    for (auto const stage : passed) {
        auto event = context.event(incident.id);
        event.mutable_shortfall_passed()->set_hospital_id(rule.id());
        event.mutable_shortfall_passed()->set_stage(stage);
        events.push_back(std::move(event));
    }
    if (!is_news) {
        return;
    }
    for (auto const& standing : record.shortfalls()) {
        auto const is_again = std::ranges::any_of(warning.shortfalls(), [&](auto const& each) {
            return each.stage() == standing.stage();
        });
        if (!is_again && std::ranges::find(passed, standing.stage()) == passed.end()) {
            *warning.add_shortfalls() = standing;
        }
    }
    add_overdue(warning, context, hospital, number_of_incident);
    auto event = context.event(incident.id);
    auto& warned = *event.mutable_capacity_warned();
    *warned.mutable_warning() = std::move(warning);
    warned.set_number(++number);
    tell(warned, incident, rule.region_id());
    if (rule.region_id() != incident.region_id &&
        sends_there(incident, capacity.terms_of(number_of_incident), warned.warning())) {
        tell(warned, incident, incident.region_id);
    }
    events.push_back(std::move(event));
}

}  // namespace

void tend_capacity(Events& events, Context const& context, Incident const& incident) {
    auto number = incident.capacity_told;
    auto const count = context.state.capacity().terms().hospitals().size();
    for (std::size_t hospital = 0; hospital < count; ++hospital) {
        if (!context.state.capacity().dues(hospital).empty()) {
            tend_hospital(events, context, incident, hospital, number);
        }
    }
}

}  // namespace larm::core
