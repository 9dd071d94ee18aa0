#include "engine/larm/board_line.hpp"

#include <algorithm>

#include "engine/report/region_table.hpp"

namespace larm::cli {
namespace {

std::string_view begin_of(Style style) {
    switch (style) {
        case Style::plain: return "";
        case Style::strong: return "\x1b[1m";
        case Style::dim: return "\x1b[2m";
        case Style::good: return "\x1b[32m";
        case Style::warn: return "\x1b[33m";
        case Style::bad: return "\x1b[1;31m";
    }
    return "";
}

}  // namespace

std::string_view cut(std::string_view text, int columns) {
    std::size_t end = 0;
    for (int count = 0; end < text.size() && count < columns; ++count) {
        ++end;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
            ++end;
        }
    }
    return text.substr(0, end);
}

void BoardLine::add_cell(std::string_view text, int columns, Style style) {
    add(report::padded(std::string{cut(text, columns - 1)}, static_cast<std::size_t>(columns)),
        style);
}

std::string BoardLine::text(int width, bool colour) const {
    std::string line;
    int left = std::max(width, 0);
    for (auto const& piece : pieces_) {
        auto const shown = cut(piece.text, left);
        left -= static_cast<int>(report::columns_of(shown));
        auto const styled = colour && piece.style != Style::plain && !shown.empty();
        line += styled ? begin_of(piece.style) : "";
        line += shown;
        line += styled ? "\x1b[0m" : "";
    }
    if (!colour) {
        line.erase(line.find_last_not_of(' ') + 1);
    }
    return line;
}

}  // namespace larm::cli
