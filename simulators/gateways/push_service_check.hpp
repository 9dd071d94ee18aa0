// What a strict push service asks of a push: RFC 8030, 8188 and 8292, and the habits of those that
// are strictest. What becomes of the push is push_service's.
#pragma once

#include <chrono>
#include <expected>
#include <string>
#include <string_view>

#include "simulators/gateways/http_server.hpp"

namespace larm::gateways {

struct PushFault {
    unsigned status = 400;
    std::string why;
};

struct CheckedPush {
    std::chrono::seconds ttl{0};
    std::string urgency;
    std::string topic;
    std::string subject;  ///< Whom the sender's token names.
};

/// `origin` is the service's own, `key` the one the subscription was made with, in base64url; empty
/// where it was made with none.
[[nodiscard]] std::expected<CheckedPush, PushFault> check_push(
    HttpAsked const& asked, std::string_view origin, std::string_view key,
    std::chrono::system_clock::time_point now);

}  // namespace larm::gateways
