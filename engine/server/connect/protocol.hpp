// The Connect protocol's unary form as far as it stands in headers: encoding, version, time limit.
// Streaming, GET and compression are not offered, and refused as the protocol says.
#pragma once

#include <boost/beast/http/fields.hpp>
#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

#include "engine/server/connect/error.hpp"

namespace larm::server {

enum class BodyType : std::uint8_t { json, proto };

/// The Content-Type of a reply; errors are always JSON.
[[nodiscard]] std::string_view content_type(BodyType type);

/// How a call wants to be treated.
struct CallHeaders {
    BodyType body_type = BodyType::json;
    /// Nothing: the caller did not say.
    std::optional<std::chrono::milliseconds> timeout;
};

/// Reads and checks a call's headers.
[[nodiscard]] std::expected<CallHeaders, CallError> read_call_headers(
    boost::beast::http::fields const& headers);

}  // namespace larm::server
