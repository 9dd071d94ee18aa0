#include "engine/larm/made_promises.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <larm/v1/incident.pb.h>

#include <algorithm>
#include <vector>

#include "engine/core/party.hpp"
#include "engine/larm/output.hpp"

namespace larm::cli {
namespace {

/// Of whom, and which of their promises.
struct Touched {
    std::string region_id;
    std::vector<std::string> commitment_ids;
};

Touched touched_by(v1::Event const& event) {
    if (event.has_transports_revoked()) {
        Touched touched{event.transports_revoked().region_id(), {}};
        for (auto const& share : event.transports_revoked().shares()) {
            touched.commitment_ids.push_back(share.commitment_id());
        }
        return touched;
    }
    if (event.has_transports_reconfirmed()) {
        auto const& said = event.transports_reconfirmed();
        return {said.region_id(), {said.commitment_id()}};
    }
    if (event.has_transports_departed()) {
        auto const& left = event.transports_departed();
        return {left.region_id(), {left.share().commitment_id()}};
    }
    if (event.has_transports_released()) {
        auto const& free = event.transports_released();
        return {free.region_id(), {free.share().commitment_id()}};
    }
    return {};
}

/// "Löfte dalarna-1: gäller 3 transporter (ambulans) [331-9020], varav 2 har åkt, till 14:30"
std::string line_of(v1::CommitmentView const& promise, report::Words const& words) {
    auto const& id = promise.commitment_id();
    if (promise.count() == 0) {
        return fmt::format("Löfte {}: gäller inte längre någon transport\n", id);
    }
    auto text = fmt::format("Löfte {}: gäller {}", id, words.transports(promise.count()));
    text += promise.kind().empty() ? "" : fmt::format(" ({})", promise.kind());
    text += promise.resource_ids().empty()
                ? ""
                : fmt::format(" [{}]", fmt::join(promise.resource_ids(), ", "));
    text += promise.provisional() ? ", preliminärt" : "";
    text += promise.departed() == 0 ? "" : fmt::format(", varav {} har åkt", promise.departed());
    text +=
        promise.expires_at() == 0 ? "" : fmt::format(", till {}", local_time(promise.expires_at()));
    return text + "\n";
}

std::string line_of(v1::TransportView const& region, report::Words const& words) {
    auto text = fmt::format("{} har nu {} utlovade", words.organisation(region.region_id()),
                            words.transports(region.committed()));
    text += region.required() == 0 ? "" : fmt::format(", minst {} begärs", region.required());
    text += region.provisional() == 0 ? "" : fmt::format("; {} preliminärt", region.provisional());
    text += region.released() == 0 ? "" : fmt::format("; {} har släppts", region.released());
    return text + "\n";
}

}  // namespace

std::string left_of_promises(Daemon& daemon, v1::Event const& event, report::Words const& words) {
    auto const touched = touched_by(event);
    v1::GetIncident wanted;
    wanted.set_incident_id(event.incident_id());
    v1::GetIncidentReply reply;
    if (touched.region_id.empty() ||
        !daemon.learn_soon("larm.v1.IncidentService/GetIncident", wanted, reply)) {
        return {};
    }
    std::string text;
    for (auto const& promise : reply.incident().commitments()) {
        if (std::ranges::find(touched.commitment_ids, promise.commitment_id()) !=
            touched.commitment_ids.end()) {
            text += line_of(promise, words);
        }
    }
    for (auto const& region : reply.incident().transports()) {
        text += region.region_id() == touched.region_id ? line_of(region, words) : std::string{};
    }
    return text;
}

}  // namespace larm::cli
