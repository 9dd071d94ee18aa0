#include "engine/server/watch/handshake.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <charconv>

#include "engine/core/check.hpp"
#include "engine/delivery/base64.hpp"

namespace larm::server {
namespace {

namespace http = boost::beast::http;

constexpr std::string_view json_name = "larm.v1.json";
constexpr std::string_view proto_name = "larm.v1.proto";

std::string_view name_of(FeedEncoding encoding) {
    return encoding == FeedEncoding::json ? json_name : proto_name;
}

CallError bad(std::string message, std::string field = "") {
    return {ConnectCode::invalid_argument, std::move(message), std::move(field), 0};
}

/// The first offered subprotocol that is ours.
std::optional<FeedEncoding> choose(std::string_view offered) {
    for (auto const& token : http::token_list{offered}) {
        std::string_view const name{token.data(), token.size()};
        if (name == json_name) {
            return FeedEncoding::json;
        }
        if (name == proto_name) {
            return FeedEncoding::proto;
        }
    }
    return std::nullopt;
}

std::expected<void, CallError> check_upgrade(HttpRequest const& request) {
    if (!boost::beast::websocket::is_upgrade(request)) {
        return std::unexpected{CallError{ConnectCode::failed_precondition,
                                         "the feed is a WebSocket: send an upgrade request", "",
                                         426}};
    }
    if (header(request, http::field::sec_websocket_version) != "13") {
        return std::unexpected{bad("the header Sec-WebSocket-Version must be 13")};
    }
    auto const key = delivery::base64_decode(header(request, http::field::sec_websocket_key));
    constexpr std::size_t key_bytes = 16;
    if (!key || key->size() != key_bytes) {
        return std::unexpected{bad("the header Sec-WebSocket-Key must be 16 bytes in base64")};
    }
    return {};
}

std::expected<std::int64_t, CallError> read_after(std::string_view text) {
    std::int64_t after = 0;
    auto const [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), after);
    if (error != std::errc{} || stopped != text.data() + text.size() || after < 0) {
        return std::unexpected{
            bad("after: must be the sequence number of an event, 0 or more", "after")};
    }
    return after;
}

}  // namespace

std::expected<WatchRequest, CallError> read_watch_request(HttpRequest const& request) {
    if (auto const checked = check_upgrade(request); !checked) {
        return std::unexpected{checked.error()};
    }
    auto const target = Target::of(request);
    WatchRequest watch;
    watch.world = target.parameter("world").value_or("live");
    if (auto const text = target.parameter("after")) {
        auto const after = read_after(*text);
        if (!after) {
            return std::unexpected{after.error()};
        }
        watch.after = *after;
    }
    auto const offered = header(request, http::field::sec_websocket_protocol);
    if (!offered.empty()) {
        auto const chosen = choose(offered);
        if (!chosen) {
            return std::unexpected{
                bad(fmt::format("the subprotocol must be {} or {}", json_name, proto_name))};
        }
        watch.encoding = *chosen;
        watch.names_subprotocol = true;
    }
    return watch;
}

std::string switching_protocols(HttpRequest const& request, WatchRequest const& watch) {
    auto const accept = accept_key(header(request, http::field::sec_websocket_key));
    auto const subprotocol = watch.names_subprotocol ? fmt::format("Sec-WebSocket-Protocol: {}\r\n",
                                                                   name_of(watch.encoding))
                                                     : std::string{};
    return fmt::format(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: {}\r\n{}\r\n",
        accept, subprotocol);
}

std::string accept_key(std::string_view key) {
    std::string text{key};
    text += "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";  // the protocol's own constant
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    LARM_CHECK(EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha1(), nullptr) ==
               1);
    return delivery::base64_padded({reinterpret_cast<char const*>(digest.data()), length});
}

}  // namespace larm::server
