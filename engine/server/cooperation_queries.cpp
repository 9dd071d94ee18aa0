#include "engine/server/cooperation_queries.hpp"

#include <fmt/format.h>
#include <larm/v1/conference.pb.h>
#include <larm/v1/support.pb.h>

#include <array>
#include <utility>

#include "engine/core/check.hpp"
#include "engine/core/conference.hpp"
#include "engine/core/supply.hpp"
#include "engine/core/support.hpp"

namespace larm::server {
namespace {

using Message = google::protobuf::Message;

template <typename Request>
Request const& as(Message const& request) {
    auto const* const typed = google::protobuf::DynamicCastToGenerated<Request>(&request);
    LARM_CHECK(typed != nullptr);
    return *typed;
}

std::unexpected<CallError> no_such(std::string const& field, std::string_view what) {
    return std::unexpected{
        CallError{ConnectCode::not_found, fmt::format("{}: no such {}", field, what), field, 0}};
}

QueryAnswer get_support(QueryContext const& context, Message const& request) {
    auto const* const incident = context.state.incident(as<v1::GetSupport>(request).incident_id());
    if (incident == nullptr) {
        return no_such("incidentId", "incident");
    }
    auto reply = std::make_unique<v1::GetSupportReply>();
    reply->mutable_requests()->Add(incident->support.begin(), incident->support.end());
    if (incident->pack != nullptr) {
        for (auto const& region : incident->pack->rules.regions()) {
            auto const lines = core::awaited_lines(incident->support, region.id());
            if (lines > 0) {
                auto& awaited = *reply->add_awaited();
                awaited.set_region_id(region.id());
                awaited.set_lines(lines);
            }
        }
    }
    reply->set_version(incident->version);
    reply->set_seq(context.state.seq());
    return reply;
}

QueryAnswer get_supplies(QueryContext const& context, Message const& request) {
    auto const& asked = as<v1::GetSupplies>(request);
    auto reply = std::make_unique<v1::GetSuppliesReply>();
    for (auto& view : core::supply_views(context.state, asked.region_id(), asked.shortages_only(),
                                         context.now)) {
        *reply->add_supplies() = std::move(view);
    }
    reply->set_seq(context.state.seq());
    return reply;
}

QueryAnswer get_conferences(QueryContext const& context, Message const& request) {
    auto const* const incident =
        context.state.incident(as<v1::GetConferences>(request).incident_id());
    if (incident == nullptr) {
        return no_such("incidentId", "incident");
    }
    auto reply = std::make_unique<v1::GetConferencesReply>();
    for (auto const& record : incident->conferences) {
        *reply->add_conferences() = core::conference_view(*incident, record);
    }
    reply->set_version(incident->version);
    reply->set_seq(context.state.seq());
    return reply;
}

constexpr std::array<std::pair<std::string_view, Query>, 3> queries{{
    {"larm.v1.GetSupport", get_support},
    {"larm.v1.GetSupplies", get_supplies},
    {"larm.v1.GetConferences", get_conferences},
}};

}  // namespace

Query find_cooperation_query(std::string_view request_type) {
    for (auto const& [type, query] : queries) {
        if (type == request_type) {
            return query;
        }
    }
    return nullptr;
}

}  // namespace larm::server
