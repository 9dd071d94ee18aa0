#include "tests/bench/webhook_peer.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <string_view>

namespace larm::bench {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto with_error = asio::as_tuple(asio::use_awaitable);
constexpr std::string_view end_of_head = "\r\n\r\n";
constexpr std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
constexpr int backlog = 4096;

std::size_t length_of(std::string_view head) {
    constexpr std::string_view name = "Content-Length: ";
    auto const at = head.find(name);
    std::size_t length = 0;
    if (at != std::string_view::npos) {
        std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
    }
    return length;
}

/// The next whole request or answer; empty at the end.
asio::awaitable<std::string> read_one(tcp::socket& socket, std::string& buffer) {
    auto place = asio::dynamic_buffer(buffer);
    auto const [unread, head_bytes] =
        co_await asio::async_read_until(socket, place, end_of_head, with_error);
    if (unread) {
        co_return std::string{};
    }
    auto const whole = head_bytes + length_of({buffer.data(), head_bytes});
    while (buffer.size() < whole) {
        auto const held = buffer.size();
        buffer.resize(whole);
        auto const rest = asio::buffer(buffer.data() + held, whole - held);
        auto const [broken, bytes] = co_await socket.async_read_some(rest, with_error);
        buffer.resize(held + bytes);
        if (broken) {
            co_return std::string{};
        }
    }
    auto one = buffer.substr(0, whole);
    buffer.erase(0, whole);
    co_return one;
}

asio::awaitable<void> post_some(tcp::socket& socket, tcp::endpoint place,
                                std::vector<std::string> const& requests, std::size_t& next) {
    auto const [refused] = co_await socket.async_connect(place, with_error);
    if (refused) {
        co_return;
    }
    socket.set_option(tcp::no_delay{true});
    std::string buffer;
    while (next < requests.size()) {
        auto const& request = requests[next++];
        co_await asio::async_write(socket, asio::buffer(request), with_error);
        co_await read_one(socket, buffer);
    }
}

}  // namespace

Receiver::Receiver() {
    tcp::endpoint const place{asio::ip::address_v4::loopback(), 0};
    acceptor_.open(place.protocol());
    acceptor_.bind(place);
    acceptor_.listen(backlog);
    port_ = acceptor_.local_endpoint().port();
    asio::co_spawn(io_, accept(), asio::detached);
    thread_ = std::thread{[this] { io_.run(); }};
}

Receiver::~Receiver() {
    io_.stop();
    thread_.join();
}

void Receiver::reset(std::size_t expected) {
    requests_.clear();
    requests_.reserve(expected);
    expected_ = expected;
}

asio::awaitable<void> Receiver::accept() {
    for (;;) {
        auto [refused, socket] = co_await acceptor_.async_accept(with_error);
        if (!refused) {
            asio::co_spawn(io_, serve(std::move(socket)), asio::detached);
        }
    }
}

asio::awaitable<void> Receiver::serve(tcp::socket socket) {
    std::string buffer;
    for (;;) {
        auto request = co_await read_one(socket, buffer);
        if (request.empty()) {
            co_return;
        }
        last_ = Clock::now();
        if (requests_.empty()) {
            first_ = last_;
        }
        requests_.push_back(std::move(request));
        if (requests_.size() == expected_) {
            done_.release();
        }
        co_await asio::async_write(socket, asio::buffer(answer), with_error);
    }
}

void post_bare(std::uint16_t port, std::vector<std::string> const& requests,
               std::size_t connections) {
    asio::io_context io{1};
    tcp::endpoint const place{asio::ip::address_v4::loopback(), port};
    std::vector<tcp::socket> sockets;
    for (std::size_t i = 0; i < std::min(connections, requests.size()); ++i) {
        sockets.emplace_back(io);
    }
    std::size_t next = 0;
    for (auto& socket : sockets) {
        asio::co_spawn(io, post_some(socket, place, requests, next), asio::detached);
    }
    io.run();
}

}  // namespace larm::bench
