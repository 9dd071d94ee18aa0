#include "engine/larm/connect_client.hpp"
#include "engine/delivery/channels/with_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>
#include <thread>
#include <utility>

namespace larm::cli {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace json = boost::json;

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds first_pause{100};
constexpr std::chrono::milliseconds pause_max{2'000};
/// One attempt's share of the time: a connection that died silently must not eat all of it.
constexpr std::chrono::milliseconds attempt_max{10'000};

http::request<http::string_body> http_request(HttpRequest const& request,
                                              std::chrono::milliseconds timeout) {
    auto const verb = request.body.empty() ? http::verb::get : http::verb::post;
    http::request<http::string_body> made{verb, request.target, 11};
    made.set(http::field::host, request.server.authority());
    made.set(http::field::user_agent, "larm");
    made.set(http::field::connection, "close");
    if (!request.token.empty()) {
        made.set(http::field::authorization, "Bearer " + request.token);
    }
    if (!request.body.empty()) {
        made.set(http::field::content_type, "application/json");
        made.set("Connect-Protocol-Version", "1");
        made.set("Connect-Timeout-Ms", std::to_string(timeout.count()));
        made.body() = request.body;
    }
    made.prepare_payload();
    return made;
}

std::unexpected<NoAnswer> no_answer(bool may_have_arrived, beast::error_code error) {
    auto const why = error == beast::error::timeout        ? std::string{"inget svar i tid"}
                     : error == http::error::end_of_stream ? std::string{"förbindelsen bröts"}
                                                           : error.message();
    return std::unexpected{NoAnswer{may_have_arrived, why}};
}

/// Whether another attempt may fare better, with the same command id.
bool is_worth_repeating(Exchange const& exchange) {
    if (!exchange) {
        return true;
    }
    if (exchange->is_ok()) {
        return false;
    }
    auto const refusal = read_refusal(*exchange);
    return refusal.leaves_it_open() || refusal.code == "resource_exhausted";
}

Exchange run_one(HttpRequest const& request, std::chrono::milliseconds timeout) {
    asio::io_context context{1};
    Exchange outcome{std::unexpected{NoAnswer{}}};
    auto work = exchange(request, timeout);
    auto done = [&outcome](std::exception_ptr const&, Exchange got) { outcome = std::move(got); };
    asio::co_spawn(context, std::move(work), std::move(done));
    context.run();
    return outcome;
}

}  // namespace

asio::awaitable<Exchange> exchange(HttpRequest request, std::chrono::milliseconds timeout) {
    auto const executor = co_await asio::this_coro::executor;
    asio::ip::tcp::resolver resolver{executor};
    auto const [unresolved, endpoints] =
        co_await resolver.async_resolve(request.server.host, request.server.port, with_error);
    if (unresolved) {
        co_return no_answer(false, unresolved);
    }
    beast::tcp_stream stream{executor};
    stream.expires_after(timeout);
    auto const [unconnected, endpoint] = co_await stream.async_connect(endpoints, with_error);
    if (unconnected) {
        co_return no_answer(false, unconnected);
    }
    auto const sent = http_request(request, timeout);
    auto const [unsent, sent_bytes] = co_await http::async_write(stream, sent, with_error);
    if (unsent) {
        co_return no_answer(true, unsent);
    }
    beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(boost::none);
    auto const [unread, read_bytes] = co_await http::async_read(stream, buffer, parser, with_error);
    if (unread) {
        co_return no_answer(true, unread);
    }
    auto answer = parser.release();
    co_return HttpAnswer{answer.result_int(), std::move(answer.body())};
}

Exchange call(HttpRequest const& request, std::chrono::milliseconds timeout) {
    auto const until = Clock::now() + timeout;
    auto pause = first_pause;
    bool may_have_arrived = false;
    for (;;) {
        auto const left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
        auto outcome = run_one(request, std::clamp(left, first_pause, attempt_max));
        may_have_arrived = may_have_arrived || (!outcome && outcome.error().may_have_arrived);
        if (!outcome) {
            outcome.error().may_have_arrived = may_have_arrived;
        }
        if (!is_worth_repeating(outcome) || Clock::now() + pause >= until) {
            return outcome;
        }
        std::this_thread::sleep_for(pause);
        pause = std::min(2 * pause, pause_max);
    }
}

bool Refusal::leaves_it_open() const {
    return code == "unavailable" || code == "deadline_exceeded";
}

Refusal read_refusal(HttpAnswer const& answer) {
    boost::system::error_code error;
    auto const value = json::parse(answer.body, error);
    auto const* const object = error ? nullptr : value.if_object();
    auto const text = [](json::object const& from, char const* name) {
        auto const* const found = from.if_contains(name);
        auto const* const string = found == nullptr ? nullptr : found->if_string();
        return string == nullptr ? std::string{} : std::string{string->data(), string->size()};
    };
    if (object == nullptr || text(*object, "code").empty()) {
        return {"", fmt::format("HTTP-status {}", answer.status), ""};
    }
    Refusal refusal{text(*object, "code"), text(*object, "message"), ""};
    boost::system::error_code absent;
    if (auto const* const field = value.find_pointer("/details/0/debug/field", absent);
        field != nullptr && field->is_string()) {
        refusal.field = field->get_string().c_str();
    }
    return refusal;
}

}  // namespace larm::cli
