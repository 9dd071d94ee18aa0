// A part of the server that answers people and providers who have no token: answer pages, provider
// callbacks, the CAP feed. Each is a class of its own; the router only knows which paths are whose.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string_view>

#include "engine/server/http.hpp"

namespace larm::server {

/// Network thread only. Must outlive the server.
class Door {
public:
    Door() = default;
    Door(Door const&) = delete;
    Door& operator=(Door const&) = delete;
    virtual ~Door() = default;

    /// What its paths begin with, e.g. "/a/". Also its label in the metrics.
    [[nodiscard]] virtual std::string_view prefix() const = 0;
    /// Whether browsers come here, so that Origin must be ours. Providers send none.
    [[nodiscard]] virtual bool is_for_browsers() const = 0;
    /// Always a response. GET and HEAD change nothing, whoever sends them. `client` is the address
    /// of whoever asks, behind a trusted proxy too. `request` outlives the call.
    [[nodiscard]] virtual boost::asio::awaitable<Response> answer(HttpRequest const& request,
                                                                  std::string_view client) = 0;
    /// The server is going down: whoever waits for an answer in here gets none.
    virtual void abandon() {}
};

}  // namespace larm::server
