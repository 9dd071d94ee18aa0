#include "engine/server/connect/decode.hpp"

#include <google/protobuf/util/json_util.h>

#include "engine/core/check.hpp"
#include "engine/server/connect/json_read.hpp"
#include "engine/server/connect/wire_fault.hpp"

namespace larm::server {

std::expected<void, CallError> decode(std::string_view body, BodyType type,
                                      google::protobuf::Message& message) {
    switch (type) {
        case BodyType::json: return read_json(body, message);
        case BodyType::proto:
            if (!message.ParseFromArray(body.data(), static_cast<int>(body.size()))) {
                return std::unexpected{wire_fault(body, *message.GetDescriptor())};
            }
            return {};
    }
    LARM_CHECK(!"unknown body type");
    return {};
}

std::string encode(google::protobuf::Message const& message, BodyType type) {
    if (type == BodyType::proto) {
        return message.SerializeAsString();
    }
    google::protobuf::util::JsonPrintOptions options;
    options.always_print_primitive_fields = true;
    std::string text;
    LARM_CHECK(google::protobuf::util::MessageToJsonString(message, &text, options).ok());
    return text;
}

}  // namespace larm::server
