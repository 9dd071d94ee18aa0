#include "simulators/gateways/web.hpp"
#include "simulators/gateways/with_error.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/beast/core/detail/base64.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/url/decode_view.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/params_encoded_view.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/parse_query.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <boost/url/url_view.hpp>

namespace larm::gateways {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::size_t sound_bytes_max = std::size_t{64} * 1024 * 1024;

std::string decoded(std::string_view text) {
    std::string bytes;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '%' && at + 2 < text.size()) {
            bytes += static_cast<char>(std::stoi(std::string{text.substr(at + 1, 2)}, nullptr, 16));
            at += 2;
        } else {
            bytes += text[at] == '+' ? ' ' : text[at];
        }
    }
    return bytes;
}

}  // namespace

std::string form_of(Fields const& fields) {
    std::string form;
    for (auto const& [name, value] : fields) {
        form += form.empty() ? "" : "&";
        form += name + "=" + boost::urls::encode(value, boost::urls::unreserved_chars);
    }
    return form;
}

Fields fields_of(std::string_view form) {
    Fields fields;
    while (!form.empty()) {
        auto const pair = form.substr(0, form.find('&'));
        auto const equals = pair.find('=');
        if (equals != std::string_view::npos) {
            fields[decoded(pair.substr(0, equals))] = decoded(pair.substr(equals + 1));
        }
        form.remove_prefix(std::min(pair.size() + 1, form.size()));
    }
    return fields;
}

std::string basic_authorization(std::string_view user, std::string_view password) {
    auto const plain = std::string{user} + ":" + std::string{password};
    std::string encoded(beast::detail::base64::encoded_size(plain.size()), '\0');
    encoded.resize(beast::detail::base64::encode(encoded.data(), plain.data(), plain.size()));
    return "Basic " + encoded;
}

asio::awaitable<std::optional<WebResponse>> call(std::string method, std::string url,
                                                 std::string body,
                                                 std::chrono::milliseconds within) {
    auto const parsed = boost::urls::parse_uri(url);
    if (!parsed) {
        co_return std::nullopt;
    }
    auto const executor = co_await asio::this_coro::executor;
    beast::tcp_stream stream{executor};
    asio::ip::tcp::resolver resolver{stream.get_executor()};
    std::string const host = parsed->host_address();
    std::string const port = parsed->has_port() ? std::string{parsed->port()} : "80";
    auto const [unresolved, places] = co_await resolver.async_resolve(host, port, with_error);
    stream.expires_after(within);
    auto const [refused, place] = co_await stream.async_connect(places, with_error);
    if (unresolved || refused) {
        co_return std::nullopt;
    }
    WebRequest request;
    request.method_string(method);
    request.target(std::string{parsed->encoded_target()});
    request.version(11);
    request.set(http::field::host, host + ":" + port);
    request.set(http::field::connection, "close");
    request.set(http::field::user_agent, "provider");
    if (!body.empty()) {
        request.set(http::field::content_type, "application/x-www-form-urlencoded");
    }
    request.body() = std::move(body);
    request.prepare_payload();
    auto const [unsent, sent] = co_await http::async_write(stream, request, with_error);
    beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(sound_bytes_max);
    auto const [unread, count] = co_await http::async_read(stream, buffer, parser, with_error);
    if (unsent || unread) {
        co_return std::nullopt;
    }
    co_return parser.release();
}

}  // namespace larm::gateways
