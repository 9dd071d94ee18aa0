// Rows of comma-separated values (RFC 4180) as spreadsheets read them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace larm::report {

/// One cell. What a spreadsheet would take for a formula is marked as text by an apostrophe; also
/// behind a semicolon or in a new line, since where a comma stands in numbers, as in Swedish, it
/// parts cells at semicolons and knows no quotes in the midst of one.
[[nodiscard]] std::string csv_cell(std::string_view text);
/// With its end.
[[nodiscard]] std::string csv_row(std::vector<std::string> const& cells);

}  // namespace larm::report
