#include "engine/larm/waiting_report.hpp"

#include <fmt/format.h>

#include "engine/larm/output.hpp"

namespace larm::cli {

std::string take_waiting_report(Daemon& daemon, v1::ConfirmIncident& confirm,
                                report::Words const& words) {
    if (!confirm.incident_id().empty()) {
        return {};
    }
    v1::ListIncidents request;
    request.set_open_only(true);
    v1::ListIncidentsReply reply;
    if (!daemon.learn("larm.v1.IncidentService/ListIncidents", request, reply)) {
        return {};
    }
    v1::IncidentSummary const* waits = nullptr;
    for (auto const& each : reply.incidents()) {
        if (each.phase() == v1::INCIDENT_PHASE_REPORTED &&
            each.region_id() == confirm.region_id()) {
            if (waits != nullptr) {
                return "Flera rapporter väntar i regionen (larm incidents): den som är bekräftad "
                       "anges med --incident.\n";
            }
            waits = &each;
        }
    }
    if (waits == nullptr) {
        return {};
    }
    auto const report =
        fmt::format("{}, rapporterad {}: {}", words.organisation(waits->region_id()),
                    local_time(waits->reported_at()),
                    waits->location().empty() ? std::string{"plats okänd"} : waits->location());
    if (confirm.report().exact_location().empty()) {
        confirm.set_incident_id(waits->incident_id());
        return fmt::format("Det som bekräftas: {}. Är det en annan händelse, ange plats.\n",
                           report);
    }
    return fmt::format(
        "En rapport väntar redan i regionen ({}). Är det den: larm confirm --incident {}\n", report,
        waits->incident_id());
}

}  // namespace larm::cli
