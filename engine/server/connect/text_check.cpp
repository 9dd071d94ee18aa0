#include "engine/server/connect/text_check.hpp"

#include <algorithm>
#include <cstdint>

namespace larm::server {
namespace {

bool is_forbidden_control(char c) {
    auto const byte = static_cast<std::uint8_t>(c);
    return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
}

struct Lead {
    std::size_t length = 0;  // 0: not a lead byte
    std::uint32_t bits = 0;
    std::uint32_t smallest = 0;  // below it the sequence is longer than it need be
};

Lead lead_of(std::uint8_t byte) {
    if (byte < 0x80) {
        return {1, byte, 0};
    }
    if ((byte & 0xE0) == 0xC0) {
        return {2, byte & 0x1FU, 0x80};
    }
    if ((byte & 0xF0) == 0xE0) {
        return {3, byte & 0x0FU, 0x800};
    }
    if ((byte & 0xF8) == 0xF0) {
        return {4, byte & 0x07U, 0x10000};
    }
    return {};
}

}  // namespace

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        auto const lead = lead_of(static_cast<std::uint8_t>(text[at]));
        if (lead.length == 0 || at + lead.length > text.size()) {
            return false;
        }
        auto bits = lead.bits;
        for (std::size_t i = 1; i < lead.length; ++i) {
            auto const byte = static_cast<std::uint8_t>(text[at + i]);
            if ((byte & 0xC0) != 0x80) {
                return false;
            }
            bits = (bits << 6) | (byte & 0x3FU);
        }
        auto const is_surrogate = bits >= 0xD800 && bits <= 0xDFFF;
        if (bits < lead.smallest || bits > 0x10FFFF || is_surrogate) {
            return false;
        }
        at += lead.length;
    }
    return true;
}

std::optional<std::string_view> text_fault(std::string_view text) {
    if (std::ranges::any_of(text, is_forbidden_control)) {
        return "contains a control character; only line feeds and tabs are allowed";
    }
    if (!is_utf8(text)) {
        return "is not UTF-8";
    }
    return std::nullopt;
}

}  // namespace larm::server
