#include "engine/larm/watch_feed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <utility>

#include "engine/delivery/channels/with_error.hpp"
#include "engine/larm/connect_client.hpp"
#include "engine/larm/daemon.hpp"

namespace larm::cli {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;

using Clock = std::chrono::steady_clock;
using Socket = websocket::stream<beast::tcp_stream>;

constexpr std::chrono::seconds connect_max{5};
/// Ten missed heartbeats: the connection is dead, whatever TCP believes.
constexpr std::chrono::seconds silence_max{10};
constexpr std::chrono::milliseconds first_pause{100};
constexpr std::chrono::milliseconds pause_max{2'000};
constexpr auto frame_bytes_max = std::size_t{64} * 1024 * 1024;  // a snapshot of everything

/// How one connection ended.
struct Ending {
    bool was_open = false;
    bool is_final = false;  ///< the server will not have us: trying again would not help
    std::string why;
};

std::string target_of(FeedTarget const& target) {
    auto const after = target.after ? fmt::format("&after={}", *target.after) : std::string{};
    return fmt::format("/v1/watch?world={}{}", target.world, after);
}

Ending declined(websocket::response_type const& response) {
    HttpAnswer const answer{response.result_int(), response.body()};
    auto const refusal = read_refusal(answer);
    // Overload and draining pass; a bad token, a wrong world and a bad request do not.
    auto const is_final = answer.status >= 400 && answer.status < 500 && answer.status != 429;
    return {false, is_final,
            refusal.code.empty()
                ? fmt::format("det är ingen larmd som svarar ({})", refusal.message)
                : told(refusal)};
}

Ending ended(Socket const& socket, beast::error_code error) {
    if (error != websocket::error::closed) {
        return {true, false, error == beast::error::timeout ? "tyst för länge" : error.message()};
    }
    auto const& reason = socket.reason();
    std::string const words{reason.reason.data(), reason.reason.size()};
    return {true, reason.code == websocket::close_code::policy_error,
            words.empty() ? fmt::format("stängd med kod {}", reason.code) : words};
}

void prepare(Socket& socket, std::string const& token) {
    websocket::stream_base::timeout const limits{connect_max, silence_max, false};
    socket.set_option(limits);
    socket.read_message_max(frame_bytes_max);
    socket.set_option(websocket::stream_base::decorator([token](websocket::request_type& request) {
        request.set(http::field::authorization, "Bearer " + token);
        request.set(http::field::sec_websocket_protocol, "larm.v1.json");
        request.set(http::field::user_agent, "larm");
    }));
}

asio::awaitable<std::optional<Ending>> open(Socket& socket, FeedTarget const& target) {
    auto const executor = co_await asio::this_coro::executor;
    asio::ip::tcp::resolver resolver{executor};
    auto const [unresolved, endpoints] =
        co_await resolver.async_resolve(target.server.host, target.server.port, with_error);
    if (unresolved) {
        co_return Ending{false, false, unresolved.message()};
    }
    auto& stream = beast::get_lowest_layer(socket);
    stream.expires_after(connect_max);
    auto const [unconnected, endpoint] = co_await stream.async_connect(endpoints, with_error);
    if (unconnected) {
        co_return Ending{false, false, unconnected.message()};
    }
    stream.expires_never();  // from here on the WebSocket minds the time
    prepare(socket, target.token);
    websocket::response_type response;
    auto const host = target.server.authority();
    auto const path = target_of(target);
    auto const [unopened] = co_await socket.async_handshake(response, host, path, with_error);
    if (unopened == websocket::error::upgrade_declined) {
        co_return declined(response);
    }
    if (unopened) {
        co_return Ending{false, false, unopened.message()};
    }
    co_return std::nullopt;
}

/// One connection, from dialling to its end.
asio::awaitable<Ending> watch_once(FeedTarget& target, FeedListener& listener) {
    auto const executor = co_await asio::this_coro::executor;
    Socket socket{executor};
    if (auto failed = co_await open(socket, target)) {
        co_return std::move(*failed);
    }
    beast::flat_buffer buffer;
    for (;;) {
        auto const [error, bytes] = co_await socket.async_read(buffer, with_error);
        if (error) {
            co_return ended(socket, error);
        }
        auto const text = beast::buffers_to_string(buffer.data());
        buffer.consume(buffer.size());
        v1::WatchFrame frame;
        if (!read_json(text, frame)) {
            co_return Ending{true, true, "servern skickade vad den här versionen inte kan läsa"};
        }
        if (!frame.has_cut()) {  // a cut says what it has not sent
            target.after = std::max(target.after.value_or(0), frame.seq());
        }
        listener.on_frame(frame, text);
    }
}

}  // namespace

asio::awaitable<FeedEnd> follow(FeedTarget target, FeedListener& listener) {
    auto const executor = co_await asio::this_coro::executor;
    asio::steady_timer timer{executor};
    auto const give_up_at = Clock::now() + target.first_contact_max;
    auto pause = first_pause;
    bool has_been_open = false;
    for (;;) {
        auto const ending = co_await watch_once(target, listener);
        if (ending.is_final) {
            co_return FeedEnd{ExitCode::refused, ending.why};
        }
        has_been_open = has_been_open || ending.was_open;
        if (!has_been_open && Clock::now() + pause >= give_up_at) {
            co_return FeedEnd{ExitCode::unknown, ending.why};
        }
        listener.on_lost(ending.why);
        pause = ending.was_open ? first_pause : std::min(2 * pause, pause_max);
        timer.expires_after(pause);
        co_await timer.async_wait(with_error);
    }
}

}  // namespace larm::cli
