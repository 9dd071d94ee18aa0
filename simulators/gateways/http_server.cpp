#include "simulators/gateways/http_server.hpp"
#include "simulators/gateways/with_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <future>
#include <set>
#include <thread>

namespace larm::gateways {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

constexpr std::size_t request_bytes_max = 4 * 1024 * 1024;
constexpr std::chrono::milliseconds drip_pause{20};

HttpAsked asked_of(http::request<http::string_body>&& request, std::size_t connection) {
    HttpAsked asked;
    asked.at = std::chrono::steady_clock::now();
    asked.connection = connection;
    asked.method = std::string{request.method_string()};
    asked.target = std::string{request.target()};
    for (auto const& field : request) {
        asked.headers.emplace_back(std::string{field.name_string()}, std::string{field.value()});
    }
    asked.body = std::move(request.body());
    return asked;
}

std::string bytes_of(HttpSaid const& said, std::string_view method) {
    auto text =
        fmt::format("HTTP/1.1 {} {}\r\n", said.status,
                    std::string_view{http::obsolete_reason(http::int_to_status(said.status))});
    for (auto const& [name, value] : said.headers) {
        text += fmt::format("{}: {}\r\n", name, value);
    }
    if (said.manner == Manner::last) {
        text += "Connection: close\r\n";
    }
    auto const has_length = std::ranges::any_of(said.headers, [](auto const& each) {
        return beast::iequals(each.first, "Content-Length");  // an answerer that lies
    });
    text += has_length ? "\r\n" : fmt::format("Content-Length: {}\r\n\r\n", said.body.size());
    if (method != "HEAD") {
        text += said.body;
    }
    return text;
}

}  // namespace

std::string_view HttpAsked::header(std::string_view name) const {
    auto const found = std::ranges::find_if(
        headers, [name](auto const& each) { return beast::iequals(each.first, name); });
    return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

class HttpServer::Running {
public:
    Running(Answerer answerer, std::optional<TlsIdentity> const& identity, std::uint16_t port)
        : answerer_{std::move(answerer)}, acceptor_{io_} {
        if (identity) {
            tls_.emplace(asio::ssl::context::tls_server);
            tls_->use_certificate_chain(asio::buffer(identity->certificate));
            tls_->use_private_key(asio::buffer(identity->key), asio::ssl::context::pem);
        }
        tcp::endpoint const place{asio::ip::address_v4::loopback(), port};
        acceptor_.open(place.protocol());
        acceptor_.set_option(tcp::acceptor::reuse_address{true});
        acceptor_.bind(place);
        acceptor_.listen(backlog);
        port_ = acceptor_.local_endpoint().port();
        asio::co_spawn(io_, accept(), asio::detached);
        thread_ = std::thread{[this] { io_.run(); }};
    }
    Running(Running const&) = delete;
    Running& operator=(Running const&) = delete;
    ~Running() {
        io_.stop();
        thread_.join();
    }

    void hang_up() {
        std::promise<void> done;
        asio::post(io_, [&] {
            for (auto* const stream : streams_) {
                stream->close();
            }
            done.set_value();
        });
        done.get_future().wait();
    }

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] bool is_tls() const { return tls_.has_value(); }
    [[nodiscard]] std::size_t accepted() const { return accepted_; }
    [[nodiscard]] std::size_t open() const { return open_; }

private:
    static constexpr int backlog = 4096;

    asio::awaitable<void> accept() {
        for (;;) {
            auto [refused, socket] = co_await acceptor_.async_accept(with_error);
            if (refused) {
                continue;
            }
            boost::system::error_code ignored;
            socket.set_option(tcp::no_delay{true}, ignored);
            auto const number = ++accepted_;
            if (tls_) {
                asio::co_spawn(io_, serve_tls(std::move(socket), number), asio::detached);
            } else {
                asio::co_spawn(io_, serve_plain(std::move(socket), number), asio::detached);
            }
        }
    }

    asio::awaitable<void> serve_plain(tcp::socket socket, std::size_t number) {
        beast::tcp_stream stream{std::move(socket)};
        co_await serve(stream, stream, number);
    }

    asio::awaitable<void> serve_tls(tcp::socket socket, std::size_t number) {
        beast::ssl_stream<beast::tcp_stream> stream{std::move(socket), *tls_};
        auto const [refused] =
            co_await stream.async_handshake(asio::ssl::stream_base::server, with_error);
        if (!refused) {
            co_await serve(stream, beast::get_lowest_layer(stream), number);
        }
    }

    template <typename Stream>
    asio::awaitable<void> serve(Stream& stream, beast::tcp_stream& lowest, std::size_t number) {
        streams_.insert(&lowest);
        ++open_;
        beast::flat_buffer buffer;
        for (auto goes_on = true; goes_on;) {
            http::request_parser<http::string_body> parser;
            parser.body_limit(request_bytes_max);
            auto const [unread, read_bytes] =
                co_await http::async_read(stream, buffer, parser, with_error);
            static_cast<void>(read_bytes);
            if (unread) {
                break;
            }
            auto const keeps = parser.keep_alive();
            auto const asked = asked_of(parser.release(), number);
            auto const said = answerer_(asked);
            goes_on = co_await answer(stream, said, asked.method) && keeps;
        }
        streams_.erase(&lowest);
        --open_;
    }

    /// Whether the connection goes on.
    template <typename Stream>
    asio::awaitable<bool> answer(Stream& stream, HttpSaid const& said, std::string_view method) {
        asio::steady_timer timer{io_};
        if (said.after.count() > 0) {
            timer.expires_after(said.after);
            co_await timer.async_wait(with_error);
        }
        if (said.manner == Manner::hangs_up) {
            co_return false;
        }
        if (said.manner == Manner::never) {
            // Reads on, so that it sees the other side close.
            char byte = 0;
            auto const place = asio::buffer(&byte, 1);
            co_await stream.async_read_some(place, with_error);
            co_return false;
        }
        auto const bytes = bytes_of(said, method);
        auto const step = said.manner == Manner::drips ? 1 : bytes.size();
        for (std::size_t at = 0; at < bytes.size(); at += step) {
            auto const part = asio::buffer(bytes.data() + at, step);
            auto const [unsent, sent_bytes] = co_await asio::async_write(stream, part, with_error);
            static_cast<void>(sent_bytes);
            if (unsent) {
                co_return false;
            }
            if (said.manner == Manner::drips) {
                timer.expires_after(drip_pause);
                co_await timer.async_wait(with_error);
            }
        }
        co_return said.manner == Manner::whole || said.manner == Manner::drips;
    }

    Answerer answerer_;
    std::optional<asio::ssl::context> tls_;
    std::set<beast::tcp_stream*> streams_;
    std::atomic<std::size_t> accepted_ = 0;
    std::atomic<std::size_t> open_ = 0;
    std::uint16_t port_ = 0;
    asio::io_context io_{1};  ///< Destroyed before what its coroutines use.
    tcp::acceptor acceptor_;
    std::thread thread_;
};

HttpServer::HttpServer(Answerer answerer, std::optional<TlsIdentity> identity, std::uint16_t port)
    : running_{std::make_unique<Running>(std::move(answerer), identity, port)} {}

HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const {
    return running_->port();
}

std::string HttpServer::url(std::string_view path) const {
    return running_->is_tls() ? fmt::format("https://localhost:{}{}", port(), path)
                              : fmt::format("http://127.0.0.1:{}{}", port(), path);
}

std::size_t HttpServer::accepted() const {
    return running_->accepted();
}

std::size_t HttpServer::open() const {
    return running_->open();
}

void HttpServer::hang_up() {
    running_->hang_up();
}

}  // namespace larm::gateways
