#include <fmt/format.h>

#include <numeric>
#include <string_view>

#include "engine/report/paper.hpp"

namespace larm::report {
namespace {

constexpr std::string_view style = R"(
@page{size:A4;margin:15mm}
body{font:11pt/1.35 sans-serif;color:#000;background:#fff;max-width:190mm;margin:0 auto;padding:1rem}
h1{font-size:18pt;margin:0 0 .4em;break-before:page}h1:first-of-type{break-before:auto}
h2{font-size:13pt;margin:1em 0 .3em;break-after:avoid}
table{border-collapse:collapse;width:100%;table-layout:fixed;margin:.3em 0 1em}
th,td{border:1px solid #000;padding:.2em .35em;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#e6e6e6}tr{break-inside:avoid}
.form td{height:2.2em}.strong{font-weight:700}
footer{border-top:1px solid #000;margin-top:1em;font-size:9pt}
)";

std::string escaped(std::string_view text) {
    std::string safe;
    for (auto const sign : text) {
        switch (sign) {
            case '&': safe += "&amp;"; break;
            case '<': safe += "&lt;"; break;
            case '>': safe += "&gt;"; break;
            case '"': safe += "&quot;"; break;
            default: safe += sign;
        }
    }
    return safe;
}

std::string html(PaperHeading const& heading) {
    return fmt::format("<h{0}>{1}</h{0}>\n", heading.level, escaped(heading.text));
}

std::string html(PaperText const& text) {
    return fmt::format("<p{}>{}</p>\n", text.is_strong ? " class=\"strong\"" : "",
                       escaped(text.text));
}

std::string html(PaperTable const& table) {
    std::string out = table.is_form ? "<table class=\"form\"><colgroup>" : "<table><colgroup>";
    auto const sum = std::accumulate(table.widths.begin(), table.widths.end(), 0);
    for (auto const width : table.widths) {
        out += fmt::format("<col style=\"width:{}%\">", width * 100 / sum);
    }
    out += "</colgroup><thead><tr>";
    for (auto const& cell : table.header) {
        out += fmt::format("<th scope=\"col\">{}</th>", escaped(cell));
    }
    out += "</tr></thead><tbody>\n";
    for (auto const& row : table.rows) {
        out += "<tr>";
        for (auto const& cell : row) {
            out += fmt::format("<td>{}</td>", escaped(cell));
        }
        out += "</tr>\n";
    }
    return out + "</tbody></table>\n";
}

}  // namespace

std::string paper_html(PaperDocument const& document) {
    std::string body;
    for (auto const& block : document.blocks) {
        body += std::visit([](auto const& each) { return html(each); }, block);
    }
    return fmt::format(
        "<!doctype html>\n<html lang=\"sv\"><head><meta charset=\"utf-8\"><title>{}</title>"
        "<style>{}</style></head><body>\n{}<footer>{}</footer></body></html>\n",
        escaped(document.title), style, body, escaped(document.footer));
}

}  // namespace larm::report
