// Who calls: the bearer token of a request. What the caller may do is decided per method (rpc) and
// per command (core).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <expected>
#include <string>
#include <string_view>

#include "engine/access/access_thread.hpp"
#include "engine/server/answers.hpp"
#include "engine/server/clock.hpp"
#include "engine/server/connect/error.hpp"
#include "engine/server/http.hpp"

namespace larm::server {

/// Which call is made, for the audit. `method` is a name of ours, never text of the caller's.
struct CallSite {
    std::string_view method;
    std::string_view remote;
};

/// Network thread only.
class Authenticator {
public:
    /// All must outlive the authenticator.
    Authenticator(boost::asio::io_context& io, access::AccessThread& access, Clock const& clock)
        : access_{access}, clock_{clock}, answers_{io} {}

    /// The grant of the request's token where it is for the live world. Without a valid token
    /// `unauthenticated`, for another world `permission_denied`; both are audited. Does not outlive
    /// `request` or `site`.
    [[nodiscard]] boost::asio::awaitable<std::expected<access::Grant, CallError>> authenticate(
        HttpRequest const& request, CallSite site);

    /// Audits a refusal of a caller who is known.
    void audit(access::Grant const& grant, CallSite site, ConnectCode code);

    /// Ends every wait for a token to be looked up.
    void abandon() { answers_.give_up(); }

private:
    using Found = std::expected<access::Grant, access::Denial>;

    [[nodiscard]] boost::asio::awaitable<Found> look_up(std::string_view secret);
    void audit_stranger(CallSite site, ConnectCode code);

    access::AccessThread& access_;
    Clock const& clock_;
    Answers<Found> answers_;
};

}  // namespace larm::server
