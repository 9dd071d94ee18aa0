#include "simulators/player/judge.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/party.hpp"
#include "simulators/player/faults.hpp"
#include "simulators/player/judge_counts.hpp"
#include "simulators/player/verdict_text.hpp"

namespace larm::player {
namespace {

/// The number of a kind of event by its field's name; one that no event has where there is none.
int kind_called(std::string const& name) {
    auto const* const kind = v1::Event::descriptor()->FindFieldByName(name);
    return kind == nullptr || kind->containing_oneof() == nullptr ? -1 : kind->number();
}

/// Chases that tell of the alarm itself, by the pattern of the expectation.
std::vector<core::Chase const*> alarm_chases(core::Incident const& incident,
                                             std::string_view pattern) {
    std::vector<core::Chase const*> found;
    for (auto const& chase : incident.chases) {
        auto const& step = incident.pack->step(chase.step);
        auto const is_alarm = step.start().trigger() == v1::TRIGGER_ALARM ||
                              step.start().trigger() == v1::TRIGGER_NATIONAL_TAKEN;
        if (is_alarm && is_meant(pattern, chase.party)) {
            found.push_back(&chase);
        }
    }
    return found;
}

bool have_acknowledged(core::Incident const& incident, v1::AcknowledgedExpected const& expected) {
    auto const chases = alarm_chases(incident, expected.party());
    std::map<std::string, bool> parties;
    for (auto const* chase : chases) {
        auto const is_over = expected.via() == v1::VIA_UNSPECIFIED || chase->via == expected.via();
        parties[chase->party] |= chase->acknowledged_at.is_set() && is_over;
    }
    return !parties.empty() &&
           std::ranges::all_of(parties, [](auto const& each) { return each.second; });
}

int committed(core::Incident const& incident, std::string const& region_id) {
    int sum = 0;
    for (auto const& region : incident.transports) {
        sum += region_id.empty() || region.region_id == region_id ? region.firm() : 0;
    }
    return sum;
}

bool is_unreachable(core::Incident const& incident, std::string_view party) {
    return std::ranges::any_of(incident.chases, [&](auto const& chase) {
        return chase.state == v1::PARTY_STATE_UNREACHABLE &&
               (party.empty() || chase.party == party);
    });
}

/// Of the hospital, or of all.
std::int64_t arrived(core::Incident const& incident, std::string const& hospital) {
    auto const counts =
        hospital.empty() ? incident.casualties.arrived() : incident.casualties.arrived_at(hospital);
    return counts[0] + counts[1] + counts[2];
}

int steps_done(core::State const& state, std::string const& hospital) {
    auto sum = std::ptrdiff_t{0};
    for (auto const& [id, record] : state.capacity().records()) {
        sum += hospital.empty() || id == hospital
                   ? std::ranges::count(record.steps(), v1::STEP_STATE_DONE, &v1::StepRecord::state)
                   : 0;
    }
    return static_cast<int>(sum);
}

/// What an expectation of the kind "at least so many" counts; 0 for the others.
int counted(v1::Expectation const& expected, core::Incident const& incident) {
    if (incident.pack == nullptr) {
        return 0;
    }
    if (expected.has_committed()) {
        return committed(incident, expected.committed().region_id());
    }
    if (expected.has_arrived()) {
        return static_cast<int>(arrived(incident, expected.arrived().hospital_id()));
    }
    if (expected.has_transfers()) {
        return arrived_by_moves(incident, expected.transfers());
    }
    return expected.has_support() ? supported(incident, expected.support()) : 0;
}

bool is_recommended(core::Incident const& incident, v1::RecommendedExpected const& expected) {
    auto const* const found =
        incident.triage.recommendation(expected.region_id(), expected.question_id());
    return found != nullptr && found->back() == expected.back();
}

bool is_foreseen(v1::Event const& event, v1::ShortfallExpected const& expected) {
    auto const& all = event.capacity_warned().warning().shortfalls();
    return std::ranges::any_of(all, [&](v1::ShortfallRecord const& each) {
        auto const before = core::Instant{each.short_at_us()} - core::Instant{event.at_us()};
        return (expected.hospital_id().empty() || each.hospital_id() == expected.hospital_id()) &&
               (expected.stage() == v1::CARE_STAGE_UNSPECIFIED ||
                each.stage() == expected.stage()) &&
               before >= core::seconds(expected.at_least_s_before());
    });
}

bool is_end_seen_by_all(core::Incident const& incident) {
    return incident.has_ended() &&
           std::ranges::any_of(incident.chases,
                               [&](auto const& chase) {
                                   return incident.pack->step(chase.step).audience().where() ==
                                          v1::WHERE_ALERTED;
                               }) &&
           std::ranges::all_of(incident.chases, [&](auto const& chase) {
               return incident.pack->step(chase.step).audience().where() != v1::WHERE_ALERTED ||
                      chase.acknowledged_at.is_set();
           });
}

}  // namespace

// Nothing has happened yet, and there is no state to look at.
Judge::Judge(Stage const& stage) : stage_{stage} {
    for (auto const& expected : stage.scenario().script.expectations()) {
        kinds_.insert(watched_.emplace_back(watched(expected)).kind);
    }
}

Judge::Watched Judge::watched(v1::Expectation const& expected) const {
    static std::string const none;  // nobody knows which
    auto const* const meant = stage_.scenario().incident_or_only(expected.incident());
    return {.expected = &expected,
            .id = meant == nullptr ? &none : &stage_.incident_id(meant->id()),
            .kind = kind_called(expected.has_never() ? expected.never().event()
                                                     : expected.happens().event())};
}

int Judge::watch(v1::Expectation const& expected) {
    auto& fresh = watched_.emplace_back(watched(expected));
    kinds_.insert(fresh.kind);
    auto const* const incident = incident_of(fresh);
    if (incident != nullptr && is_met(fresh, *incident)) {
        fresh.met_at = state().at();
    }
    return static_cast<int>(watched_.size()) - 1;
}

std::optional<core::Instant> Judge::met_at(int number) const {
    return watched_.at(static_cast<std::size_t>(number)).met_at;
}

bool Judge::holds(int number) const {
    auto const& watched = watched_.at(static_cast<std::size_t>(number));
    auto const& expected = *watched.expected;
    if (expected.has_at_most()) {
        return gauge(watched) <= expected.at_most().count();
    }
    if (expected.has_never() || expected.has_not_counted_twice()) {
        return !watched.broken_at;
    }
    if (expected.has_happens() || expected.has_shortfall_foreseen()) {
        return watched.met_at.has_value();
    }
    auto const* const incident = incident_of(watched);
    if (incident == nullptr) {
        return false;
    }
    if (expected.has_no_vehicle_held_at_end()) {
        return held_vehicles(*incident).empty();
    }
    return expected.has_phase_at_end() ? incident->phase == expected.phase_at_end().phase()
                                       : is_met(watched, *incident);
}

core::Incident const* Judge::incident_of(Watched const& watched) const {
    return state().incident(*watched.id);
}

bool Judge::see(v1::Event const& event) {
    books_.enter(event);
    if (event.has_delivery_recorded()) {
        auto const& delivery = event.delivery_recorded();
        auto const* const incident = state().incident(event.incident_id());
        auto const to_declarer =
            delivery.recipient() == core::make_party(v1::ROLE_TIB, incident->region_id) &&
            delivery.party() != delivery.recipient();
        if (to_declarer && delivery.outcome() == v1::DELIVERY_OUTCOME_RECEIVED) {
            told_.emplace(std::pair{event.incident_id(), delivery.party()},
                          core::Instant{event.at_us()});
        }
    }
    // Chases, promises and what else is counted of an incident are only moved by events of one.
    auto const is_of_world = event.incident_id().empty();
    if (is_of_world && !kinds_.contains(event.kind_case())) {
        return !event.has_capacity_reported();
    }
    for (auto& watched : watched_) {
        if (!is_of_world || watched.kind == event.kind_case()) {
            weigh(watched, event);
        }
    }
    return true;
}

/// What must come true is noted when it first does; what must never be, when it first is.
void Judge::weigh(Watched& watched, v1::Event const& event) {
    auto const& expected = *watched.expected;
    core::Instant const now{event.at_us()};
    auto const mine = event.incident_id() == *watched.id;
    auto const is_kind = (mine || event.incident_id().empty()) && event.kind_case() == watched.kind;
    if (expected.has_at_most()) {
        watched.most = std::max(watched.most, gauge(watched));
        if (watched.most > expected.at_most().count() && !watched.broken_at) {
            watched.broken_at = now;
        }
    } else if (expected.has_never()) {
        watched.count += is_kind ? 1 : 0;
        if (watched.count == 1 && !watched.broken_at) {
            watched.broken_at = now;
        }
    } else if (expected.has_not_counted_twice()) {
        if (!watched.broken_at && !books_.fault(state()).empty()) {
            watched.broken_at = now;
        }
    } else if (expected.has_happens()) {
        watched.count += is_kind ? 1 : 0;
        if (watched.count == expected.happens().at_least() && !watched.met_at) {
            watched.met_at = now;
        }
    } else if (expected.has_shortfall_foreseen()) {
        if (mine && !watched.met_at && is_foreseen(event, expected.shortfall_foreseen())) {
            watched.met_at = now;
        }
    } else if (mine && !watched.met_at) {
        auto const& incident = *incident_of(watched);
        watched.most = std::max(watched.most, counted(expected, incident));
        if (is_met(watched, incident)) {
            watched.met_at = now;
        }
    }
}

bool Judge::is_met(Watched const& watched, core::Incident const& incident) const {
    auto const& expected = *watched.expected;
    if (incident.pack == nullptr) {
        return false;
    }
    switch (expected.that_case()) {
        case v1::Expectation::kChainComplete: return incident.chain_complete_at.is_set();
        case v1::Expectation::kAcknowledged:
            return have_acknowledged(incident, expected.acknowledged());
        case v1::Expectation::kCommitted:
            return counted(expected, incident) >= expected.committed().at_least();
        case v1::Expectation::kTransfers:
            return counted(expected, incident) >= expected.transfers().at_least();
        case v1::Expectation::kSupport:
            return counted(expected, incident) >= expected.support().at_least();
        case v1::Expectation::kShownUnreachable:
            return is_unreachable(incident, expected.shown_unreachable().party());
        case v1::Expectation::kDeclarerTold:
            return told_.contains({incident.id, expected.declarer_told().party()});
        case v1::Expectation::kStandDownReached: return is_end_seen_by_all(incident);
        case v1::Expectation::kArrived:
            return counted(expected, incident) >= expected.arrived().at_least();
        case v1::Expectation::kStepsDone:
            return steps_done(state(), expected.steps_done().hospital_id()) >=
                   expected.steps_done().at_least();
        case v1::Expectation::kRecommended: return is_recommended(incident, expected.recommended());
        case v1::Expectation::kTriage: {
            auto const& wanted = expected.triage();
            auto const* const last = incident.triage.last(wanted.region_id());
            return last != nullptr &&
                   (wanted.mode() != v1::TRIAGE_MODE_UNSPECIFIED
                        ? incident.triage.mode(wanted.region_id()) == wanted.mode()
                        : incident.triage.standard(wanted.region_id()) == wanted.standard());
        }
        case v1::Expectation::kShortfallForeseen:
        case v1::Expectation::kNoVehicleHeldAtEnd:
        case v1::Expectation::kPhaseAtEnd:
        case v1::Expectation::kHappens:
        case v1::Expectation::kNever:
        case v1::Expectation::kAtMost:
        case v1::Expectation::kNotCountedTwice:
        case v1::Expectation::THAT_NOT_SET: break;
    }
    return false;
}

int Judge::gauge(Watched const& watched) const {
    auto const* const incident = incident_of(watched);
    switch (watched.expected->at_most().gauge()) {
        case v1::GAUGE_UNREACHABLE_PARTIES: {
            std::set<std::string_view> parties;
            if (incident != nullptr) {
                for (auto const& chase : incident->chases) {
                    if (chase.state == v1::PARTY_STATE_UNREACHABLE) {
                        parties.insert(chase.party);
                    }
                }
            }
            return static_cast<int>(parties.size());
        }
        case v1::GAUGE_COMMITTED_TRANSPORTS:
            return incident == nullptr ? 0 : committed(*incident, {});
        case v1::GAUGE_RUNNING_INCIDENTS:
            return static_cast<int>(std::ranges::count_if(
                state().incidents(), [](auto const& each) { return each.is_running(); }));
        case v1::GAUGE_UNSPECIFIED:
        case v1::Gauge_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Gauge_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return 0;
}

std::optional<core::Instant> Judge::deadline(Watched const& watched, int within_s) const {
    auto const* const incident = incident_of(watched);
    if (incident == nullptr) {
        return std::nullopt;
    }
    auto const from =
        watched.expected->has_stand_down_reached() ? incident->ended_at : incident->confirmed_at;
    return from.is_set() ? std::optional{from + core::seconds(within_s)} : std::nullopt;
}

v1::Verdict Judge::verdict(int index) const {
    auto const& expected = stage_.scenario().script.expectations(index);
    auto const& watched = watched_[static_cast<std::size_t>(index)];
    auto const* const incident = incident_of(watched);
    auto const within = within_s(expected);
    auto const by = deadline(watched, within);
    Finding finding{.expected = &expected,
                    .incident = incident,
                    .met_at = watched.met_at,
                    .broken_at = watched.broken_at,
                    .most = watched.most,
                    .count = watched.count,
                    .fault = expected.has_not_counted_twice() ? books_.fault(state()) : ""};
    if (expected.has_no_vehicle_held_at_end()) {
        finding.fault = incident == nullptr ? std::string{} : held_vehicles(*incident);
        finding.held = incident != nullptr && finding.fault.empty();
    } else if (expected.has_phase_at_end()) {
        finding.held = incident != nullptr && incident->phase == expected.phase_at_end().phase();
    } else if (within > 0) {
        finding.held = watched.met_at && by && *watched.met_at <= *by;
    } else {
        finding.held = !watched.broken_at;
    }
    auto verdict = in_words(finding, stage_.scenario());
    verdict.set_place(stage_.scenario().expectation_places.at(static_cast<std::size_t>(index)));
    return verdict;
}

std::vector<v1::Verdict> Judge::verdicts() const {
    std::vector<v1::Verdict> all;
    for (int index = 0; index < stage_.scenario().script.expectations_size(); ++index) {
        all.push_back(verdict(index));
    }
    return all;
}

}  // namespace larm::player
