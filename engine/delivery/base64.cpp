#include "engine/delivery/base64.hpp"

#include <utility>

namespace larm::delivery {
namespace {

constexpr std::string_view standard =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_safe =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encoded(std::string_view bytes, std::string_view alphabet) {
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t bits = 0;
    int held = 0;
    for (auto const each : bytes) {
        bits = bits << 8U | static_cast<std::uint8_t>(each);
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

struct Decoded {
    std::string bytes;
    bool is_exact = false;  ///< The bits left over are nought.
};

std::optional<Decoded> decoded(std::string_view text, std::string_view alphabet,
                               std::string_view other) {
    if (text.size() % 4 == 1) {
        return std::nullopt;
    }
    Decoded made;
    made.bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int held = 0;
    for (auto const each : text) {
        auto value = alphabet.find(each);
        value = value == std::string_view::npos ? other.find(each) : value;
        if (value == std::string_view::npos) {
            return std::nullopt;
        }
        bits = bits << 6U | static_cast<std::uint32_t>(value);
        held += 6;
        if (held >= 8) {
            held -= 8;
            made.bytes += static_cast<char>(bits >> held & 0xFFU);
        }
    }
    made.is_exact = (bits & ((1U << held) - 1U)) == 0;
    return made;
}

}  // namespace

std::string base64url(std::span<std::uint8_t const> bytes) {
    return base64url({reinterpret_cast<char const*>(bytes.data()), bytes.size()});
}

std::string base64url(std::string_view bytes) {
    return encoded(bytes, url_safe);
}

std::optional<std::string> base64url_decode(std::string_view text) {
    auto made = decoded(text, url_safe, url_safe);
    if (!made || !made->is_exact) {
        return std::nullopt;
    }
    return std::move(made->bytes);
}

std::string base64_unpadded(std::string_view bytes) {
    return encoded(bytes, standard);
}

std::string base64_padded(std::string_view bytes) {
    auto text = base64_unpadded(bytes);
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

std::optional<std::string> base64_decode(std::string_view text) {
    while (!text.empty() && text.back() == '=') {
        text.remove_suffix(1);
    }
    auto made = decoded(text, standard, url_safe);
    if (!made) {
        return std::nullopt;
    }
    return std::move(made->bytes);
}

}  // namespace larm::delivery
