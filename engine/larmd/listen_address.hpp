// Where larmd may listen: on loopback only. What leaves the machine would have to be encrypted, and
// TLS is not there yet.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <expected>
#include <string>
#include <string_view>

namespace larm::larmd {

/// "127.0.0.1:8080", "localhost:0" or "[::1]:8080"; or what is wrong with it, in English.
[[nodiscard]] std::expected<boost::asio::ip::tcp::endpoint, std::string> read_listen_address(
    std::string_view text);

/// Why nobody could listen there now: another program does. Asked before anything is made, so that
/// a start that cannot be leaves nothing behind; whoever takes the port in between is met later.
[[nodiscard]] std::expected<void, std::string> try_listen(
    boost::asio::ip::tcp::endpoint const& address);

}  // namespace larm::larmd
