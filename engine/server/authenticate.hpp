// Who calls: the bearer token of a request, or the session's cookie. What the caller may do is
// decided per method (rpc) and per command (core).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

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

/// How callers may show who they are. A session only where Origin has been checked: a cookie is
/// sent by the browser, whoever's page asks.
enum class Ways : std::uint8_t { token, token_or_session };

/// Network thread only.
class Authenticator {
public:
    /// Whether a world is open here.
    using IsOpen = std::function<bool(std::string_view world)>;

    /// Lets in for the live world, by token. All must outlive the authenticator.
    Authenticator(boost::asio::io_context& io, access::AccessThread& access, Clock const& clock)
        : Authenticator{io, access, clock, Ways::token,
                        [](std::string_view world) { return world == access::live_world; }} {}
    Authenticator(boost::asio::io_context& io, access::AccessThread& access, Clock const& clock,
                  Ways ways, IsOpen is_open)
        : access_{access}, clock_{clock}, ways_{ways}, is_open_{std::move(is_open)}, answers_{io} {}

    /// The grant of the request's token, or of the session that its cookie names where Origin says
    /// that the console asks, and where it is for a world that is open. Without a valid token
    /// `unauthenticated`, for another world `permission_denied`; both are audited. Where the
    /// request names the session it means (header Larm-Session), no other will do. Does not outlive
    /// `request` or `site`.
    [[nodiscard]] boost::asio::awaitable<std::expected<access::Grant, CallError>> authenticate(
        HttpRequest const& request, CallSite site);

    /// The grant of a token's secret, for a world that is open; refusals are audited.
    [[nodiscard]] boost::asio::awaitable<std::expected<access::Grant, CallError>> of_token(
        std::string_view secret, CallSite site);
    /// The session that the cookie names, for whoever asks who they are: reads and ends only what
    /// is the caller's own, so that nobody has to say an Origin. Not to have one is no offence.
    [[nodiscard]] boost::asio::awaitable<std::expected<access::Grant, CallError>> of_session(
        HttpRequest const& request, CallSite site);

    /// Audits a refusal of a caller who is known, or of one who is not.
    void audit(access::Grant const& grant, CallSite site, ConnectCode code);
    void audit_stranger(CallSite site, ConnectCode code);

    /// Ends every wait for a token to be looked up.
    void abandon() { answers_.give_up(); }

private:
    using Found = std::expected<access::Grant, access::Denial>;

    enum class Shows : std::uint8_t { token, session };
    [[nodiscard]] boost::asio::awaitable<Found> look_up(std::string_view secret);
    [[nodiscard]] boost::asio::awaitable<std::expected<access::Grant, CallError>> judge(
        std::string_view secret, Shows what, CallSite site);

    access::AccessThread& access_;
    Clock const& clock_;
    Ways ways_;
    IsOpen is_open_;
    Answers<Found> answers_;
};

/// As whom a token's bearer gives commands, reads and watches.
[[nodiscard]] v1::Actor actor_of(access::Grant const& grant);

}  // namespace larm::server
