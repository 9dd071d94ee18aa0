// Charts as inline SVG: lines told apart by dashes and by colour, so that a black and white printer
// and an eye that sees no red lose nothing.
#include <fmt/format.h>

#include <array>

#include "engine/report/chart.hpp"
#include "engine/report/html_text.hpp"

namespace larm::report {
namespace {

constexpr int width = 680;
constexpr int left = 40;
constexpr int plot_width = 490;
constexpr int top = 10;
constexpr int plot_height = 120;
constexpr int height = top + plot_height + 24;
constexpr int legend = left + plot_width + 12;
constexpr int legend_line = 16;

/// Okabe and Ito, "Color Universal Design" (2008), the five that are dark enough for lines.
constexpr std::array<char const*, 5> colours{"#0072b2", "#d55e00", "#009e73", "#8a4f7d", "#000000"};

int across(int thousandths) {
    return left + thousandths * plot_width / 1000;
}
int down(int thousandths) {
    return top + plot_height - thousandths * plot_height / 1000;
}

std::string pen(std::size_t number) {
    std::string dashes;
    for (auto const length : chart_dashes(number)) {
        dashes += fmt::format("{}{}", dashes.empty() ? "" : " ", length);
    }
    return fmt::format("fill=\"none\" stroke=\"{}\" stroke-width=\"1.8\"{}",
                       colours.at(number % colours.size()),
                       dashes.empty() ? "" : " stroke-dasharray=\"" + dashes + "\"");
}

std::string label(int x, int y, std::string_view anchor, std::string_view text) {
    return fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"{}\">{}</text>", x, y, anchor,
                       html_text(text));
}

}  // namespace

std::string chart_svg(PaperChart const& chart) {
    auto const shape = chart_shape(chart);
    auto out = fmt::format(
        "<figure><figcaption>{0}</figcaption><svg viewBox=\"0 0 {1} {2}\" role=\"img\" "
        "aria-label=\"{0}\" font-size=\"10\" font-family=\"Arial,Helvetica,sans-serif\">\n",
        html_text(chart.title), width, height);
    for (auto const mark : shape.marks) {
        auto const y = down(chart_y(shape, mark));
        out += fmt::format("<path d=\"M{} {}h{}\" stroke=\"{}\" stroke-width=\".6\"/>", left, y,
                           plot_width, mark == 0 ? "#000" : "#bbb");
        out += label(left - 4, y + 3, "end", fmt::format("{}", mark));
    }
    for (auto const& tick : chart.ticks) {
        auto const x = across(chart_x(chart, tick.at));
        out += fmt::format("<path d=\"M{} {}v4\" stroke=\"#000\" stroke-width=\".6\"/>", x,
                           top + plot_height);
        out += label(x, top + plot_height + 15, "middle", tick.label);
    }
    for (std::size_t number = 0; number < chart.series.size(); ++number) {
        std::string path;
        for (auto const& stroke : shape.series[number]) {
            for (std::size_t spot = 0; spot < stroke.size(); ++spot) {
                path += fmt::format("{}{} {}", spot == 0 ? 'M' : 'L', across(stroke[spot].x),
                                    down(stroke[spot].y));
            }
        }
        auto const y = top + 8 + static_cast<int>(number) * legend_line;
        out += fmt::format("\n<path d=\"{}M{} {}h22\" {}/>", path, legend, y, pen(number));
        out += label(legend + 28, y + 3, "start", chart.series[number].name);
    }
    return out + "</svg></figure>\n";
}

}  // namespace larm::report
