#include "engine/delivery/base64url.hpp"

namespace larm::delivery {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

std::string base64url(std::span<std::uint8_t const> bytes) {
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t bits = 0;
    int held = 0;
    for (auto const byte : bytes) {
        bits = bits << 8U | byte;
        held += 8;
        while (held >= 6) {
            held -= 6;
            text += alphabet[bits >> held & 0x3FU];
        }
    }
    if (held > 0) {
        text += alphabet[bits << (6 - held) & 0x3FU];
    }
    return text;
}

std::string base64url(std::string_view bytes) {
    return base64url({reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size()});
}

std::optional<std::string> base64url_decode(std::string_view text) {
    if (text.size() % 4 == 1) {
        return std::nullopt;
    }
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int held = 0;
    for (auto const each : text) {
        auto const value = alphabet.find(each);
        if (value == std::string_view::npos) {
            return std::nullopt;
        }
        bits = bits << 6U | static_cast<std::uint32_t>(value);
        held += 6;
        if (held >= 8) {
            held -= 8;
            bytes += static_cast<char>(bits >> held & 0xFFU);
        }
    }
    if ((bits & ((1U << held) - 1U)) != 0) {
        return std::nullopt;
    }
    return bytes;
}

}  // namespace larm::delivery
