// Private to this folder: the parts of a score as text.
#pragma once

#include <larm/v1/report.pb.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/report/region_table.hpp"
#include "engine/report/timeline.hpp"
#include "engine/report/words.hpp"

namespace larm::report {

inline constexpr std::string_view nothing = "–";

class ScoreLines {
public:
    void add(std::string line) { lines_.push_back(std::move(line)); }
    /// Cells under each other; the last one takes what it needs.
    void add(std::vector<std::string> const& cells, std::vector<std::size_t> const& widths) {
        std::string line = "  ";
        for (std::size_t index = 0; index < cells.size(); ++index) {
            line += index < widths.size() ? padded(cells[index], widths[index]) : cells[index];
        }
        line.erase(line.find_last_not_of(' ') + 1);
        add(std::move(line));
    }
    [[nodiscard]] std::vector<std::string> taken() { return std::move(lines_); }

private:
    std::vector<std::string> lines_;
};

inline std::string elapsed(std::int64_t us) {
    return elapsed_text({us});
}

/// The indicators, scope by scope.
void add_indicators(ScoreLines& lines, v1::IncidentScore const& score, Words const& words);

}  // namespace larm::report
