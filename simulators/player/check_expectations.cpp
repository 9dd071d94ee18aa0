// Expectations: whether they can be judged at all.
#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <larm/v1/event.pb.h>

#include <algorithm>

#include "engine/rules/names.hpp"
#include "engine/rules/pack_names.hpp"
#include "simulators/player/scenario_check.hpp"
#include "simulators/player/verdict_text.hpp"

namespace larm::player {
namespace {

void check_event(ScenarioCheck const& check, rules::Place const& place, std::string const& name) {
    std::vector<std::string> known;
    auto const* const kinds = v1::Event::descriptor()->FindOneofByName("kind");
    for (int index = 0; index < kinds->field_count(); ++index) {
        known.push_back(kinds->field(index)->name());
    }
    if (std::ranges::find(known, name) == known.end()) {
        check.fault(place.at("event"), fmt::format("no event \"{}\"", name),
                    rules::did_you_mean(name, known));
    }
}

void check_hospital_or_all(ScenarioCheck const& check, rules::Place const& place,
                           std::string const& id) {
    auto const known = rules::ids_of(check.pack().hospitals());
    if (!id.empty() && check.knows_pack() && std::ranges::find(known, id) == known.end()) {
        check.fault(place.at("hospital_id"), fmt::format("no hospital \"{}\"", id),
                    rules::did_you_mean(id, known));
    }
}

/// Every kind of expectation with a time has it in `within_s`.
void check_within(ScenarioCheck const& check, rules::Place const& place,
                  google::protobuf::Message const& that) {
    auto const* const field = that.GetDescriptor()->FindFieldByName("within_s");
    if (field != nullptr) {
        check.range(place.at("within_s"), "within_s", that.GetReflection()->GetInt32(that, field),
                    1, seconds_max);
    }
}

void check_one(ScenarioCheck const& check, rules::Place const& at,
               v1::Expectation const& expected) {
    switch (expected.that_case()) {
        case v1::Expectation::kAcknowledged:
            check.party(at.at("party"), expected.acknowledged().party(), true);
            break;
        case v1::Expectation::kCommitted:
            if (!expected.committed().region_id().empty()) {
                check.region(at.at("region_id"), expected.committed().region_id());
            }
            check.range(at.at("at_least"), "at_least", expected.committed().at_least(), 1, 10000);
            break;
        case v1::Expectation::kShownUnreachable:
            check.party(at.at("party"), expected.shown_unreachable().party(), false);
            break;
        case v1::Expectation::kDeclarerTold:
            check.party(at.at("party"), expected.declarer_told().party(), false);
            break;
        case v1::Expectation::kAtMost:
            if (expected.at_most().gauge() == v1::GAUGE_UNSPECIFIED) {
                check.fault(at.at("gauge"), "gauge missing",
                            "what is counted, e.g. GAUGE_RUNNING_INCIDENTS");
            }
            check.range(at.at("count"), "count", expected.at_most().count(), 0, 10000);
            break;
        case v1::Expectation::kPhaseAtEnd:
            if (expected.phase_at_end().phase() == v1::INCIDENT_PHASE_UNSPECIFIED) {
                check.fault(at.at("phase"), "phase missing", "e.g. INCIDENT_PHASE_CLOSED");
            }
            break;
        case v1::Expectation::kHappens:
            check_event(check, at, expected.happens().event());
            check.range(at.at("at_least"), "at_least", expected.happens().at_least(), 1, 1000000);
            break;
        case v1::Expectation::kArrived:
            check_hospital_or_all(check, at, expected.arrived().hospital_id());
            check.range(at.at("at_least"), "at_least", expected.arrived().at_least(), 1, 1000000);
            break;
        case v1::Expectation::kStepsDone:
            check_hospital_or_all(check, at, expected.steps_done().hospital_id());
            check.range(at.at("at_least"), "at_least", expected.steps_done().at_least(), 1, 10000);
            break;
        case v1::Expectation::kShortfallForeseen:
            check_hospital_or_all(check, at, expected.shortfall_foreseen().hospital_id());
            check.range(at.at("at_least_s_before"), "at_least_s_before",
                        expected.shortfall_foreseen().at_least_s_before(), 0, seconds_max);
            break;
        case v1::Expectation::kTransfers:
            if (!expected.transfers().region_id().empty()) {
                check.region(at.at("region_id"), expected.transfers().region_id());
            }
            check_hospital_or_all(check, at, expected.transfers().hospital_id());
            check.range(at.at("at_least"), "at_least", expected.transfers().at_least(), 1, 10'000);
            break;
        case v1::Expectation::kSupport:
            if (expected.support().reached() == v1::SUPPORT_REACHED_UNSPECIFIED) {
                check.fault(at, "reached missing", "e.g. SUPPORT_REACHED_ARRIVED");
            }
            check.range(at.at("at_least"), "at_least", expected.support().at_least(), 1, 100'000);
            break;
        case v1::Expectation::kRecommended: {
            check.region(at.at("region_id"), expected.recommended().region_id());
            std::vector<std::string> known;
            for (auto const& set : check.pack().triage().sets()) {
                auto const ids = rules::ids_of(set.questions());
                known.insert(known.end(), ids.begin(), ids.end());
            }
            auto const& id = expected.recommended().question_id();
            if (check.knows_pack() && std::ranges::find(known, id) == known.end()) {
                check.fault(at.at("question_id"), fmt::format("no question \"{}\"", id),
                            rules::did_you_mean(id, known));
            }
            break;
        }
        case v1::Expectation::kTriage:
            check.region(at.at("region_id"), expected.triage().region_id());
            if ((expected.triage().mode() == v1::TRIAGE_MODE_UNSPECIFIED) ==
                (expected.triage().standard() == v1::CARE_STANDARD_UNSPECIFIED)) {
                check.fault(at, "says no mode or standard, or both",
                            "e.g. mode: TRIAGE_MODE_MASS_CASUALTY");
            }
            break;
        case v1::Expectation::kNever: check_event(check, at, expected.never().event()); break;
        case v1::Expectation::kChainComplete:
        case v1::Expectation::kNotCountedTwice:
        case v1::Expectation::kNoVehicleHeldAtEnd:
        case v1::Expectation::kStandDownReached:
        case v1::Expectation::THAT_NOT_SET: break;
    }
}

}  // namespace

void check_expectation(ScenarioCheck const& check, rules::Place const& place,
                       v1::Expectation const& expected, Timed timed) {
    auto const* const kinds = v1::Expectation::descriptor()->FindOneofByName("that");
    auto const* const chosen = expected.GetReflection()->GetOneofFieldDescriptor(expected, kinds);
    if (chosen == nullptr) {
        check.fault(place, "says nothing that is expected",
                    "e.g. chain_complete { within_s: 1800 }");
        return;
    }
    if (!expected.has_not_counted_twice()) {
        check.incident(place.at("incident"), expected.incident(), true);
    }
    auto const at = place.at(chosen->name());
    auto const& that = expected.GetReflection()->GetMessage(expected, chosen);
    if (timed == Timed::by_itself) {
        check_within(check, at, that);
    } else if (within_s(expected) != 0) {
        check.fault(at.at("within_s"), "within_s has no meaning here",
                    "leave it out: the inject, or the condition, says when");
    }
    check_one(check, at, expected);
}

void check_expectations(ScenarioCheck const& check) {
    auto const& script = check.script();
    if (script.expectations().empty()) {
        check.fault(check.top(), "no expectations",
                    "a scenario that expects nothing proves nothing");
    }
    for (int index = 0; index < script.expectations_size(); ++index) {
        check_expectation(check, check.top().at("expectations", index), script.expectations(index),
                          Timed::by_itself);
    }
}

}  // namespace larm::player
