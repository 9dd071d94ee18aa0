#include "engine/delivery/channels/http_client.hpp"

#include <pthread.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/string.hpp>
#include <deque>
#include <list>
#include <map>
#include <thread>

#include "engine/delivery/channels/http_connection.hpp"
#include "engine/delivery/channels/name_lookup.hpp"
#include "engine/delivery/channels/with_error.hpp"

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
        : options_{std::move(options)}, work_{io_.get_executor()}, names_{io_}, tidy_timer_{io_} {
        asio::post(io_, [this] { prepare_tls(); });
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
        auto take_it = [this, until, call = std::move(call), done = std::move(done)]() mutable {
            auto origin = Origin::of(call.url);
            Waiting waiting{{}, std::move(call), std::move(done), until};
            if (!origin) {
                return end_with(waiting, "the address is no http or https URL");
            }
            waiting.origin = std::move(*origin);
            take(std::move(waiting));
        };
        asio::post(io_, std::move(take_it));
    }

    void stop() {
        asio::post(io_, [this] {
            is_stopped_ = true;
            names_.stop();
            tidy_timer_.cancel();
            for (auto& [key, line] : lines_) {
                for (auto const& waiting : std::exchange(line.waiting, {})) {
                    end_with(waiting, "the client is going down");
                }
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

    /// Reading the system's authorities takes tens of milliseconds, so it is not the constructor's.
    void prepare_tls() {
        tls_.set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
        tls_.set_verify_mode(asio::ssl::verify_peer);
        boost::system::error_code ignored;
        tls_.set_default_verify_paths(ignored);
        if (!options_.ca_file.empty()) {
            tls_.load_verify_file(options_.ca_file, ca_trouble_);
        }
    }

    void take(Waiting waiting) {
        if (is_stopped_) {
            return end_with(waiting, "the client is going down");
        }
        auto& line = lines_[waiting.origin.key()];
        if (line.running >= options_.connections_per_origin) {
            line.waiting.push_back(std::move(waiting));
        } else {
            ++line.running;
            asio::co_spawn(io_, run(line, std::move(waiting)), asio::detached);
        }
        if (!std::exchange(is_tidying_, true)) {
            asio::co_spawn(io_, tidy(), asio::detached);
        }
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
        for (;;) {
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
            auto const opened = co_await connection.open(names_, waiting.origin, waiting.until);
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
        while (!line.kept.empty()) {
            auto connection = std::move(line.kept.back());
            line.kept.pop_back();
            if (connection->is_quiet()) {
                return connection;
            }
        }
        return nullptr;
    }

    /// Looks after what nobody is at: calls that run out of time, in line or on their way, and
    /// connections that have been idle for too long. Runs while there is any of these.
    asio::awaitable<void> tidy() {
        while (!lines_.empty() && !is_stopped_) {
            tidy_timer_.expires_after(tidy_every);
            co_await tidy_timer_.async_wait(with_error);
            auto const now = std::chrono::steady_clock::now();
            std::vector<Waiting> late;
            for (auto& [key, line] : lines_) {
                auto const is_late = [now](Waiting const& each) { return each.until <= now; };
                for (auto& each : line.waiting) {
                    if (is_late(each)) {
                        late.push_back(each);
                    }
                }
                std::erase_if(line.waiting, is_late);
                for (auto* const connection : line.busy) {
                    connection->end_if_late(now);
                }
                std::erase_if(line.kept, [&](auto const& each) {
                    return each->idle_since + options_.idle_max <= now;
                });
            }
            std::erase_if(lines_, [](auto const& each) {
                return each.second.running == 0 && each.second.kept.empty();
            });
            for (auto const& each : late) {
                end_with(each, each.origin.key() + ": no answer in time");
            }
        }
        is_tidying_ = false;
    }

    static constexpr std::chrono::milliseconds tidy_every{100};

    HttpClientOptions options_;
    asio::io_context io_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_;
    asio::ssl::context tls_{asio::ssl::context::tls_client};
    boost::system::error_code ca_trouble_;
    NameLookup names_;
    asio::steady_timer tidy_timer_;
    std::map<std::string, Line> lines_;  ///< By origin; its elements stay where they are.
    bool is_tidying_ = false;
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
