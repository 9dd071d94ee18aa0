// WebSocket frames as bytes.
#include "engine/server/watch/ws_frame.hpp"

#include <string>

#include "engine/server/watch/handshake.hpp"
#include "tests/support/catch.hpp"

namespace larm::server {
namespace {

/// A client's frame, masked with 1 2 3 4.
std::string client_frame(int opcode, std::string payload, bool is_masked = true,
                         bool is_whole = true) {
    std::string frame;
    frame += static_cast<char>((is_whole ? 0x80 : 0) | opcode);
    auto const mask = is_masked ? 0x80 : 0;
    if (payload.size() <= 125) {
        frame += static_cast<char>(mask | static_cast<int>(payload.size()));
    } else {
        frame += static_cast<char>(mask | 126);
        frame += static_cast<char>(payload.size() >> 8);
        frame += static_cast<char>(payload.size());
    }
    if (is_masked) {
        frame += "\x01\x02\x03\x04";
        for (std::size_t i = 0; i < payload.size(); ++i) {
            payload[i] = static_cast<char>(payload[i] ^ static_cast<char>(i % 4 + 1));
        }
    }
    return frame + payload;
}

CloseCode breach(std::string const& bytes) {
    ControlReader reader;
    reader.feed(bytes);
    auto const frame = reader.next();
    REQUIRE_FALSE(frame);
    return frame.error();
}

}  // namespace

TEST_CASE("the handshake's key is the RFC's example", "[server][websocket]") {
    REQUIRE(accept_key("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST_CASE("a frame's length takes the fewest bytes", "[server][websocket]") {
    for (std::size_t const size : {0U, 125U, 126U, 65535U, 65536U}) {
        std::string const payload(size, 'x');
        std::string frame;
        append_frame(frame, Opcode::binary, payload);
        REQUIRE(payload_of(frame) == payload);
        REQUIRE(frame.size() == size + (size <= 125 ? 2 : size <= 65535 ? 4 : 10));
    }
}

TEST_CASE("control frames are read however they are cut", "[server][websocket]") {
    auto const bytes = client_frame(0x9, "ping me") + client_frame(0x8,
                                                                   "\x03\xe8"
                                                                   "bye");
    for (std::size_t step = 1; step <= bytes.size(); ++step) {
        ControlReader reader;
        std::string seen;
        for (std::size_t at = 0; at < bytes.size(); at += step) {
            reader.feed(std::string_view{bytes}.substr(at, step));
            for (auto frame = reader.next(); frame && *frame; frame = reader.next()) {
                seen += (*frame)->payload + "|";
            }
        }
        REQUIRE(seen ==
                "ping me|\x03\xe8"
                "bye|");
    }
}

TEST_CASE("every breach of the protocol has its close code", "[server][websocket]") {
    CHECK(breach(client_frame(0x9, "x", false)) == CloseCode::protocol_error);  // unmasked
    CHECK(breach(client_frame(0x9, std::string(126, 'x'))) == CloseCode::protocol_error);
    CHECK(breach(client_frame(0x9, "x", true, false)) == CloseCode::protocol_error);
    CHECK(breach(client_frame(0x3, "x")) == CloseCode::protocol_error);
    CHECK(breach(client_frame(0xB, "x")) == CloseCode::protocol_error);
    CHECK(breach("\xC9\x80") == CloseCode::protocol_error);  // a reserved bit
    CHECK(breach(client_frame(0x8, "x")) == CloseCode::protocol_error);
    CHECK(breach(client_frame(0x8, std::string{"\x03\xed", 2})) == CloseCode::protocol_error);
    CHECK(breach(client_frame(0x8, std::string{"\0\1", 2})) == CloseCode::protocol_error);
    CHECK(breach(client_frame(0x8, "\x03\xe8\xff")) == CloseCode::bad_text);
    CHECK(breach(client_frame(0x1, "hello")) == CloseCode::policy);
    CHECK(breach(client_frame(0x2, std::string(200, 'x'))) == CloseCode::too_big);
}

}  // namespace larm::server
