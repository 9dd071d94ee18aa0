#include "engine/server/authenticate.hpp"

#include <boost/beast/core/string.hpp>
#include <cstdlib>
#include <utility>

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
    auto const secret = bearer(request);
    if (secret.empty() || secret.size() > secret_bytes_max) {
        audit_stranger(site, ConnectCode::unauthenticated);
        co_return std::unexpected{
            CallError{ConnectCode::unauthenticated,
                      "a token is required: send one header Authorization: Bearer TOKEN", "", 0}};
    }
    auto found = co_await look_up(secret);
    if (!found) {
        auto error = denied(found.error());
        audit_stranger(site, error.code);
        co_return std::unexpected{std::move(error)};
    }
    if (found->world != access::live_world) {
        audit(*found, site, ConnectCode::permission_denied);
        co_return std::unexpected{CallError{ConnectCode::permission_denied,
                                            "the token is for another world than live", "", 0}};
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

}  // namespace larm::server
