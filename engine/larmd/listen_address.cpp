#include "engine/larmd/listen_address.hpp"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <cstdint>

namespace larm::larmd {
namespace {

namespace ip = boost::asio::ip;

std::unexpected<std::string> malformed(std::string_view text) {
    return std::unexpected{
        fmt::format("\"{}\" is not ADDRESS:PORT, e.g. 127.0.0.1:8080 or [::1]:8080", text)};
}

}  // namespace

std::expected<ip::tcp::endpoint, std::string> read_listen_address(std::string_view text) {
    auto const colon = text.rfind(':');
    if (colon == std::string_view::npos) {
        return malformed(text);
    }
    auto host = text.substr(0, colon);
    auto const digits = text.substr(colon + 1);
    std::uint16_t port = 0;
    auto const [end, number_error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (number_error != std::errc{} || end != digits.data() + digits.size()) {
        return malformed(text);
    }
    if (host == "localhost") {
        host = "127.0.0.1";
    } else if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
    }
    boost::system::error_code error;
    auto const address = ip::make_address(std::string{host}, error);
    if (error) {
        return malformed(text);
    }
    if (!address.is_loopback()) {
        return std::unexpected{fmt::format(
            "{} is not a loopback address. Listening on a network requires TLS, which this version "
            "does not have; listen on 127.0.0.1 or [::1]",
            host)};
    }
    return ip::tcp::endpoint{address, port};
}

std::expected<void, std::string> try_listen(ip::tcp::endpoint const& address) {
    boost::asio::io_context io;
    ip::tcp::acceptor acceptor{io};
    boost::system::error_code error;
    acceptor.open(address.protocol(), error);
    if (!error) {
        acceptor.set_option(ip::tcp::acceptor::reuse_address{true}, error);
    }
    if (!error) {
        acceptor.bind(address, error);
    }
    if (error) {
        return std::unexpected{fmt::format(
            "--listen: {}:{}: {}. Another larmd, or another program, has it: give another port",
            address.address().to_string(), address.port(), error.message())};
    }
    return {};
}

}  // namespace larm::larmd
