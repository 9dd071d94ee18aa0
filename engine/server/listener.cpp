#include "engine/server/listener.hpp"
#include "engine/delivery/channels/with_error.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <sstream>

namespace larm::server {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

/// After an error that will not go away at once, e.g. no file descriptor left.
constexpr std::chrono::milliseconds pause_after_error{100};

std::unexpected<std::string> failed(tcp::endpoint const& address, char const* what,
                                    error_code const& error) {
    std::ostringstream text;
    text << address;
    return std::unexpected{fmt::format("cannot {} {}: {}", what, text.str(), error.message())};
}

void end_in_order(std::exception_ptr const& exception) {
    if (exception) {
        std::rethrow_exception(exception);
    }
}

}  // namespace

Listener::Listener(asio::io_context& io, Sessions& sessions)
    : io_{io}, sessions_{sessions}, acceptor_{io}, pause_{io} {}

std::expected<tcp::endpoint, std::string> Listener::listen(tcp::endpoint const& address) {
    error_code error;
    (void)acceptor_.open(address.protocol(), error);
    if (error) {
        return failed(address, "open a socket for", error);
    }
    (void)acceptor_.set_option(tcp::acceptor::reuse_address{true}, error);
    (void)acceptor_.bind(address, error);
    if (error) {
        return failed(address, "listen on", error);
    }
    (void)acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
        return failed(address, "listen on", error);
    }
    auto bound = acceptor_.local_endpoint(error);
    asio::co_spawn(io_, accept(), end_in_order);
    return bound;
}

void Listener::close() {
    error_code ignored;
    (void)acceptor_.close(ignored);
    pause_.cancel();
}

asio::awaitable<void> Listener::accept() {
    while (acceptor_.is_open()) {
        auto [error, socket] = co_await acceptor_.async_accept(with_error);
        if (!error) {
            sessions_.begin(std::move(socket));
        } else if (acceptor_.is_open() && error != asio::error::connection_aborted) {
            pause_.expires_after(pause_after_error);
            co_await pause_.async_wait(with_error);
        }
    }
}

}  // namespace larm::server
