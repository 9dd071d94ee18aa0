#include "engine/server/exercise_port.hpp"

#include <fmt/format.h>

#include "engine/access/grant.hpp"
#include "engine/core/check.hpp"

namespace larm::server {
namespace {

google::protobuf::FieldDescriptor const* world_field(google::protobuf::Message const& request) {
    return request.GetDescriptor()->FindFieldByName("world_id");
}

}  // namespace

bool names_exercise(google::protobuf::Message const& request) {
    return world_field(request) != nullptr;
}

std::expected<std::string, CallError> exercise_named(google::protobuf::Message const& request,
                                                     std::string_view token_world) {
    auto const* const field = world_field(request);
    LARM_CHECK(field != nullptr);
    auto id = request.GetReflection()->GetString(request, field);
    if (token_world != access::live_world && token_world != id) {
        return std::unexpected{CallError{ConnectCode::permission_denied,
                                         "the token is for another world", "worldId", 0}};
    }
    return id;
}

CallError not_open(std::string_view id) {
    return {ConnectCode::not_found, fmt::format("no exercise '{}' is open", id), "worldId", 0};
}

}  // namespace larm::server
