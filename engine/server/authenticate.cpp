#include "engine/server/authenticate.hpp"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <cstdlib>
#include <utility>

#include "engine/server/session_cookie.hpp"

namespace larm::server {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr std::size_t secret_bytes_max = 256;  // ours have less than 60
constexpr std::chrono::milliseconds look_up_max{5'000};

/// The token of "Bearer TOKEN", empty where the header is not of that form, or not the only one: of
/// two callers neither is known.
std::string_view bearer(HttpRequest const& request) {
    if (request.count(http::field::authorization) != 1) {
        return {};
    }
    auto const value = header(request, http::field::authorization);
    constexpr std::string_view scheme = "Bearer ";
    if (!boost::beast::iequals(value.substr(0, scheme.size()), scheme)) {
        return {};
    }
    auto const secret = value.substr(scheme.size());
    auto const first = secret.find_first_not_of(' ');
    return first == std::string_view::npos ? std::string_view{} : secret.substr(first);
}

/// A browser says which page asks whenever it changes or streams something. A request that does not
/// is none of our console's, whatever cookie it carries.
bool lacks_origin(HttpRequest const& request) {
    auto const is_read =
        request.method() == http::verb::get || request.method() == http::verb::head;
    return header(request, http::field::origin).empty() &&
           (!is_read || boost::beast::websocket::is_upgrade(request));
}

/// The page was opened under another session than the cookie's by now: what it shows is another
/// world's or party's, so that what is pressed on it must not count.
bool is_from_another_session(HttpRequest const& request, access::Grant const& grant) {
    auto const [first, last] = request.equal_range("Larm-Session");
    return std::any_of(first, last, [&](auto const& field) {
        return std::string_view{field.value()} != grant.session_id;
    });
}

CallError denied(access::Denial denial) {
    switch (denial) {
        case access::Denial::unknown:
            return {ConnectCode::unauthenticated, "the token is unknown or has been revoked", "",
                    0};
        case access::Denial::expired:
            return {ConnectCode::unauthenticated, "the token has expired", "", 0};
        case access::Denial::unreadable:
            return {ConnectCode::unavailable,
                    "the token cannot be checked right now; tokens used before still work", "", 0};
    }
    std::abort();
}

}  // namespace

asio::awaitable<Authenticator::Found> Authenticator::look_up(std::string_view secret) {
    auto cached = access_.tokens().find(secret, clock_());
    if (cached) {
        co_return cached;
    }
    Answers<Found>::Asker asker{answers_};
    auto answer = [this, number = asker.number()](Found found) {
        answers_.deliver(number, std::move(found));
    };
    access_.authenticate(secret, clock_(), std::move(answer));
    auto found = co_await asker.wait(look_up_max);
    if (!found) {
        co_return std::unexpected{access::Denial::unreadable};
    }
    co_return std::move(*found);
}

asio::awaitable<std::expected<access::Grant, CallError>> Authenticator::authenticate(
    HttpRequest const& request, CallSite site) {
    auto const is_session =
        ways_ == Ways::token_or_session && request.count(http::field::authorization) == 0;
    auto const secret = is_session ? session_secret(request) : bearer(request);
    if (secret.empty() || secret.size() > secret_bytes_max) {
        audit_stranger(site, ConnectCode::unauthenticated);
        co_return std::unexpected{CallError{
            ConnectCode::unauthenticated,
            "a token is required: send one header Authorization: Bearer TOKEN, or sign in "
            "at /session",
            "", 0}};
    }
    if (is_session && lacks_origin(request)) {
        audit_stranger(site, ConnectCode::permission_denied);
        co_return std::unexpected{CallError{ConnectCode::permission_denied,
                                            "a call with a session's cookie must name its Origin",
                                            "", 0}};
    }
    auto grant = co_await judge(secret, is_session ? Shows::session : Shows::token, site);
    if (grant && is_session && is_from_another_session(request, *grant)) {
        audit(*grant, site, ConnectCode::unauthenticated);
        co_return std::unexpected{CallError{
            ConnectCode::unauthenticated,
            "this browser has signed in anew since the page was opened; nothing was done: "
            "read /session and look who is signed in",
            "", 0}};
    }
    co_return grant;
}

asio::awaitable<std::expected<access::Grant, CallError>> Authenticator::of_token(
    std::string_view secret, CallSite site) {
    co_return co_await judge(secret, Shows::token, site);
}

asio::awaitable<std::expected<access::Grant, CallError>> Authenticator::of_session(
    HttpRequest const& request, CallSite site) {
    auto const secret = session_secret(request);
    if (secret.empty() || secret.size() > secret_bytes_max) {
        co_return std::unexpected{
            CallError{ConnectCode::unauthenticated, "nobody is signed in here", "", 0}};
    }
    co_return co_await judge(secret, Shows::session, site);
}

asio::awaitable<std::expected<access::Grant, CallError>> Authenticator::judge(
    std::string_view secret, Shows what, CallSite site) {
    auto found = co_await look_up(secret);
    auto const is_other = found && found->session_id.empty() == (what == Shows::session);
    if (!found || is_other) {  // each only by its own way
        auto error = denied(found ? access::Denial::unknown : found.error());
        audit_stranger(site, error.code);
        co_return std::unexpected{std::move(error)};
    }
    if (!is_open_(found->world)) {
        audit(*found, site, ConnectCode::permission_denied);
        co_return std::unexpected{CallError{ConnectCode::permission_denied,
                                            "the token is for a world that is not open here", "",
                                            0}};
    }
    co_return std::move(*found);
}

void Authenticator::audit(access::Grant const& grant, CallSite site, ConnectCode code) {
    access_.audit({.at = clock_(),
                   .token_id = grant.token_id,
                   .role = grant.role,
                   .organisation = grant.organisation,
                   .method = std::string{site.method},
                   .code = std::string{code_name(code)},
                   .remote = std::string{site.remote}});
}

void Authenticator::audit_stranger(CallSite site, ConnectCode code) {
    access_.audit({.at = clock_(),
                   .organisation = "",
                   .method = std::string{site.method},
                   .code = std::string{code_name(code)},
                   .remote = std::string{site.remote}});
}

v1::Actor actor_of(access::Grant const& grant) {
    v1::Actor actor;
    actor.set_role(grant.role);
    actor.set_organisation(grant.organisation);
    actor.set_token_id(grant.token_id);
    return actor;
}

}  // namespace larm::server
