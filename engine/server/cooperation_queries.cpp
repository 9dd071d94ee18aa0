#include "engine/server/cooperation_queries.hpp"

#include <fmt/format.h>
#include <larm/v1/conference.pb.h>
#include <larm/v1/support.pb.h>

#include <array>
#include <utility>

#include "engine/core/check.hpp"
#include "engine/report/answers.hpp"
#include "engine/server/typed_request.hpp"

namespace larm::server {
namespace {

using Message = google::protobuf::Message;

QueryAnswer get_support(QueryContext const& context, Message const& request) {
    auto const* const incident = context.state.incident(as<v1::GetSupport>(request).incident_id());
    if (incident == nullptr) {
        return no_such("incidentId", "incident");
    }
    return std::make_unique<v1::GetSupportReply>(report::support_answer(context.state, *incident));
}

QueryAnswer get_supplies(QueryContext const& context, Message const& request) {
    return std::make_unique<v1::GetSuppliesReply>(
        report::supplies_answer(context.state, as<v1::GetSupplies>(request), context.now));
}

QueryAnswer get_conferences(QueryContext const& context, Message const& request) {
    auto const* const incident =
        context.state.incident(as<v1::GetConferences>(request).incident_id());
    if (incident == nullptr) {
        return no_such("incidentId", "incident");
    }
    return std::make_unique<v1::GetConferencesReply>(
        report::conferences_answer(context.state, *incident));
}

constexpr std::array<std::pair<std::string_view, Query>, 3> of_cooperation{{
    {"larm.v1.GetSupport", get_support},
    {"larm.v1.GetSupplies", get_supplies},
    {"larm.v1.GetConferences", get_conferences},
}};

}  // namespace

Query find_cooperation_query(std::string_view request_type) {
    for (auto const& [type, query] : of_cooperation) {
        if (type == request_type) {
            return query;
        }
    }
    return nullptr;
}

}  // namespace larm::server
