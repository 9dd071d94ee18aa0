#include "engine/report/chart.hpp"

#include <algorithm>
#include <array>

namespace larm::report {
namespace {

constexpr int whole = 1000;

/// 1, 2, 5, 10, 20, 50 and so on: the smallest of them with at most four steps up to `range`.
int step_for(int range) {
    for (int unit = 1;; unit *= 10) {
        for (auto const factor : {1, 2, 5}) {
            if (range <= 4 * unit * factor) {
                return unit * factor;
            }
        }
    }
}

void find_range(PaperChart const& chart, ChartShape& shape) {
    for (auto const& series : chart.series) {
        for (auto const& point : series.points) {
            shape.low = std::min(shape.low, point.value.value_or(0));
            shape.high = std::max(shape.high, point.value.value_or(0));
        }
    }
    // A figure of a scenario's may be anything that fits an int.
    constexpr int most = 100'000'000;
    shape.low = std::max(shape.low, -most);
    shape.high = std::min(shape.high, most);
    auto const step = step_for(shape.high - shape.low);
    shape.low = (shape.low - step + 1) / step * step;
    shape.high = (shape.high + step - 1) / step * step;
    for (int mark = shape.low; mark <= shape.high; mark += step) {
        shape.marks.push_back(mark);
    }
}

std::vector<ChartStroke> strokes(PaperChart const& chart, PaperChart::Series const& series,
                                 ChartShape const& shape) {
    std::vector<ChartStroke> strokes;
    ChartStroke stroke;
    auto const end = [&] {
        if (stroke.size() > 1) {
            strokes.push_back(stroke);
        }
        stroke.clear();
    };
    for (auto const& point : series.points) {
        auto const x = chart_x(chart, point.at);
        if (!stroke.empty() && stroke.back().x != x) {
            stroke.push_back({x, stroke.back().y});
        }
        if (!point.value) {
            end();
            continue;
        }
        stroke.push_back({x, chart_y(shape, *point.value)});
    }
    if (!stroke.empty()) {
        stroke.push_back({whole, stroke.back().y});
    }
    end();
    return strokes;
}

}  // namespace

int chart_x(PaperChart const& chart, std::int64_t at) {
    auto const width = std::max<std::int64_t>(chart.until - chart.from, 1);
    auto const from = std::clamp<std::int64_t>(at - chart.from, 0, width);
    // Times are microseconds: years of them, times a thousand, fit.
    return static_cast<int>(from * whole / width);
}

int chart_y(ChartShape const& shape, int value) {
    auto const inside = std::clamp(value, shape.low, shape.high);
    return static_cast<int>(std::int64_t{inside - shape.low} * whole /
                            std::max(shape.high - shape.low, 1));
}

ChartShape chart_shape(PaperChart const& chart) {
    ChartShape shape;
    find_range(chart, shape);
    for (auto const& series : chart.series) {
        shape.series.push_back(strokes(chart, series, shape));
    }
    return shape;
}

std::vector<int> const& chart_dashes(std::size_t number) {
    static std::array<std::vector<int>, 5> const dashes{{{}, {6, 3}, {2, 2}, {9, 3, 2, 3}, {1, 4}}};
    return dashes[number % dashes.size()];
}

}  // namespace larm::report
