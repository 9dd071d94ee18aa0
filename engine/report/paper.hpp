// A document for paper: headings, paragraphs and tables, in one model, written as HTML or as PDF.
// What stands in it is its maker's; nothing here knows alarms.
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace larm::report {

struct PaperHeading {
    int level = 1;  ///< 1 begins a new page, but for the first; 2 is a section.
    std::string text;
};

struct PaperText {
    std::string text;
    bool is_strong = false;
};

/// Empty cells are boxes to write in by hand.
struct PaperTable {
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;
    /// Shares of the width, one a column.
    std::vector<int> widths;
    /// Rows are high enough to write in.
    bool is_form = false;
};

using PaperBlock = std::variant<PaperHeading, PaperText, PaperTable>;

struct PaperDocument {
    std::string title;
    std::string footer;  ///< On every page, with the page's number.
    std::vector<PaperBlock> blocks;
};

/// One page that needs nothing but itself, UTF-8.
[[nodiscard]] std::string paper_html(PaperDocument const& document);

/// A4, in the fonts every printer has. Characters outside Windows-1252 become "?".
[[nodiscard]] std::string paper_pdf(PaperDocument const& document);

}  // namespace larm::report
