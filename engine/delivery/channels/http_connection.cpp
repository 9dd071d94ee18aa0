#include "engine/delivery/channels/http_connection.hpp"
#include "engine/delivery/channels/with_error.hpp"

#include <fmt/format.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <cerrno>
#include <charconv>
#include <utility>

namespace larm::delivery {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::size_t answer_bytes_max = 64 * 1024;
constexpr std::size_t head_bytes_usual = 512;

/// The beginning of a body; where there is more, reading ends with http::error::body_limit.
struct BeginningOfBody {
    using value_type = std::string;

    class reader {
    public:
        template <bool IsRequest, typename Fields>
        reader(http::header<IsRequest, Fields>&, value_type& body) : body_{body} {}

        void init(boost::optional<std::uint64_t> const&, beast::error_code& error) { error = {}; }

        template <typename Buffers>
        std::size_t put(Buffers const& buffers, beast::error_code& error) {
            error = {};
            std::size_t taken = 0;
            for (auto const part : beast::buffers_range_ref(buffers)) {
                auto const room = answer_bytes_max - body_.size();
                auto const bytes = std::min(room, part.size());
                body_.append(static_cast<char const*>(part.data()), bytes);
                taken += bytes;
                if (bytes < part.size()) {
                    error = http::error::body_limit;
                }
            }
            return taken;
        }

        void finish(beast::error_code& error) { error = {}; }

    private:
        value_type& body_;
    };
};

bool is_one_line(std::string_view text) {
    return std::ranges::none_of(text, [](char each) {
        auto const byte = static_cast<unsigned char>(each);
        return (byte < 0x20 && byte != '\t') || byte == 0x7F;
    });
}

/// Nothing where a header would break out of its line.
std::optional<std::string> head_of(Origin const& origin, HttpCall const& call) {
    std::string head;
    head.reserve(head_bytes_usual);
    auto const add = [&](auto const&... parts) { (head.append(parts), ...); };
    add(call.method, " ", origin.target, " HTTP/1.1\r\nHost: ", origin.authority,
        "\r\nUser-Agent: larmkedja\r\n");
    for (auto const& [name, value] : call.headers) {
        if (!is_one_line(name) || !is_one_line(value)) {
            return std::nullopt;
        }
        add(name, ": ", value, "\r\n");
    }
    if (!call.body.empty() || call.method == "POST" || call.method == "PUT") {
        add("Content-Length: ", fmt::to_string(call.body.size()), "\r\n");
    }
    add("\r\n");
    return head;
}

HttpResult result_of(http::response<BeginningOfBody>&& response) {
    HttpResult result;
    result.status = response.result_int();
    for (auto const& field : response) {
        result.headers.emplace_back(std::string{field.name_string()}, std::string{field.value()});
    }
    result.body = std::move(response.body());
    return result;
}

std::string in_words(boost::system::error_code error) {
    return error == beast::error::timeout ? "no answer in time" : error.message();
}

}  // namespace

std::string Origin::key() const {
    return fmt::format("{}://{}:{}", is_tls ? "https" : "http", host, port);
}

std::optional<Origin> Origin::of(std::string const& url) {
    auto const parsed = boost::urls::parse_uri(url);
    if (!parsed || parsed->encoded_host().empty() || parsed->has_userinfo() ||
        parsed->encoded_host().find('%') != std::string_view::npos) {
        return std::nullopt;
    }
    // Boost.URL 1.81 takes "127.0.0.1.evil.example" for the host "127.0.0.1" and a path.
    std::string_view const target = parsed->encoded_target();
    if (!target.empty() && target.front() != '/' && target.front() != '?') {
        return std::nullopt;
    }
    Origin origin;
    origin.is_tls = parsed->scheme_id() == boost::urls::scheme::https;
    if (!origin.is_tls && parsed->scheme_id() != boost::urls::scheme::http) {
        return std::nullopt;
    }
    origin.host = parsed->host_address();
    std::uint16_t const usual = origin.is_tls ? 443 : 80;
    origin.port = usual;
    if (parsed->has_port()) {  // its number is not to be had from the URL: it wraps at 65536
        auto const port = parsed->port();
        auto const* const end = port.data() + port.size();
        auto const [stopped, wrong] = std::from_chars(port.data(), end, origin.port);
        if (wrong != std::errc{} || stopped != end || origin.port == 0) {
            return std::nullopt;
        }
    }
    origin.authority = std::string{parsed->encoded_host()};
    if (origin.port != usual) {
        origin.authority += fmt::format(":{}", origin.port);
    }
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
    is_abandoned_ = true;
    lowest().close();
}

void HttpConnection::end_if_late(SteadyTime now) {
    if (exchange_until_ <= now) {
        is_late_ = true;
        lowest().close();
    }
}

bool HttpConnection::is_quiet() {
    char byte = 0;
    auto const got = ::recv(lowest().socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return buffer_.size() == 0 && got < 0 && errno == EAGAIN;
}

asio::awaitable<boost::system::error_code> HttpConnection::connect(Addresses const& addresses,
                                                                   std::uint16_t port,
                                                                   SteadyTime until) {
    boost::system::error_code refused = asio::error::host_not_found;
    for (std::size_t i = 0; i < addresses.size() && !is_abandoned_; ++i) {
        auto const now = std::chrono::steady_clock::now();
        auto const left = static_cast<SteadyTime::duration::rep>(addresses.size() - i);
        lowest().expires_at(now + (until - now) / left);
        asio::ip::tcp::endpoint const place{addresses[i], port};
        std::tie(refused) = co_await lowest().async_connect(place, with_error);
        if (!refused) {
            boost::system::error_code ignored;
            lowest().socket().set_option(asio::ip::tcp::no_delay{true}, ignored);
            break;
        }
        boost::system::error_code ignored;
        lowest().socket().close(ignored);  // the next address may be of another family
    }
    co_return refused;
}

asio::awaitable<std::expected<void, std::string>> HttpConnection::open(NameLookup& names,
                                                                       Origin const& origin,
                                                                       SteadyTime until) {
    auto const addresses = co_await names.find(origin.host, until);
    if (!addresses) {
        co_return std::unexpected{addresses.error()};
    }
    auto const refused = co_await connect(*addresses, origin.port, until);
    if (refused) {
        co_return std::unexpected{
            fmt::format("{} cannot be reached: {}", origin.key(), in_words(refused))};
    }
    if (is_abandoned_) {
        co_return std::unexpected{"the client is going down"};
    }
    lowest().expires_at(until);
    if (tls_) {
        co_return co_await shake_hands(origin);
    }
    co_return std::expected<void, std::string>{};
}

asio::awaitable<std::expected<void, std::string>> HttpConnection::shake_hands(
    Origin const& origin) {
    auto* const session = tls_->native_handle();
    boost::system::error_code is_name;
    static_cast<void>(asio::ip::make_address(origin.host, is_name));
    if (is_name) {  // RFC 6066, 3: an address is no server name
        auto host = origin.host;
        SSL_ctrl(session, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data());
    }
    SSL_set_hostflags(session, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (SSL_set1_host(session, origin.host.c_str()) != 1) {  // an address, too
        co_return std::unexpected{fmt::format("no TLS with {}: the name", origin.key())};
    }
    auto const [untrusted] =
        co_await tls_->async_handshake(asio::ssl::stream_base::client, with_error);
    if (untrusted) {
        auto const verified = SSL_get_verify_result(session);
        co_return std::unexpected{fmt::format(
            "no TLS with {}: {}", origin.key(),
            verified == X509_V_OK ? in_words(untrusted) : X509_verify_cert_error_string(verified))};
    }
    co_return std::expected<void, std::string>{};
}

asio::awaitable<HttpConnection::Exchange> HttpConnection::exchange(Origin const& origin,
                                                                   HttpCall const& call,
                                                                   SteadyTime until) {
    lowest().expires_never();
    exchange_until_ = until;
    is_kept_ = false;
    Exchange exchange;
    if (tls_) {  // no "?:": g++ 12 copies what is awaited in one byte by byte
        exchange = co_await exchange_over(*tls_, origin, call);
    } else {
        exchange = co_await exchange_over(*plain_, origin, call);
    }
    is_used_ = true;
    exchange_until_ = SteadyTime::max();
    co_return exchange;
}

template <typename Stream>
asio::awaitable<HttpConnection::Exchange> HttpConnection::exchange_over(Stream& stream,
                                                                        Origin const& origin,
                                                                        HttpCall const& call) {
    Exchange exchange;
    auto const fail = [&](char const* doing, boost::system::error_code error) {
        exchange.may_go_again = is_used_ && !is_late_;
        exchange.result.trouble = fmt::format("{} while {}: {}", origin.key(), doing,
                                              in_words(is_late_ ? beast::error::timeout : error));
    };
    auto const head = head_of(origin, call);
    if (!head) {
        exchange.result.trouble = "a header holds a control character";
        co_return exchange;
    }
    std::array<asio::const_buffer, 2> const parts{asio::buffer(*head), asio::buffer(call.body)};
    auto const [unsent, sent_bytes] = co_await asio::async_write(stream, parts, with_error);
    static_cast<void>(sent_bytes);
    if (unsent) {
        fail("sending", unsent);
        co_return exchange;
    }
    std::size_t all_bytes = 0;
    for (;;) {
        http::response_parser<BeginningOfBody> parser;
        parser.body_limit(boost::none);  // the body itself sees to that
        parser.skip(call.method == "HEAD");
        auto const [unread, read_bytes] =
            co_await http::async_read(stream, buffer_, parser, with_error);
        all_bytes += read_bytes;
        if (unread == http::error::body_limit) {
            exchange.result = result_of(parser.release());  // what it says is in the beginning
            co_return exchange;
        }
        if (unread) {
            fail("reading", unread);
            exchange.may_go_again = exchange.may_go_again && all_bytes == 0;
            co_return exchange;
        }
        if (parser.get().result_int() < 200) {
            continue;  // an answer is still to come (RFC 9110, 15.2)
        }
        is_kept_ = parser.keep_alive();
        exchange.result = result_of(parser.release());
        co_return exchange;
    }
}

}  // namespace larm::delivery
