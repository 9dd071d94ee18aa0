// PDF by libharu: what it draws is placed here line by line, top down.
#include <fmt/format.h>
#include <hpdf.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string_view>

#include "engine/core/check.hpp"
#include "engine/report/chart.hpp"
#include "engine/report/line_breaks.hpp"
#include "engine/report/paper.hpp"

namespace larm::report {
namespace {

// All in points, 1/72 inch; A4 is 595 by 842.
constexpr float margin = 42;
constexpr float text_size = 10.5F;
constexpr float line_height = 13.5F;
constexpr float cell_padding = 3;
constexpr float footer_size = 7.5F;
constexpr float header_grey = 0.9F;
constexpr float footer_space = 24;
constexpr float heading_room = 30;
constexpr float chart_height = 92;
constexpr float chart_legend = 130;
constexpr float chart_left = 26;
constexpr float chart_size = 7.5F;
constexpr float chart_grey = 0.75F;
constexpr float frame_width = 0.6F;

/// UTF-8 to Windows-1252's Latin-1 part; what is outside becomes "?".
std::string printable(std::string_view utf8) {
    std::string out;
    for (std::size_t at = 0; at < utf8.size(); ++at) {
        auto const byte = static_cast<unsigned char>(utf8[at]);
        auto const next = at + 1 < utf8.size() ? static_cast<unsigned char>(utf8[at + 1]) : 0U;
        if (byte < 0x80U) {
            out += utf8[at];
        } else if ((byte == 0xC2U || byte == 0xC3U) && (next & 0xC0U) == 0x80U) {
            out += static_cast<char>((byte & 0x03U) << 6U | (next & 0x3FU));
            ++at;
        } else {
            while (at + 1 < utf8.size() &&
                   (static_cast<unsigned char>(utf8[at + 1]) & 0xC0U) == 0x80U) {
                ++at;
            }
            out += '?';
        }
    }
    return out;
}

/// libharu's fonts have no kerning: a line is as broad as its letters together.
LetterWidths widths_of(HPDF_Font font) {
    LetterWidths widths{};
    for (std::size_t letter = 1; letter < widths.size(); ++letter) {
        auto const byte = static_cast<HPDF_BYTE>(letter);
        auto const thousandths = HPDF_Font_TextWidth(font, &byte, 1).width;
        widths[letter] = static_cast<float>(thousandths) * text_size / 1000;
    }
    return widths;
}

/// A failure inside libharu is a bug of ours or no memory: neither can be gone on from.
void on_error(HPDF_STATUS error, HPDF_STATUS detail, void* /*unused*/) {
    std::fprintf(stderr, "libharu: error %lx, %lx\n", error, detail);
    LARM_CHECK(error == 0);
}

class Writer {
public:
    explicit Writer(PaperDocument const& document)
        : document_{document}, pdf_{HPDF_New(on_error, nullptr)} {
        LARM_CHECK(pdf_ != nullptr);
        HPDF_SetCompressionMode(pdf_, HPDF_COMP_ALL);
        auto const title = printable(document.title);
        HPDF_SetInfoAttr(pdf_, HPDF_INFO_TITLE, title.c_str());
        plain_ = HPDF_GetFont(pdf_, "Helvetica", "WinAnsiEncoding");
        strong_ = HPDF_GetFont(pdf_, "Helvetica-Bold", "WinAnsiEncoding");
        plain_widths_ = widths_of(plain_);
        strong_widths_ = widths_of(strong_);
        new_page();
    }
    Writer(Writer const&) = delete;
    Writer& operator=(Writer const&) = delete;
    ~Writer() { HPDF_Free(pdf_); }

    void write(PaperHeading const& heading) {
        auto const size = heading.level == 1 ? 16.0F : 12.0F;
        if (heading.level == 1 && has_text_) {
            new_page();
        }
        y_ -= heading.level == 1 ? 0 : 6;
        need(size * 4);  // never the last thing on a page
        y_ -= size;
        put(printable(heading.text), margin, y_, strong_, size);
        y_ -= size * 0.6F;
        has_text_ = true;
    }

    void write(PaperText const& text) {
        auto* const font = text.is_strong ? strong_ : plain_;
        auto const shown = printable(text.text);
        for (auto const line : lines_of(shown, width() - 2 * margin, font)) {
            need(line_height);
            y_ -= line_height;
            put(line, margin, y_, font, text_size);
        }
        y_ -= 4;
        has_text_ = true;
    }

    void write(PaperTable const& table) {
        auto const columns = columns_of(table);
        head(table, columns);
        for (auto const& cells : table.rows) {
            if (y_ - height_of(cells, columns, table) < bottom()) {
                new_page();
                head(table, columns);
            }
            row(cells, columns, table);
        }
        y_ -= 8;
        has_text_ = true;
    }

    void write(PaperChart const& chart) {
        need(chart_height + line_height + 3 * chart_size);
        y_ -= line_height;
        put(printable(chart.title), margin, y_, strong_, text_size - 1);
        y_ -= chart_height + chart_size;
        auto const shape = chart_shape(chart);
        auto const broad = width() - 2 * margin - chart_left - chart_legend;
        auto const across = [&](int x) {
            return margin + chart_left + broad * static_cast<float>(x) / 1000;
        };
        auto const up = [&](int y) { return y_ + chart_height * static_cast<float>(y) / 1000; };
        for (auto const mark : shape.marks) {
            auto const y = up(chart_y(shape, mark));
            HPDF_Page_SetGrayStroke(page_, mark == 0 ? 0 : chart_grey);
            stroke(across(0), y, across(1000), y);
            put(fmt::format("{}", mark), margin, y - 2, plain_, chart_size);
        }
        HPDF_Page_SetGrayStroke(page_, 0);
        for (auto const& tick : chart.ticks) {
            auto const x = across(chart_x(chart, tick.at));
            stroke(x, y_ - 3, x, y_);
            put(printable(tick.label), x - chart_size, y_ - 3 - chart_size, plain_, chart_size);
        }
        HPDF_Page_SetLineWidth(page_, 1.1F);
        for (std::size_t number = 0; number < chart.series.size(); ++number) {
            auto const y = y_ + chart_height - chart_size * 1.6F * static_cast<float>(number + 1);
            dash(chart_dashes(number));
            for (auto const& line : shape.series[number]) {
                HPDF_Page_MoveTo(page_, across(line.front().x), up(line.front().y));
                for (auto const spot : line) {
                    HPDF_Page_LineTo(page_, across(spot.x), up(spot.y));
                }
                HPDF_Page_Stroke(page_);
            }
            stroke(across(1000) + 8, y + 2, across(1000) + 30, y + 2);
            put(printable(chart.series[number].name), across(1000) + 34, y, plain_, chart_size);
        }
        dash({});
        HPDF_Page_SetLineWidth(page_, frame_width);
        y_ -= 3 * chart_size;
        has_text_ = true;
    }

    /// A heading and its table go to the next page together where they fit there and not here.
    void keep_together(PaperTable const& table) {
        auto const columns = columns_of(table);
        auto height = heading_room + line_height + 2 * cell_padding;
        for (auto const& cells : table.rows) {
            height += height_of(cells, columns, table);
        }
        if (height < HPDF_Page_GetHeight(page_) - margin - bottom()) {
            need(height);
        }
    }

    [[nodiscard]] std::string bytes() {
        number_pages();
        HPDF_SaveToStream(pdf_);
        HPDF_ResetStream(pdf_);
        std::string all;
        std::vector<HPDF_BYTE> part(64 * 1024);
        for (;;) {
            auto size = static_cast<HPDF_UINT32>(part.size());
            auto const status = HPDF_ReadFromStream(pdf_, part.data(), &size);
            all.append(part.begin(), part.begin() + static_cast<std::ptrdiff_t>(size));
            if (size == 0 || status == HPDF_STREAM_EOF) {
                return all;
            }
        }
    }

private:
    [[nodiscard]] float width() const { return HPDF_Page_GetWidth(page_); }
    [[nodiscard]] static float bottom() { return margin + footer_space; }
    [[nodiscard]] static float floor_of(PaperTable const& table) {
        switch (table.height) {
            case RowHeight::text: break;
            case RowHeight::line: return 26;
            case RowHeight::box: return 48;
        }
        return 0;
    }
    [[nodiscard]] HPDF_Font font_of(PaperTable const& table, std::size_t column) const {
        return static_cast<int>(column) == table.strong_column ? strong_ : plain_;
    }

    void need(float height) {
        if (y_ - height < bottom()) {
            new_page();
        }
    }

    void new_page() {
        page_ = HPDF_AddPage(pdf_);
        HPDF_Page_SetSize(page_, HPDF_PAGE_SIZE_A4, HPDF_PAGE_PORTRAIT);
        HPDF_Page_SetLineWidth(page_, frame_width);
        y_ = HPDF_Page_GetHeight(page_) - margin;
        pages_.push_back(page_);
        has_text_ = false;
    }

    /// When it is known how many there are.
    void number_pages() {
        auto const foot = printable(document_.footer);
        auto const written = printable(document_.written);
        for (std::size_t index = 0; index < pages_.size(); ++index) {
            page_ = pages_[index];
            auto const number = fmt::format("Sida {} av {}", index + 1, pages_.size());
            HPDF_Page_SetFontAndSize(page_, plain_, footer_size);
            auto const room = HPDF_Page_TextWidth(page_, number.c_str());
            put(foot, margin, margin + footer_size + 2, plain_, footer_size);
            put(written, margin, margin, plain_, footer_size);
            put(number, width() - margin - room, margin, plain_, footer_size);
        }
    }

    void put(std::string_view text, float x, float y, HPDF_Font font, float size) {
        std::string const whole{text};
        HPDF_Page_BeginText(page_);
        HPDF_Page_SetFontAndSize(page_, font, size);
        HPDF_Page_TextOut(page_, x, y, whole.c_str());
        HPDF_Page_EndText(page_);
    }

    [[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text, float at_most,
                                                         HPDF_Font font) const {
        return line_breaks(text, font == strong_ ? strong_widths_ : plain_widths_, at_most);
    }

    [[nodiscard]] std::vector<float> columns_of(PaperTable const& table) const {
        auto const sum = std::accumulate(table.widths.begin(), table.widths.end(), 0);
        std::vector<float> columns;
        for (auto const share : table.widths) {
            columns.push_back((width() - 2 * margin) * static_cast<float>(share) /
                              static_cast<float>(sum));
        }
        return columns;
    }

    [[nodiscard]] float height_of(std::vector<std::string> const& cells,
                                  std::vector<float> const& columns,
                                  PaperTable const& table) const {
        std::size_t most = 1;
        for (std::size_t i = 0; i < columns.size() && i < cells.size(); ++i) {
            auto const room = columns[i] - 2 * cell_padding;
            most = std::max(most, lines_of(printable(cells[i]), room, font_of(table, i)).size());
        }
        return std::max(floor_of(table), static_cast<float>(most) * line_height + 2 * cell_padding);
    }

    void head(PaperTable const& table, std::vector<float> const& columns) {
        auto const height = line_height + 2 * cell_padding;
        need(height + std::max(floor_of(table), 2 * line_height));  // never without a row
        HPDF_Page_SetGrayFill(page_, header_grey);
        HPDF_Page_Rectangle(page_, margin, y_ - height, width() - 2 * margin, height);
        HPDF_Page_Fill(page_);
        HPDF_Page_SetGrayFill(page_, 0);
        auto x = margin;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            frame(x, columns[i], height);
            if (i < table.header.size()) {
                auto const size = text_size - 1;
                put(printable(table.header[i]), x + cell_padding,
                    y_ - cell_padding - line_height + 3, strong_, size);
            }
            x += columns[i];
        }
        y_ -= height;
    }

    void row(std::vector<std::string> const& cells, std::vector<float> const& columns,
             PaperTable const& table) {
        auto const height = height_of(cells, columns, table);
        need(height);
        auto x = margin;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            frame(x, columns[i], height);
            auto y = y_ - cell_padding;
            if (i < cells.size()) {
                auto* const font = font_of(table, i);
                auto const shown = printable(cells[i]);
                for (auto const line : lines_of(shown, columns[i] - 2 * cell_padding, font)) {
                    y -= line_height;
                    put(line, x + cell_padding, y + 3, font, text_size);
                }
            }
            x += columns[i];
        }
        y_ -= height;
    }

    void stroke(float from_x, float from_y, float to_x, float to_y) {
        HPDF_Page_MoveTo(page_, from_x, from_y);
        HPDF_Page_LineTo(page_, to_x, to_y);
        HPDF_Page_Stroke(page_);
    }

    void dash(std::vector<int> const& lengths) {
        std::vector<HPDF_UINT16> const dashes(lengths.begin(), lengths.end());
        HPDF_Page_SetDash(page_, dashes.data(), static_cast<HPDF_UINT>(dashes.size()), 0);
    }

    void frame(float x, float broad, float height) {
        HPDF_Page_Rectangle(page_, x, y_ - height, broad, height);
        HPDF_Page_Stroke(page_);
    }

    PaperDocument const& document_;
    HPDF_Doc pdf_;
    HPDF_Font plain_ = nullptr;
    HPDF_Font strong_ = nullptr;
    LetterWidths plain_widths_{};
    LetterWidths strong_widths_{};
    HPDF_Page page_ = nullptr;
    float y_ = 0;
    std::vector<HPDF_Page> pages_;
    bool has_text_ = false;
};

}  // namespace

std::string paper_pdf(PaperDocument const& document) {
    Writer writer{document};
    auto const& blocks = document.blocks;
    for (std::size_t index = 0; index < blocks.size(); ++index) {
        auto const* const heading = std::get_if<PaperHeading>(&blocks[index]);
        auto const* const table =
            index + 1 < blocks.size() ? std::get_if<PaperTable>(&blocks[index + 1]) : nullptr;
        if (heading != nullptr && heading->level > 1 && table != nullptr) {
            writer.keep_together(*table);
        }
        std::visit([&writer](auto const& each) { writer.write(each); }, blocks[index]);
    }
    return writer.bytes();
}

}  // namespace larm::report
