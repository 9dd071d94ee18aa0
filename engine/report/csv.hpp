// Rows of comma-separated values (RFC 4180) as spreadsheets read and write them.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace larm::report {

/// One cell. What a spreadsheet would take for a formula is marked as text by an apostrophe; also
/// behind a semicolon or in a new line, since where a comma stands in numbers, as in Swedish, it
/// parts cells at semicolons and knows no quotes in the midst of one.
[[nodiscard]] std::string csv_cell(std::string_view text);
/// With its end. Swedish spreadsheets part cells by semicolons.
[[nodiscard]] std::string csv_row(std::vector<std::string> const& cells, char separator = ',');
/// The text of which csv_cell made the cell, quotes taken off.
[[nodiscard]] std::string csv_plain(std::string_view cell);

/// Where a table is broken; row and column from 1, as a spreadsheet counts.
struct CsvFault {
    std::size_t row = 1;
    std::size_t column = 1;
    std::string message;

    friend bool operator==(CsvFault const&, CsvFault const&) = default;
};

using CsvTable = std::vector<std::vector<std::string>>;

/// Cells as they stand, without their quotes, parted by what the first row that is parted at all is
/// parted by: semicolons, tabs or commas. A byte order mark, and a first line "sep=;", are passed
/// over; the line counts as a row. Rows end with LF or CRLF.
[[nodiscard]] std::expected<CsvTable, CsvFault> csv_table(std::string_view text);

}  // namespace larm::report
