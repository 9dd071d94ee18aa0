// One line of a terminal as pieces of styled text, cut to the terminal's width without cutting a
// character or a colour in two. What is cut ends in "…".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace larm::cli {

enum class Style : std::uint8_t { plain, strong, dim, good, warn, bad, good_banner, alarm_banner };

class BoardLine {
public:
    void add(std::string_view text, Style style = Style::plain) {
        pieces_.push_back({std::string{text}, style});
    }
    /// Filled up, or cut with "…", to `columns`; one of them stays empty.
    void add_cell(std::string_view text, int columns, Style style = Style::plain);

    [[nodiscard]] std::string text(int width, bool colour) const;

private:
    struct Piece {
        std::string text;
        Style style;
    };
    std::vector<Piece> pieces_;
};

/// A UTF-8 text in at most `columns` characters: whole, or its beginning and "…".
[[nodiscard]] std::string cut(std::string_view text, int columns);

}  // namespace larm::cli
