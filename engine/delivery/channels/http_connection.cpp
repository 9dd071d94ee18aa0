#include "engine/delivery/channels/http_connection.hpp"

#include <fmt/format.h>
#include <openssl/ssl.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <utility>

namespace larm::delivery {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

constexpr auto with_error = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t answer_bytes_max = 64 * 1024;

http::request<http::string_body> request_of(Origin const& origin, HttpCall const& call) {
    http::request<http::string_body> request;
    request.method_string(call.method);
    request.target(origin.target);
    request.version(11);
    auto const is_usual = origin.port == (origin.is_tls ? "443" : "80");
    request.set(http::field::host,
                is_usual ? origin.host : fmt::format("{}:{}", origin.host, origin.port));
    request.set(http::field::user_agent, "larmkedja");
    for (auto const& [name, value] : call.headers) {
        request.set(name, value);
    }
    request.body() = call.body;
    request.prepare_payload();
    return request;
}

HttpResult result_of(http::response<http::string_body>&& response) {
    HttpResult result;
    result.status = response.result_int();
    for (auto const& field : response) {
        result.headers.emplace_back(std::string{field.name_string()}, std::string{field.value()});
    }
    result.body = std::move(response.body());
    return result;
}

}  // namespace

std::string Origin::key() const {
    return fmt::format("{}://{}:{}", is_tls ? "https" : "http", host, port);
}

std::optional<Origin> Origin::of(std::string const& url) {
    auto const parsed = boost::urls::parse_uri(url);
    if (!parsed || parsed->host().empty() || parsed->has_userinfo()) {
        return std::nullopt;
    }
    Origin origin;
    origin.is_tls = parsed->scheme_id() == boost::urls::scheme::https;
    if (!origin.is_tls && parsed->scheme_id() != boost::urls::scheme::http) {
        return std::nullopt;
    }
    origin.host = parsed->host_address();
    origin.port = parsed->has_port() ? std::string{parsed->port()} : (origin.is_tls ? "443" : "80");
    origin.target = std::string{parsed->encoded_target()};
    if (!origin.target.starts_with('/')) {
        origin.target.insert(0, 1, '/');
    }
    return origin;
}

HttpConnection::HttpConnection(asio::io_context& io, asio::ssl::context& tls, bool is_tls) {
    if (is_tls) {
        tls_.emplace(io, tls);
    } else {
        plain_.emplace(io);
    }
}

beast::tcp_stream& HttpConnection::lowest() {
    return tls_ ? beast::get_lowest_layer(*tls_) : *plain_;
}

void HttpConnection::abandon() {
    lowest().close();
}

asio::awaitable<std::expected<void, std::string>> HttpConnection::open(asio::io_context& io,
                                                                       Origin const& origin,
                                                                       SteadyTime until) {
    asio::ip::tcp::resolver resolver{io};
    auto const [unresolved, places] =
        co_await resolver.async_resolve(origin.host, origin.port, with_error);
    if (unresolved) {
        co_return std::unexpected{
            fmt::format("{} has no address: {}", origin.host, unresolved.message())};
    }
    lowest().expires_at(until);
    auto const [refused, place] = co_await lowest().async_connect(places, with_error);
    static_cast<void>(place);
    if (refused) {
        co_return std::unexpected{
            fmt::format("{} cannot be reached: {}", origin.key(), refused.message())};
    }
    boost::system::error_code ignored;
    lowest().socket().set_option(asio::ip::tcp::no_delay{true}, ignored);
    if (tls_) {
        auto host = origin.host;  // the name the server's certificate is chosen by
        SSL_ctrl(tls_->native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                 host.data());
        SSL_set_hostflags(tls_->native_handle(), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        SSL_set1_host(tls_->native_handle(), origin.host.c_str());
        auto const [untrusted] =
            co_await tls_->async_handshake(asio::ssl::stream_base::client, with_error);
        if (untrusted) {
            co_return std::unexpected{
                fmt::format("no TLS with {}: {}", origin.key(), untrusted.message())};
        }
    }
    co_return std::expected<void, std::string>{};
}

asio::awaitable<HttpConnection::Exchange> HttpConnection::exchange(Origin const& origin,
                                                                   HttpCall const& call,
                                                                   SteadyTime until) {
    lowest().expires_at(until);
    is_kept_ = false;
    auto exchange = tls_ ? co_await exchange_over(*tls_, origin, call)
                         : co_await exchange_over(*plain_, origin, call);
    is_used_ = true;
    lowest().expires_never();
    co_return exchange;
}

template <typename Stream>
asio::awaitable<HttpConnection::Exchange> HttpConnection::exchange_over(Stream& stream,
                                                                        Origin const& origin,
                                                                        HttpCall const& call) {
    Exchange exchange;
    auto const fail = [&](char const* doing, boost::system::error_code error) {
        exchange.may_go_again = is_used_ && error != beast::error::timeout;
        exchange.result.trouble =
            fmt::format("{} while {}: {}", origin.key(), doing,
                        error == beast::error::timeout ? "no answer in time" : error.message());
    };
    auto request = request_of(origin, call);
    auto const [unsent, sent_bytes] = co_await http::async_write(stream, request, with_error);
    static_cast<void>(sent_bytes);
    if (unsent) {
        fail("sending", unsent);
        co_return exchange;
    }
    http::response_parser<http::string_body> parser;
    parser.body_limit(answer_bytes_max);
    auto const [unread, read_bytes] =
        co_await http::async_read(stream, buffer_, parser, with_error);
    if (unread == http::error::body_limit && parser.is_header_done()) {
        exchange.result = result_of(parser.release());  // what it says is in the status
        co_return exchange;
    }
    if (unread) {
        fail("reading", unread);
        exchange.may_go_again = exchange.may_go_again && read_bytes == 0;
        co_return exchange;
    }
    is_kept_ = parser.keep_alive();
    exchange.result = result_of(parser.release());
    co_return exchange;
}

}  // namespace larm::delivery
