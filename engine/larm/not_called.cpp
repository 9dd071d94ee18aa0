#include "engine/larm/not_called.hpp"

#include <fmt/format.h>
#include <larm/v1/incident.pb.h>
#include <larm/v1/session.pb.h>

#include <algorithm>

#include "engine/core/view.hpp"
#include "engine/larm/output.hpp"

namespace larm::cli {
namespace {

/// An exercise reaches nobody but its own, and nobody is rung up by a list on paper for it.
bool is_live(Daemon& daemon) {
    auto const who = daemon.whose_token();
    return who && who->world() == "live";
}

bool lacks_channels(Daemon& daemon) {
    v1::GetHealthReply health;
    return daemon.learn_soon("larm.v1.ConsoleService/GetHealth", v1::GetHealth{}, health) &&
           std::ranges::find(health.troubles(), "delivery", &v1::Trouble::area) !=
               health.troubles().end();
}

/// Once it is over, who has not heard of the alarm need not be rung up with it.
bool is_asking(v1::IncidentSummary const& incident) {
    return incident.phase() != v1::INCIDENT_PHASE_STOOD_DOWN &&
           incident.phase() != v1::INCIDENT_PHASE_RESCINDED;
}

std::string unreached(v1::IncidentView const& incident, report::Words const& words) {
    std::string text;
    for (auto const& each : incident.parties()) {
        auto const is_unreached =
            core::reaches_nobody(each) || each.state() == v1::PARTY_STATE_UNREACHABLE;
        if (is_unreached) {
            text += fmt::format(
                "   {} ({}). Har uppfattat: larm ack --incident {} --party {} --step {} "
                "--via phone\n",
                words.party(each.party()), words.step(each.step()), incident.incident_id(),
                each.party(), each.step());
        }
    }
    return text;
}

}  // namespace

std::string not_called(Daemon& daemon, v1::ListCallsReply const& calls,
                       report::Words const& words) {
    if (!calls.calls().empty() || !is_live(daemon)) {
        return {};
    }
    v1::ListIncidents wanted;
    wanted.set_open_only(true);
    v1::ListIncidentsReply open;
    if (!daemon.learn_soon("larm.v1.IncidentService/ListIncidents", wanted, open)) {
        return {};
    }
    std::string who;
    for (auto const& each : open.incidents()) {
        v1::GetIncident one;
        one.set_incident_id(each.incident_id());
        v1::GetIncidentReply reply;
        if (is_asking(each) &&
            daemon.learn_soon("larm.v1.IncidentService/GetIncident", one, reply)) {
            who += unreached(reply.incident(), words);
        }
    }
    auto text =
        lacks_channels(daemon)
            ? coloured("Meddelanden når kanske ingen: larm status säger varför.", Colour::alarm) +
                  "\n"
            : std::string{};
    return who.empty() ? text
                       : text +
                             "Ingen väg når dem här. Ring dem själv; numren står i regionens "
                             "reservplan på papper (larm fallback):\n" +
                             who;
}

}  // namespace larm::cli
