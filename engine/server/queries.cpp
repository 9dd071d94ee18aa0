#include "engine/server/queries.hpp"

#include <google/protobuf/message.h>
#include <larm/v1/alarm.pb.h>
#include <larm/v1/blood.pb.h>
#include <larm/v1/contact.pb.h>
#include <larm/v1/incident.pb.h>
#include <larm/v1/session.pb.h>

#include <array>
#include <utility>

#include "engine/core/check.hpp"
#include "engine/core/transfer_view.hpp"
#include "engine/core/triage_view.hpp"
#include "engine/core/view.hpp"
#include "engine/report/answers.hpp"
#include "engine/server/calls_query.hpp"
#include "engine/server/capacity_queries.hpp"
#include "engine/server/cooperation_queries.hpp"
#include "engine/server/typed_request.hpp"

namespace larm::server {
namespace {

QueryAnswer get_incident(QueryContext const& context, google::protobuf::Message const& request) {
    auto const* const incident = context.state.incident(as<v1::GetIncident>(request).incident_id());
    if (incident == nullptr) {
        return no_such("incidentId", "incident");
    }
    auto reply = std::make_unique<v1::GetIncidentReply>();
    *reply->mutable_incident() = core::incident_view(*incident);
    reply->set_seq(context.state.seq());
    return reply;
}

QueryAnswer list_incidents(QueryContext const& context, google::protobuf::Message const& request) {
    auto page = core::list_incidents(context.state, as<v1::ListIncidents>(request));
    if (!page) {
        return std::unexpected{call_error(std::move(page.error()))};
    }
    return std::make_unique<v1::ListIncidentsReply>(std::move(*page));
}

QueryAnswer list_duty(QueryContext const& context, google::protobuf::Message const&) {
    return std::make_unique<v1::ListDutyReply>(core::list_duty(context.state));
}

QueryAnswer list_calls_to_make(QueryContext const& context, google::protobuf::Message const&) {
    return std::make_unique<v1::ListCallsReply>(list_calls(context));
}

QueryAnswer get_roll_call(QueryContext const& context, google::protobuf::Message const&) {
    return std::make_unique<v1::GetRollCallReply>(core::roll_call_view(context.state));
}

QueryAnswer get_rule_pack(QueryContext const& context, google::protobuf::Message const& request) {
    auto found = core::rule_pack(context.state, as<v1::GetRulePack>(request).rules_hash());
    if (!found) {
        return std::unexpected{
            CallError{ConnectCode::not_found, "rulesHash: no such pack", "rulesHash", 0}};
    }
    return std::make_unique<v1::GetRulePackReply>(std::move(*found));
}

QueryAnswer get_blood(QueryContext const& context, google::protobuf::Message const& request) {
    auto const* const incident = context.state.incident(as<v1::GetBlood>(request).incident_id());
    if (incident == nullptr) {
        return no_such("incidentId", "incident");
    }
    return std::make_unique<v1::GetBloodReply>(
        report::blood_answer(context.state, *incident, context.now));
}

QueryAnswer get_transfers(QueryContext const& context, google::protobuf::Message const& request) {
    auto view = core::transfer_view(context.state, as<v1::GetTransfers>(request), context.now);
    if (!view) {
        return std::unexpected{call_error(std::move(view.error()))};
    }
    return std::make_unique<v1::GetTransfersReply>(std::move(*view));
}

QueryAnswer get_triage(QueryContext const& context, google::protobuf::Message const& request) {
    auto view = core::triage_view(context.state, as<v1::GetTriage>(request), context.now);
    if (!view) {
        return std::unexpected{call_error(std::move(view.error()))};
    }
    return std::make_unique<v1::GetTriageReply>(std::move(*view));
}

constexpr std::array<std::pair<std::string_view, Query>, 9> queries{{
    {"larm.v1.GetBlood", get_blood},
    {"larm.v1.GetIncident", get_incident},
    {"larm.v1.ListIncidents", list_incidents},
    {"larm.v1.ListDuty", list_duty},
    {"larm.v1.ListCalls", list_calls_to_make},
    {"larm.v1.GetRollCall", get_roll_call},
    {"larm.v1.GetRulePack", get_rule_pack},
    {"larm.v1.GetTransfers", get_transfers},
    {"larm.v1.GetTriage", get_triage},
}};

}  // namespace

Query find_query(std::string_view request_type) {
    for (auto const& [type, query] : queries) {
        if (type == request_type) {
            return query;
        }
    }
    auto const of_capacity = find_capacity_query(request_type);
    return of_capacity != nullptr ? of_capacity : find_cooperation_query(request_type);
}

}  // namespace larm::server
