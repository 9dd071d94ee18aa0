// WebSocket frames (RFC 6455) as bytes: those we send, unmasked and whole, and those a watcher may
// send, which are control frames only. The handshake is in watch/handshake.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace larm::server {

enum class Opcode : std::uint8_t { text = 0x1, binary = 0x2, close = 0x8, ping = 0x9, pong = 0xA };

/// Close codes we use.
enum class CloseCode : std::uint16_t {
    normal = 1000,
    going_away = 1001,
    protocol_error = 1002,
    bad_text = 1007,
    policy = 1008,
    too_big = 1009,
    try_again_later = 1013,
};

/// Appends one whole frame.
void append_frame(std::string& to, Opcode opcode, std::string_view payload);
/// Appends what stands before a frame's payload.
void append_frame_header(std::string& to, Opcode opcode, std::size_t payload_bytes);
[[nodiscard]] std::string close_frame(CloseCode code, std::string_view reason);
/// The payload of a frame that append_frame() made.
[[nodiscard]] std::string_view payload_of(std::string_view frame);

/// A control frame from the other side.
struct ControlFrame {
    Opcode opcode = Opcode::ping;
    std::string payload;
};

/// Takes a client's bytes as they come. Holds at most one unfinished control frame, and no memory
/// between frames.
class ControlReader {
public:
    /// Adds what was received.
    void feed(std::string_view bytes) { pending_.append(bytes); }
    /// The next whole frame, nothing when more bytes are needed, or how the connection must be
    /// closed. Call until nothing.
    [[nodiscard]] std::expected<std::optional<ControlFrame>, CloseCode> next();

private:
    std::string pending_;
};

}  // namespace larm::server
