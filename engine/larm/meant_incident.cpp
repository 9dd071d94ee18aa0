#include "engine/larm/meant_incident.hpp"

#include <larm/v1/support.pb.h>

#include <algorithm>
#include <array>

namespace larm::cli {
namespace {

/// While the alarm goes on, and no longer.
constexpr auto only_running = std::to_array<std::string_view>(
    {"EscalateNational", "DeclineNational", "Answer", "Commit", "Decline", "Revoke", "Reconfirm",
     "Depart", "AcceptShortfall", "AlarmCountry", "Offer", "AcceptBlood"});

bool can_act_on(std::string_view method, v1::IncidentSummary const& incident) {
    auto const phase = incident.phase();
    auto const has_ended =
        phase == v1::INCIDENT_PHASE_STOOD_DOWN || phase == v1::INCIDENT_PHASE_RESCINDED;
    if (std::ranges::find(only_running, method) != only_running.end()) {
        return phase == v1::INCIDENT_PHASE_RUNNING;
    }
    if (method == "ChangeLevel") {
        return phase == v1::INCIDENT_PHASE_CONFIRMED || phase == v1::INCIDENT_PHASE_RUNNING;
    }
    if (method == "StandDown" || method == "Rescind") {
        // What has just been ended may be the one that is meant, by somebody who does not know yet:
        // the other alarm must not end instead.
        return true;
    }
    if (method == "Close") {
        return has_ended || phase == v1::INCIDENT_PHASE_REPORTED;
    }
    if (method == "ResumeChases") {
        return incident.chases_held();
    }
    if (method == "Acknowledge" || method == "ReportCall" || method == "Release" ||
        method == "ReportBloodTransport" || method == "WithdrawBloodOffer") {
        return has_ended || phase == v1::INCIDENT_PHASE_RUNNING;  // the end is acknowledged too
    }
    return true;
}

}  // namespace

v1::IncidentSummary const* meant_incident(std::string_view method,
                                          v1::ListIncidentsReply const& open) {
    if (open.incidents_size() == 1) {
        return &open.incidents(0);  // where it cannot be done the daemon says why
    }
    v1::IncidentSummary const* found = nullptr;
    for (auto const& incident : open.incidents()) {
        if (!can_act_on(method, incident)) {
            continue;
        }
        if (found != nullptr) {
            return nullptr;
        }
        found = &incident;
    }
    return found;
}

bool is_export_of_incident(google::protobuf::Message const& request) {
    auto const* const asked = google::protobuf::DynamicCastToGenerated<v1::ExportSupport>(&request);
    return asked != nullptr && asked->format() != v1::SUPPORT_EXPORT_SUPPLIES_CSV;
}

}  // namespace larm::cli
