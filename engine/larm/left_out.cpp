#include "engine/larm/left_out.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "engine/core/local_time.hpp"
#include "engine/larm/output.hpp"

namespace larm::cli {
namespace {

/// What is known of the incident. An incident that is not there is the report's to be refused for.
std::expected<v1::IncidentCasualtiesView, ExitCode> known_of(Daemon& daemon,
                                                             std::string const& incident) {
    v1::GetCapacity request;
    request.set_incident_id(incident);
    v1::GetCapacityReply reply;
    if (auto asked = daemon.ask("larm.v1.CapacityService/GetCapacity", request, reply); !asked) {
        return std::unexpected{asked.error()};
    }
    return reply.incidents().empty() ? v1::IncidentCasualtiesView{} : reply.incidents(0);
}

std::string clock(std::int64_t us) {
    return core::clock_text(core::local_time({us}));
}

std::string written(v1::SeverityCounts const& counts) {
    return fmt::format("{},{},{}", counts.severe(), counts.moderate(), counts.minor());
}

}  // namespace

std::expected<std::string, ExitCode> put_what_is_left_out(Daemon& daemon, RequestFlags const& flags,
                                                          v1::ReportArrivals& report) {
    auto const severe = flags.has("--severe");
    auto const moderate = flags.has("--moderate");
    auto const minor = flags.has("--minor");
    if (severe && moderate && minor) {
        return std::string{};
    }
    if (!severe && !moderate && !minor) {
        complain("--severe, --moderate eller --minor saknas: hur många som har kommit i allt");
        return std::unexpected{ExitCode::bad_input};
    }
    auto const known = known_of(daemon, report.incident_id());
    if (!known) {
        return std::unexpected{known.error()};
    }
    auto const before =
        std::ranges::find(known->arrivals(), report.hospital_id(), &v1::ArrivalRecord::hospital_id);
    auto const is_first = before == known->arrivals().end();
    auto const last = is_first ? v1::SeverityCounts{} : before->arrived();
    std::vector<std::string> put;
    auto& counts = *report.mutable_arrived();
    if (!severe) {
        counts.set_severe(last.severe());
        put.push_back(fmt::format("{} svårt", last.severe()));
    }
    if (!moderate) {
        counts.set_moderate(last.moderate());
        put.push_back(fmt::format("{} måttligt", last.moderate()));
    }
    if (!minor) {
        counts.set_minor(last.minor());
        put.push_back(fmt::format("{} lindrigt", last.minor()));
    }
    return fmt::format("Inte angivet, och {}: {} skadade\n",
                       is_first ? std::string{"inte rapporterat förut"}
                                : "som senast, kl " + clock(before->observed_at_us()),
                       fmt::join(put, ", "));
}

std::expected<std::string, ExitCode> put_what_is_left_out(Daemon& daemon, SaidOfScene const& said,
                                                          v1::ReportCasualties& report) {
    if (said.at_scene && said.under_way && said.dead) {
        return std::string{};
    }
    auto const known = known_of(daemon, report.incident_id());
    if (!known) {
        return std::unexpected{known.error()};
    }
    auto const before =
        std::ranges::find(known->sites(), report.site_id(), &v1::CasualtySite::site_id);
    if (before == known->sites().end()) {
        return std::string{};  // nobody has said anything of it: nothing is as it was
    }
    if (said.at_scene != said.under_way) {
        complain(fmt::format(
            "{} saknas: ange båda, för den som har åkt räknas inte längre på plats. Senast, kl {}: "
            "--at-scene {} --under-way {}",
            said.at_scene ? "--under-way" : "--at-scene", clock(before->observed_at_us()),
            written(before->at_scene()), written(before->under_way())));
        return std::unexpected{ExitCode::bad_input};
    }
    std::vector<std::string> put;
    if (!said.at_scene) {
        *report.mutable_at_scene() = before->at_scene();
        *report.mutable_under_way() = before->under_way();
        put.push_back(fmt::format("--at-scene {} --under-way {}", written(before->at_scene()),
                                  written(before->under_way())));
    }
    if (!said.dead) {
        report.set_dead(before->dead());
        put.push_back(fmt::format("--dead {}", before->dead()));
    }
    return fmt::format("Inte angivet, och som senast, kl {}: {}\n", clock(before->observed_at_us()),
                       fmt::join(put, " "));
}

}  // namespace larm::cli
