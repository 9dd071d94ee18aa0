// Calls to the daemon over the Connect protocol's unary form, in JSON. What an answer means to a
// human is not here.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <expected>
#include <string>

#include "engine/larm/server_address.hpp"

namespace larm::cli {

/// An HTTP answer.
struct HttpAnswer {
    unsigned status = 0;
    std::string body;

    [[nodiscard]] bool is_ok() const { return status == 200; }
};

/// Why there is no answer.
struct NoAnswer {
    /// False: no byte of the request left us, so nothing has come of it.
    bool may_have_arrived = false;
    std::string why;
};

using Exchange = std::expected<HttpAnswer, NoAnswer>;

struct HttpRequest {
    ServerAddress server;
    std::string token;   ///< may be empty
    std::string target;  ///< "/larm.v1.IncidentService/GetIncident"
    std::string body;    ///< JSON for a POST; empty makes it a GET
};

/// One request on a connection of its own.
[[nodiscard]] boost::asio::awaitable<Exchange> exchange(HttpRequest request,
                                                        std::chrono::milliseconds timeout);

/// Repeats a request until there is an answer that means something or `timeout` is over: repeating
/// is safe, since the same command id takes effect once. Blocks.
[[nodiscard]] Exchange call(HttpRequest const& request, std::chrono::milliseconds timeout);

/// A refusal as the server words it.
struct Refusal {
    std::string code;     ///< "invalid_argument"; empty where the answer is no Connect error
    std::string message;  ///< names the field by itself
    std::string field;

    /// The command may still have been carried out.
    [[nodiscard]] bool leaves_it_open() const;
};

[[nodiscard]] Refusal read_refusal(HttpAnswer const& answer);

}  // namespace larm::cli
