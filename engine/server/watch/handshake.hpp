// What a request to /v1/watch asks for, and the answer that turns its connection into a WebSocket.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

#include "engine/server/connect/error.hpp"
#include "engine/server/http.hpp"

namespace larm::server {

/// The feed's encoding; each is a subprotocol.
enum class FeedEncoding : std::uint8_t { json, proto };

/// A checked request to watch.
struct WatchRequest {
    FeedEncoding encoding = FeedEncoding::json;
    /// Whether the client named a subprotocol, which must then be confirmed.
    bool names_subprotocol = false;
    std::string world;
    /// The last event the client has; nothing when it has none and wants a snapshot.
    std::optional<std::int64_t> after;
};

/// Checks everything but who asks. 426 where it is no upgrade, `invalid_argument` for the rest.
[[nodiscard]] std::expected<WatchRequest, CallError> read_watch_request(HttpRequest const& request);

/// The 101 response, bytes and all.
[[nodiscard]] std::string switching_protocols(HttpRequest const& request,
                                              WatchRequest const& watch);

/// Sec-WebSocket-Accept for a Sec-WebSocket-Key (RFC 6455, 4.2.2).
[[nodiscard]] std::string accept_key(std::string_view key);

}  // namespace larm::server
