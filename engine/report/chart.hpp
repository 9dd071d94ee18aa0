// Private to this folder: what a chart's lines are before anything is drawn, in whole thousandths
// of its width and height, so that the same figures are the same bytes.
#pragma once

#include <vector>

#include "engine/report/paper.hpp"

namespace larm::report {

struct ChartSpot {
    int x = 0;  ///< From the left, 0 to 1000.
    int y = 0;  ///< From the bottom, 0 to 1000.
};

/// Without a gap.
using ChartStroke = std::vector<ChartSpot>;

struct ChartShape {
    int low = 0;
    int high = 1;
    std::vector<int> marks;  ///< Values with a line of their own.
    std::vector<std::vector<ChartStroke>> series;
};

/// A value stays until the next one; where it is not known there is no line.
[[nodiscard]] ChartShape chart_shape(PaperChart const& chart);
/// Where a time, and a value, stands.
[[nodiscard]] int chart_x(PaperChart const& chart, std::int64_t at);
[[nodiscard]] int chart_y(ChartShape const& shape, int value);

/// Lengths of dashes and gaps of the line with this number; none: unbroken.
[[nodiscard]] std::vector<int> const& chart_dashes(std::size_t number);

/// As a part of an HTML page that needs nothing else.
[[nodiscard]] std::string chart_svg(PaperChart const& chart);

}  // namespace larm::report
