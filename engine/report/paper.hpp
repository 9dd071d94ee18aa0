// A document for paper: headings, paragraphs, tables and charts, in one model, written as HTML or
// as PDF. What stands in it is its maker's; nothing here knows alarms.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace larm::report {

struct PaperHeading {
    int level = 1;  ///< 1 begins a new page, but for the first; 2 is a section.
    std::string text;

    friend bool operator==(PaperHeading const&, PaperHeading const&) = default;
};

struct PaperText {
    std::string text;
    bool is_strong = false;

    friend bool operator==(PaperText const&, PaperText const&) = default;
};

/// How high a row is at least: as its text, a line to write on, or room for several.
enum class RowHeight { text, line, box };

/// Empty cells are boxes to write in by hand.
struct PaperTable {
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;
    /// Shares of the width, one a column.
    std::vector<int> widths;
    RowHeight height = RowHeight::text;
    int strong_column = -1;  ///< What is looked for first; -1: none.

    friend bool operator==(PaperTable const&, PaperTable const&) = default;
};

/// Values over time, as lines that stay until the next value. What the figures are to be read for
/// stands in a table beside it: a chart shows how, not how much.
struct PaperChart {
    struct Point {
        std::int64_t at = 0;
        std::optional<int> value{};  ///< Nothing: not known from then on.

        friend bool operator==(Point const&, Point const&) = default;
    };
    struct Series {
        std::string name;
        std::vector<Point> points;  ///< Growing.

        friend bool operator==(Series const&, Series const&) = default;
    };
    struct Tick {
        std::int64_t at = 0;
        std::string label;

        friend bool operator==(Tick const&, Tick const&) = default;
    };

    std::string title;
    std::int64_t from = 0;
    std::int64_t until = 0;
    std::vector<Tick> ticks;
    std::vector<Series> series;

    friend bool operator==(PaperChart const&, PaperChart const&) = default;
};

using PaperBlock = std::variant<PaperHeading, PaperText, PaperTable, PaperChart>;

struct PaperDocument {
    std::string title;
    std::string footer;   ///< On every page, with the page's number.
    std::string written;  ///< When, and what of: beside the footer.
    std::vector<PaperBlock> blocks;

    void add_heading(int level, std::string text) {
        blocks.emplace_back(PaperHeading{level, std::move(text)});
    }
    void add_text(std::string text, bool is_strong = false) {
        blocks.emplace_back(PaperText{std::move(text), is_strong});
    }
    /// But for when it was written.
    [[nodiscard]] bool says_the_same(PaperDocument const& other) const {
        return title == other.title && footer == other.footer && blocks == other.blocks;
    }
};

/// With at most so many bytes of text, what a block takes beside its text reckoned in; where that
/// cuts it, `at_cut` are its last words.
[[nodiscard]] PaperDocument bounded(PaperDocument document, std::size_t bytes_max,
                                    std::string_view at_cut);

/// One page that needs nothing but itself, UTF-8. Printed it is A4, with numbered pages.
[[nodiscard]] std::string paper_html(PaperDocument const& document);

/// A4, in the fonts every printer has. Characters outside Windows-1252 become "?".
[[nodiscard]] std::string paper_pdf(PaperDocument const& document);

}  // namespace larm::report
