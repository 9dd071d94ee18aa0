#include "engine/server/origin_check.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <string>

namespace larm::server {
namespace {

namespace http = boost::beast::http;

/// "localhost:8080" -> "localhost", "[::1]:8080" -> "::1".
std::string_view name_of(std::string_view authority) {
    if (authority.starts_with('[')) {
        auto const end = authority.find(']');
        return end == std::string_view::npos ? std::string_view{} : authority.substr(1, end - 1);
    }
    return authority.substr(0, authority.find(':'));
}

bool is_loopback(std::string_view authority) {
    auto const name = name_of(authority);
    if (boost::beast::iequals(name, "localhost")) {
        return true;
    }
    boost::system::error_code error;
    auto const address = boost::asio::ip::make_address(std::string{name}, error);
    return !error && address.is_loopback();
}

std::optional<std::string_view> authority_of(std::string_view origin) {
    for (std::string_view const scheme : {"http://", "https://"}) {
        if (origin.starts_with(scheme)) {
            return origin.substr(scheme.size());
        }
    }
    return std::nullopt;  // "null" and schemes that are no web page's
}

}  // namespace

std::optional<CallError> refuse_origin(HttpRequest const& request, PublicSide const& public_side) {
    // Of two Hosts, whoever stands between us and the client may have looked at the other one.
    auto const hosts = request.count(http::field::host);
    if (hosts > 1 || (hosts == 0 && request.version() >= 11)) {
        return CallError{ConnectCode::invalid_argument,
                         "a request must have one Host header, and no more", "", 400};
    }
    auto const host = Target::of(request).authority.value_or(header(request, http::field::host));
    auto const is_public =
        !public_side.url.empty() && boost::beast::iequals(host, public_side.authority);
    if (!is_public && !is_loopback(host)) {
        return CallError{ConnectCode::permission_denied,
                         "the address or the Host header must name this machine: localhost, a "
                         "loopback address, or the public URL's host",
                         "", 0};
    }
    auto const is_read =
        request.method() == http::verb::get || request.method() == http::verb::head;
    auto const origin = header(request, http::field::origin);
    if (origin.empty() || (is_read && !boost::beast::websocket::is_upgrade(request))) {
        return std::nullopt;
    }
    auto const authority = authority_of(origin);
    auto const is_ours = is_public ? boost::beast::iequals(origin, public_side.url)
                                   : authority && boost::beast::iequals(*authority, host);
    if (!is_ours) {
        return CallError{ConnectCode::permission_denied,
                         "the request comes from a page of another origin", "", 0};
    }
    return std::nullopt;
}

}  // namespace larm::server
