// One connection to one origin, plain or TLS, and one call over it. Which connection a call takes,
// and what becomes of it afterwards, is http_client's.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>

#include "engine/delivery/channels/http_client.hpp"
#include "engine/delivery/channels/name_lookup.hpp"

namespace larm::delivery {

/// Where a call goes, read out of its URL.
struct Origin {
    bool is_tls = false;
    std::string host;  ///< An IPv6 address without its brackets.
    std::uint16_t port = 0;
    std::string target;     ///< Path and query.
    std::string authority;  ///< As the Host header has it.

    /// "https://push.example:443", for finding its connections.
    [[nodiscard]] std::string key() const;
    /// Nothing where it is no http or https URL with a host, or carries a user.
    [[nodiscard]] static std::optional<Origin> of(std::string const& url);
};

/// The client's thread only.
class HttpConnection {
public:
    HttpConnection(boost::asio::io_context& io, boost::asio::ssl::context& tls, bool is_tls);

    /// Resolves, connects and shakes hands until `until`; each of several addresses gets its share
    /// of the time. What went wrong, in English.
    [[nodiscard]] boost::asio::awaitable<std::expected<void, std::string>> open(
        NameLookup& names, Origin const& origin, SteadyTime until);

    /// One call and its answer. `may_go_again` is set where a kept connection turned out to be
    /// closed before anything came back.
    struct Exchange {
        HttpResult result;
        bool may_go_again = false;
    };
    [[nodiscard]] boost::asio::awaitable<Exchange> exchange(Origin const& origin,
                                                            HttpCall const& call, SteadyTime until);

    /// Whether another call may follow.
    [[nodiscard]] bool is_kept() const { return is_kept_; }
    /// Nothing has come since the last answer: not closed, and nobody answers what was not asked.
    [[nodiscard]] bool is_quiet();
    /// Ends whatever goes on.
    void abandon();
    /// Ends an exchange that is out of time. To be called now and then: a timer for every read and
    /// write costs more than they do.
    void end_if_late(SteadyTime now);

    SteadyTime idle_since;

private:
    template <typename Stream>
    [[nodiscard]] boost::asio::awaitable<Exchange> exchange_over(Stream& stream,
                                                                 Origin const& origin,
                                                                 HttpCall const& call);
    [[nodiscard]] boost::asio::awaitable<boost::system::error_code> connect(
        Addresses const& addresses, std::uint16_t port, SteadyTime until);
    [[nodiscard]] boost::asio::awaitable<std::expected<void, std::string>> shake_hands(
        Origin const& origin);
    [[nodiscard]] boost::beast::tcp_stream& lowest();

    std::optional<boost::beast::tcp_stream> plain_;
    std::optional<boost::beast::ssl_stream<boost::beast::tcp_stream>> tls_;
    boost::beast::flat_buffer buffer_;
    bool is_kept_ = false;
    bool is_used_ = false;  ///< Has carried a call before.
    bool is_abandoned_ = false;
    SteadyTime exchange_until_ = SteadyTime::max();  ///< Unless an exchange goes on: never.
    bool is_late_ = false;
};

}  // namespace larm::delivery
