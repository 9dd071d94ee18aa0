#include "tests/unit/server/client.hpp"

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <cctype>
#include <random>

#include "tests/support/catch.hpp"

namespace larm::server::test {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;

void connect(asio::ip::tcp::socket& socket, unsigned short port) {
    socket.connect({asio::ip::address_v4::loopback(), port});
    timeval const ten_seconds{10, 0};
    ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &ten_seconds,
                 sizeof(ten_seconds));
    ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_SNDTIMEO, &ten_seconds,
                 sizeof(ten_seconds));
}

std::string lower(std::string_view text) {
    std::string lowered;
    for (char const c : text) {
        lowered += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return lowered;
}

}  // namespace

boost::json::object Reply::json() const {
    error_code error;
    auto value = boost::json::parse(body, error);
    INFO("status " << status << " body " << body);
    REQUIRE(!error);
    REQUIRE(value.is_object());
    return value.as_object();
}

std::string Reply::code() const {
    return std::string{json().at("code").as_string()};
}

std::string Reply::message() const {
    return std::string{json().at("message").as_string()};
}

std::string Reply::field() const {
    auto const error = json();
    auto const* const details = error.if_contains("details");
    if (details == nullptr || details->as_array().empty()) {
        return "";
    }
    return std::string{
        details->as_array()[0].as_object().at("debug").as_object().at("field").as_string()};
}

Wire::Wire(unsigned short port) {
    connect(socket_, port);
}

void Wire::send(std::string_view bytes) {
    REQUIRE(try_send(bytes));
}

bool Wire::try_send(std::string_view bytes) {
    error_code error;
    asio::write(socket_, asio::buffer(bytes.data(), bytes.size()), error);
    return !error;
}

Reply Wire::read_reply(bool is_head) {
    http::response_parser<http::string_body> parser;
    parser.skip(is_head);
    error_code error;
    http::read(socket_, buffer_, parser, error);
    INFO(error.message());
    REQUIRE(!error);
    auto const message = parser.release();
    Reply reply{message.result_int(), {}, message.body()};
    for (auto const& field : message) {
        reply.headers[lower({field.name_string().data(), field.name_string().size()})] =
            std::string{field.value()};
    }
    return reply;
}

std::string Wire::read_to_end() {
    std::string bytes;
    error_code error;
    asio::read(socket_, asio::dynamic_buffer(bytes), error);
    INFO(error.message());
    REQUIRE((error == asio::error::eof || error == asio::error::connection_reset));
    return bytes;
}

Reply Client::call(std::string_view method, std::string_view json, Headers headers) {
    headers.try_emplace("Content-Type", "application/json");
    return request("POST", fmt::format("/larm.v1.{}", method), json, std::move(headers));
}

Reply Client::call_binary(std::string_view method, google::protobuf::Message const& message) {
    Headers headers;
    headers["Content-Type"] = "application/proto";
    return request("POST", fmt::format("/larm.v1.{}", method), message.SerializeAsString(),
                   std::move(headers));
}

Reply Client::request(std::string_view verb, std::string_view target, std::string_view body,
                      Headers headers) {
    headers.try_emplace("Host", "localhost");
    if (!token_.empty()) {
        headers.try_emplace("Authorization", "Bearer " + token_);
    }
    auto bytes = fmt::format("{} {} HTTP/1.1\r\nContent-Length: {}\r\n", verb, target, body.size());
    for (auto const& [name, value] : headers) {
        bytes += name + ": " + value + "\r\n";
    }
    bytes += "\r\n";
    bytes += body;
    wire_.send(bytes);
    return wire_.read_reply(verb == "HEAD");
}

Feed::Feed(unsigned short port, std::string const& token, std::string const& query,
           std::string const& subprotocols) {
    connect(stream_.next_layer(), port);
    stream_.set_option(websocket::stream_base::decorator([&](websocket::request_type& request) {
        if (!token.empty()) {
            request.set(http::field::authorization, "Bearer " + token);
        }
        if (!subprotocols.empty()) {
            request.set(http::field::sec_websocket_protocol, subprotocols);
        }
    }));
    websocket::response_type response;
    error_code error;
    stream_.handshake(response, "localhost", "/v1/watch" + query, error);
    status_ = response.result_int();
    subprotocol_ = std::string{response[http::field::sec_websocket_protocol]};
}

std::optional<v1::WatchFrame> Feed::next() {
    boost::beast::flat_buffer buffer;
    error_code error;
    stream_.read(buffer, error);
    if (error) {
        INFO(error.message());
        REQUIRE((error == websocket::error::closed || error == asio::error::eof ||
                 error == asio::error::connection_reset));
        return std::nullopt;
    }
    text_ = {static_cast<char const*>(buffer.data().data()), buffer.size()};
    v1::WatchFrame frame;
    if (stream_.got_text()) {
        auto const status = google::protobuf::util::JsonStringToMessage(text_, &frame);
        INFO(status.ToString());
        REQUIRE(status.ok());
    } else {
        REQUIRE(frame.ParseFromString(text_));
    }
    return frame;
}

std::optional<v1::WatchFrame> Feed::next_news() {
    auto frame = next();
    while (frame && frame->has_heartbeat()) {
        frame = next();
    }
    return frame;
}

unsigned Feed::close_code() {
    while (next()) {
    }
    return stream_.reason().code;
}

std::string fresh_uuid() {
    static std::mt19937_64 random{std::random_device{}()};
    auto const high = random();
    auto const low = random();
    return fmt::format("{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}", high >> 32, (high >> 16) & 0xFFFF,
                       high & 0xFFF, low >> 52, low & 0xFFFFFFFFFFFF);
}

std::string confirm_json(std::string_view region, std::string const& command_id) {
    return fmt::format(
        R"({{"commandId":"{}","regionId":"{}","level":"READINESS_LEVEL_KATASTROF","massCasualty":true,)"
        R"("report":{{"exactLocation":"E18 vid Arboga","type":"buss","casualties":{{"severe":12}}}}}})",
        command_id, region);
}

std::string confirm(Client& client, std::string_view region) {
    auto const reply = client.call("IncidentService/ConfirmIncident", confirm_json(region));
    INFO(reply.body);
    REQUIRE(reply.status == 200);
    return std::string{reply.json().at("incidentId").as_string()};
}

}  // namespace larm::server::test
