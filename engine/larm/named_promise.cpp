#include "engine/larm/named_promise.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <larm/v1/incident.pb.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "engine/core/resource_name.hpp"
#include "engine/larm/output.hpp"

namespace larm::cli {
namespace {

/// By promise, as they are named in the request.
using Found = std::map<std::string, std::vector<std::string>>;

bool names(v1::CommitmentView const& promise, std::string const& vehicle) {
    return std::ranges::any_of(promise.resource_ids(), [&](std::string const& each) {
        return core::vehicle_name(each) == core::vehicle_name(vehicle);
    });
}

std::string not_promised(std::string const& vehicle, v1::ReleaseTransports const& release,
                         v1::IncidentView const& incident, report::Words const& words) {
    std::vector<std::string> there;
    for (auto const& promise : incident.commitments()) {
        if (promise.region_id() == release.region_id()) {
            there.insert(there.end(), promise.resource_ids().begin(), promise.resource_ids().end());
        } else if (names(promise, vehicle)) {
            return fmt::format("{} är utlovat av {}: --region {}", vehicle,
                               words.organisation(promise.region_id()), promise.region_id());
        }
    }
    return fmt::format("{} är inget namngivet fordon som {} har utlovat. {}", vehicle,
                       words.organisation(release.region_id()),
                       there.empty() ? std::string{"Inget fordon är namngivet; ange löftet: "
                                                   "--commitment och --count"}
                                     : fmt::format("De som finns: {}", fmt::join(there, ", ")));
}

}  // namespace

std::expected<void, ExitCode> find_promise(Daemon& daemon, v1::ReleaseTransports& release,
                                           report::Words const& words) {
    if (release.resource_ids().empty()) {
        complain(
            "--commitment saknas: vilket löfte, t.ex. --commitment dalarna-1, eller vilka fordon: "
            "--resource 331-9010");
        return std::unexpected{ExitCode::bad_input};
    }
    v1::GetIncident wanted;
    wanted.set_incident_id(release.incident_id());
    v1::GetIncidentReply reply;
    if (auto asked = daemon.ask("larm.v1.IncidentService/GetIncident", wanted, reply); !asked) {
        return asked;
    }
    Found found;
    for (auto const& vehicle : release.resource_ids()) {
        auto const& all = reply.incident().commitments();
        auto const promise = std::ranges::find_if(all, [&](v1::CommitmentView const& each) {
            return each.region_id() == release.region_id() && names(each, vehicle);
        });
        if (promise == all.end()) {
            complain(not_promised(vehicle, release, reply.incident(), words));
            return std::unexpected{ExitCode::refused};
        }
        found[promise->commitment_id()].push_back(vehicle);
    }
    if (found.size() > 1) {
        std::string each;
        for (auto const& [promise, vehicles] : found) {
            each +=
                fmt::format("\n  --commitment {} --resource {}", promise, fmt::join(vehicles, ","));
        }
        complain("fordonen hör till flera löften; släpp ett löfte i taget:" + each);
        return std::unexpected{ExitCode::bad_input};
    }
    release.set_commitment_id(found.begin()->first);
    return {};
}

}  // namespace larm::cli
