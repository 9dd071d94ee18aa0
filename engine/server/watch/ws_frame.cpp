#include "engine/server/watch/ws_frame.hpp"

#include "engine/server/connect/text_check.hpp"

namespace larm::server {
namespace {

constexpr std::uint8_t fin = 0x80;
constexpr std::uint8_t reserved_bits = 0x70;
constexpr std::uint8_t masked = 0x80;
constexpr std::size_t control_bytes_max = 125;
constexpr std::size_t mask_bytes = 4;

std::uint8_t byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<std::uint8_t>(bytes[at]);
}

void append_big_endian(std::string& to, std::uint64_t value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
        to += static_cast<char>(value >> shift);
    }
}

bool may_be_sent(std::uint16_t code) {
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) ||
           (code >= 3000 && code <= 4999);
}

/// How a close frame's payload breaks the rules, if it does.
std::optional<CloseCode> close_fault(std::string_view payload) {
    if (payload.empty()) {
        return std::nullopt;
    }
    if (payload.size() == 1) {
        return CloseCode::protocol_error;
    }
    auto const code = static_cast<std::uint16_t>((byte_at(payload, 0) << 8) | byte_at(payload, 1));
    if (!may_be_sent(code)) {
        return CloseCode::protocol_error;
    }
    if (!is_utf8(payload.substr(2))) {
        return CloseCode::bad_text;
    }
    return std::nullopt;
}

/// How a frame's first two bytes break the rules, if they do.
std::optional<CloseCode> header_fault(std::uint8_t first, std::uint8_t second) {
    auto const opcode = first & 0x0F;
    auto const length = second & 0x7F;
    auto const is_known = opcode <= 0x2 || (opcode >= 0x8 && opcode <= 0xA);
    if ((first & reserved_bits) != 0 || !is_known || (second & masked) == 0) {
        return CloseCode::protocol_error;
    }
    if (opcode >= 0x8) {
        auto const is_whole = (first & fin) != 0;
        return is_whole && length <= static_cast<int>(control_bytes_max)
                   ? std::nullopt
                   : std::optional{CloseCode::protocol_error};
    }
    // The feed goes one way: requests are POSTs. A long message is not even waited for.
    return length > static_cast<int>(control_bytes_max) ? CloseCode::too_big : CloseCode::policy;
}

}  // namespace

void append_frame_header(std::string& to, Opcode opcode, std::size_t payload_bytes) {
    to += static_cast<char>(fin | static_cast<std::uint8_t>(opcode));
    if (payload_bytes <= control_bytes_max) {
        to += static_cast<char>(payload_bytes);
    } else if (payload_bytes <= 0xFFFF) {
        to += static_cast<char>(126);
        append_big_endian(to, payload_bytes, 2);
    } else {
        to += static_cast<char>(127);
        append_big_endian(to, payload_bytes, 8);
    }
}

void append_frame(std::string& to, Opcode opcode, std::string_view payload) {
    append_frame_header(to, opcode, payload.size());
    to += payload;
}

std::string close_frame(CloseCode code, std::string_view reason) {
    std::string payload;
    append_big_endian(payload, static_cast<std::uint16_t>(code), 2);
    payload += reason.substr(0, control_bytes_max - 2);
    std::string frame;
    append_frame(frame, Opcode::close, payload);
    return frame;
}

std::string_view payload_of(std::string_view frame) {
    auto const length = byte_at(frame, 1);
    return frame.substr(length <= control_bytes_max ? 2 : length == 126 ? 4 : 10);
}

std::expected<std::optional<ControlFrame>, CloseCode> ControlReader::next() {
    constexpr std::size_t header_bytes = 2;
    if (pending_.size() < header_bytes) {
        if (pending_.empty()) {
            std::string{}.swap(pending_);  // thousands of watchers are silent most of the time
        }
        return std::nullopt;
    }
    auto const first = byte_at(pending_, 0);
    auto const second = byte_at(pending_, 1);
    if (auto const fault = header_fault(first, second)) {
        return std::unexpected{*fault};
    }
    std::size_t const length = second & 0x7F;
    if (pending_.size() < header_bytes + mask_bytes + length) {
        return std::nullopt;
    }
    ControlFrame frame{static_cast<Opcode>(first & 0x0F), {}};
    for (std::size_t i = 0; i < length; ++i) {
        auto const mask = byte_at(pending_, header_bytes + i % mask_bytes);
        frame.payload += static_cast<char>(byte_at(pending_, header_bytes + mask_bytes + i) ^ mask);
    }
    pending_.erase(0, header_bytes + mask_bytes + length);
    if (frame.opcode == Opcode::close) {
        if (auto const fault = close_fault(frame.payload)) {
            return std::unexpected{*fault};
        }
    }
    return frame;
}

}  // namespace larm::server
