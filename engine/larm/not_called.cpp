#include "engine/larm/not_called.hpp"

#include <fmt/format.h>
#include <larm/v1/incident.pb.h>
#include <larm/v1/session.pb.h>

#include <algorithm>
#include <set>

#include "engine/core/view.hpp"
#include "engine/larm/output.hpp"

namespace larm::cli {
namespace {

/// Only the live world tells anybody anything: of an exercise it is no trouble.
bool has_no_channel(Daemon& daemon) {
    auto const who = daemon.whose_token();
    v1::GetHealthReply health;
    return who && who->world() == "live" &&
           daemon.learn_soon("larm.v1.ConsoleService/GetHealth", v1::GetHealth{}, health) &&
           std::ranges::find(health.troubles(), "delivery", &v1::Trouble::area) !=
               health.troubles().end();
}

std::string unreached(v1::IncidentView const& incident, report::Words const& words) {
    std::string text;
    std::set<std::string_view> named;
    for (auto const& each : incident.parties()) {
        auto const is_unreached =
            core::reaches_nobody(each) || each.state() == v1::PARTY_STATE_UNREACHABLE;
        if (is_unreached && named.insert(each.party()).second) {
            text += fmt::format(
                "   {} ({}). Har uppfattat: larm ack --incident {} --party {} --via phone\n",
                words.party(each.party()), words.step(each.step()), incident.incident_id(),
                each.party());
        }
    }
    return text;
}

}  // namespace

std::string not_called(Daemon& daemon, v1::ListCallsReply const& calls,
                       report::Words const& words) {
    if (!calls.calls().empty()) {
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
        if (daemon.learn_soon("larm.v1.IncidentService/GetIncident", one, reply)) {
            who += unreached(reply.incident(), words);
        }
    }
    auto text = has_no_channel(daemon)
                    ? coloured(
                          "Ingen väg till människor är inkopplad (larmd --config), så inga samtal "
                          "hamnar på listan.",
                          Colour::alarm) +
                          "\n"
                    : std::string{};
    return who.empty() ? text
                       : text +
                             "Ingen väg når dem här. Ring dem själv; numren står i regionens "
                             "reservplan på papper (larm fallback):\n" +
                             who;
}

}  // namespace larm::cli
