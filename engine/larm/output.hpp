// What the verbs write: text on stdout and stderr, colour where a terminal wants it, tables. No
// secret leaves through here: whatever looks like a token's secret is blotted out on stderr.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace larm::cli {

enum class Colour : std::uint8_t { plain, bold, dim, red, green, yellow, alarm };

/// `text` in a colour, where stdout is a terminal that wants colour (NO_COLOR, TERM=dumb).
[[nodiscard]] std::string coloured(std::string_view text, Colour colour);

/// Whether coloured() colours.
[[nodiscard]] bool has_colour();
[[nodiscard]] bool is_output_a_terminal();
[[nodiscard]] bool is_input_a_terminal();

/// To stdout. A closed or full stdout ends the program with exit code 3: what was asked for did not
/// arrive, and nobody should believe otherwise.
void print(std::string_view text);
/// To stderr, as "larm: TEXT" and a line feed; nothing where the text is empty.
void complain(std::string_view text);

struct Cell {
    std::string text;
    Colour colour = Colour::plain;
};

/// Columns under headings, aligned by characters. No heading, no table: rows may be empty.
[[nodiscard]] std::string table(std::vector<std::string> const& headings,
                                std::vector<std::vector<Cell>> const& rows);

/// "2026-11-25 16:05:11" in Sweden, whatever the machine's time zone; "-" for 0.
[[nodiscard]] std::string local_time(std::int64_t us);
/// "2026-11-25T16:05:11.123456Z".
[[nodiscard]] std::string utc_time(std::int64_t us);
/// The time of day, UTC microseconds.
[[nodiscard]] std::int64_t now_us();

}  // namespace larm::cli
