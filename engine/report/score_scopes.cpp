// What the log tells of the scene and of each hospital that was alerted, and what observers have
// said.
#include "engine/core/indicator_keys.hpp"
#include "engine/core/party.hpp"
#include "engine/core/transfers.hpp"
#include "engine/report/score_parts.hpp"

namespace larm::report {
namespace {

void set_earliest(core::Instant& first, core::Instant at) {
    if (!first.is_set() || at < first) {
        first = at;
    }
}

/// Where it is, what it is and how many are hurt: the letters that nobody can alarm without. What
/// is said under the others may be nothing at all, and whether it is right is an observer's to
/// judge.
bool is_methane(v1::Methane const& report) {
    return !report.exact_location().empty() && !report.type().empty() && report.has_casualties();
}

bool has_anybody(v1::SeverityCounts const& counts) {
    return counts.severe() + counts.moderate() + counts.minor() > 0;
}

void note_report(SceneNotes& scene, v1::Event const& event) {
    auto const& report = event.incident_reported().report();
    if (scene.first_report_at.is_set()) {
        set_earliest(scene.second_report_at, {event.at_us()});
    } else if (is_methane(report)) {
        scene.first_report_at = {event.at_us()};
    }
}

/// A departure can be undone: then nobody has left by it.
void note_move(SceneNotes& scene, v1::TransferMove const& move) {
    if (move.from_site_id().empty()) {
        return;
    }
    if (core::has_left(move)) {
        scene.departed[move.move_id()] = {move.leave_at_us()};
    } else {
        scene.departed.erase(move.move_id());
    }
}

void note_alerted(IncidentNotes& notes, std::string const& party, core::Instant at) {
    if (core::role_of(party) == v1::ROLE_HOSPITAL) {
        set_earliest(notes.hospitals[std::string{core::organisation_of(party)}].alerted_at, at);
    }
}

void note_notices(IncidentNotes& notes,
                  google::protobuf::RepeatedPtrField<v1::Notice> const& notices, core::Instant at) {
    for (auto const& notice : notices) {
        note_alerted(notes, notice.recipient(), at);
    }
}

void note_figures(HospitalNotes& hospital, v1::CapacityReport const& report) {
    core::Instant const at{report.reported_at_us()};
    if (report.figures().empty() || at < hospital.alerted_at) {
        return;
    }
    set_earliest(hospital.resources_at, at);
    for (auto const& figure : report.figures()) {
        if (figure.stage() == v1::CARE_STAGE_INTENSIVE) {
            set_earliest(hospital.intensive_at, at);
        }
        if (figure.free() <= 0) {
            set_earliest(hospital.shortage_at, at);
        }
    }
}

void note_step(IncidentNotes& notes, v1::StepRecord const& step, core::Instant at) {
    if (step.state() == v1::STEP_STATE_ORDERED) {
        set_earliest(notes.hospitals[step.hospital_id()].alerted_at, at);
    } else if (step.state() == v1::STEP_STATE_ACCEPTED || step.state() == v1::STEP_STATE_DONE) {
        set_earliest(notes.hospitals[step.hospital_id()].level_at, at);
    }
}

core::Instant of_scene(std::string_view key, SceneNotes const& scene) {
    if (key == "first_report") {
        return scene.first_report_at;
    }
    if (key == "second_report") {
        return scene.second_report_at;
    }
    return key == "first_evacuated" ? scene.evacuated_at() : core::Instant{};
}

core::Instant of_hospital(std::string_view key, HospitalNotes const& hospital) {
    if (key == "preparedness_level") {
        return hospital.level_at;
    }
    if (key == "resources_reported") {
        return hospital.resources_at;
    }
    if (key == "icu_need") {
        return hospital.intensive_at;
    }
    return key == "shortage_reported" ? hospital.shortage_at : core::Instant{};
}

}  // namespace

void note_scene(IncidentNotes& notes, v1::Event const& event) {
    core::Instant const at{event.at_us()};
    if (event.has_incident_reported()) {
        note_report(notes.scene, event);
    } else if (event.has_casualties_reported()) {
        auto const& site = event.casualties_reported().site();
        if (has_anybody(site.under_way())) {
            set_earliest(notes.scene.under_way_at, {site.observed_at_us()});
        }
    } else if (event.has_transfers_changed()) {
        for (auto const& move : event.transfers_changed().moves()) {
            note_move(notes.scene, move);
        }
    } else if (event.has_capacity_warned()) {
        note_notices(notes, event.capacity_warned().notices(), at);
    }
    for (auto const& update : event.chases()) {
        note_notices(notes, update.notices(), at);
    }
}

void note_hospitals(IncidentNotes& notes, v1::Event const& event, std::string const& incident) {
    if (event.has_capacity_reported()) {
        auto const& report = event.capacity_reported().report();
        auto const hospital = notes.hospitals.find(report.hospital_id());
        if (hospital != notes.hospitals.end()) {
            note_figures(hospital->second, report);
        }
        return;
    }
    for (auto const& step : event.steps_changed().steps()) {
        if (step.incident_id() == incident) {
            note_step(notes, step, {event.at_us()});
        }
    }
}

bool note_observed(IncidentNotes& notes, v1::Indicator const& indicator,
                   v1::ObservationRecord const& observation) {
    std::string hospital;
    if (core::scope_of(indicator) == v1::INDICATOR_SCOPE_HOSPITAL) {
        hospital = core::organisation_of(observation.party());
        if (core::role_of(observation.party()) != v1::ROLE_HOSPITAL ||
            !notes.hospitals.contains(hospital)) {
            return false;
        }
    }
    notes.observed[{indicator.key(), std::move(hospital)}] = observation.result();
    return true;
}

core::Instant SceneNotes::evacuated_at() const {
    auto first = under_way_at;
    for (auto const& [id, at] : departed) {
        set_earliest(first, at);
    }
    return first;
}

Evidence evidence_of(std::string_view key, SceneNotes const& scene, HospitalNotes const* hospital) {
    auto const at = hospital == nullptr ? of_scene(key, scene) : of_hospital(key, *hospital);
    // All of it can be done without telling the engine: what was not told is not measured.
    return {at.is_set(), at};
}

}  // namespace larm::report
