#include "engine/delivery/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace larm::delivery {
namespace {

constexpr char32_t replacement = 0xFFFD;

struct Decoded {
    char32_t point = replacement;
    std::size_t bytes = 1;
};

/// RFC 3629: shortest form only, no surrogates, nothing over U+10FFFF.
Decoded decode(std::string_view text, std::size_t from) {
    auto const byte = [&](std::size_t index) -> std::uint32_t {
        return static_cast<unsigned char>(text[from + index]);
    };
    auto const lead = byte(0);
    if (lead < 0x80) {
        return {lead, 1};
    }
    auto const length = lead >= 0xF0 ? 4U : lead >= 0xE0 ? 3U : 2U;
    if (lead < 0xC2 || lead > 0xF4 || text.size() - from < length) {
        return {};
    }
    std::uint32_t value = lead & (0xFFU >> (length + 1));
    for (std::size_t index = 1; index < length; ++index) {
        if ((byte(index) & 0xC0U) != 0x80U) {
            return {};
        }
        value = (value << 6U) | (byte(index) & 0x3FU);
    }
    auto const too_long = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    auto const surrogate = value >= 0xD800 && value <= 0xDFFF;
    return too_long || surrogate || value > 0x10FFFF ? Decoded{} : Decoded{value, length};
}

/// Calls `take` with every code point.
template <typename Take>
void each_point(std::string_view utf8, Take take) {
    for (std::size_t at = 0; at < utf8.size();) {
        auto const decoded = decode(utf8, at);
        take(decoded.point);
        at += decoded.bytes;
    }
}

void append(std::string& bytes, char32_t point) {
    auto const put = [&](std::uint32_t value) { bytes += static_cast<char>(value); };
    if (point < 0x80) {
        put(point);
        return;
    }
    static constexpr std::array<std::uint32_t, 4> leads{0x00, 0xC0, 0xE0, 0xF0};
    auto const continuations = point < 0x800 ? 1U : point < 0x10000 ? 2U : 3U;
    put(leads[continuations] | (point >> (6 * continuations)));
    for (auto left = continuations; left-- > 0;) {
        put(0x80U | ((point >> (6 * left)) & 0x3FU));
    }
}

bool breaks_line(char32_t point) {
    return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x2028 || point == 0x2029;
}

bool is_space(char32_t point) {
    return point == 0x20 || point == 0xA0 || (point >= 0x2000 && point <= 0x200A) ||
           point == 0x202F || point == 0x205F || point == 0x3000;
}

/// Marks that show nothing by themselves: joiners, direction marks, variation selectors.
bool is_invisible(char32_t point) {
    return point == 0xAD || (point >= 0x200B && point <= 0x200F) ||
           (point >= 0x202A && point <= 0x202E) || (point >= 0x2060 && point <= 0x206F) ||
           (point >= 0xFE00 && point <= 0xFE0F) || point == 0xFEFF;
}

bool is_combining(char32_t point) {
    return point >= 0x300 && point <= 0x36F;
}

bool is_printable_latin1(char32_t point) {
    return (point >= 0x20 && point <= 0x7E) || (point >= 0xA0 && point <= 0xFF);
}

/// "a" and a ring are "å": some keyboards and files send Swedish letters in two parts.
char32_t composed(char32_t base, char32_t mark) {
    struct Row {
        char32_t mark;
        std::u32string_view bases;
        std::u32string_view letters;
    };
    static constexpr std::array<Row, 7> rows{{
        {0x300, U"AEIOUaeiou", U"ÀÈÌÒÙàèìòù"},
        {0x301, U"AEIOUYaeiouy", U"ÁÉÍÓÚÝáéíóúý"},
        {0x302, U"AEIOUaeiou", U"ÂÊÎÔÛâêîôû"},
        {0x303, U"ANOano", U"ÃÑÕãñõ"},
        {0x308, U"AEIOUaeiouy", U"ÄËÏÖÜäëïöüÿ"},
        {0x30A, U"Aa", U"Åå"},
        {0x327, U"Cc", U"Çç"},
    }};
    for (auto const& row : rows) {
        auto const at = row.mark == mark ? row.bases.find(base) : std::u32string_view::npos;
        if (at != std::u32string_view::npos) {
            return row.letters[at];
        }
    }
    return base;  // the mark is lost, the letter stays
}

/// Latin Extended-A without its marks, letter by letter from U+0100.
constexpr std::string_view extended_a =
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlL"
    "lLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

/// What is written instead of a character outside ISO 8859-1.
std::u32string_view likeness(char32_t point) {
    static constexpr std::array<std::pair<char32_t, std::u32string_view>, 31> signs{{
        {0x0132, U"IJ"}, {0x0133, U"ij"},  {0x0150, U"Ö"},   {0x0151, U"ö"},  {0x0152, U"OE"},
        {0x0153, U"oe"}, {0x0170, U"Ü"},   {0x0171, U"ü"},   {0x0218, U"S"},  {0x0219, U"s"},
        {0x021A, U"T"},  {0x021B, U"t"},   {0x1E9E, U"SS"},  {0x2010, U"-"},  {0x2011, U"-"},
        {0x2012, U"-"},  {0x2013, U"-"},   {0x2014, U"-"},   {0x2015, U"-"},  {0x2018, U"'"},
        {0x2019, U"'"},  {0x201A, U","},   {0x201C, U"\""},  {0x201D, U"\""}, {0x201E, U"\""},
        {0x2022, U"-"},  {0x2026, U"..."}, {0x20AC, U"EUR"}, {0x2122, U"TM"}, {0x2192, U"->"},
        {0x2212, U"-"},
    }};
    auto const found =
        std::ranges::lower_bound(signs, point, {}, &decltype(signs)::value_type::first);
    return found != signs.end() && found->first == point ? found->second : std::u32string_view{};
}

/// Appends with runs of spaces as one, and none at the beginning.
void append_tidy(std::u32string& line, char32_t point) {
    auto const space = breaks_line(point) || is_space(point);
    if (!space) {
        line += point;
    } else if (!line.empty() && line.back() != U' ') {
        line += U' ';
    }
}

void append_latin1(std::u32string& line, char32_t point) {
    if (breaks_line(point) || is_space(point)) {
        append_tidy(line, U' ');
    } else if (is_invisible(point)) {
        return;
    } else if (is_printable_latin1(point)) {
        line += point;
    } else if (is_combining(point)) {
        if (!line.empty()) {
            line.back() = composed(line.back(), point);
        }
    } else if (auto const instead = likeness(point); !instead.empty()) {
        line += instead;
    } else if (point >= 0x100 && point - 0x100 < extended_a.size()) {
        line += static_cast<char32_t>(extended_a[point - 0x100]);
    } else {
        line += U'?';
    }
}

std::string trimmed(std::u32string line) {
    while (!line.empty() && line.back() == U' ') {
        line.pop_back();
    }
    return utf8(line);
}

}  // namespace

std::u32string code_points(std::string_view utf8) {
    std::u32string points;
    points.reserve(utf8.size());
    each_point(utf8, [&](char32_t point) { points += point; });
    return points;
}

std::string utf8(std::u32string_view points) {
    std::string bytes;
    bytes.reserve(points.size() + points.size() / 8);
    for (auto const point : points) {
        append(bytes, point);
    }
    return bytes;
}

std::string one_line(std::string_view human) {
    std::u32string line;
    line.reserve(human.size());
    each_point(human, [&](char32_t point) { append_tidy(line, point); });
    return trimmed(std::move(line));
}

std::string latin1_line(std::string_view human) {
    std::u32string line;
    line.reserve(human.size());
    each_point(human, [&](char32_t point) { append_latin1(line, point); });
    return trimmed(std::move(line));
}

std::string cut(std::string_view utf8, std::size_t characters_max) {
    auto points = code_points(utf8);
    points.resize(std::min(points.size(), characters_max));
    return trimmed(std::move(points));
}

std::string cut_list(std::string_view utf8, std::size_t characters_max) {
    if (code_points(utf8).size() <= characters_max) {
        return std::string{utf8};
    }
    constexpr std::string_view between = "; ";
    std::vector<std::size_t> ends;
    for (auto at = utf8.find(between); at != std::string_view::npos;
         at = utf8.find(between, at + 1)) {
        ends.push_back(at);
    }
    for (auto kept = ends.size(); kept > 0; --kept) {
        auto text = std::string{utf8.substr(0, ends[kept - 1])} + "; +" +
                    std::to_string(ends.size() + 1 - kept);
        if (code_points(text).size() <= characters_max) {
            return text;
        }
    }
    return cut(utf8, characters_max);
}

}  // namespace larm::delivery
