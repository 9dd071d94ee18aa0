// Clients of another make than the server: Boost.Beast's, and a bare socket for what no decent
// client would send. Every read gives up after ten seconds, so that a test fails instead of
// hanging.
#pragma once

#include <larm/v1/incident.pb.h>
#include <larm/v1/watch.pb.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <boost/json.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace larm::server::test {

using Headers = std::map<std::string, std::string>;

struct Reply {
    unsigned status = 0;
    Headers headers;  ///< names in lower case
    std::string body;

    [[nodiscard]] boost::json::object json() const;
    [[nodiscard]] std::string code() const;
    [[nodiscard]] std::string message() const;
    /// details[0].debug.field, empty where there is none
    [[nodiscard]] std::string field() const;
};

/// A bare connection.
class Wire {
public:
    explicit Wire(unsigned short port);

    void send(std::string_view bytes);
    /// False where the peer has stopped reading.
    [[nodiscard]] bool try_send(std::string_view bytes);
    [[nodiscard]] Reply read_reply(bool is_head = false);
    /// Reads to the end of the stream; fails the test where none comes in time.
    [[nodiscard]] std::string read_to_end();
    [[nodiscard]] boost::asio::ip::tcp::socket& socket() { return socket_; }

private:
    boost::asio::io_context io_;
    boost::asio::ip::tcp::socket socket_{io_};
    boost::beast::flat_buffer buffer_;
};

/// An HTTP client that keeps its connection.
class Client {
public:
    Client(unsigned short port, std::string token) : wire_{port}, token_{std::move(token)} {}

    /// POSTs JSON to "IncidentService/ConfirmIncident".
    [[nodiscard]] Reply call(std::string_view method, std::string_view json, Headers headers = {});
    [[nodiscard]] Reply call_binary(std::string_view method,
                                    google::protobuf::Message const& request);
    [[nodiscard]] Reply request(std::string_view verb, std::string_view target,
                                std::string_view body = "", Headers headers = {});
    [[nodiscard]] Wire& wire() { return wire_; }

private:
    Wire wire_;
    std::string token_;
};

/// A watcher.
class Feed {
public:
    Feed(unsigned short port, std::string const& token, std::string const& query = "?world=live",
         std::string const& subprotocols = "larm.v1.proto");

    [[nodiscard]] unsigned status() const { return status_; }
    [[nodiscard]] std::string const& subprotocol() const { return subprotocol_; }
    /// The next frame, heartbeats among them; nothing once the feed is closed.
    [[nodiscard]] std::optional<v1::WatchFrame> next();
    /// The next frame that is no heartbeat.
    [[nodiscard]] std::optional<v1::WatchFrame> next_news();
    /// Skips to the end and returns the close code.
    [[nodiscard]] unsigned close_code();
    [[nodiscard]] std::string const& last_text() const { return text_; }
    [[nodiscard]] boost::asio::ip::tcp::socket& socket() { return stream_.next_layer(); }
    [[nodiscard]] auto& stream() { return stream_; }

private:
    boost::asio::io_context io_;
    boost::beast::websocket::stream<boost::asio::ip::tcp::socket> stream_{io_};
    unsigned status_ = 0;
    std::string subprotocol_;
    std::string text_;
};

[[nodiscard]] std::string fresh_uuid();
/// A confirmation in `region` as JSON.
[[nodiscard]] std::string confirm_json(std::string_view region,
                                       std::string const& command_id = fresh_uuid());
/// Confirms in `region` and returns the incident's id.
[[nodiscard]] std::string confirm(Client& client, std::string_view region);

}  // namespace larm::server::test
