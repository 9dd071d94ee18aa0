#include "engine/delivery/channels/http_client.hpp"

#include <pthread.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/string.hpp>
#include <deque>
#include <list>
#include <map>
#include <thread>

#include "engine/delivery/channels/http_connection.hpp"

namespace larm::delivery {
namespace {

namespace asio = boost::asio;

/// One call on its way, from call() to `done`.
struct Waiting {
    Origin origin;
    HttpCall call;
    std::function<void(HttpResult)> done;
    SteadyTime until;
};

void end_with(Waiting const& waiting, std::string trouble) {
    HttpResult result;
    result.trouble = std::move(trouble);
    waiting.done(std::move(result));
}

}  // namespace

/// Everything but the constructor, the destructor and what posts runs on the one thread.
class HttpClient::Running {
public:
    explicit Running(HttpClientOptions options)
        : options_{std::move(options)}, work_{io_.get_executor()} {
        tls_.set_verify_mode(asio::ssl::verify_peer);
        boost::system::error_code ignored;
        tls_.set_default_verify_paths(ignored);
        if (!options_.ca_file.empty()) {
            tls_.load_verify_file(options_.ca_file, ca_trouble_);
        }
        thread_ = std::thread{[this] { io_.run(); }};
        pthread_setname_np(thread_.native_handle(), "larm-http");
    }

    ~Running() {
        stop();
        work_.reset();
        thread_.join();
    }
    Running(Running const&) = delete;
    Running& operator=(Running const&) = delete;

    void call(HttpCall call, std::function<void(HttpResult)> done) {
        auto const until = std::chrono::steady_clock::now() + call.within;
        asio::post(io_, [this, until, call = std::move(call), done = std::move(done)]() mutable {
            auto origin = Origin::of(call.url);
            Waiting waiting{{}, std::move(call), std::move(done), until};
            if (!origin) {
                return end_with(waiting, "the address is no http or https URL");
            }
            waiting.origin = std::move(*origin);
            take(std::move(waiting));
        });
    }

    void stop() {
        asio::post(io_, [this] {
            is_stopped_ = true;
            for (auto& [key, line] : lines_) {
                for (auto const& waiting : line.waiting) {
                    end_with(waiting, "the client is going down");
                }
                line.waiting.clear();
                line.kept.clear();
                for (auto* const connection : line.busy) {
                    connection->abandon();
                }
            }
        });
    }

private:
    /// All calls to one origin.
    struct Line {
        std::deque<Waiting> waiting;
        std::list<HttpConnection*> busy;
        std::vector<std::unique_ptr<HttpConnection>> kept;  ///< The last used is the first taken.
        std::size_t running = 0;
    };

    void take(Waiting waiting) {
        if (is_stopped_) {
            return end_with(waiting, "the client is going down");
        }
        auto& line = lines_[waiting.origin.key()];
        if (line.running >= options_.connections_per_origin) {
            line.waiting.push_back(std::move(waiting));
            return;
        }
        begin(line, std::move(waiting));
    }

    void begin(Line& line, Waiting waiting) {
        ++line.running;
        asio::co_spawn(io_, run(line, std::move(waiting)), asio::detached);
    }

    /// One call, then those that waited for its place.
    asio::awaitable<void> run(Line& line, Waiting waiting) {
        for (;;) {
            auto result = co_await answer_of(line, waiting);
            waiting.done(std::move(result));
            if (line.waiting.empty()) {
                break;
            }
            waiting = std::move(line.waiting.front());
            line.waiting.pop_front();
        }
        --line.running;
    }

    asio::awaitable<HttpResult> answer_of(Line& line, Waiting const& waiting) {
        HttpResult result;
        for (;;) {
            if (std::chrono::steady_clock::now() >= waiting.until) {
                result.trouble = waiting.origin.key() + ": no answer in time";
                co_return result;
            }
            auto connection = kept_connection(line);
            auto const is_fresh = connection == nullptr;
            if (is_fresh) {
                connection = std::make_unique<HttpConnection>(io_, tls_, waiting.origin.is_tls);
            }
            auto const place = line.busy.insert(line.busy.end(), connection.get());
            auto exchange = co_await exchange_over(*connection, is_fresh, waiting);
            line.busy.erase(place);
            if (connection->is_kept() && !is_stopped_) {
                connection->idle_since = std::chrono::steady_clock::now();
                line.kept.push_back(std::move(connection));
            }
            if (!exchange.may_go_again || is_stopped_) {
                co_return std::move(exchange.result);
            }
        }
    }

    asio::awaitable<HttpConnection::Exchange> exchange_over(HttpConnection& connection,
                                                            bool is_fresh, Waiting const& waiting) {
        if (is_fresh) {
            auto const opened = co_await connection.open(io_, waiting.origin, waiting.until);
            if (!opened) {
                HttpConnection::Exchange failed;
                failed.result.trouble = opened.error();
                if (ca_trouble_) {
                    failed.result.trouble +=
                        "; the file of authorities cannot be read: " + ca_trouble_.message();
                }
                co_return failed;
            }
        }
        co_return co_await connection.exchange(waiting.origin, waiting.call, waiting.until);
    }

    [[nodiscard]] std::unique_ptr<HttpConnection> kept_connection(Line& line) const {
        auto const oldest = std::chrono::steady_clock::now() - options_.idle_max;
        std::erase_if(line.kept, [&](auto const& each) { return each->idle_since < oldest; });
        if (line.kept.empty()) {
            return nullptr;
        }
        auto connection = std::move(line.kept.back());
        line.kept.pop_back();
        return connection;
    }

    HttpClientOptions options_;
    asio::io_context io_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_;
    asio::ssl::context tls_{asio::ssl::context::tls_client};
    boost::system::error_code ca_trouble_;
    std::map<std::string, Line> lines_;  ///< By origin; its elements stay where they are.
    bool is_stopped_ = false;
    std::thread thread_;
};

HttpClient::HttpClient(HttpClientOptions options)
    : running_{std::make_unique<Running>(std::move(options))} {}

HttpClient::~HttpClient() = default;

void HttpClient::call(HttpCall call, std::function<void(HttpResult)> done) {
    running_->call(std::move(call), std::move(done));
}

void HttpClient::stop() {
    running_->stop();
}

std::string_view header_of(HttpResult const& result, std::string_view name) {
    auto const found = std::ranges::find_if(
        result.headers, [&](auto const& each) { return boost::beast::iequals(each.first, name); });
    return found == result.headers.end() ? std::string_view{} : std::string_view{found->second};
}

}  // namespace larm::delivery
