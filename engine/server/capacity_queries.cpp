#include "engine/server/capacity_queries.hpp"

#include <fmt/format.h>
#include <larm/v1/capacity.pb.h>

#include <array>
#include <utility>

#include "engine/core/capacity_view.hpp"
#include "engine/core/check.hpp"
#include "engine/report/capacity_csv.hpp"
#include "engine/report/have_picture.hpp"

namespace larm::server {
namespace {

using Message = google::protobuf::Message;

template <typename Request>
Request const& as(Message const& request) {
    auto const* const typed = google::protobuf::DynamicCastToGenerated<Request>(&request);
    LARM_CHECK(typed != nullptr);
    return *typed;
}

QueryAnswer get_capacity(QueryContext const& context, Message const& request) {
    auto view = core::capacity_view(context.state, as<v1::GetCapacity>(request), context.now);
    if (!view) {
        return std::unexpected{call_error(std::move(view.error()))};
    }
    return std::make_unique<v1::GetCapacityReply>(std::move(*view));
}

QueryAnswer get_capacity_history(QueryContext const& context, Message const& request) {
    auto view =
        core::capacity_history(context.state, as<v1::GetCapacityHistory>(request), context.now);
    if (!view) {
        return std::unexpected{call_error(std::move(view.error()))};
    }
    return std::make_unique<v1::GetCapacityHistoryReply>(std::move(*view));
}

std::unexpected<CallError> nothing_to_say(std::string message) {
    return std::unexpected{CallError{ConnectCode::failed_precondition, std::move(message), {}, 0}};
}

QueryAnswer export_capacity(QueryContext const& context, Message const& request) {
    auto const picture = core::capacity_view(context.state, {}, context.now);
    LARM_CHECK(picture.has_value());  // it names no incident that could be unknown
    if (!picture->has_rules()) {
        return nothing_to_say("the rule pack says nothing of capacity");
    }
    auto reply = std::make_unique<v1::ExportCapacityReply>();
    auto const format = as<v1::ExportCapacity>(request).format();
    if (format != v1::CAPACITY_EXPORT_HAVE) {
        auto const is_steps = format == v1::CAPACITY_EXPORT_STEPS_CSV;
        reply->set_content_type("text/csv; charset=utf-8");
        reply->set_file_name(is_steps ? "sjukhus-steg.csv" : "sjukhus.csv");
        reply->set_text(is_steps ? report::steps_csv(*picture) : report::capacity_csv(*picture));
        return reply;
    }
    auto const hospitals = report::have_of(*picture, context.state.active_pack()->rules);
    if (hospitals.empty()) {
        return nothing_to_say("no hospital has reported anything, and HAVE cannot say so");
    }
    auto xml = report::have_xml(hospitals);
    if (!xml) {  // the pack's words are what HAVE does not have
        return nothing_to_say(fmt::format("{} {}", xml.error().field, xml.error().message));
    }
    reply->set_content_type("application/xml; charset=utf-8");
    reply->set_file_name("edxl-have.xml");
    reply->set_text(*std::move(xml));
    return reply;
}

constexpr std::array<std::pair<std::string_view, Query>, 3> queries{{
    {"larm.v1.GetCapacity", get_capacity},
    {"larm.v1.GetCapacityHistory", get_capacity_history},
    {"larm.v1.ExportCapacity", export_capacity},
}};

}  // namespace

Query find_capacity_query(std::string_view request_type) {
    for (auto const& [type, query] : queries) {
        if (type == request_type) {
            return query;
        }
    }
    return nullptr;
}

}  // namespace larm::server
