#include "engine/report/csv.hpp"

namespace larm::report {

std::string csv_cell(std::string_view text) {
    constexpr std::string_view formula = "=+-@\t\r";
    std::string cell;
    auto begins = true;
    for (auto const sign : text) {
        if (begins && formula.find(sign) != std::string_view::npos) {
            cell += '\'';
        }
        cell += sign;
        begins = sign == ';' || sign == '\n';
    }
    if (cell.find_first_of(",;\"\r\n") == std::string::npos) {
        return cell;
    }
    std::string quoted = "\"";
    for (auto const sign : cell) {
        quoted += sign == '"' ? "\"\"" : std::string{sign};
    }
    return quoted + "\"";
}

std::string csv_row(std::vector<std::string> const& cells) {
    std::string row;
    for (std::size_t index = 0; index < cells.size(); ++index) {
        row += (index == 0 ? "" : ",") + csv_cell(cells[index]);
    }
    return row + "\r\n";
}

}  // namespace larm::report
