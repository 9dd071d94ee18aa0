#include <algorithm>
#include <string_view>
#include <utility>

#include "engine/report/paper.hpp"

namespace larm::report {
namespace {

/// What a block, a row and a cell take of a page beside their text.
constexpr std::size_t block_bytes = 32;
/// And a point of a chart's line.
constexpr std::size_t point_bytes = 16;

/// Takes of what is left; false where that is too little.
bool take(std::size_t& left, std::size_t bytes) {
    auto const fits = bytes + block_bytes <= left;
    left -= std::min(left, bytes + block_bytes);
    return fits;
}

/// Cut to `bytes_max`, between characters.
void cut_to(std::string& utf8, std::size_t bytes_max) {
    auto end = std::min(utf8.size(), bytes_max);
    while (end > 0 && end < utf8.size() &&
           (static_cast<unsigned char>(utf8[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    utf8.resize(end);
}

/// The rows that fit; whether all do.
bool cut_rows(PaperTable& table, std::size_t& left) {
    auto const all = table.rows.size();
    auto const first = std::ranges::find_if(table.rows, [&left](auto const& cells) {
        std::size_t bytes = 0;
        for (auto const& cell : cells) {
            bytes += cell.size() + block_bytes;
        }
        return !take(left, bytes);
    });
    table.rows.erase(first, table.rows.end());
    return table.rows.size() == all;
}

/// A chart is drawn whole or not at all.
std::size_t bytes_of(PaperChart const& chart) {
    auto bytes = chart.title.size();
    for (auto const& tick : chart.ticks) {
        bytes += tick.label.size() + block_bytes;
    }
    for (auto const& series : chart.series) {
        bytes += series.name.size() + block_bytes + series.points.size() * point_bytes;
    }
    return bytes;
}

}  // namespace

PaperDocument bounded(PaperDocument document, std::size_t bytes_max, std::string_view at_cut) {
    std::vector<PaperBlock> kept;
    auto left = bytes_max;
    auto is_whole = true;
    for (auto& block : document.blocks) {
        if (auto* const table = std::get_if<PaperTable>(&block); table != nullptr) {
            is_whole = take(left, 0) && cut_rows(*table, left);
        } else if (auto* const text = std::get_if<PaperText>(&block); text != nullptr) {
            auto const room = left;
            is_whole = take(left, text->text.size());
            cut_to(text->text, is_whole ? text->text.size() : room);
        } else if (auto const* const chart = std::get_if<PaperChart>(&block); chart != nullptr) {
            is_whole = take(left, bytes_of(*chart));
        } else {
            is_whole = take(left, std::get<PaperHeading>(block).text.size());
        }
        auto const can_be_cut =
            std::holds_alternative<PaperTable>(block) || std::holds_alternative<PaperText>(block);
        if (is_whole || can_be_cut) {
            kept.push_back(std::move(block));
        }
        if (!is_whole) {
            kept.emplace_back(PaperText{std::string{at_cut}, true});
            break;
        }
    }
    document.blocks = std::move(kept);
    return document;
}

}  // namespace larm::report
