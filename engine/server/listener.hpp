// Takes connections on one address and hands them over.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <expected>
#include <string>

#include "engine/server/session.hpp"

namespace larm::server {

/// Network thread only. Must outlive the io_context's last run, as must `sessions`.
class Listener {
public:
    Listener(boost::asio::io_context& io, Sessions& sessions);

    /// Binds and begins to accept. Returns the address with the real port, or what is wrong in
    /// English.
    [[nodiscard]] std::expected<boost::asio::ip::tcp::endpoint, std::string> listen(
        boost::asio::ip::tcp::endpoint const& address);
    /// Takes no more connections.
    void close();

private:
    [[nodiscard]] boost::asio::awaitable<void> accept();

    boost::asio::io_context& io_;
    Sessions& sessions_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer pause_;
};

}  // namespace larm::server
