#include "engine/report/csv.hpp"

namespace larm::report {
namespace {

/// What spreadsheets take for the beginning of a formula.
bool is_formula(char sign) {
    return std::string_view{"=+-@\t\r"}.find(sign) != std::string_view::npos;
}

/// Where a cell, or a part of it that is read as one, begins: what stands there behind apostrophes.
std::size_t apostrophes_at(std::string_view text, std::size_t at) {
    auto const end = text.find_first_not_of('\'', at);
    auto const is_marked = end != std::string_view::npos && is_formula(text[end]);
    return is_marked ? end - at : 0;
}

bool begins_anew(char sign) {
    return sign == ';' || sign == '\n';
}

}  // namespace

std::string csv_cell(std::string_view text) {
    std::string cell;
    auto begins = true;
    for (std::size_t at = 0; at < text.size(); ++at) {
        // An apostrophe that stands there already gets another one, so that one can be taken off.
        if (begins && (is_formula(text[at]) || apostrophes_at(text, at) > 0)) {
            cell += '\'';
        }
        cell += text[at];
        begins = begins_anew(text[at]);
    }
    if (cell.find_first_of(",;\"\r\n\t") == std::string::npos) {
        return cell;
    }
    std::string quoted = "\"";
    for (auto const sign : cell) {
        quoted += sign == '"' ? "\"\"" : std::string{sign};
    }
    return quoted + "\"";
}

std::string csv_plain(std::string_view cell) {
    std::string text;
    auto begins = true;
    for (std::size_t at = 0; at < cell.size(); ++at) {
        if (begins && apostrophes_at(cell, at) > 0) {
            ++at;
        }
        text += cell[at];
        begins = begins_anew(cell[at]);
    }
    return text;
}

std::string csv_row(std::vector<std::string> const& cells, char separator) {
    std::string row;
    for (std::size_t index = 0; index < cells.size(); ++index) {
        row += (index == 0 ? "" : std::string{separator}) + csv_cell(cells[index]);
    }
    return row + "\r\n";
}

}  // namespace larm::report
