#include "engine/server/connect/error.hpp"

#include <fmt/format.h>
#include <larm/v1/domain.pb.h>

#include <boost/json.hpp>
#include <cctype>

#include "engine/delivery/base64.hpp"

namespace larm::server {
namespace json = boost::json;

CallError field_error(std::string field, std::string_view what) {
    auto message = fmt::format("{}: {}", field, what);
    return {ConnectCode::invalid_argument, std::move(message), std::move(field)};
}

CallError call_error(core::Rejection rejection) {
    auto field = lower_camel(rejection.field);
    auto message = field.empty() ? std::move(rejection.message)
                                 : fmt::format("{}: {}", field, rejection.message);
    return {connect_code(rejection.code), std::move(message), std::move(field)};
}

std::string error_json(CallError const& error) {
    json::object body;
    body["code"] = code_name(error.code);
    body["message"] = error.message;
    if (!error.field.empty()) {
        v1::FieldError detail;
        detail.set_field(error.field);
        detail.set_message(error.message);
        json::object debug;
        debug["field"] = error.field;
        debug["message"] = error.message;
        json::object entry;
        entry["type"] = detail.GetDescriptor()->full_name();
        entry["value"] = delivery::base64_unpadded(detail.SerializeAsString());
        entry["debug"] = std::move(debug);
        json::array details;
        details.emplace_back(std::move(entry));
        body["details"] = std::move(details);
    }
    return json::serialize(body);
}

std::unexpected<CallError> no_such(std::string const& field, std::string_view what) {
    return std::unexpected{
        CallError{ConnectCode::not_found, fmt::format("{}: no such {}", field, what), field, 0}};
}

std::string lower_camel(std::string_view snake) {
    std::string camel;
    camel.reserve(snake.size());
    bool upper = false;
    for (char const c : snake) {
        if (c == '_') {
            upper = true;
            continue;
        }
        camel += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
        upper = false;
    }
    return camel;
}

}  // namespace larm::server
