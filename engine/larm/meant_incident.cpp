#include "engine/larm/meant_incident.hpp"

#include <larm/v1/support.pb.h>

#include <algorithm>
#include <array>

#include "engine/core/command_memory.hpp"
#include "engine/larm/output.hpp"
#include "engine/larm/reply_text.hpp"

namespace larm::cli {
namespace {

constexpr int most_listed = 200;  ///< On one page.

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

std::expected<std::string, ExitCode> the_open_incident(Daemon& daemon, std::string_view method,
                                                       report::Words const& words) {
    v1::ListIncidents request;
    request.set_open_only(true);
    request.set_page_size(most_listed);
    v1::ListIncidentsReply reply;
    auto const asked = daemon.ask("larm.v1.IncidentService/ListIncidents", request, reply);
    if (!asked) {
        return std::unexpected{asked.error()};
    }
    auto const* const meant = meant_incident(method, reply);
    if (meant != nullptr && reply.next_page_token().empty()) {
        return meant->incident_id();
    }
    complain(reply.incidents().empty()
                 ? std::string{"ingen händelse är öppen; ange --incident för en avslutad"}
                 : "flera händelser är öppna; välj en med --incident\n" +
                       incidents_text(reply, words));
    return std::unexpected{ExitCode::bad_input};
}

std::string odd_incident(Daemon& daemon, std::string const& incident_id,
                         report::Words const& words) {
    if (incident_id.empty() || core::parse_uuid(incident_id)) {
        return {};
    }
    v1::ListIncidents request;
    request.set_open_only(true);
    v1::ListIncidentsReply reply;
    auto const is_told =
        daemon.learn_soon("larm.v1.IncidentService/ListIncidents", request, reply) &&
        !reply.incidents().empty();
    return fmt::format("--incident: \"{}\" är inget händelse-id. {}", incident_id,
                       is_told ? "De öppna:\n" + incidents_text(reply, words)
                               : std::string{"larm incidents visar dem"});
}

bool is_export_of_incident(google::protobuf::Message const& request) {
    auto const* const asked = google::protobuf::DynamicCastToGenerated<v1::ExportSupport>(&request);
    return asked != nullptr && asked->format() != v1::SUPPORT_EXPORT_SUPPLIES_CSV;
}

}  // namespace larm::cli
