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
        case Style::good_banner: return "\x1b[1;30;42m";
        case Style::alarm_banner: return "\x1b[1;97;41m";
    }
    return "";
}

/// The first `columns` characters of a UTF-8 text.
std::string_view head(std::string_view text, int columns) {
    std::size_t end = 0;
    for (int count = 0; end < text.size() && count < columns; ++count) {
        ++end;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
            ++end;
        }
    }
    return text.substr(0, end);
}

int width_of(std::string_view text) {
    return static_cast<int>(report::columns_of(text));
}

}  // namespace

std::string cut(std::string_view text, int columns) {
    if (width_of(text) <= columns) {
        return std::string{text};
    }
    return columns < 1 ? std::string{} : std::string{head(text, columns - 1)} + "…";
}

void BoardLine::add_cell(std::string_view text, int columns, Style style) {
    add(report::padded(cut(text, columns - 1), static_cast<std::size_t>(columns)), style);
}

std::string BoardLine::text(int width, bool colour) const {
    // Blanks at the end are no loss: what counts as cut is text.
    int whole = 0;
    int needed = 0;
    for (auto const& piece : pieces_) {
        auto const last = piece.text.find_last_not_of(' ');
        needed = last == std::string::npos
                     ? needed
                     : whole + width_of(std::string_view{piece.text}.substr(0, last + 1));
        whole += width_of(piece.text);
    }
    auto const is_cut = needed > width;
    std::string line;
    int left = std::max(is_cut ? width - 1 : width, 0);
    for (auto const& piece : pieces_) {
        auto const shown = head(piece.text, left);
        left -= width_of(shown);
        auto const styled = colour && piece.style != Style::plain && !shown.empty();
        line += styled ? begin_of(piece.style) : "";
        line += shown;
        line += styled ? "\x1b[0m" : "";
    }
    line += is_cut && width > 0 ? "…" : "";
    if (!colour) {
        line.erase(line.find_last_not_of(' ') + 1);
    }
    return line;
}

}  // namespace larm::cli
