// One HTTP connection: read a request within its limits, have it answered, write the response, and
// again. What a request means is the router's business.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <list>
#include <string>

#include "engine/server/clock.hpp"
#include "engine/server/limits.hpp"
#include "engine/server/metrics.hpp"
#include "engine/server/router.hpp"
#include "engine/server/watch/hub.hpp"

namespace larm::server {

class Sessions;

/// A connection's coroutine and what its owner must see of it. Network thread only.
class Session {
public:
    Session(Sessions& sessions, boost::asio::ip::tcp::socket socket);
    Session(Session const&) = delete;
    Session& operator=(Session const&) = delete;
    ~Session();

    /// Serves until the connection is over or has become a watcher. The session must outlive it.
    [[nodiscard]] boost::asio::awaitable<void> run();

    /// Ends the connection at once, or after the request that is under way.
    void drain();
    /// Ends the connection when its time is out.
    void check(SteadyTime now);
    /// Closes the socket under whatever goes on.
    void abandon();

private:
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
    enum class Next : bool { stop, go_on };

    [[nodiscard]] boost::asio::awaitable<Next> serve_one();
    [[nodiscard]] boost::asio::awaitable<boost::system::error_code> read(Parser& parser);
    [[nodiscard]] boost::asio::awaitable<Next> answer(HttpRequest const& request);
    [[nodiscard]] boost::asio::awaitable<Next> refuse(boost::system::error_code error);
    [[nodiscard]] boost::asio::awaitable<bool> write(std::string const& bytes);
    [[nodiscard]] boost::asio::awaitable<void> linger();
    void limit(std::chrono::milliseconds at_most);

    Sessions& sessions_;
    std::list<Session*>::iterator place_;
    boost::asio::ip::tcp::socket socket_;
    boost::beast::flat_buffer buffer_;
    std::string remote_;
    SteadyTime deadline_;
    bool is_idle_ = true;
    bool is_last_ = false;  // close after the request that is under way
};

/// All connections that are not watchers, and what they share.
class Sessions {
public:
    struct Shared {
        Router& router;
        Worlds const& worlds;
        Clock const& clock;
        Limits const& limits;
        Metrics& metrics;
    };
    /// What `shared` refers to must outlive the io_context's last run.
    Sessions(boost::asio::io_context& io, Shared shared) : io_{io}, shared_{shared}, timer_{io} {}

    /// Serves a connection, or turns it away when there are too many.
    void begin(boost::asio::ip::tcp::socket socket);
    /// Closes idle connections now, the others after their request.
    void drain();
    /// Closes them all. They are gone when what they wait for elsewhere has come, or been given up.
    void abandon();
    [[nodiscard]] std::size_t count() const { return open_.size(); }

private:
    friend class Session;

    void sweep();
    void count_connections() const;

    boost::asio::io_context& io_;
    Shared shared_;
    std::list<Session*> open_;
    boost::asio::steady_timer
        timer_;  // one for all limits: a timer each would be moved twice a request
    bool has_timer_ = false;
    bool is_draining_ = false;
};

}  // namespace larm::server
