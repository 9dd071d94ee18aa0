#include "engine/server/capacity_queries.hpp"

#include <larm/v1/capacity.pb.h>

#include <array>
#include <utility>

#include "engine/core/capacity_view.hpp"
#include "engine/core/check.hpp"
#include "engine/server/typed_request.hpp"

namespace larm::server {
namespace {

using Message = google::protobuf::Message;

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

constexpr std::array<std::pair<std::string_view, Query>, 2> of_capacity{{
    {"larm.v1.GetCapacity", get_capacity},
    {"larm.v1.GetCapacityHistory", get_capacity_history},
}};

}  // namespace

Query find_capacity_query(std::string_view request_type) {
    for (auto const& [type, query] : of_capacity) {
        if (type == request_type) {
            return query;
        }
    }
    return nullptr;
}

}  // namespace larm::server
