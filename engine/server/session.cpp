#include "engine/server/session.hpp"
#include "engine/delivery/channels/with_error.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <exception>
#include <memory>
#include <utility>

namespace larm::server {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::size_t read_bytes = 4096;       // a command with its headers fits
constexpr std::size_t kept_bytes_max = 16384;  // what a connection may hold on to between requests

/// An exception that leaves a session is a bug of ours.
void end_in_order(std::exception_ptr const& exception) {
    if (exception) {
        std::rethrow_exception(exception);
    }
}

asio::awaitable<void> run(std::unique_ptr<Session> session) {
    co_await session->run();
}

bool is_http_fault(error_code const& error) {
    return error.category() == http::make_error_code(http::error::bad_method).category() &&
           error != http::error::end_of_stream && error != http::error::partial_message;
}

CallError describe(error_code const& error, Limits const& limits) {
    if (error == http::error::body_limit) {
        return {ConnectCode::resource_exhausted,
                fmt::format("the request body is too large; at most {} bytes are allowed",
                            limits.body_bytes_max),
                "", 0};
    }
    if (error == http::error::header_limit || error == http::error::buffer_overflow) {
        return {ConnectCode::resource_exhausted,
                fmt::format("the request's headers are too large; at most {} bytes are allowed",
                            limits.header_bytes_max),
                "", 431};
    }
    return {ConnectCode::invalid_argument,
            fmt::format("this is no HTTP/1.1 request: {}", error.message()), "", 400};
}

}  // namespace

Session::Session(Sessions& sessions, asio::ip::tcp::socket socket)
    : sessions_{sessions},
      place_{sessions.open_.insert(sessions.open_.end(), this)},
      socket_{std::move(socket)},
      buffer_{sessions.shared_.limits.header_bytes_max + read_bytes} {
    error_code error;
    auto const peer = socket_.remote_endpoint(error);
    remote_ = error ? "-" : peer.address().to_string();
    (void)socket_.set_option(asio::ip::tcp::no_delay{true}, error);
    sessions_.count_connections();
}

Session::~Session() {
    sessions_.open_.erase(place_);
    sessions_.count_connections();
}

void Session::limit(std::chrono::milliseconds at_most) {
    deadline_ = std::chrono::steady_clock::now() + at_most;
}

void Session::check(SteadyTime now) {
    if (now >= deadline_ && socket_.is_open()) {
        error_code ignored;
        (void)socket_.cancel(
            ignored);  // again at the next look, should nothing have been under way
    }
}

void Session::abandon() {
    error_code ignored;
    (void)socket_.close(ignored);
}

void Session::drain() {
    is_last_ = true;
    if (is_idle_) {
        error_code ignored;
        (void)socket_.cancel(ignored);
    }
}

asio::awaitable<void> Session::run() {
    // g++ 12 miscompiles a co_await in a loop's condition.
    auto next = Next::go_on;
    while (next == Next::go_on) {
        next = co_await serve_one();
    }
}

asio::awaitable<Session::Next> Session::serve_one() {
    auto const& limits = sessions_.shared_.limits;
    if (buffer_.size() == 0) {
        if (buffer_.capacity() > kept_bytes_max) {
            buffer_.shrink_to_fit();
        }
        // Wait without a buffer: a thousand idle connections cost a thousand sockets, not a
        // thousand buffers.
        limit(limits.idle_max);
        auto const [error] =
            co_await socket_.async_wait(asio::ip::tcp::socket::wait_read, with_error);
        if (error) {
            co_return Next::stop;
        }
        buffer_.reserve(read_bytes);
    }
    is_idle_ = false;
    limit(limits.request_max);
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(limits.header_bytes_max));
    parser.body_limit(limits.body_bytes_max);
    auto const error = co_await read(parser);
    if (error) {
        co_return co_await refuse(error);
    }
    auto const request = parser.release();
    auto const next = co_await answer(request);
    is_idle_ = true;
    co_return next;
}

asio::awaitable<error_code> Session::read(Parser& parser) {
    auto const [header_error, header_bytes] =
        co_await http::async_read_header(socket_, buffer_, parser, with_error);
    if (header_error) {
        co_return header_error;
    }
    if (!has_one_end(parser.get().base())) {
        co_return http::make_error_code(http::error::bad_transfer_encoding);
    }
    if (http::token_list{parser.get()[http::field::expect]}.exists("100-continue")) {
        std::string const go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        auto const is_written = co_await write(go_on);
        if (!is_written) {
            co_return asio::error::connection_aborted;
        }
    }
    auto const [body_error, body_bytes] =
        co_await http::async_read(socket_, buffer_, parser, with_error);
    co_return body_error;
}

asio::awaitable<Session::Next> Session::answer(HttpRequest const& request) {
    auto const& shared = sessions_.shared_;
    deadline_ = SteadyTime::max();  // whoever answers has its own limit
    auto routed = co_await shared.router.route(request, remote_);
    if (routed.watch) {
        auto const data = buffer_.data();
        std::string_view const received{static_cast<char const*>(data.data()), data.size()};
        routed.watch->hub->join(std::move(socket_), request, routed.watch->request,
                                std::move(routed.watch->viewer), received);
        co_return Next::stop;
    }
    auto const keep_alive = request.keep_alive() && !is_last_;
    auto const bytes = serialize(routed.response, shared.clock(), keep_alive,
                                 request.method() != http::verb::head);
    auto const is_written = co_await write(bytes);
    // A drain that began while the response was being written found nobody idle to stop.
    auto const goes_on = is_written && keep_alive && !is_last_;
    co_return goes_on ? Next::go_on : Next::stop;
}

asio::awaitable<Session::Next> Session::refuse(error_code error) {
    if (is_http_fault(error)) {
        auto const& shared = sessions_.shared_;
        auto const fault = describe(error, shared.limits);
        auto const response = error_response(fault);
        shared.metrics.count_call("unread", code_name(fault.code), std::chrono::nanoseconds{0});
        auto const bytes = serialize(response, shared.clock(), false, true);
        auto const is_written = co_await write(bytes);
        if (is_written) {
            co_await linger();
        }
    }
    co_return Next::stop;
}

asio::awaitable<bool> Session::write(std::string const& bytes) {
    limit(sessions_.shared_.limits.response_max);
    auto const buffer = asio::buffer(bytes);
    auto const [error, written] = co_await asio::async_write(socket_, buffer, with_error);
    co_return !error;
}

/// The peer may still be sending what we refused. If the socket were closed over unread bytes, the
/// kernel would reset the connection and the peer might never see why.
asio::awaitable<void> Session::linger() {
    error_code error;
    (void)socket_.shutdown(asio::ip::tcp::socket::shutdown_send, error);
    limit(sessions_.shared_.limits.close_max);
    std::array<char, 16384> scrap{};
    auto const buffer = asio::buffer(scrap);
    while (!error) {
        auto const [read_error, count] = co_await socket_.async_read_some(buffer, with_error);
        error = read_error;
    }
}

void Sessions::begin(asio::ip::tcp::socket socket) {
    if (open_.size() + shared_.worlds.watchers() >= shared_.limits.connections_max ||
        is_draining_) {
        shared_.metrics.connections_turned_away.Increment();
        return;  // and the socket closes
    }
    auto session = std::make_unique<Session>(*this, std::move(socket));
    asio::co_spawn(io_, run(std::move(session)), end_in_order);
    if (!std::exchange(has_timer_, true)) {
        sweep();
    }
}

void Sessions::sweep() {
    auto const now = std::chrono::steady_clock::now();
    for (auto* const session : open_) {
        session->check(now);
    }
    if (open_.empty()) {
        has_timer_ = false;  // an idle daemon sleeps
        return;
    }
    timer_.expires_after(shared_.limits.sweep_every);
    timer_.async_wait([this](error_code error) {
        if (!error) {
            sweep();
        }
    });
}

void Sessions::drain() {
    is_draining_ = true;
    for (auto* const session : open_) {
        session->drain();
    }
}

void Sessions::abandon() {
    for (auto* const session : open_) {
        session->abandon();
    }
}

void Sessions::count_connections() const {
    shared_.metrics.connections.Set(static_cast<double>(open_.size() + shared_.worlds.watchers()));
}

}  // namespace larm::server
