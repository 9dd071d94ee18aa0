#include "engine/report/have_picture.hpp"

#include <algorithm>

namespace larm::report {
namespace {

constexpr auto adequate = "Adequate";
constexpr auto insufficient = "Insufficient";

std::string name_of(v1::RulePack const& rules, std::string const& hospital) {
    auto const& all = rules.hospitals();
    auto const found = std::ranges::find(all, hospital, &v1::Hospital::id);
    return found == all.end() ? hospital : found->name();
}

std::string bed_type(v1::RulePack const& rules, v1::CareStage stage) {
    auto const& all = rules.capacity().stages();
    auto const found = std::ranges::find(all, stage, &v1::StageRule::stage);
    return found == all.end() ? std::string{} : found->have_bed_type();
}

std::string facility_status(v1::FacilityStatus status) {
    switch (status) {
        case v1::FACILITY_STATUS_NORMAL: return "Normal";
        case v1::FACILITY_STATUS_COMPROMISED: return "Compromised";
        case v1::FACILITY_STATUS_EVACUATING: return "Evacuating";
        case v1::FACILITY_STATUS_CLOSED: return "Closed";
        case v1::FACILITY_STATUS_UNSPECIFIED:
        case v1::FacilityStatus_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::FacilityStatus_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {};
}

std::string ems_traffic(v1::FacilityStatus status) {
    switch (status) {
        case v1::FACILITY_STATUS_NORMAL: return "Normal";
        case v1::FACILITY_STATUS_COMPROMISED: return "Advisory";
        case v1::FACILITY_STATUS_EVACUATING:
        case v1::FACILITY_STATUS_CLOSED: return "Closed";
        case v1::FACILITY_STATUS_UNSPECIFIED:
        case v1::FacilityStatus_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::FacilityStatus_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {};
}

/// Over all stages that staff binds; empty where some of it is not known and none is gone.
std::string staffing(v1::HospitalCapacityView const& hospital) {
    auto is_known = false;
    auto is_whole = true;
    for (auto const& stage : hospital.stages()) {
        for (auto const& figure : stage.figures()) {
            if (figure.dimension() != v1::PLUS_DIMENSION_STAFF || stage.maximum() == 0) {
                continue;
            }
            if (!figure.reported() || figure.stale()) {
                is_whole = false;
                continue;
            }
            is_known = true;
            if (figure.now() <= 0) {
                return insufficient;
            }
        }
    }
    return is_known && is_whole ? adequate : std::string{};
}

std::int64_t updated(v1::HospitalCapacityView const& hospital) {
    auto latest = hospital.facility_observed_at();
    for (auto const& stage : hospital.stages()) {
        for (auto const& figure : stage.figures()) {
            latest = std::max(latest, figure.observed_at());
        }
    }
    return latest;
}

void add_stage(HaveHospital& out, v1::StageCapacityView const& stage, v1::RulePack const& rules) {
    auto const type = bed_type(rules, stage.stage());
    if (!type.empty() && stage.maximum() > 0) {
        out.beds.push_back({.type = type,
                            .available = stage.known()
                                             ? std::optional{std::max(stage.effective(), 0)}
                                             : std::nullopt,
                            .baseline = stage.baseline(),
                            .more_24h = std::nullopt});
    }
    if (stage.known() && stage.stage() == v1::CARE_STAGE_EMERGENCY) {
        out.clinical_status = stage.effective() > 0 ? "Normal" : "Full";
    }
    if (stage.known() && stage.stage() == v1::CARE_STAGE_OPERATING) {
        out.clinical_operations = stage.effective() > 0 ? adequate : insufficient;
    }
}

}  // namespace

std::vector<HaveHospital> have_of(v1::GetCapacityReply const& picture, v1::RulePack const& rules) {
    std::vector<HaveHospital> all;
    for (auto const& hospital : picture.hospitals()) {
        HaveHospital out;
        out.updated_us = updated(hospital);
        if (out.updated_us == 0) {
            continue;
        }
        out.id = hospital.hospital_id();
        out.name = name_of(rules, hospital.hospital_id());
        out.ems_traffic = ems_traffic(hospital.facility());
        out.facility_status = facility_status(hospital.facility());
        out.staffing = staffing(hospital);
        for (auto const& stage : hospital.stages()) {
            add_stage(out, stage, rules);
        }
        auto const leads = std::ranges::any_of(hospital.steps(), [](auto const& step) {
            return step.dimension() == v1::PLUS_DIMENSION_CONTROL &&
                   step.record().state() == v1::STEP_STATE_DONE;
        });
        out.command_plan = leads ? "Active" : "";
        all.push_back(std::move(out));
    }
    return all;
}

}  // namespace larm::report
