#include <fmt/format.h>

#include <numeric>
#include <string_view>

#include "engine/report/chart.hpp"
#include "engine/report/html_text.hpp"
#include "engine/report/paper.hpp"

namespace larm::report {
namespace {

constexpr std::string_view style = R"(
body{font:11pt/1.35 Arial,Helvetica,sans-serif;color:#000;background:#fff;max-width:190mm;margin:0 auto;padding:1rem}
h1{font-size:20pt;margin:0 0 .4em;break-before:page}h1:first-of-type{break-before:auto}
h2{font-size:14pt;margin:.9em 0 .3em;break-after:avoid}
table{break-inside:avoid;border-collapse:collapse;width:100%;table-layout:fixed;margin:.3em 0 1em}
th,td{border:1px solid #000;padding:.2em .35em;text-align:left;vertical-align:top;overflow-wrap:break-word}
th{background:#e6e6e6;font-size:9pt}tr{break-inside:avoid}
figure{margin:.6em 0;break-inside:avoid}figcaption{font-size:9pt;font-weight:700}svg{width:100%;height:auto}
.line td{height:9mm}.box td{height:17mm}.strong{font-weight:700}
footer{border-top:1px solid #000;margin-top:1em;font-size:9pt}
@media print{body{padding:0;max-width:none}footer{display:none}}
)";

/// Browsers that know margin boxes put the footer on every page.
std::string page_style(PaperDocument const& document) {
    std::string foot;
    for (auto const sign : document.footer + " " + document.written) {
        if (static_cast<unsigned char>(sign) >= 0x20U && sign != '<') {
            foot += sign == '"' || sign == '\\' ? std::string{'\\', sign} : std::string{sign};
        }
    }
    return fmt::format(
        "@page{{size:A4 portrait;margin:14mm 14mm 18mm;"
        "@bottom-left{{content:\"{}\";font:8pt Arial,Helvetica,sans-serif;width:85%}}"
        "@bottom-right{{content:\"Sida \" counter(page) \" av \" counter(pages);"
        "font:8pt Arial,Helvetica,sans-serif}}}}",
        foot);
}

std::string html(PaperHeading const& heading) {
    return fmt::format("<h{0}>{1}</h{0}>\n", heading.level, html_text(heading.text));
}

std::string html(PaperText const& text) {
    return fmt::format("<p{}>{}</p>\n", text.is_strong ? " class=\"strong\"" : "",
                       html_text(text.text));
}

std::string_view class_of(RowHeight height) {
    switch (height) {
        case RowHeight::text: break;
        case RowHeight::line: return " class=\"line\"";
        case RowHeight::box: return " class=\"box\"";
    }
    return "";
}

std::string html(PaperTable const& table) {
    auto out = fmt::format("<table{}><colgroup>", class_of(table.height));
    auto const sum = std::accumulate(table.widths.begin(), table.widths.end(), 0);
    for (auto const width : table.widths) {
        out += fmt::format("<col style=\"width:{}%\">", width * 100 / sum);
    }
    out += "</colgroup><thead><tr>";
    for (auto const& cell : table.header) {
        out += fmt::format("<th scope=\"col\">{}</th>", html_text(cell));
    }
    out += "</tr></thead><tbody>\n";
    for (auto const& row : table.rows) {
        out += "<tr>";
        for (std::size_t column = 0; column < row.size(); ++column) {
            auto const is_strong = static_cast<int>(column) == table.strong_column;
            out += fmt::format("<td{}>{}</td>", is_strong ? " class=\"strong\"" : "",
                               html_text(row[column]));
        }
        out += "</tr>\n";
    }
    return out + "</tbody></table>\n";
}

std::string html(PaperChart const& chart) {
    return chart_svg(chart);
}

}  // namespace

std::string paper_html(PaperDocument const& document) {
    std::string body;
    for (auto const& block : document.blocks) {
        body += std::visit([](auto const& each) { return html(each); }, block);
    }
    return fmt::format(
        "<!doctype html>\n<html lang=\"sv\"><head><meta charset=\"utf-8\"><title>{}</title>"
        "<style>{}{}</style></head><body>\n{}<footer>{} {}</footer></body></html>\n",
        html_text(document.title), style, page_style(document), body, html_text(document.footer),
        html_text(document.written));
}

}  // namespace larm::report
