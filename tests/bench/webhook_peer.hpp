// Both ends that the webhook benchmark is measured against: a receiver that does as little as one
// can, and a bare Asio client that posts given bytes.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/alarm.hpp"

namespace larm::bench {

/// Answers every POST with an empty 200, on a thread of its own.
class Receiver {
public:
    Receiver();
    ~Receiver();
    Receiver(Receiver const&) = delete;
    Receiver& operator=(Receiver const&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    /// Before each round; nothing may be under way.
    void reset(std::size_t expected);
    /// Waits until as many have come as are expected. Once in a round.
    void wait() { done_.acquire(); }
    /// The same; false where that takes longer.
    [[nodiscard]] bool wait_for(std::chrono::seconds patience) {
        return done_.try_acquire_for(patience);
    }

    // After wait().
    [[nodiscard]] Clock::time_point first() const { return first_; }
    [[nodiscard]] Clock::time_point last() const { return last_; }
    /// The requests, byte for byte.
    [[nodiscard]] std::vector<std::string> const& requests() const { return requests_; }

private:
    boost::asio::awaitable<void> accept();
    boost::asio::awaitable<void> serve(boost::asio::ip::tcp::socket socket);

    boost::asio::io_context io_{1};
    boost::asio::ip::tcp::acceptor acceptor_{io_};
    std::uint16_t port_ = 0;
    std::size_t expected_ = 0;
    std::vector<std::string> requests_;
    Clock::time_point first_;
    Clock::time_point last_;
    std::binary_semaphore done_{0};
    std::thread thread_;
};

/// Posts the requests over `connections` connections at once, one after another on each.
void post_bare(std::uint16_t port, std::vector<std::string> const& requests,
               std::size_t connections);

}  // namespace larm::bench
