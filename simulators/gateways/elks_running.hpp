// The inside of ElksProvider: the requests, and what becomes of texts and calls. A thread
// of its own runs what becomes of them; the records are behind a mutex for whoever looks.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "simulators/gateways/elks.hpp"
#include "simulators/gateways/http_server.hpp"
#include "simulators/gateways/web.hpp"

namespace larm::gateways {

/// What is known so far, for whoever looks.
struct ElksRecords {
    std::map<std::string, Phone> phones;
    ElksTrouble trouble;
    std::string texts_url;
    std::size_t requests = 0;
    std::size_t callbacks = 0;
    std::vector<ElksText> texts;
    std::vector<ElksText> answers;
    std::vector<ElksCall> calls;
    int last_id = 0;
};

class ElksProvider::Running {
public:
    Running(std::string const& user, std::string const& password, std::uint16_t port);
    ~Running();
    Running(Running const&) = delete;
    Running& operator=(Running const&) = delete;

    [[nodiscard]] std::string url() const { return server_.url("/a1"); }
    void text(ElksText text);
    /// Reads or changes the records; a change is told to whoever waits.
    template <typename Use>
    auto use(Use use) {
        std::lock_guard const lock{mutex_};
        changed_.notify_all();
        return use(records_);
    }
    [[nodiscard]] bool wait_until(std::function<bool()> const& is_true,
                                  std::chrono::milliseconds patience);

private:
    // On the server's thread.
    [[nodiscard]] HttpSaid answer(HttpAsked const& asked);
    [[nodiscard]] HttpSaid take_text(Fields const& form);
    [[nodiscard]] HttpSaid take_call(Fields const& form);

    // On our own.
    [[nodiscard]] boost::asio::awaitable<void> deliver(ElksText text, std::string when_delivered);
    [[nodiscard]] boost::asio::awaitable<void> bring(ElksText text);
    [[nodiscard]] boost::asio::awaitable<void> ring(ElksCall call, Fields form);
    [[nodiscard]] boost::asio::awaitable<void> converse(std::string id, Phone phone,
                                                        std::string url);
    [[nodiscard]] boost::asio::awaitable<void> play(std::string const& id, std::string url);
    /// POSTs until it is taken, at most a few times; twice where the provider is told to. The last
    /// response's body.
    [[nodiscard]] boost::asio::awaitable<std::string> call_back(std::string url, Fields fields);

    [[nodiscard]] std::string next_id(char kind);
    void spawn(boost::asio::awaitable<void> work);

    std::string const authorization_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    ElksRecords records_;
    boost::asio::io_context io_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
        io_.get_executor()};
    std::thread thread_;
    HttpServer server_;  ///< Last: it uses all of the above.
};

}  // namespace larm::gateways
