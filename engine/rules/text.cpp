#include "engine/rules/text.hpp"

#include <algorithm>
#include <cstdint>

namespace larm::rules {
namespace {

struct Decoded {
    char32_t code_point = 0;
    std::size_t bytes = 0;  ///< 0 where the bytes are not valid.
};

std::uint32_t byte_at(std::string_view text, std::size_t index) {
    return static_cast<unsigned char>(text[index]);
}

/// RFC 3629: shortest form only, no surrogates, nothing over U+10FFFF.
Decoded decode(std::string_view text, std::size_t from) {
    auto const lead = byte_at(text, from);
    if (lead < 0x80) {
        return {lead, 1};
    }
    auto const length = lead >= 0xF0 ? 4U : lead >= 0xE0 ? 3U : 2U;
    if (lead < 0xC2 || lead > 0xF4 || from + length > text.size()) {
        return {};
    }
    auto value = lead & (0xFFU >> (length + 1));
    for (std::size_t index = 1; index < length; ++index) {
        auto const next = byte_at(text, from + index);
        if ((next & 0xC0U) != 0x80U) {
            return {};
        }
        value = (value << 6U) | (next & 0x3FU);
    }
    auto const too_long = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    auto const surrogate = value >= 0xD800 && value <= 0xDFFF;
    return too_long || surrogate || value > 0x10FFFF ? Decoded{} : Decoded{value, length};
}

}  // namespace

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        auto const decoded = decode(text, at);
        if (decoded.bytes == 0) {
            return at;
        }
        at += decoded.bytes;
    }
    return std::nullopt;
}

std::u32string code_points(std::string_view utf8) {
    std::u32string result;
    for (std::size_t at = 0; at < utf8.size();) {
        auto const decoded = decode(utf8, at);
        result += decoded.bytes == 0 ? U'\uFFFD' : decoded.code_point;
        at += std::max<std::size_t>(decoded.bytes, 1);
    }
    return result;
}

std::size_t characters_in(std::string_view utf8) {
    return code_points(utf8).size();
}

std::string utf8(char32_t code_point) {
    std::string bytes;
    auto const continuation = [&](unsigned shift) {
        bytes += static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU));
    };
    if (code_point < 0x80) {
        bytes += static_cast<char>(code_point);
    } else if (code_point < 0x800) {
        bytes += static_cast<char>(0xC0U | (code_point >> 6U));
        continuation(0);
    } else if (code_point < 0x10000) {
        bytes += static_cast<char>(0xE0U | (code_point >> 12U));
        continuation(6);
        continuation(0);
    } else {
        bytes += static_cast<char>(0xF0U | (code_point >> 18U));
        continuation(12);
        continuation(6);
        continuation(0);
    }
    return bytes;
}

std::optional<char32_t> first_outside_latin1(std::string_view utf8) {
    auto const points = code_points(utf8);
    auto const outside = std::ranges::find_if(points, [](char32_t point) {
        return !((point >= 0x20 && point <= 0x7E) || (point >= 0xA0 && point <= 0xFF));
    });
    return outside == points.end() ? std::nullopt : std::optional{*outside};
}

std::string lower_case(std::string_view text) {
    std::string result;
    for (auto const point : code_points(text)) {
        auto const ascii = point >= U'A' && point <= U'Z';
        auto const swedish = point == U'Å' || point == U'Ä' || point == U'Ö' || point == U'É';
        result += utf8(ascii || swedish ? point + 0x20 : point);
    }
    return result;
}

}  // namespace larm::rules
