// Where a host is, without anybody waiting for its name server: looked up on threads that may
// outlive the client, remembered, and where the name server is silent or fails the addresses it
// last gave are used again. TLS still checks who answers there.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <expected>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace larm::delivery {

using SteadyTime = std::chrono::steady_clock::time_point;
using Addresses = std::vector<boost::asio::ip::address>;

/// The thread of `io` only.
class NameLookup {
public:
    explicit NameLookup(boost::asio::io_context& io);
    /// Waits for no name server. Before `io` is destroyed, and when it does not run any more.
    ~NameLookup();
    NameLookup(NameLookup const&) = delete;
    NameLookup& operator=(NameLookup const&) = delete;

    /// What `host` resolves to, best first; a literal address is itself. What went wrong, in
    /// English.
    [[nodiscard]] boost::asio::awaitable<std::expected<Addresses, std::string>> find(
        std::string host, SteadyTime until);
    /// Ends every wait, with trouble.
    void stop();

private:
    struct Host {
        Addresses known;
        SteadyTime fresh_until;
        std::string trouble;  ///< Of the last time.
        bool is_sought = false;
        std::list<boost::asio::steady_timer*> waiting;
    };
    struct Owner;

    void seek(std::string const& name);
    void begin(std::string const& name);
    void take(std::string const& name, std::expected<Addresses, std::string> found);

    boost::asio::io_context& io_;
    std::map<std::string, Host> hosts_;
    std::deque<std::string> queue_;  ///< Sought, and no thread free.
    std::size_t threads_ = 0;
    bool is_stopped_ = false;
    std::shared_ptr<Owner> owner_;  ///< Shared with threads that may come back too late.
};

}  // namespace larm::delivery
